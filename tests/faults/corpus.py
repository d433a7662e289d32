"""Small documents of ours in every format, to be damaged."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

from loaders.paths import SEEDS
from loaders.samples.layout import Layout
from loaders.samples.render import render
from loaders.samples.slips import made_up
from loaders.samples.source import Source, from_seeds

_CODES = 3
_KINDS = {"accounts": None, "self-evaluation": "doc-d1d09d5adcb6-1", "evaluation": "doc-b9c4ea7b4631-1",
          "targets": "doc-7df2728c1f35-1"}  # fmt: skip
_TEXT_LIKE = ("text", "html")
LABELS = (
    *(f"accounts.{name}" for name in ("text", "html", "docx", "xlsx", "xls", "pdf", "pdf-unruled")),
    *(f"{kind}.{name}" for kind in ("self-evaluation", "evaluation", "targets") for name in ("text", "html", "docx")),
    "targets.xlsx",
    "accounts.gb18030",
    "accounts.utf-16",
    "accounts.mhtml",
    "accounts.rtf",
    "accounts.zip",
)
"""Kind of report and format of each document."""


@cache
def document(label: str) -> bytes:
    """The document of that label, the same bytes on every call."""
    kind, _, form = label.partition(".")
    if form in ("gb18030", "utf-16"):
        return document(f"{kind}.text").decode("utf-8").encode(form)
    if form == "mhtml":
        head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
        return head + b"Content-Type: text/html; charset=utf-8\n\n" + document(f"{kind}.html") + b"\n--x--\n"
    if form == "rtf":
        return _rtf(document(f"{kind}.text").decode("utf-8"))
    if form == "zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner in ("text", "html", "xlsx"):
                archive.writestr(zipfile.ZipInfo(f"决算/{inner}.bin"), document(f"{kind}.{inner}"))
        return buffer.getvalue()
    return render(_source(kind), form, Layout())


@cache
def _source(kind: str) -> Source:
    name = _KINDS[kind]
    if name is None:
        return made_up(1, _CODES)[0]
    [source] = from_seeds(Path(SEEDS) / "reports", name)
    return source


def _rtf(text: str) -> bytes:
    """The first lines of the text as RTF."""
    lines = text.splitlines()[:40]
    body = "\\par\n".join("".join(c if c.isascii() and c not in "\\{}" else f"\\u{ord(c)}?" for c in x) for x in lines)
    return ("{\\rtf1\\ansi\\ansicpg936\\uc1 " + body + "}").encode("ascii")
