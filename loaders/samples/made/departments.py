"""A random department and what it really received and spent, in fen (hundredths of a yuan): every identity is exact.

All printed figures of a report are rounded from these values, each on its own, so that what a report shows differs
from what its figures add up to exactly as far as rounding allows and no further.
"""

from __future__ import annotations

import csv
import math
import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from loaders.paths import ROOT
from loaders.reports.fold import tidy
from loaders.samples.made.forms import BASIC_ITEMS, CAPITAL_CODES, CLASS_LINES, FUND_CODES

Amounts = dict[str, int]
"""Fen by code."""

OTHER_SOURCES = ("subsidy_from_above", "business", "operating", "remitted_by_subsidiaries", "other")
OTHER_TYPES = ("basic", "project", "remitted_to_above", "operating", "subsidies_to_subsidiaries")
FUNDS = ("general_public_budget", "government_fund", "state_capital")
THREE_PUBLIC = {
    "overseas_travel": "30212",
    "vehicle_purchase": "31013",
    "vehicle_operation": "30231",
    "official_reception": "30217",
}
"""The items of the 三公 table and the economic class that is their part in basic expenditure."""

_NAMES = (
    "财政局",
    "教育局",
    "农业农村局",
    "卫生健康局",
    "交通运输局",
    "水务局",
    "人民法院",
    "文化局",
    "统计局",
    "审计局",
)
_YUAN = 100


@dataclass
class Fund:
    """One appropriation: what each 项 spent of it, and its balances by 项 (codes in fen)."""

    basic: Amounts = field(default_factory=dict)
    project: Amounts = field(default_factory=dict)
    opening: Amounts = field(default_factory=dict)
    closing: Amounts = field(default_factory=dict)

    @property
    def spent(self) -> Amounts:
        """Expenditure by 项."""
        return added(self.basic, self.project)

    @property
    def revenue(self) -> Amounts:
        """What was received: expenditure and closing balance without the opening balance."""
        return added(self.spent, self.closing, {code: -amount for code, amount in self.opening.items()})


@dataclass
class Department:
    """One department's year. `other_spent` and `other_received` are money that is no appropriation, by type or source.

    `economic` splits the general public budget's basic expenditure, `three_public` has budget and final by item.
    """

    name: str
    year: int
    funds: dict[str, Fund]
    other_spent: dict[str, Amounts]
    other_received: dict[str, Amounts]
    use_of_surplus: int
    surplus_distribution: int
    other_opening: int
    other_closing: int
    economic: Amounts
    three_public: dict[str, Amounts]

    @property
    def general(self) -> Fund:
        """The general public budget."""
        return self.funds["general_public_budget"]

    @property
    def spent(self) -> dict[str, Amounts]:
        """All money spent, by type and 项."""
        funds = self.funds.values()
        return {
            kind: added(
                self.other_spent.get(kind, {}),
                *([getattr(fund, kind) for fund in funds] if kind in ("basic", "project") else []),
            )
            for kind in OTHER_TYPES
        }

    @property
    def received(self) -> dict[str, Amounts]:
        """All revenue, by source and 项."""
        appropriation = added(*(fund.revenue for fund in self.funds.values()))
        return {"fiscal_appropriation": appropriation} | {s: self.other_received.get(s, {}) for s in OTHER_SOURCES}

    @property
    def opening(self) -> int:
        """All balances at the year's start."""
        return self.other_opening + sum(total(fund.opening) for fund in self.funds.values())

    @property
    def closing(self) -> int:
        """All balances at the year's end."""
        return self.other_closing + sum(total(fund.closing) for fund in self.funds.values())


def added(*columns: Amounts) -> Amounts:
    """The sum of columns, code by code."""
    result: Amounts = {}
    for column in columns:
        for code, amount in column.items():
            result[code] = result.get(code, 0) + amount
    return result


def total(amounts: Amounts, prefix: str = "") -> int:
    """The sum over the codes that begin with the prefix."""
    return sum(amount for code, amount in amounts.items() if code.startswith(prefix))


def department(number: int, seed: int, codes: int | None = None) -> Department:
    """The department of that number; the same seed and number always give the same one.

    `codes` is how many 项 it has; without it, 2 to 60.
    """
    rng = random.Random(f"{seed}.{number}")
    leaves = rng.sample(general_codes(), codes or rng.randint(2, 60))
    scale = 10 ** rng.uniform(4.2, 7.0)
    general = _general(rng, leaves, scale)
    funds = {"general_public_budget": general, "government_fund": Fund(), "state_capital": Fund()}
    if rng.random() < 0.55:
        funds["government_fund"] = _fund(rng, FUND_CODES, scale * 4, 0.35)
    if rng.random() < 0.2:
        funds["state_capital"] = _fund(rng, CAPITAL_CODES, scale, 0.2)
    basic = total(general.basic)
    three_public = _three_public(rng, basic)
    return Department(
        name=_name(number),
        year=rng.choice((2021, 2022, 2023, 2024)),
        funds=funds,
        economic=_economic(rng, basic, three_public["final"]),
        three_public=three_public,
        **_other_money(rng, leaves, scale),
    )


