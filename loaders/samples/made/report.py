"""A department's report as it is printed: nine tables and the prose about them, each figure rounded on its own."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.samples.made import forms
from loaders.samples.made.departments import FUNDS, Amounts, Department, Fund, added, code_names, department, total
from loaders.samples.made.forms import Form

CELLS = list[str]


@dataclass(frozen=True)
class Said:
    """One figure in prose: the words before it that say its role, the figure, and what follows up to the next words.

    `key` and `aspect` are what the loaders call it, `subject` and `label` the words it stands under; `starts` says
    that a new statement begins here. `kind` is number, flat (持平) or not_comparable (--);
    `fen` is an amount's exact value.
    """

    lead: str
    printed: str
    tail: str
    key: str
    aspect: str
    subject: str
    label: str
    unit: str
    sign: int = 1
    parent: str = ""
    starts: bool = False
    kind: str = "number"
    fen: int | None = None

    @property
    def text(self) -> str:
        """As it stands in its sentence."""
        return self.lead + self.printed + self.tail


@dataclass(frozen=True)
class Style:
    """How a report prints: units of tables and prose, decimals of rates, and what zeros look like.

    `zero` is how a table prints nothing; `drops_zeros` leaves off trailing zeros in prose (5.7 for 5.70).
    """

    unit: str
    prose_unit: str
    rate_decimals: int
    zero: str
    drops_zeros: bool
    page: int

    def money(self, fen: int, unit: str | None = None) -> str:
        """An amount as a table prints it, rounded half up from fen."""
        worth = 1_000_000 if (unit or self.unit) == "万元" else 100
        rounded = (2 * abs(fen) * 100 + worth) // (2 * worth)
        sign = "-" if fen < 0 and rounded else ""
        return f"{sign}{rounded // 100:,}.{rounded % 100:02d}"

    def cell(self, fen: int) -> str:
        """An amount in a table; nothing at all is printed in the report's own way."""
        return self.money(fen) if fen else self.zero

    def said(self, fen: int) -> str:
        """An amount in prose, without its sign (words tell it)."""
        return self._trimmed(self.money(abs(fen), self.prose_unit))

    def rate(self, part: int, whole: int) -> str:
        """A rate in percent, without its sign, from exact values."""
        shift = 10**self.rate_decimals
        rounded = (2 * abs(part) * 100 * shift + abs(whole)) // (2 * abs(whole))
        return self._trimmed(f"{rounded // shift:,}.{rounded % shift:0{self.rate_decimals}d}")

    def _trimmed(self, text: str) -> str:
        return text.rstrip("0").rstrip(".") if self.drops_zeros else text


@dataclass
class Table:
    """One table as printed. A table without rows is one that the report says is empty."""

    form: Form
    rows: list[CELLS]


Paragraph = list[str | Said]


@dataclass
class Report:
    """One report as printed."""

    name: str
    year: int
    style: Style
    tables: list[Table]
    prose: list[Paragraph] = field(default_factory=list)

    def table(self, code: str) -> Table:
        """The table of that kind."""
        return next(table for table in self.tables if table.form.code == code)

    def copy(self) -> Report:
        """A copy whose cells and sentences can be changed."""
        tables = [Table(table.form, [list(row) for row in table.rows]) for table in self.tables]
        return replace(self, tables=tables, prose=[list(paragraph) for paragraph in self.prose])


def report(
    number: int, seed: int, codes: int | None = None, unit: str | None = None, table_set: str = "nine"
) -> Report:
    """The report of the department of that number; `unit` is that of its tables, drawn where none is given.

    `table_set` names the tables beside the nine, see `further.SETS`.
    """
    from loaders.samples.made.further import SETS, further_tables  # which are made of the types above
    from loaders.samples.made.prose import prose

    made = department(number, seed, codes)
    rng = random.Random(f"{seed}.{number}.style")
    drawn = rng.choice(("万元", "元"))
    unit = unit or drawn
    style = Style(
        unit=unit,
        prose_unit="万元" if unit == "万元" or rng.random() < 0.7 else "元",
        rate_decimals=rng.choice((1, 2)),
        zero=rng.choice(("0.00", "0.00", "0", "")),
        drops_zeros=rng.random() < 0.5,
        page=rng.choice((18, 30, 1000)),
    )
    said = prose(made, style, rng)
    printed = [*tables(made, style), *further_tables(made, style, said, SETS[table_set])]
    return Report(made.name, made.year, style, printed, said)


