"""From a recognised segment to its content: which readings each kind of report gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from loaders.readers.errors import UnreadableError
from loaders.reports import units
from loaders.reports.completeness import require_whole
from loaders.reports.document import Content, Segment
from loaders.reports.evaluation import evaluation, grades
from loaders.reports.forms import self_evaluation
from loaders.reports.numbers import NumberError
from loaders.reports.prose import functions, narrative
from loaders.reports.tables import accounts
from loaders.reports.targets import target_table

Reading = Callable[[Segment], Content]

_READINGS: dict[str, tuple[Reading, ...]] = {
    "final_accounts": (accounts.read, narrative.read, grades.read, units.read),
    "unit_final_accounts": (accounts.read, narrative.read, grades.read),
    "department_budget": (accounts.read, narrative.read, units.read),
    "unit_budget": (accounts.read, narrative.read),
    "department_self_evaluation": (evaluation.read, narrative.read),
    "project_evaluation": (evaluation.read, narrative.read),
    "project_targets": (target_table.read,),
    "project_self_evaluation": (self_evaluation.read,),
}


def normalise(segment: Segment) -> Content:
    """Everything read from the segment; raises UnreadableError where it cannot be read whole.

    A form that nobody has filled in has tables and no figures.
    """
    content = Content()
    try:
        for reading in _READINGS[segment.kind]:
            content += reading(segment)
    except NumberError as error:
        raise UnreadableError(
            "bad_number",
            f"the report {segment.title!r} holds a number that cannot be one: {error}",
            place=segment.place,
            expected="at most 15 digits before the point",
            advice="correct the number in the source and load again",
        ) from error
    if _is_blank(segment, content):
        # Its codes and lines are examples: figures made of its empty cells would be invented.
        tables = tuple(replace(table, row_count=0, is_empty=True) for table in content.tables)
        return Content(tables=tables, unplaced=content.unplaced, is_blank=True)
    content = functions.coded(content)
    require_whole(segment, content)
    _require_distinct(content)
    return content


def _is_blank(segment: Segment, content: Content) -> bool:
    """Whether the report has its tables and states no amount anywhere: a form that nobody has filled in."""
    return (
        "tables" in segment.spec
        and bool(content.tables)
        and not all(table.is_empty and not table.row_count for table in content.tables)
        and not any(figure.is_money and not figure.is_blank for figure in content.figures)
    )


def _require_distinct(content: Content) -> None:
    """No two figures may stand in one place of one table."""
    count = Counter((figure.table_code, figure.row_number, figure.column_number) for figure in content.figures)
    for figure in content.figures:
        if count[(figure.table_code, figure.row_number, figure.column_number)] > 1:
            raise UnreadableError(
                "ambiguous",
                f"the table {figure.table_code} stands twice in the report",
                place=figure.place,
                expected="each table once",
                advice="load the reports of several bodies as files of their own",
            )
