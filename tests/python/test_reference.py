"""The generated pages say what the warehouse of the committed seeds says."""

from __future__ import annotations

from pathlib import Path

import identity_model
import pytest
from docs_support import GENERATED


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_generated_page_is_of_the_present_state(path: Path, published: Path) -> None:
    """Print it anew with `python tests/python/docs_support.py`, and read the difference."""
    assert path.read_text(encoding="utf-8") == GENERATED[path](published)


def test_each_rule_stands_once_in_the_catalogue_page() -> None:
    page = next(path for path in GENERATED if path.name == "rules.md").read_text(encoding="utf-8")
    for identity_id in identity_model.IDENTITIES:
        assert page.count(f"| `{identity_id}` |") == 1
