"""The forms in which `juesuan check` gives its findings; a new one is a module and a line in `FORMATS`.

A module is imported when its form is asked for: a spreadsheet's library takes time to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.check import CheckResult


@dataclass(frozen=True, slots=True)
class Format:
    """One form: the module whose `render` makes it, whether it can go to a terminal, and whether it shows what the
    findings rest on."""

    module: str
    is_binary: bool = False
    with_evidence: bool = True

    def render(self, found: CheckResult) -> bytes:
        """The findings in this form; text is UTF-8."""
        make: Callable[[CheckResult], bytes] = import_module(f"{__name__}.{self.module}").render
        return make(found)


FORMATS: dict[str, Format] = {
    "text": Format("text", with_evidence=False),
    "json": Format("json"),
    "xlsx": Format("xlsx", is_binary=True),
    "html": Format("html"),
}
