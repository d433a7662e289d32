"""Layouts of reports as data: titles, columns, lines, words. Code only reads them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from loaders import yamltext


@cache
def layout(name: str) -> dict[str, Any]:
    """The layout file of that name, parsed once."""
    text = files(__name__).joinpath(f"{name}.yml").read_text(encoding="utf-8")
    parsed: dict[str, Any] = yamltext.parse(text)
    return parsed
