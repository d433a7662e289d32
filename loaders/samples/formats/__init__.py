"""One module per format: blocks to the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from loaders.samples.blocks import Block
from loaders.samples.layout import Layout


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its files, the module that writes it, and whether it is text."""

    suffix: str
    module: str
    is_text: bool = False

    def render(self, blocks: Iterable[Block], layout: Layout) -> bytes:
        """The file. The module is imported on first use: no one who writes text waits for the PDF library."""
        write: Callable[[Iterable[Block], Layout], bytes] = import_module(f"{__name__}.{self.module}").render
        return write(blocks, layout)


FORMATS: dict[str, Format] = {
    "text": Format(".txt", "text", is_text=True),
    "html": Format(".html", "html", is_text=True),
    "docx": Format(".docx", "docx"),
    "xlsx": Format(".xlsx", "xlsx"),
    "xls": Format(".xls", "xls"),
    "pdf": Format(".pdf", "pdf"),
    "pdf-unruled": Format(".pdf", "pdf_unruled"),
    "scan": Format(".pdf", "scan"),
    "png": Format(".png", "png"),
}
"""Each format by its name on the command line."""
