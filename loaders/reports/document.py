"""A document: one report inside a file, with all that was read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from loaders.layouts import layout
from loaders.readers.model import Block, Place
from loaders.reports.figures import Figure
from loaders.reports.readings.wording import Mended


@dataclass(frozen=True)
class Segment:
    """The blocks of one report inside a file, recognised but not yet normalised.

    `kind` is one of the kinds in `loaders/layouts/kinds.yml`. `fiscal_year` is None where the report does not say;
    the evidence tells where it is said, or that it is not.
    """

    ordinal: int
    kind: str
    title: str
    department_name: str
    fiscal_year: int | None
    fiscal_year_evidence: str
    place: Place
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def spec(self) -> Mapping[str, Any]:
        """What the layout says of its kind."""
        found: Mapping[str, Any] = layout("kinds")["kinds"][self.kind]
        return found


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A table that is there and could not be placed: what it was taken for, its printed title, and why not.

    `is_headless` says that it begins without column titles, as what is left of a table that was cut does.
    """

    table_code: str
    title: str
    place: Place
    reason: str
    is_headless: bool = False


@dataclass(frozen=True, slots=True)
class TableFound:
    """One table of a document: what it is, where it starts, its unit, and whether it says that it is empty."""

    table_code: str
    title: str
    unit: str
    place: Place
    row_count: int
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A target as text and as parsed: comparator (ge, le, gt, lt, eq, between) with value, upper value and unit.

    A text without a number ("准时完成") has no comparator, no value and no unit. Money is in yuan with unit 元.
    """

    text: str
    comparator: str | None = None
    value: str | None = None
    value_high: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One performance indicator of a project, from a target form or an evaluation's indicator table.

    `indicator_set` says which list it is from: target_form, initial_targets, self_evaluation or evaluation.
    `name` is None where the report prints none ("/"). `actual_text` is the result in the report's words, cut to
    its figure where it is prose.
    """

    project_name: str
    indicator_set: str
    number: int
    level_1: str | None
    level_1_code: str | None
    level_2: str | None
    level_2_code: str | None
    name: str | None
    period_target: Target | None
    year_target: Target
    actual_text: str | None
    place: Place
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class ProjectItemStatus:
    """How far one item of a project is: its service period and its acceptance date, as far as stated."""

    project_name: str
    number: int
    name: str
    group_name: str | None
    service_start: date | None
    service_end: date | None
    accepted_on: date | None
    is_in_service: bool
    place: Place


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A body that a department's report says it covers, by the key that a report of its own would have.

    `is_own_level` is the department itself without the bodies below it (本级). With `is_within_other` it has no
    report: its figures stand in another's (不单列，并入本级). `units_stated` is how many bodies the passage states or
    lists, with those of which it gives no name.
    """

    unit_id: str
    name: str
    is_own_level: bool
    is_within_other: bool
    units_stated: int
    place: Place


@dataclass(frozen=True)
class Content:
    """Everything read from one segment.

    `is_blank` says that it is a form nobody has filled in; `mended` are words of a picture taken for others than read.
    """

    figures: tuple[Figure, ...] = ()
    tables: tuple[TableFound, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    item_statuses: tuple[ProjectItemStatus, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    is_blank: bool = False
    units: tuple[ListedUnit, ...] = ()
    mended: tuple[Mended, ...] = ()

    def __add__(self, other: Content) -> Content:
        return Content(
            self.figures + other.figures,
            self.tables + other.tables,
            self.indicators + other.indicators,
            self.item_statuses + other.item_statuses,
            self.unplaced + other.unplaced,
            self.is_blank or other.is_blank,
            self.units + other.units,
            self.mended + other.mended,
        )
