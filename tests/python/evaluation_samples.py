"""Made-up reports in the forms of the real ones, for the tests of evaluations and target tables."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from loaders.readers import text as text_reader
from loaders.readers.model import Block, Place
from loaders.reports.document import Content, Segment
from loaders.reports.figures import Figure

REPORTS = Path(os.environ.get("JUESUAN_REPORTS", Path(__file__).parents[3] / "shared/documents/reports"))


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text as the text reader gives them."""
    return text_reader.parse(text)


def grid(rows: Iterable[Iterable[str]]) -> str:
    """Rows as tab-separated lines."""
    return "\n".join("\t".join(row) for row in rows)


def segment(text: str, kind: str = "project_evaluation", title: str = "路灯养护项目绩效评价报告") -> Segment:
    """A segment of that text."""
    return Segment(1, kind, title, "某市城管局", 2024, "标题", Place(line=1), blocks(text))


def report(name: str, kind: str, first_line: int = 1) -> Segment:
    """A real report from its line `first_line` on; the test is skipped where the reports are missing."""
    path = REPORTS / name
    if not path.exists():
        pytest.skip(f"the report {path} is not here; set JUESUAN_REPORTS to its folder")
    found = tuple(block for block in blocks(path.read_text(encoding="utf-8")) if (block.place.line or 0) >= first_line)
    return Segment(1, kind, name, "", 2023, "", Place(line=first_line), found)


def column(content: Content, table_code: str, column_key: str) -> list[Figure]:
    """The figures of one column, as printed."""
    return [f for f in content.figures if (f.table_code, f.column_key) == (table_code, column_key)]


def leaves(figures: Iterable[Figure]) -> list[Figure]:
    """The figures of the indicators that contain no other."""
    known = list(figures)
    parents = {figure.parent_row_key for figure in known}
    return [figure for figure in known if figure.row_key and figure.row_key not in parents]
