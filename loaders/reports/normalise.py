"""From a recognised segment to its content: which readings each kind of report gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from loaders.readers.errors import UnreadableError
from loaders.reports.completeness import require_whole
from loaders.reports.document import Content, Segment
from loaders.reports.evaluation import evaluation, grades
from loaders.reports.numbers import NumberError
from loaders.reports.prose import functions, narrative
from loaders.reports.tables import accounts
from loaders.reports.targets import target_table

Reading = Callable[[Segment], Content]

_READINGS: dict[str, tuple[Reading, ...]] = {
    "final_accounts": (accounts.read, narrative.read, grades.read),
    "department_self_evaluation": (evaluation.read, narrative.read),
    "project_evaluation": (evaluation.read, narrative.read),
    "project_targets": (target_table.read,),
}


def normalise(segment: Segment) -> Content:
    """Everything read from the segment; raises UnreadableError where it cannot be read whole."""
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
    content = functions.coded(content)
    require_whole(segment, content)
    _require_distinct(content)
    return content


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
