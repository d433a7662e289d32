"""The identities of the nine tables (docs/rules.md, 1 to 15) as an analyst would note them before writing any code.

Five shapes say them all. They know tables, rows, columns and levels, and nothing of rounding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Cell = tuple[str, str, str]
"""Table, row and column."""
T1, T2, T3, T4 = "income_expenditure_summary", "revenue", "expenditure", "appropriation_summary"
T5, T6, T7 = "general_budget_expenditure", "basic_expenditure", "government_fund"
T8, T9 = "state_capital", "three_public"
EQ, LE, GE = "eq", "le", "ge"


@dataclass(frozen=True)
class Rows:
    """In each row of a table the left columns add up to the right ones."""

    identity_id: str
    table: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Levels:
    """In each column a row is the sum of the rows next below it; of all rows, or of those named."""

    identity_id: str
    table: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cells:
    """Single cells: the left ones add up to the right ones, or to no more (le). A row or column missing is zero.

    A right cell of row "*" stands for all rows of the lowest level (项). Nothing is compared without a left cell.
    """

    identity_id: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]
    operator: str = EQ


@dataclass(frozen=True)
class Classes:
    """Each functional line of a summary is the same class (类) of another table."""

    identity_id: str
    left: str
    left_column: str
    right: str


@dataclass(frozen=True)
class Covers:
    """Each row and column of one table is at least the sum of the same in others."""

    identity_id: str
    table: str
    parts: tuple[str, ...]
    columns: tuple[str, ...]


Identity = Rows | Levels | Cells | Classes | Covers
_FUNDS = ("general_public_budget", "government_fund", "state_capital")
_SOURCES = ("subsidy_from_above", "business", "operating", "remitted_by_subsidiaries", "other")
_TYPES = ("basic", "project")
_OTHER_TYPES = ("remitted_to_above", "operating", "subsidies_to_subsidiaries")


def _t1(*rows: str) -> tuple[Cell, ...]:
    return tuple((T1, row, "amount") for row in rows)


def _t4(column: str, *rows: str) -> tuple[Cell, ...]:
    return tuple((T4, row, column) for row in rows)


def _balances() -> Iterable[Cells]:
    """What was there and what came in is what went out and what is left: of all appropriations, and of each fund."""
    left = _t4("amount", "opening_balance", "revenue_of_year")
    yield Cells("T4-BALANCE", left, _t4("total", "expenditure_of_year", "closing_balance"))
    for fund, name in zip(_FUNDS, ("GENERAL", "FUNDS", "CAPITAL"), strict=True):
        left = _t4("amount", fund, f"opening.{fund}")
        yield Cells(f"T4-BALANCE-{name}", left, _t4(fund, "expenditure_of_year", "closing_balance"))
    for column in ("total", *_FUNDS):
        right = _t4(column, "expenditure_of_year", "closing_balance")
        yield Cells("T4-EXPENDITURE-TOTAL", _t4(column, "total_expenditure"), right)


def _between() -> Iterable[Cells]:
    """One amount that stands in two tables."""
    for source in _SOURCES:
        yield Cells("T1-T2-SOURCES", _t1(source), ((T2, "total", source),))
    for fund in _FUNDS:
        yield Cells("T1-T4-FUNDS", _t1(fund), _t4("amount", fund))
    for number, table, fund in ((5, T5, _FUNDS[0]), (7, T7, _FUNDS[1]), (8, T8, _FUNDS[2])):
        spent = _t4(fund, "expenditure_of_year")
        yield Cells(f"T4-T{number}-TOTAL", spent, ((table, "total", "total"),))
        if table != T5:
            yield Cells(f"T4-T{number}-EMPTY", spent, ((table, "*", "total"),))
    items = {"30212": "overseas_travel", "31013": "vehicle_purchase"}
    for code, item in (items | {"30231": "vehicle_operation", "30217": "official_reception"}).items():
        yield Cells(f"T6-T9-{code}", ((T6, code, "amount"),), ((T9, "final", item),), LE)


IDENTITIES: tuple[Identity, ...] = (
    Cells("T1-INCOME-TOTAL", _t1("total_income"), _t1("revenue_of_year", "use_of_surplus", "opening_balance")),
    Cells(
        "T1-EXPENDITURE-TOTAL",
        _t1("total_expenditure"),
        _t1("expenditure_of_year", "surplus_distribution", "closing_balance"),
    ),
    Cells("T1-BALANCE", _t1("total_income"), _t1("total_expenditure")),
    Levels("T1-REVENUE-LINES", T1, ("revenue_of_year",)),
    Levels("T1-EXPENDITURE-LINES", T1, ("expenditure_of_year",)),
    Rows("T2-ROW-SUM", T2, ("total",), ("fiscal_appropriation", *_SOURCES)),
    Rows("T3-ROW-SUM", T3, ("total",), (*_TYPES, *_OTHER_TYPES)),
    Rows("T4-ROW-SUM", T4, ("total",), _FUNDS),
    Rows("T5-ROW-SUM", T5, ("total",), _TYPES),
    Rows("T7-ROW-SUM", T7, ("total",), _TYPES),
    Rows("T8-ROW-SUM", T8, ("total",), _TYPES),
    Levels("T2-HIERARCHY", T2),
    Levels("T3-HIERARCHY", T3),
    Levels("T4-LINES", T4, ("revenue_of_year", "opening_balance", "expenditure_of_year")),
    Levels("T5-HIERARCHY", T5),
    Levels("T6-HIERARCHY", T6),
    Levels("T7-HIERARCHY", T7),
    Levels("T8-HIERARCHY", T8),
    Cells("T1-T2-REVENUE", _t1("revenue_of_year"), ((T2, "total", "total"),)),
    Cells("T1-T3-EXPENDITURE", _t1("expenditure_of_year"), ((T3, "total", "total"),)),
    Cells("T1-T2-APPROPRIATION", _t1(*_FUNDS), ((T2, "total", "fiscal_appropriation"),)),
    Cells("T2-T4-REVENUE", ((T2, "total", "fiscal_appropriation"),), _t4("amount", "revenue_of_year")),
    Cells("T4-INCOME-TOTAL", _t4("amount", "total_income"), _t4("amount", "revenue_of_year", "opening_balance")),
    Cells("T4-TOTALS", _t4("amount", "total_income"), _t4("total", "total_expenditure")),
    *_balances(),
    *_between(),
    Cells("T4-T7-REVENUE", _t4("amount", "government_fund"), ((T7, "total", "revenue"),)),
    Classes("T1-T3-CLASSES", T1, "amount", T3),
    Classes("T4-T5-CLASSES", T4, "general_public_budget", T5),
    Classes("T4-T7-CLASSES", T4, "government_fund", T7),
    Classes("T4-T8-CLASSES", T4, "state_capital", T8),
    Cells("T5-T6-BASIC", ((T5, "total", "basic"),), ((T6, "personnel", "amount"), (T6, "public", "amount"))),
    Rows("T7-BALANCE", T7, ("opening", "revenue"), ("total", "closing")),
    Rows("T9-TOTAL", T9, ("total",), ("overseas_travel", "vehicles", "official_reception")),
    Rows("T9-VEHICLES", T9, ("vehicles",), ("vehicle_purchase", "vehicle_operation")),
    Covers("T3-COVERS-APPROPRIATIONS", T3, (T5, T7, T8), ("total", *_TYPES)),
)
IDS = frozenset(identity.identity_id for identity in IDENTITIES)
