"""Indicator tables of evaluations: the targets set at first, those of the self-evaluation, and those evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from loaders.layouts import layout
from loaders.readers.model import Block, Place
from loaders.reports.document import Content, Indicator, TableFound
from loaders.reports.evaluation.tables import SourceTable, collect
from loaders.reports.fold import fold, tidy
from loaders.reports.targets.indicator_figures import TABLE_CODE, indicator_figures
from loaders.reports.targets.indicator_text import unit_of
from loaders.reports.targets.target_text import parse, read_target

_LEVELS = ("level_1", "level_2", "level_3")
_TEXTS = (*_LEVELS, "name", "period_target", "target", "actual")
_SHORT = 40


@dataclass
class _Row:
    """One indicator as printed; texts by column key."""

    number: int
    place: Place
    texts: dict[str, str]


def read_indicator_tables(blocks: Iterable[Block], project_name: str) -> Content:
    """The indicators of each such table, and a figure for each number that a target or a result prints.

    `indicator_set` goes by the words of the caption or header (年初, 自评, 个性化); a level printed once holds for the
    rows below it; cells cut by a page break are joined.
    """
    content = Content()
    first_row = 1
    for table in collect(blocks, TABLE_CODE):
        kind = _indicator_set(table)
        columns = [key for key in _LEVELS if key in table.pieces[0].keys]
        if not columns and "name" not in table.pieces[0].keys:
            continue  # targets of something else than indicators
        indicators = tuple(_indicator(row, columns, kind, project_name) for row in _rows(table, columns))
        figures = indicator_figures(indicators, [kind] * len(indicators), first_row)
        first_row += len(indicators)
        found = TableFound(TABLE_CODE, table.title, "", table.place, len(indicators))
        content += Content(figures=tuple(figures), tables=(found,), indicators=indicators)
    return content


def _indicator_set(table: SourceTable) -> str:
    for text in (table.caption, "".join(table.pieces[0].labels)):
        for word, kind in layout("evaluation")["indicator_sets"]:
            if word in fold(text):
                return str(kind)
    return "evaluation"


def _rows(table: SourceTable, levels: list[str]) -> list[_Row]:
    """The table's rows, each with its levels filled in from above."""
    rows: list[_Row] = []
    carried: dict[str, str] = {}
    name_key = "name" if "name" in table.pieces[0].keys else levels[-1]
    for page, piece in enumerate(table.pieces):
        for position, cells in enumerate(piece.rows):
            texts = {key: piece.text(cells, key) for key in _TEXTS}
            number = fold(piece.text(cells, "number"))
            if not any(texts.values()):
                continue
            # Where rows are numbered the number begins a row; else its target does.
            begins = number.isdigit() if "number" in piece.keys else bool(texts["target"] and texts[name_key])
            if not begins and rows and ((page > 0 and position == 0) or "number" in piece.keys):
                _continue(rows[-1], texts, carried, name_key)
                continue
            for depth, key in enumerate(levels):
                if key == name_key:
                    continue
                if texts[key]:
                    carried = {upper: carried.get(upper, "") for upper in levels[:depth]} | {key: texts[key]}
                else:
                    texts[key] = carried.get(key, "")
            rows.append(_Row(int(number) if number.isdigit() else len(rows) + 1, cells[0].place, texts))
    return rows


def _continue(row: _Row, texts: dict[str, str], carried: dict[str, str], name_key: str) -> None:
    for key, text in texts.items():
        row.texts[key] += text
        if key in carried and key != name_key and text:
            carried[key] = row.texts[key]


def _indicator(row: _Row, levels: list[str], kind: str, project_name: str) -> Indicator:
    texts = {key: tidy(text) for key, text in row.texts.items()}
    name_key = "name" if texts["name"] or not levels else levels[-1]
    name = None if fold(texts[name_key]) in {"", *layout("evaluation")["not_applicable"]} else texts[name_key]
    hint = unit_of(name)
    return Indicator(
        project_name=project_name,
        indicator_set=kind,
        number=row.number,
        level_1=texts["level_1"] or None,
        level_1_code=None,
        level_2=(texts["level_2"] or None) if name_key != "level_2" else None,
        level_2_code=None,
        name=name,
        period_target=parse(texts["period_target"], hint) if texts["period_target"] else None,
        year_target=parse(texts["target"], hint),
        actual_text=shorten(texts["actual"]) or None,
        place=row.place,
    )


def shorten(text: str) -> str:
    """A result of up to 40 characters whole; of a longer one the first clause with its figure, else the first.

    Clauses longer than that are passed over while there is a shorter one, and cut where there is none: the
    warehouse keeps results, not the reports' sentences.
    """
    whole = tidy(text)
    if len(whole) <= _SHORT:
        return whole.rstrip("。；;")
    clauses = [clause for part in re.split(r"[，。；;！？]|,(?!\d{3})", whole) if (clause := part.strip())]
    short = [clause for clause in clauses if len(clause) <= _SHORT]
    with_number = [clause for clause in short if read_target(clause).numbers]
    return next(iter([*with_number, *short]), clauses[0][:_SHORT] if clauses else whole[:_SHORT])
