"""Small documents of ours in every format, to be damaged."""

from __future__ import annotations

import io
import subprocess
import tempfile
import time
import zipfile
from functools import cache
from pathlib import Path

from PIL import Image

from loaders.messages import SaidError
from loaders.paths import SEEDS
from loaders.readers.ocr import engine
from loaders.readers.word import convert
from loaders.samples.blocks import Table, Text, row
from loaders.samples.formats import fonts
from loaders.samples.formats.scan import DPI, pictures
from loaders.samples.layout import Layout
from loaders.samples.render import render
from loaders.samples.slips import made_up
from loaders.samples.source import Source, from_seeds

_CODES = 3
_DATE = time.gmtime(1704067200)  # 2024-01-01
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
    "accounts.zip",
)
"""Kind of report and format of each document that any machine reads."""
PICTURES = ("picture.png", "picture.jpeg", "picture.tiff", "picture.scan")
"""One page with a table, as a picture and as a scanned PDF; drawn with a Chinese font, read with the extra `ocr`."""
OLD_WORD = ("accounts.doc", "accounts.rtf")
"""Read through LibreOffice, in seconds each."""


def missing() -> dict[tuple[str, ...], str]:
    """Labels that this machine cannot make or read, with the reason."""
    found = {}
    try:
        fonts.find()
    except SaidError as error:
        found[PICTURES] = error.message.en
    if not engine.is_installed():
        found[PICTURES] = engine.INSTALL
    if convert.program() is None:
        found[OLD_WORD] = "LibreOffice (soffice) is not installed"
    return found


def labels() -> tuple[str, ...]:
    """The labels in turn, without the missing ones; what takes seconds to read comes once for four of the others."""
    left_out = {label for group in missing() for label in group}
    return (*LABELS * 4, *(label for label in (*PICTURES, *OLD_WORD) if label not in left_out))


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
    if form == "doc":
        return _old_word(document(f"{kind}.rtf"))
    if kind == "picture":
        return _picture(form)
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


def _old_word(rich: bytes) -> bytes:
    """The document as LibreOffice saves it for Word 97."""
    with tempfile.TemporaryDirectory(prefix="juesuan-corpus-") as name:
        folder = Path(name)
        (folder / "in.rtf").write_bytes(rich)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(convert.program()), profile, "--headless", "--convert-to", "doc:MS Word 97"]
        subprocess.run([*command, "--outdir", name, str(folder / "in.rtf")], check=True, capture_output=True)
        return (folder / "in.doc").read_bytes()


@cache
def _drawn() -> Image.Image:
    """A page of final accounts with one table, as a scanner delivers it."""
    body = (("合计", "2,940.05", "2,336.91"), ("一般公共服务支出", "2,106.66", "1,503.52"), ("其他支出", "833.39", ""))
    table = Table((row(("项目", "本年支出合计", "基本支出")),), tuple(row(cells, numbers=(1, 2)) for cells in body))
    title = Text("2023年度广州市天河区样例服务局部门决算", "title")
    (picture,) = pictures((title, Text("支出决算表", "caption"), Text("单位：万元", "unit"), table), Layout())
    return picture


def _picture(form: str) -> bytes:
    result = io.BytesIO()
    if form == "scan":
        _drawn().save(result, "PDF", resolution=DPI, creationDate=_DATE, modDate=_DATE)
    else:
        _drawn().save(result, form.upper(), dpi=(DPI, DPI))
    return result.getvalue()
