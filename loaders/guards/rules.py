"""Expectations with the words for their failure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

Make = Callable[..., Any]


@dataclass(frozen=True)
class Suite:
    """Expectations on one table, and the columns by which an offending row is found again."""

    name: str
    frame: pd.DataFrame
    expectations: tuple[Any, ...]

    @property
    def index(self) -> list[str]:
        """Columns that say where a row stands."""
        wanted = ("file", "csv_line", "document_id", "table_code", "page", "line")
        return [column for column in wanted if column in self.frame.columns]


def columns_are(names: Sequence[str]) -> Any:
    """The table has these columns in this order."""
    return _make("ExpectTableColumnsToMatchOrderedList", "栏目与约定不符", "its columns are not the agreed ones",
                 column_list=["file", "csv_line", *names])  # fmt: skip


def columns_include(names: Sequence[str]) -> Any:
    """The table has at least these columns."""
    return _make("ExpectTableColumnsToMatchSet", "缺少约定的栏目", "a promised column is missing",
                 column_set=list(names), exact_match=False)  # fmt: skip


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
    import great_expectations.expectations as gxe

    return getattr(gxe, name)(meta={"zh": zh, "en": en}, **arguments)
