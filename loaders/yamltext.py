"""YAML, read by the library's part in C where the installation has it: seven times as fast."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str) -> Any:
    """What one document says, in plain values. Raises yaml.YAMLError where it is none."""
    return yaml.load(text, Loader=_LOADER)
