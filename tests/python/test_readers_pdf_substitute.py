"""Text whose font is neither in the document nor on the machine: PDFium gets a font of ours, and nothing is lost."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from pdf_support import Sheet, document
from PIL import ImageFont

from loaders.readers.pdf import substitute

# PDFium is told once in a process which fonts there are: each case has a process. `Info` is a machine without fonts.
_WITHOUT_FONTS = """
import ctypes, sys
import pypdfium2.raw as raw
from loaders.readers import pdf
from loaders.readers.model import Paragraph
from loaders.readers.pdf import substitute

kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
none = raw.FPDF_SYSFONTINFO(version=1)
none.MapFont = kinds["MapFont"](lambda *_: None)
none.GetFontData = kinds["GetFontData"](lambda *_: 0)
none.DeleteFont = kinds["DeleteFont"](lambda *_: None)
raw.FPDF_GetDefaultSystemFontInfo = lambda: ctypes.pointer(none)
if sys.argv[2] == "without":
    substitute.install = lambda: raw.FPDF_SetSystemFontInfo(none)
for block in pdf.iter_blocks(open(sys.argv[1], "rb").read()):
    print(block.text if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row])
"""

_TEXT = "本年收入合计一万八千元"


def _read(path: Path, substitution: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_FONTS, str(path), substitution],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
    )
    return done.stdout.split()


def _character_by_character(sheet: Sheet) -> None:
    for place, char in enumerate(_TEXT):
        sheet.text(60 + 10 * place, 100, char, 10)


def _upwards(sheet: Sheet) -> None:
    sheet.canvas.rotate(90)
    sheet.canvas.setFont("STSong-Light", 10)
    sheet.canvas.drawString(100, -100, _TEXT)


@pytest.mark.parametrize("draw", [_character_by_character, _upwards])
def test_text_is_read_where_the_machine_has_no_font_for_it(tmp_path: Path, draw: object) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(document(draw))  # type: ignore[arg-type]
    assert "".join(_read(path, "with")) == _TEXT
    # Without the font PDFium tells less than there is: if this ever changes, the font can go.
    assert _read(path, "without") == []


@pytest.mark.parametrize(
    ("char", "width"), [("决", 94), ("算", 94), ("𠀀", 94), ("8", 42), ("A", 42), (".", 18), ("l", 18)]
)
def test_every_character_has_a_box_of_its_kind(char: str, width: int) -> None:
    left, top, right, bottom = ImageFont.truetype(io.BytesIO(substitute.font()), 100).getmask(char).getbbox()
    assert (right - left, bottom - top) == (width, 100)
