"""A whole report in older forms of Word, through LibreOffice: the same rows. Skipped where it is missing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sample_support import committed, printed, read_back

from loaders import pipeline
from loaders.readers.word import convert
from loaders.samples.layout import Layout
from loaders.samples.render import render
from loaders.samples.slips import made_up
from loaders.samples.source import Source

SOFFICE = convert.program()
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
FORMS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}


def _written(source: Source, suffix: str, folder: Path) -> Path:
    """The report in that form."""
    (folder / "report.docx").write_bytes(render(source, "docx", Layout()))
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", FORMS[suffix], "--outdir", str(folder)),
            str(folder / "report.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / f"report.{suffix}"


def _assert_read_back(source: Source, path: Path) -> None:
    expected, found = printed(source, Layout()), read_back(path)
    assert not expected - found
    assert not found - expected


def test_accounts_in_an_old_word_document_are_read_back(tmp_path: Path) -> None:
    """With the tables of another region's set: 40 columns and merged titles."""
    source, _ = made_up(7, 5, table_set="sichuan")
    path = _written(source, "doc", tmp_path)
    assert path.read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    _assert_read_back(source, path)


def test_accounts_in_rich_text_are_read_back(tmp_path: Path) -> None:
    source = next(source for source in committed() if source.kind == "final_accounts")
    _assert_read_back(source, _written(source, "rtf", tmp_path))


def test_an_old_word_document_that_was_cut_is_quarantined(tmp_path: Path) -> None:
    source, _ = made_up(7, 2)
    path = _written(source, "doc", tmp_path)
    cut = tmp_path / "in" / "cut.doc"
    cut.parent.mkdir()
    cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    (document,) = pipeline.load([cut]).documents
    assert (document.status, document.reason) == (pipeline.QUARANTINED, "damaged"), document.detail
