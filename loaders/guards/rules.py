"""Expectations with the words for their failure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

KNOWN = " is known"
"""Ends the name of a column that says whether the value beside it leads somewhere, see `with_known`."""


@dataclass(frozen=True)
class Suite:
    """Expectations on one table, and the columns by which an offending row is found again."""

    name: str
    frame: pd.DataFrame
    expectations: tuple[Any, ...]

    @property
    def index(self) -> list[str]:
        """Columns that say where a row stands."""
        wanted = ("table", "file", "csv_line", "document_id", "table_code", "page", "line")
        references = [column.removesuffix(KNOWN) for column in self.frame.columns if column.endswith(KNOWN)]
        return [column for column in dict.fromkeys((*wanted, *references)) if column in self.frame.columns]


def key(*names: str) -> list[Any]:
    """These columns are never empty, and together unique."""
    words = ("键重复", "the key is not unique")
    unique = (
        _make("ExpectColumnValuesToBeUnique", *words, column=names[0])
        if len(names) == 1
        else _make("ExpectCompoundColumnsToBeUnique", *words, column_list=list(names))
    )
    return [*required(*names), unique]


def required(*names: str) -> list[Any]:
    """None of these columns is ever empty."""
    return [_make("ExpectColumnValuesToNotBeNull", "不应为空", "must not be empty", column=name) for name in names]


def with_known(frame: pd.DataFrame, column: str, known: Iterable[str]) -> pd.DataFrame:
    """The table with a column that says of each value in `column` whether it is in `known`; null stays null.

    A set of thousands inside an expectation would be copied by the library for each of its steps.
    """
    marks = frame[column].isin(set(known)).map({True: "true", False: "false"}).where(frame[column].notna())
    return frame.assign(**{column + KNOWN: marks})


def known(column: str, zh: str, en: str) -> list[Any]:
    """Each value of `column` leads somewhere, for a table that went through `with_known`."""
    return one_of(["true"], zh, en, column + KNOWN)


def pattern(regex: str, zh: str, en: str, *names: str) -> list[Any]:
    """Each value of these columns, where there is one, matches."""
    return [_make("ExpectColumnValuesToMatchRegex", zh, en, column=name, regex=regex) for name in names]


def one_of(values: Sequence[str], zh: str, en: str, *names: str) -> list[Any]:
    """Each value of these columns, where there is one, is in the list."""
    return [_make("ExpectColumnValuesToBeInSet", zh, en, column=name, value_set=list(values)) for name in names]


def equal(one: str, other: str, zh: str, en: str) -> Any:
    """The two columns agree in each row."""
    return _make("ExpectColumnPairValuesToBeEqual", zh, en, column_A=one, column_B=other)


def integers(*names: str) -> list[Any]:
    """Whole numbers from 0."""
    return pattern(r"^\d+$", "应为整数", "must be a whole number", *names)


def truths(*names: str) -> list[Any]:
    """`true` or `false`."""
    return one_of(["true", "false"], "应为 true 或 false", "must be true or false", *names)


def _make(name: str, zh: str, en: str, **arguments: Any) -> Any:
    from loaders.guards.library import gxe

    return getattr(gxe, name)(meta={"zh": zh, "en": en}, **arguments)
