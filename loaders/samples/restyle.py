"""The rows of a report as a layout prints them: its unit, its zeros, its separators, its words over columns.

What comes out is what the loaders must read back. Values are those printed: 12345.67 元 as 1.23 万元 is 12300.00.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from loaders.samples import forms
from loaders.samples.layout import DASH, Layout
from loaders.samples.made.forms import NUMERALS
from loaders.samples.made.printed import WORTH, amount, flag, resolutions
from loaders.samples.source import ACCOUNT_TABLES, SeedRow, Source

_OTHER_TABLES = ("project_payment", "project_target")
_UNIT_IN_LABEL = re.compile(r"(?<=[（(])(?:万|亿)?元(?=[）)])")
_CENT = Decimal("0.01")


def restyled(source: Source, layout: Layout) -> Source:
    """The same report as `layout` prints it. Sentences keep their own units."""
    figures = dict(source.figures)
    tables = []
    for table in _ordered(source, layout):
        code = table["table_code"]
        if code not in (*ACCOUNT_TABLES, *_OTHER_TABLES):
            tables.append(table)
            continue
        # A unit that no layout prints in (百元, 千元) stays what it is.
        unit = layout.unit if layout.unit and table["unit"] in WORTH else table["unit"]
        if not figures.get(code):
            tables.append({**table, "unit": "" if layout.unit_in_header else unit})
            continue
        rows = [_printed(row, table["unit"], unit, layout) if row["amount_cny"] else row for row in figures[code]]
        if unit in WORTH:
            rows = _resolved(rows, unit, by_column=code == "project_target")
        figures[code] = tuple(_relabelled(rows, code, unit, layout))
        in_rows = {"row_count": str(len(rows) // len(forms.STAGE_WORDS))} if _is_in_rows(code, layout) else {}
        # Cents may round to nothing in 万元.
        empty = flag(all(Decimal(row["amount_cny"] or row["value"]) == 0 for row in rows))
        is_empty = {"is_empty": empty} if code in ACCOUNT_TABLES else {}
        tables.append({**table, **in_rows, **is_empty, "unit": unit})
    if layout.titles == "listed":
        tables = _listed(tables)
    return replace(source, figures=figures, tables=tuple(tables))


def _ordered(source: Source, layout: Layout) -> list[SeedRow]:
    """The standard tables in the order in which they are printed, then all others as they are."""
    standard = [table for table in source.tables if table["table_code"] in ACCOUNT_TABLES]
    if layout.shuffled:
        random.Random(f"order.{layout.seed}").shuffle(standard)
    return standard + [table for table in source.tables if table["table_code"] not in ACCOUNT_TABLES]


def _is_in_rows(code: str, layout: Layout) -> bool:
    return code in forms.STAGE_TABLES and layout.items == "rows"


def _listed(tables: list[SeedRow]) -> list[SeedRow]:
    """一、二、三、 before the titles of standard tables."""
    return [
        {**table, "title": f"{NUMERALS[index]}、{table['title']}"} if table["table_code"] in ACCOUNT_TABLES else table
        for index, table in enumerate(tables)
    ]


def _printed(row: SeedRow, was: str, unit: str, layout: Layout) -> SeedRow:
    text = row["printed_text"]
    if not Decimal(row["amount_cny"]):
        text = text if layout.zero is None else layout.zero
    else:
        if unit != was:
            value = (Decimal(row["amount_cny"]) / WORTH[unit]).quantize(_CENT, ROUND_HALF_UP) + 0  # never -0.00
            text = f"{value:,.2f}" if "," in text or layout.separators is None else f"{value:.2f}"
        if layout.separators is not None:
            text = _grouped(text) if layout.separators else text.replace(",", "")
    if text == row["printed_text"] and unit == was:
        return row
    is_blank = text in ("", DASH)
    amount_cny, step = amount("" if is_blank else text, unit)
    return {
        **row,
        "printed_text": text,
        "amount_cny": amount_cny,
        "rounding_unit_cny": step,
        "is_blank": flag(is_blank),
    }


def _grouped(text: str) -> str:
    whole, point, decimals = text.replace(",", "").partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{decimals}"


def _resolved(rows: list[SeedRow], unit: str, *, by_column: bool) -> list[SeedRow]:
    """How exact each figure is depends on how the others of its column, or of its table, are printed."""
    columns: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if not row["amount_cny"]:
            continue  # a count of things is exact
        columns.setdefault(row["column_key"] if by_column else "", []).append(index)
    result = list(rows)
    for indices in columns.values():
        found = resolutions([rows[index]["printed_text"].strip(DASH) for index in indices], unit)
        for index, resolution in zip(indices, found, strict=True):
            result[index] = {**rows[index], "resolution": resolution}
    return result


def _relabelled(rows: Iterable[SeedRow], code: str, unit: str, layout: Layout) -> list[SeedRow]:
    change: Callable[[SeedRow], SeedRow] | None = None
    if code in forms.STAGE_TABLES:
        change = _ITEM_LABELS[layout.items]
    elif code == "project_payment":
        change = lambda row: {**row, "column_label": _UNIT_IN_LABEL.sub(unit, row["column_label"])}  # noqa: E731
    return [change(row) if change else row for row in rows]


def _in_blocks(row: SeedRow) -> SeedRow:
    item = forms.ITEM_WORDS.get(row["column_key"], ("", row["column_label"]))
    return {**row, "row_label": forms.STAGE_WORDS[row["row_key"]], "column_label": item[-1] or item[0]}


def _in_pairs(row: SeedRow) -> SeedRow:
    item = forms.ITEM_WORDS.get(row["column_key"], (row["column_label"], ""))
    return {**row, "row_label": item[0], "column_label": forms.STAGE_WORDS[row["row_key"]]}


def _in_rows(row: SeedRow) -> SeedRow:
    label = forms.ITEM_ROWS.get(row["column_key"], row["column_label"])
    return {**row, "row_label": label, "column_label": forms.STAGE_WORDS[row["row_key"]]}


_ITEM_LABELS = {"blocks": _in_blocks, "pairs": _in_pairs, "rows": _in_rows}
