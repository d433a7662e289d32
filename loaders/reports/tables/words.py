"""The words of tables: what all kinds of report share, and over it what one kind calls things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from loaders.layouts import layout


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
