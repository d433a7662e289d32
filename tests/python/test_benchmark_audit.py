"""The audit's benchmark in short: its reports are read as they are made, clean ones raise nothing, errors are found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.audit.__main__ import run
from loaders import pipeline, seedfiles
from loaders.samples.made import errors
from loaders.samples.made.report import Report, report
from loaders.samples.made.rows import Rows, render, rows

SEED = 7


def _made(number: int, kind: str = "") -> Report:
    clean = report(number, SEED)
    return errors.make(kind, clean, random.Random(number))[0] if kind else clean


def _loaded(path: Path, made: Report) -> tuple[Rows, Rows]:
    """The rows as the generator makes them, and as the loaders read them from the text."""
    rendered = render(made)
    path.write_text(rendered.text, encoding="utf-8")
    tables = pipeline.load([path]).tables()
    # How many numbers the page holds is known to the reader alone.
    document = tuple("0" if name.startswith("numbers_") else text for name, text in tables["documents"][0].items())
    own = rows(made, rendered, file_name=path.name)
    return own, Rows(
        document[0],
        document,
        [tuple(row[name] for name in seedfiles.DOCUMENT_TABLES) for row in tables["document_tables"]],
        {
            table: [tuple(row[name] for name in seedfiles.FIGURES) for row in tables[f"figures_{table}"]]
            for table in own.figures
        },
    )


def test_the_same_number_gives_the_same_report() -> None:
    assert render(_made(3)).text == render(_made(3)).text
    assert render(_made(3)).text != render(_made(4)).text


@pytest.mark.parametrize("start", range(0, 50, 10))
def test_loaders_read_from_the_text_what_the_generator_writes(start: int, tmp_path: Path) -> None:
    for number in range(start, start + 10):
        own, read = _loaded(tmp_path / f"{number}.txt", _made(number))
        assert read == own


@pytest.mark.parametrize("kind", [*errors.KINDS, *errors.HARMLESS])
def test_loaders_read_errors_as_they_are_printed(kind: str, tmp_path: Path) -> None:
    for number in range(3):
        own, read = _loaded(tmp_path / f"{number}.txt", _made(number, kind))
        assert read == own


def test_clean_reports_raise_nothing_and_every_detectable_error_is_found() -> None:
    result = run(clean=12, per_kind=2, with_findings=True)
    assert result["clean"]["reports"] == 12
    assert result["clean"]["false_alarms"]["juesuan"] == 0
    assert result["findings"]["clean_reports_with_finding"] == 0
    assert result["disagreements"] == []
    for side in ("errors_in_tables", "errors_in_prose"):
        assert result[side]["detectable"] >= 4
        assert result[side]["found_detectable"]["juesuan"] == result[side]["detectable"]
    assert result["errors"]["row_printed_twice"]["found"]["juesuan"] == 0
