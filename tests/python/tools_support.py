"""Other projects' programs that some tests use where they are there, each in its own environment (`make tools`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from loaders.paths import ROOT


def tools() -> Path:
    """The folder that has an environment for each tool."""
    return Path(os.environ.get("JUESUAN_TOOLS", ROOT / ".cache" / "tools"))


def tool(name: str) -> Path:
    """The folder of the programs of that environment; without it the test is skipped, and says so."""
    programs = tools() / name / "bin"
    if not (programs / "python").exists():
        pytest.skip(f"{name} is not in {tools()}: make tools (or name the folder in JUESUAN_TOOLS)")
    return programs
