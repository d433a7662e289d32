"""The tables that some regions publish beside the standard set, of the same made-up year."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from loaders.samples.made import forms
from loaders.samples.made.departments import FUNDS, Amounts, Department, added, total
from loaders.samples.made.report import CELLS, Paragraph, Said, Style, Table, functional_rows, three_public

SETS = {
    "nine": (),
    "beijing": ("government_fund_basic_expenditure", "procurement", "purchased_services"),
    "sichuan": (
        "appropriation_economic", "general_budget_detail", "general_budget_project_expenditure",
        "state_capital_balance", "government_fund_three_public",
    ),
    "inner-mongolia": ("project_balance", "general_budget_project_economic", "operating_information"),
}  # fmt: skip
"""The tables of each set beside the nine."""
_PROJECT_ITEMS = ("30201", "30213", "30226", "30227", "31002", "31005", "31007")
_PROJECT_NAMES = ("业务保障", "设施维护", "信息系统运行", "专项检查", "能力提升", "民生实事")
# No project is smaller (in fen): one that rounds to nothing is none.
_LEAST = 100_000
_NAMES = dict((*forms.PERSONNEL, *forms.PUBLIC))


def further_tables(made: Department, style: Style, prose: list[Paragraph], names: tuple[str, ...]) -> list[Table]:
    """Those tables, as the report prints them."""
    work = _Further(made, style, prose)
    return [work.table(name) for name in names]


class _Further:
    """One department's further tables. What is split below what is printed elsewhere is drawn by its name and year."""

    def __init__(self, made: Department, style: Style, prose: list[Paragraph]) -> None:
        self._made = made
        self._style = style
        self._said = {
            piece.key: piece
            for paragraph in reversed(prose)
            for piece in reversed(paragraph)
            if isinstance(piece, Said) and piece.aspect in ("amount", "count")
        }
        rng = random.Random(f"{made.name}.{made.year}.further")
        self._project = {code: _split(rng, amount, _PROJECT_ITEMS) for code, amount in made.general.project.items()}
        self._basic = _both_margins(made.general.basic, made.economic)
        fund, capital = made.funds["government_fund"], made.funds["state_capital"]
        self._economic = {
            ("general_public_budget", "basic"): made.economic,
            ("general_public_budget", "project"): added(*self._project.values()),
            ("government_fund", "basic"): _split(rng, total(fund.basic), forms.BASIC_ITEMS[13:20]),
            ("government_fund", "project"): _split(rng, total(fund.project), _PROJECT_ITEMS),
            ("state_capital", "basic"): _split(rng, total(capital.basic), forms.BASIC_ITEMS[:3]),
            ("state_capital", "project"): _split(rng, total(capital.project), _PROJECT_ITEMS),
        }
        self._services = {name: rng.randrange(_LEAST, 10**9) for names in forms.SERVICES.values() for name in names}
        self._three_public = {
            stage: {item: rng.randrange(10**7) for item in made.three_public[stage]} for stage in ("budget", "final")
        }
        self._rng = rng

    def table(self, name: str) -> Table:
        """The table of that code."""
        makers: dict[str, Callable[[], Table]] = {
            "government_fund_basic_expenditure": self._fund_basic,
            "general_budget_project_economic": self._project_list,
            "appropriation_economic": self._by_class,
            "general_budget_detail": self._detail,
            "general_budget_project_expenditure": self._projects,
            "project_balance": self._project_balance,
            "state_capital_balance": self._capital_balance,
            "government_fund_three_public": self._fund_three_public,
            "procurement": self._procurement,
            "purchased_services": self._purchased,
            "operating_information": self._operation,
        }
        return makers[name]()

    def _fund_basic(self) -> Table:
        spent = self._economic["government_fund", "basic"]
        if not spent:
            return Table(forms.FUND_BASIC, [])
        rows = [[code, _NAMES[code], self._style.cell(total(spent, code))] for code in _classes(spent)]
        body = [[*["", "", ""], *row] for row in rows]
        money = self._style.money
        body.append(["", "人员经费合计", money(0), "", "公用经费合计", money(total(spent))])
        return Table(forms.FUND_BASIC, body)

    def _project_list(self) -> Table:
        spent = self._economic["general_public_budget", "project"]
        if not spent:
            return Table(forms.PROJECT_LIST, [])
        rows = [[code, _NAMES[code], self._style.cell(total(spent, code))] for code in _classes(spent)]
        half = (len(rows) + 1) // 2
        body = [[*one, *(rows[half + i] if half + i < len(rows) else [""] * 3)] for i, one in enumerate(rows[:half])]
        return Table(forms.PROJECT_LIST, [*body, ["", "合计", self._style.money(total(spent)), "", "", ""]])

    def _by_class(self) -> Table:
        keys = [key for key, _ in forms.BY_CLASS.columns.values()]
        columns = {f"{fund}.{kind}": amounts for (fund, kind), amounts in self._economic.items()}
        columns |= {fund: added(columns[f"{fund}.basic"], columns[f"{fund}.project"]) for fund in FUNDS}
        columns["total"] = added(*(columns[fund] for fund in FUNDS))
        rows = [["", "合计", *(self._style.money(total(columns[key])) for key in keys)]]
        for code in _classes(columns["total"]):
            rows.append([code, _NAMES[code], *(self._style.cell(total(columns[key], code)) for key in keys)])
        return Table(forms.BY_CLASS, rows)

    def _detail(self) -> Table:
        cells = {
            code: added(self._basic.get(code, {}), self._project.get(code, {})) for code in self._made.general.spent
        }
        classes = _classes(added(*cells.values()))
        form = forms.detail([(code, _NAMES[code]) for code in classes])
        columns = {"total": self._made.general.spent}
        for key in classes:
            columns[key] = {code: total(amounts, key) for code, amounts in cells.items()}
        return Table(form, functional_rows(form, columns, self._style))

    def _projects(self) -> Table:
        rows = functional_rows(forms.PROJECTS, {"total": self._made.general.project}, self._style)
        return Table(forms.PROJECTS, list(self._with_projects(rows, [self._made.general.project])))

    def _project_balance(self) -> Table:
        spent = self._made.spent["project"]
        columns = {"revenue": spent, "total": spent}
        rows = functional_rows(forms.PROJECT_BALANCE, columns, self._style)
        return Table(forms.PROJECT_BALANCE, list(self._with_projects(rows, [{}, spent, spent, {}, {}])))

    def _with_projects(self, rows: list[CELLS], columns: list[Amounts]) -> Iterator[CELLS]:
        """The rows with a project or two below each 项, as far as its amount makes one."""
        for row in rows:
            yield row
            whole = next(column.get(row[0], 0) for column in columns if column)
            if len(row[0]) != 7 or whole < 2 * _LEAST:
                continue
            first = self._rng.randrange(_LEAST, whole - _LEAST + 1) if whole >= 4 * _LEAST else whole
            for number, part in enumerate([first, whole - first] if first < whole else [whole]):
                name = f"{self._rng.choice(_PROJECT_NAMES)}项目{'甲乙'[number]}"
                yield ["", name, *(self._style.cell(part if column else 0) for column in columns)]

    def _capital_balance(self) -> Table:
        fund = self._made.funds["state_capital"]
        columns = {
            "opening": fund.opening, "revenue": fund.revenue, "total": fund.spent, "basic": fund.basic,
            "project": fund.project, "closing": fund.closing,
        }  # fmt: skip
        return Table(forms.CAPITAL_BALANCE, functional_rows(forms.CAPITAL_BALANCE, columns, self._style))

    def _fund_three_public(self) -> Table:
        stages = [three_public(self._three_public[stage]) for stage in ("budget", "final")]
        keys = [key for key, _ in forms.FUND_THREE_PUBLIC.columns.values()]
        cells = [self._style.money(stages[index // 6][key]) for index, key in enumerate(keys)]
        return Table(forms.FUND_THREE_PUBLIC, [cells])

    def _procurement(self) -> Table:
        rows = [
            [label, self._style.money(self._fen(f"procurement.{item.key}"))]
            for label, item in forms.ITEMS["procurement"].items()
        ]
        return Table(forms.PROCUREMENT, rows)

    def _purchased(self) -> Table:
        rows = [["合计", self._style.money(sum(self._services.values()))]]
        for kind, names in forms.SERVICES.items():
            rows.append([kind, self._style.money(sum(self._services[name] for name in names))])
            rows += [[name, self._style.money(self._services[name])] for name in names]
        return Table(forms.PURCHASED, rows)

    def _operation(self) -> Table:
        final = three_public(self._made.three_public["final"])
        rows = []
        for label, item in forms.ITEMS["operating_information"].items():
            if item.unit:
                printed = self._said[item.key].printed if item.key in self._said else "0"
            else:
                name = item.key.removeprefix("three_public.")
                printed = self._style.money(final[name] if name != item.key else self._fen(item.key))
            rows.append([label, printed])
        return Table(forms.OPERATION, rows)

    def _fen(self, key: str) -> int:
        fen = self._said[key].fen
        assert fen is not None  # every amount is said from an exact one
        return fen


def _classes(spent: Amounts) -> list[str]:
    """Each 类 and 款 of what was spent, in order."""
    return sorted({code[:size] for code, amount in spent.items() if amount for size in (3, 5)})


def _split(rng: random.Random, whole: int, items: tuple[str, ...]) -> Amounts:
    """The amount over up to three items."""
    chosen = rng.sample(items, min(3, len(items)))
    first = rng.randrange(whole + 1)
    second = rng.randrange(whole - first + 1)
    parts = (first, second, whole - first - second)
    return {code: part for code, part in zip(chosen, parts, strict=True) if part}


def _both_margins(rows: Amounts, columns: Amounts) -> dict[str, Amounts]:
    """Amounts by row and column whose sums are those given, which come to the same: the first fills the first."""
    left = dict(columns)
    found: dict[str, Amounts] = {}
    for row, amount in rows.items():
        found[row] = {}
        for column in left:
            part = min(amount, left[column])
            if part:
                found[row][column] = part
                amount -= part
                left[column] -= part
    return found