def tables(made: Department, style: Style) -> list[Table]:
    """The nine tables."""
    return [
        Table(forms.SUMMARY, list(_summary(made, style))),
        Table(forms.REVENUE, functional_rows(forms.REVENUE, made.received, style, with_total=True)),
        Table(forms.EXPENDITURE, functional_rows(forms.EXPENDITURE, made.spent, style, with_total=True)),
        Table(forms.APPROPRIATION_SUMMARY, list(_appropriation_summary(made, style))),
        Table(forms.GENERAL_BUDGET, _appropriation(forms.GENERAL_BUDGET, made.general, style)),
        Table(forms.BASIC, list(_basic(made, style))),
        Table(forms.GOVERNMENT_FUND, _appropriation(forms.GOVERNMENT_FUND, made.funds["government_fund"], style)),
        Table(forms.STATE_CAPITAL, _appropriation(forms.STATE_CAPITAL, made.funds["state_capital"], style)),
        Table(forms.THREE_PUBLIC_TABLE, [_three_public(made, style)]),
    ]


def three_public(amounts: Amounts) -> Amounts:
    """The items with their sums."""
    vehicles = amounts["vehicle_purchase"] + amounts["vehicle_operation"]
    whole = vehicles + amounts["overseas_travel"] + amounts["official_reception"]
    return {"total": whole, "vehicles": vehicles, **amounts}


def functional_rows(form: Form, columns: dict[str, Amounts], style: Style, with_total: bool = False) -> list[CELLS]:
    """The total and each 类, 款 and 项 that has an amount in any column."""
    if with_total:
        columns = {"total": added(*columns.values()), **columns}
    leaves = sorted({code for column in columns.values() for code, amount in column.items() if amount})
    ordered = [columns.get(key, {}) for key, _ in form.columns.values()]
    rows = []
    for prefix in ("", *sorted({leaf[:size] for leaf in leaves for size in (3, 5, 7)})):
        sums = [total(column, prefix) for column in ordered]
        name = code_names()[prefix] if prefix else "合计"
        rows.append([prefix, name, *(style.cell(amount) if prefix else style.money(amount) for amount in sums)])
    return rows


def _appropriation(form: Form, fund: Fund, style: Style) -> list[CELLS]:
    if form is not forms.GENERAL_BUDGET and not fund.spent and style.page == 18:
        return []  # said to be empty, without rows
    columns = {
        "opening": fund.opening,
        "revenue": fund.revenue,
        "total": fund.spent,
        "basic": fund.basic,
        "project": fund.project,
        "closing": fund.closing,
    }
    return functional_rows(form, columns, style)


def _halves(left: Sequence[CELLS], right: Sequence[CELLS], widths: tuple[int, int]) -> Iterator[CELLS]:
    """Two halves side by side, the shorter one filled up."""
    for index in range(max(len(left), len(right))):
        one = left[index] if index < len(left) else [""] * widths[0]
        other = right[index] if index < len(right) else [""] * widths[1]
        yield [*one, *other]


def _numbered(rows: Sequence[tuple[str, list[str]]], start: int) -> list[CELLS]:
    return [[label, str(number), *amounts] for number, (label, amounts) in enumerate(rows, start=start)]