@cache
def general_codes() -> list[str]:
    """All 项 of the classification below a 类 that the summary tables have a line for, but funds and state capital."""
    return sorted(
        code
        for code in code_names()
        if len(code) == 7
        and code[:3] in CLASS_LINES
        and code[:3] != "223"
        and code[:5] in code_names()
        and not any(code.startswith(fund[:5]) for fund in FUND_CODES)
    )


@cache
def code_names() -> dict[str, str]:
    """Names of functional codes: the first the classification has; the classes as the summary tables print them."""
    path = ROOT / "seeds" / "classifications" / "functional_classes.csv"
    found: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["functional_code"], tidy(row["functional_name"]))
    return found | FUND_CODES | CAPITAL_CODES | CLASS_LINES


@cache
def _counties() -> list[str]:
    with (ROOT / "seeds" / "classifications" / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [row["region_name"] for row in rows if row["region_level"] == "county"]
    return sorted({name for name in names if names.count(name) == 1 and 3 <= len(name) <= 6})


def _name(number: int) -> str:
    counties = _counties()
    kind, county = divmod(number, len(counties))
    return counties[county] + _NAMES[kind % len(_NAMES)] + "一二三四五六七八九十"[kind // len(_NAMES)] * (kind >= 10)


def _amount(rng: random.Random, typical: float) -> int:
    """A positive amount in fen around `typical` yuan, over three orders of magnitude."""
    return max(1, int(typical * _YUAN * math.exp(rng.gauss(0, 1.4))))


def _general(rng: random.Random, leaves: list[str], scale: float) -> Fund:
    fund = Fund()
    for index, code in enumerate(leaves):
        kind = rng.random()
        if index == 0 or kind < 0.5:
            fund.basic[code] = _amount(rng, scale * (4 if index == 0 else 1))
        if index == 1 or kind >= 0.4:
            fund.project[code] = _amount(rng, scale)
    if rng.random() < 0.4:
        largest = max(fund.spent, key=lambda code: fund.spent[code])
        fund.opening = {largest: rng.randrange(fund.spent[largest] // 3 + 1)}
        fund.closing = {largest: rng.randrange(fund.spent[largest] // 3 + 1)}
    return fund


def _fund(rng: random.Random, codes: dict[str, str], scale: float, with_balance: float) -> Fund:
    leaves = [code for code in codes if len(code) == 7]
    fund = Fund()
    for code in rng.sample(leaves, rng.randint(1, min(4, len(leaves)))):
        fund.project[code] = _amount(rng, scale)
        if rng.random() < 0.1:
            fund.basic[code] = _amount(rng, scale / 10)
        if rng.random() < with_balance:
            fund.opening[code] = rng.randrange(fund.project[code] + 1)
            fund.closing[code] = _amount(rng, scale / 4)
    return fund


def _other_money(rng: random.Random, leaves: list[str], scale: float) -> dict[str, Any]:
    """Money that is no appropriation: what came in, what went out, and balances that make both ends meet."""
    received = {s: {rng.choice(leaves): _amount(rng, scale / 5)} for s in OTHER_SOURCES if rng.random() < 0.3}
    spent: dict[str, Amounts] = {}
    if received or rng.random() < 0.2:
        for kind, likely in zip(OTHER_TYPES, (0.3, 0.8, 0.1, 0.15, 0.1), strict=True):
            if rng.random() < likely:
                spent[kind] = {code: _amount(rng, scale / 8) for code in rng.sample(leaves, min(2, len(leaves)))}
    surplus = _amount(rng, scale / 20) if rng.random() < 0.2 else 0
    distribution = _amount(rng, scale / 30) if rng.random() < 0.2 else 0
    balance = sum(map(total, received.values())) + surplus - sum(map(total, spent.values())) - distribution
    opening = max(0, -balance) + (_amount(rng, scale / 10) if rng.random() < 0.5 else 0)
    return {
        "other_received": received,
        "other_spent": spent,
        "use_of_surplus": surplus,
        "surplus_distribution": distribution,
        "other_opening": opening,
        "other_closing": opening + balance,
    }


def _three_public(rng: random.Random, basic: int) -> dict[str, Amounts]:
    final, budget = {}, {}
    for item, likely in zip(THREE_PUBLIC, (0.25, 0.2, 0.8, 0.8), strict=True):
        most = max(2, min(basic // 10, 300_000 * _YUAN))
        final[item] = rng.randrange(most) if rng.random() < likely else 0
        budget[item] = int(final[item] * rng.uniform(0.8, 2.0)) if rng.random() < 0.9 else rng.randrange(most)
    return {"budget": budget, "final": final}


def _economic(rng: random.Random, basic: int, final: Amounts) -> Amounts:
    """The basic expenditure by economic class; 三公 items hold what basic expenditure paid of them."""
    result = {code: int(final[item] * rng.random()) for item, code in THREE_PUBLIC.items()}
    rest = basic - sum(result.values())
    items = [code for code in BASIC_ITEMS if code not in result and rng.random() < 0.45] or ["30101"]
    weights = [rng.expovariate(1) * (6 if code.startswith("301") else 1) for code in items]
    for code, weight in zip(items, weights, strict=True):
        result[code] = int(rest * weight / sum(weights))
    result[items[0]] += basic - sum(result.values())
    return result
