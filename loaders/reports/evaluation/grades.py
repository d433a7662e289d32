"""Grades that a report states without the points behind them: final accounts quote their evaluations' results."""

from __future__ import annotations

from loaders.reports.document import Content, Segment
from loaders.reports.evaluation.passages import Heading, Passage, outline
from loaders.reports.evaluation.statements import statements
from loaders.reports.figures import Figure

TABLE_CODE = "evaluation_prose"


def read(segment: Segment) -> Content:
    """One figure for each grade word (优, 良 …) in the prose, outside any hierarchy of scores.

    `row_label` is the heading it stands under; the word is in `printed_text`, there is no value.
    """
    found: list[Figure] = []
    for heading in outline(segment.blocks).walk():
        for passage in heading.passages:
            found.extend(_grades(heading, passage, len(found)))
    return Content(figures=tuple(found))


def _grades(heading: Heading, passage: Passage, before: int) -> list[Figure]:
    return [
        Figure(
            table_code=TABLE_CODE,
            row_number=before + number,
            column_number=1,
            row_label=heading.label,
            column_label=statement.words,
            place=passage.place_at(statement.start),
            printed_text=passage.printed(statement.start, statement.end),
            unit="",
            column_key="grade",
            qualifier="word",
        )
        for number, statement in enumerate((said for said in statements(passage) if said.kind == "grade"), start=1)
    ]
