"""Columns that are economic classes: expenditure by function, and across the page by what was bought (明细表)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from loaders.reports.classes import economic_codes
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import missing_columns

_CODE = re.compile(r"^\[?(\d{5}|\d{3})\]?")


def economic_keys(table: LogicalTable, columns: Iterable[int]) -> dict[int, str]:
    """The economic code of each of these columns, by the code or the names over it: 工资福利支出/基本工资 is 30101.

    A class (类) stands alone, or over its own sum (小计) and its items (款). Raises UnreadableError where a column
    is no class that the list knows, and where items stand without the sum of their class: a row's parts would then
    not be told from what is missing.
    """
    found: dict[int, str] = {}
    for index in columns:
        path = table.paths[index]
        code = _code(table, path)
        if code in found.values() and len(path) == 1:
            code = _named(path[0], code or "")  # 其他支出 below 其他支出: one word over the column, said once
        if code is None or code in found.values():
            raise missing_columns(table, ["/".join(path) or f"column {index + 1}"], table.place)
        found[index] = code
    without_sum = {code[:3] for code in found.values()} - set(found.values())
    if without_sum:
        raise missing_columns(table, [f"{code} 小计" for code in sorted(without_sum)], table.place)
    return found


def _code(table: LogicalTable, path: tuple[str, ...]) -> str | None:
    """The code that the words over a column lead to, from the top down."""
    code = ""
    for word in path:
        if code and re.fullmatch(table.words["sums_of_class"], word):
            return code
        step = _named(word, code)
        if step is None and code:
            return None
        code = step or code
    return code or None


@cache
def _named(word: str, above: str) -> str | None:
    """The code of a name below the class `above`; of several editions' codes the last. An item needs its class."""
    listed = economic_codes()
    if match := _CODE.match(word):
        return match[1] if match[1].startswith(above) and any(match[1] in codes for codes in listed.values()) else None
    size = 5 if above else 3
    return max(
        (c for c in listed.get(word.replace('"', ""), ()) if len(c) == size and c.startswith(above)), default=None
    )