def _summary(made: Department, style: Style) -> Iterator[CELLS]:
    received, spent = made.received, added(*made.spent.values())
    lines = {fund: total(made.funds[fund].revenue) for fund in FUNDS}
    lines |= {source: total(amounts) for source, amounts in received.items()}
    revenue, expenditure = sum(map(total, received.values())), total(spent)
    left = [(label, [style.cell(lines[key])]) for key, label in forms.SUMMARY_LINES]
    right = [
        (f"{numeral}、{name}", [style.cell(total(spent, code))])
        for numeral, (code, name) in zip(forms.NUMERALS, forms.CLASS_LINES.items(), strict=True)
    ]
    left += [("", [""])] * (len(right) - len(left))
    left += [
        ("本年收入合计", [style.money(revenue)]),
        ("使用非财政拨款结余（含专用结余）", [style.cell(made.use_of_surplus)]),
        ("年初结转和结余", [style.cell(made.opening)]),
        ("总计", [style.money(revenue + made.use_of_surplus + made.opening)]),
    ]
    right += [
        ("本年支出合计", [style.money(expenditure)]),
        ("结余分配", [style.cell(made.surplus_distribution)]),
        ("年末结转和结余", [style.cell(made.closing)]),
        ("总计", [style.money(expenditure + made.surplus_distribution + made.closing)]),
    ]
    yield from _halves(_numbered(left, 1), _numbered(right, len(left) + 1), (3, 3))


def _appropriation_summary(made: Department, style: Style) -> Iterator[CELLS]:
    def by_fund(of: Callable[[Fund], int], show: Callable[[int], str] = style.cell) -> list[str]:
        amounts = [of(made.funds[fund]) for fund in FUNDS]
        return [show(sum(amounts)), *map(show, amounts)]

    revenue = [total(made.funds[fund].revenue) for fund in FUNDS]
    opening = [total(made.funds[fund].opening) for fund in FUNDS]
    left = [
        (label, [style.cell(amount)]) for (_, label), amount in zip(forms.APPROPRIATION_LINES, revenue, strict=True)
    ]
    right = [
        (f"{numeral}、{name}", by_fund(lambda fund, code=code: total(fund.spent, code)))  # type: ignore[misc]
        for numeral, (code, name) in zip(forms.NUMERALS, forms.CLASS_LINES.items(), strict=True)
    ]
    left += [("", [""])] * (len(right) - len(left))
    left += [("本年收入合计", [style.money(sum(revenue))]), ("年初财政拨款结转和结余", [style.cell(sum(opening))])]
    left += [
        (label.split("、")[1], [style.cell(amount)])
        for (_, label), amount in zip(forms.APPROPRIATION_LINES, opening, strict=True)
    ]
    left += [("总计", [style.money(sum(revenue) + sum(opening))])]
    right += [
        ("本年支出合计", by_fund(lambda fund: total(fund.spent), style.money)),
        ("年末财政拨款结转和结余", by_fund(lambda fund: total(fund.closing))),
        *[("", [""] * 4)] * 3,
        ("总计", by_fund(lambda fund: total(fund.spent) + total(fund.closing), style.money)),
    ]
    yield from _halves(_numbered(left, 1), _numbered(right, len(left) + 1), (3, 6))


def _basic(made: Department, style: Style) -> Iterator[CELLS]:
    sides = []
    for items, label in ((forms.PERSONNEL, "人员经费合计"), (forms.PUBLIC, "公用经费合计")):
        rows = [[code, name, style.cell(total(made.economic, code))] for code, name in items]
        whole = sum(total(made.economic, code) for code, _ in items if len(code) == 3)
        sides.append((rows, ["", label, style.money(whole)]))
    (left, left_total), (right, right_total) = sides
    yield from _halves(left, right, (3, 3))
    yield [*left_total, *right_total]


def _three_public(made: Department, style: Style) -> CELLS:
    stages = [three_public(made.three_public[stage]) for stage in ("budget", "final")]
    keys = [key for key, _ in forms.THREE_PUBLIC_TABLE.columns.values()]
    return [style.money(stages[index // 6][key]) for index, key in enumerate(keys)]
