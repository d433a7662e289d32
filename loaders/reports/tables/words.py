"""The words of tables: what all kinds of report share, and over it what one kind calls things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from loaders.layouts import layout
from loaders.reports.readings.phrases import phrases
from loaders.reports.readings.wording import Wording


@dataclass(frozen=True, eq=False)
class Words:
    """The words of one layout (final_accounts, budget): its file laid over `tables.yml`."""

    name: str
    data: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    @property
    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        """What is known of each table, by its code."""
        found: Mapping[str, Mapping[str, Any]] = self.data["tables"]
        return found

    @cached_property
    def titles(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The code and pattern of every title, in the file's order."""
        return tuple((code, re.compile(title)) for code, spec in self.tables.items() for title in spec["titles"])

    @cached_property
    def title_wording(self) -> Wording:
        """What titles of tables may say."""
        return Wording(tuple(title for spec in self.tables.values() for title in spec["titles"]))

    @cached_property
    def unit_wording(self) -> Wording:
        """What a line that states a unit may say."""
        return Wording((self["units"]["pattern"],))

    @cached_property
    def header_wording(self) -> Wording:
        """What one cell of a header may say."""
        columns = [pattern for spec in self.tables.values() for pattern in spec["columns"].values()]
        groups = [pattern for spec in self.tables.values() for pattern in spec.get("groups", {}).values()]
        stages = [pattern for spec in self.tables.values() for pattern in spec.get("stages", {}).values()]
        more = [self[name] for name in ("line_label_headers", "ignored_columns", "last_header_words", "total_labels")]
        # A column's pattern names the words over each other, with slashes between them.
        texts = {word for pattern in columns for phrase in phrases(pattern) for word in phrase.split("/")}
        return Wording((*groups, *stages, *more, *self["header_words"]), frozenset(texts | {*self["lines"], *_SIDES}))

    @cached_property
    def total_wording(self) -> Wording:
        """What a row of totals may be called."""
        return Wording((self["total_labels"],))


_SIDES = ("收入", "支出")


@cache
def table_words(name: str) -> Words:
    """The words of that layout; lists and texts of the shared file are replaced, mappings are completed."""
    return Words(name, _over(layout("tables"), layout(name)))


def words_of_kind(kind: str) -> Words:
    """The words of the tables of a kind of report; raises KeyError for a kind that has none."""
    return table_words(layout("kinds")["kinds"][kind]["tables"])


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        known = result.get(key)
        result[key] = _over(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return result
