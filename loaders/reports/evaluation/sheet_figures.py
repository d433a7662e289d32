"""Figures of a scored sheet: weights, scores, and the terms of a formula that a criterion states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from loaders.readers.model import Block, Place
from loaders.reports.document import Content, TableFound
from loaders.reports.evaluation.score_sheet import Points, SheetNode, read_sheets
from loaders.reports.figures import Figure, measure, resolve
from loaders.reports.fold import fold
from loaders.reports.numbers import parse_number

TABLE_CODE = "evaluation_sheet"
_COLUMNS = ("weight", "score", "formula_floor", "formula_ceiling", "formula_factor")
_NUMBER = r"\d+(?:\.\d+)?"
# (rate - 60%) ÷ (100% - 60%) × 8: the score of an indicator that is measured by a rate.
_FORMULA = re.compile(
    rf"率-(?P<formula_floor>{_NUMBER})%\)?[÷/]\(?(?P<formula_ceiling>{_NUMBER})%-(?P=formula_floor)%\)?"
    rf"[×x*X](?P<formula_factor>{_NUMBER})"
)


def read_score_sheets(blocks: Iterable[Block], project_name: str | None) -> Content:
    """The sheet's figures: columns `weight` and `score` (分) by indicator, level 0 the total.

    A criterion with a formula (rate - floor) ÷ (ceiling - floor) × factor gives those three as well. A blank score
    of a leaf is a blank figure; groups print no score and have none. Raises UnreadableError as `read_sheets` does.
    """
    content = Content()
    first_row = 1
    for ordinal, (table, root) in enumerate(read_sheets(blocks), start=1):
        prefix = "" if ordinal == 1 else f"sheet.{ordinal}."
        nodes = [*_walk(root), root]  # the total is printed last
        by_column: dict[str, list[Figure]] = {key: [] for key in _COLUMNS}
        for row_number, node in enumerate(nodes, start=first_row):
            for figure in _figures(node, row_number, prefix, project_name, table.label):
                by_column[figure.column_key or ""].append(figure)
        first_row += len(nodes)
        figures = [figure for key in ("weight", "score") if by_column[key] for figure in resolve(by_column[key])]
        figures += [figure for key in _COLUMNS[2:] for figure in by_column[key]]
        figures.sort(key=lambda figure: (figure.row_number, figure.column_number))
        found = TableFound(TABLE_CODE, table.title, "分", table.place, len(nodes))
        content += Content(figures=tuple(figures), tables=(found,))
    return content


def _walk(node: SheetNode) -> Iterator[SheetNode]:
    for child in node.children:
        yield child
        yield from _walk(child)


def _figures(
    node: SheetNode, row_number: int, prefix: str, project_name: str | None, label: object
) -> Iterator[Figure]:
    parent = None if node.parent is None else prefix + node.parent.key

    def figure(column: str, column_label: str, printed: str, place: Place) -> Figure:
        return Figure(
            table_code=TABLE_CODE,
            row_number=row_number,
            column_number=_COLUMNS.index(column) + 1,
            row_label=node.name,
            column_label=column_label,
            place=place,
            printed_text=printed,
            unit="%" if column in ("formula_floor", "formula_ceiling") else "分",
            row_key=prefix + node.key,
            column_key=column,
            row_level=node.level,
            parent_row_key=parent,
            project_name=project_name,
        )

    is_leaf = not node.children and node.parent is not None
    for column, words, points in (("weight", "分值", node.own_weight), ("score", "评价得分", node.score)):
        if points is not None:
            yield _measured(figure(column, words, points.printed, points.place), points)
        elif column == "score" and is_leaf:
            yield replace(figure(column, words, "", node.place), value=Decimal(0), is_blank=True)
    if match := _FORMULA.search(fold("".join(node.criteria))):
        for column in _COLUMNS[2:]:
            points = Points(parse_number(match[column]), match[column], node.place)
            yield _measured(figure(column, "评分标准", match[column], node.place), points)


def _measured(figure: Figure, points: Points) -> Figure:
    if points.number is None:
        return replace(figure, value=Decimal(0), is_blank=True)
    measured = measure(points.number, figure.unit)
    return replace(figure, value=measured.value, step=measured.step, resolution=measured.resolution)
