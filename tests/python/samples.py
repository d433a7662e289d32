"""Small documents of the tests' own: final accounts in the form that departments publish, from amounts in yuan.

`final_accounts()` is consistent: every identity holds within rounding, because each table is printed from the same
amounts, each figure rounded on its own as offices do. Change an amount, a line or the text to get what a test needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

D = Decimal
_UNITS = {"元": D(1), "千元": D(1000), "万元": D(10_000)}
_NAMES = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "229": "其他支出",
    "22904": "其他政府性基金及对应专项债务收入安排的支出",
    "2290402": "其他地方自行试点项目收益专项债券收入安排的支出",
}
_ECONOMIC = {
    "301": "工资福利支出", "30101": "基本工资", "30102": "津贴补贴", "302": "商品和服务支出", "30201": "办公费",
    "30217": "公务接待费", "30231": "公务用车运行维护费", "30299": "其他商品和服务支出",
}  # fmt: skip
_CLASSES = ("201", "202", "208", "229")
_CLASS_LINES = {
    "201": "一、一般公共服务支出",
    "202": "二、外交支出",
    "208": "三、社会保障和就业支出",
    "229": "四、其他支出",
}
_ZERO = D(0)

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True)
class Accounts:
    """One department's year, in yuan: what each 项 spent of each kind of money, and what is no appropriation.

    `other_spent` is project money of 2010302 that other revenue and last year's balance paid for. `scope` is 部门 or
    单位; `units` are the bodies a department's accounts cover, none if they do not say.
    """

    department: str = "广州市天河区样例服务局"
    year: int = 2023
    basic: Amounts = field(default_factory=lambda: {"2010301": D("1234567.89"), "2080505": D("300000.55")})
    project: Amounts = field(default_factory=lambda: {"2010302": D("2500004.44")})
    fund: Amounts = field(default_factory=lambda: {"2290402": D("4000000.00")})
    other_revenue: Decimal = Decimal("23200.00")
    other_spent: Decimal = Decimal("15500.50")
    opening: Decimal = Decimal("2000.00")
    vehicle_operation: Decimal = Decimal("35200.00")
    reception: Decimal = Decimal("5100.00")
    reception_budget: Decimal = Decimal("12100.00")
    scope: str = "部门"
    units: tuple[str, ...] = ()

    @property
    def general(self) -> Decimal:
        """General public budget appropriation."""
        return sum(self.basic.values(), _ZERO) + sum(self.project.values(), _ZERO)

    @property
    def closing(self) -> Decimal:
        """Balance at the year's end; all of it is other money."""
        return self.opening + self.other_revenue - self.other_spent


def final_accounts(accounts: Accounts | None = None, *, unit: str = "万元") -> str:
    """The text of a report with nine tables and a short part three."""
    return _Printer(accounts or Accounts(), unit).text()


class _Printer:
    def __init__(self, accounts: Accounts, unit: str) -> None:
        self._a = accounts
        self._unit = unit

    def text(self) -> str:
        a = self._a
        tables = (
            self._summary(),
            self._revenue(),
            self._expenditure(),
            self._appropriation_summary(),
            self._general_budget(),
            self._basic(),
            self._government_fund(),
            self._state_capital(),
            self._three_public(),
        )
        revenue = self._n(a.general + sum(a.fund.values(), _ZERO) + a.other_revenue)
        lines = [f"{a.year}年度{a.department}{a.scope}决算", ""]
        if a.units:
            lines += ["二、部门决算单位构成", "", f"纳入{a.department}{a.year}年部门决算编制范围的单位包括：", ""]
            lines += [line for number, unit in enumerate(a.units, start=1) for line in (f"{number}.{unit}。", "")]
        for title, rows in tables:
            lines += [title, "", f"部门：{a.department}", "", f"单位：{self._unit}", ""]
            lines += ["\t".join(row) for row in rows]
            lines += [""]
        lines += ["第三部分 决算情况说明", "", f"本年度收入合计{revenue}{self._unit}，详见收入决算表。", ""]
        return "\n".join(lines)

    def _n(self, amount: Decimal) -> str:
        return f"{(amount / _UNITS[self._unit]).quantize(D('0.01'), ROUND_HALF_UP):,}"

    def _row(self, *cells: str | Decimal) -> list[str]:
        return [cell if isinstance(cell, str) else self._n(cell) for cell in cells]

    def _by_code(self, columns: Sequence[Amounts]) -> Iterable[tuple[str, list[Decimal]]]:
        """The total and each 类, 款 and 项 with its amounts by column."""
        leaves = sorted({code for column in columns for code in column})
        codes = sorted({leaf[:size] for leaf in leaves for size in (3, 5, 7)})
        for prefix in ("", *codes):
            yield (
                prefix,
                [sum((v for code, v in column.items() if code.startswith(prefix)), _ZERO) for column in columns],
            )

    def _functional(self, columns: Sequence[Amounts]) -> list[list[str]]:
        """Rows of code, name and one amount for each column."""
        return [
            self._row(code, _NAMES[code], *amounts) if code else self._row("合计", "", *amounts)
            for code, amounts in self._by_code(columns)
        ]

    def _spending(self) -> tuple[Amounts, Amounts]:
        """Basic and project expenditure of all money."""
        project: dict[str, Decimal] = {**self._a.project, **self._a.fund}
        project["2010302"] = project.get("2010302", _ZERO) + self._a.other_spent
        return self._a.basic, project

    @staticmethod
    def _added(*columns: Amounts) -> Amounts:
        codes = {code for column in columns for code in column}
        return {code: sum((column.get(code, _ZERO) for column in columns), _ZERO) for code in codes}

    def _summary(self) -> tuple[str, list[list[str]]]:
        a = self._a
        spent = self._added(*self._spending())
        classes = [(_CLASS_LINES[c], sum((v for k, v in spent.items() if k.startswith(c)), _ZERO)) for c in _CLASSES]
        fund = sum(a.fund.values(), _ZERO)
        revenue, expenditure = a.general + fund + a.other_revenue, sum(spent.values(), _ZERO)
        left: list[tuple[str, str | Decimal]] = [
            ("一、一般公共预算财政拨款收入", a.general),
            ("二、政府性基金预算财政拨款收入", fund),
            ("三、国有资本经营预算财政拨款收入", _ZERO),
            ("四、上级补助收入", _ZERO),
            ("五、事业收入", _ZERO),
            ("六、经营收入", _ZERO),
            ("七、附属单位上缴收入", _ZERO),
            ("八、其他收入", a.other_revenue),
        ]
        right: list[tuple[str, str | Decimal]] = [*classes, *[("", "")] * (len(left) - len(classes))]
        left += [
            ("本年收入合计", revenue), ("使用非财政拨款结余", _ZERO),
            ("年初结转和结余", a.opening), ("总计", revenue + a.opening),
        ]  # fmt: skip
        right += [
            ("本年支出合计", expenditure), ("结余分配", _ZERO),
            ("年末结转和结余", a.closing), ("总计", expenditure + a.closing),
        ]  # fmt: skip
        rows = [["收入", "", "", "支出", "", ""], ["项目", "行次", "决算数", "项目", "行次", "决算数"]]
        for number, (one, other) in enumerate(zip(left, right, strict=True), start=1):
            rows.append(self._row(one[0], str(number), one[1], other[0], str(number + len(left)), other[1]))
        return "收入支出决算总表", rows

    def _revenue(self) -> tuple[str, list[list[str]]]:
        a = self._a
        appropriation = self._added(a.basic, a.project, a.fund)
        other = {"2010302": a.other_revenue}
        columns = [self._added(appropriation, other), appropriation, {}, {}, {}, {}, other]
        header = [
            "项目",
            "",
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            "经营收入",
            "附属单位上缴收入",
            "其他收入",
        ]
        names = ["功能分类科目编码", "科目名称", "", "", "", "", "", "", ""]
        return "收入决算表", [header, names, *self._functional(columns)]

    def _expenditure(self) -> tuple[str, list[list[str]]]:
        basic, project = self._spending()
        header = ["项目", "", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
        names = ["功能分类科目编码", "科目名称", "", "", "", "", "", ""]
        rows = self._functional([self._added(basic, project), basic, project, {}, {}, {}])
        return "支出决算表", [header, names, *rows]

    def _appropriation_summary(self) -> tuple[str, list[list[str]]]:
        a = self._a
        general, fund = self._added(a.basic, a.project), a.fund
        fund_total = sum(fund.values(), _ZERO)
        left: list[tuple[str, str | Decimal]] = [
            ("一、一般公共预算财政拨款", a.general),
            ("二、政府性基金预算财政拨款", fund_total),
            ("三、国有资本经营预算财政拨款", _ZERO),
            ("", ""),
            ("本年收入合计", a.general + fund_total),
            ("年初财政拨款结转和结余", _ZERO),
            ("总计", a.general + fund_total),
        ]
        right: list[list[str | Decimal]] = []
        for code in _CLASSES:
            one = sum((v for k, v in general.items() if k.startswith(code)), _ZERO)
            other = sum((v for k, v in fund.items() if k.startswith(code)), _ZERO)
            right.append([_CLASS_LINES[code], one + other, one, other, _ZERO])
        total = [a.general + fund_total, a.general, fund_total, _ZERO]
        right += [["本年支出合计", *total], ["年末财政拨款结转和结余", *[_ZERO] * 4], ["总计", *total]]
        funds = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
        rows = [
            ["收入", "", "", "支出", "", "", "", "", ""],
            ["项目", "行次", "金额", "项目", "行次", "合计", *funds],
        ]
        for number, (one_side, cells) in enumerate(zip(left, right, strict=True), start=1):
            second = str(number + len(left))
            rows.append(self._row(one_side[0], str(number), one_side[1], cells[0], second, *cells[1:]))
        return "财政拨款收入支出决算总表", rows

    def _general_budget(self) -> tuple[str, list[list[str]]]:
        a = self._a
        header = ["项目", "", "本年支出合计", "基本支出", "项目支出"]
        rows = self._functional([self._added(a.basic, a.project), a.basic, a.project])
        return "一般公共预算财政拨款支出决算表", [header, ["功能分类科目编码", "科目名称", "", "", ""], *rows]

    def _economic(self) -> Amounts:
        """Basic expenditure by 款; the last takes what is left."""
        total = sum(self._a.basic.values(), _ZERO)
        cent = D("0.01")
        found = {
            "30101": (total * D("0.5")).quantize(cent),
            "30102": (total * D("0.2")).quantize(cent),
            "30201": (total * D("0.1")).quantize(cent),
            "30217": self._a.reception,
            "30231": self._a.vehicle_operation,
        }
        return {**found, "30299": total - sum(found.values(), _ZERO)}

    def _basic(self) -> tuple[str, list[list[str]]]:
        amounts = self._economic()
        sides = []
        for prefix, label in (("301", "人员经费合计"), ("302", "公用经费合计")):
            own = {code: v for code, v in amounts.items() if code.startswith(prefix)}
            total = sum(own.values(), _ZERO)
            lines = [(prefix, _ECONOMIC[prefix], total), *((code, _ECONOMIC[code], v) for code, v in own.items())]
            sides.append((lines, ("", label, total)))
        rows = [
            ["人员经费", "", "", "公用经费", "", ""],
            ["经济分类科目编码", "科目名称", "金额", "经济分类科目编码", "科目名称", "金额"],
        ]
        (left, left_total), (right, right_total) = sides
        for index in range(max(len(left), len(right))):
            one: tuple[str | Decimal, ...] = left[index] if index < len(left) else ("", "", "")
            other: tuple[str | Decimal, ...] = right[index] if index < len(right) else ("", "", "")
            rows.append(self._row(*one, *other))
        rows.append(self._row(*left_total, *right_total))
        return "一般公共预算财政拨款基本支出决算明细表", rows

    def _government_fund(self) -> tuple[str, list[list[str]]]:
        fund = self._a.fund
        header = ["项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"]
        names = ["功能分类科目编码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""]
        return "政府性基金预算财政拨款收入支出决算表", [
            header,
            names,
            *self._functional([{}, fund, fund, {}, fund, {}]),
        ]

    def _state_capital(self) -> tuple[str, list[list[str]]]:
        header = ["项目", "", "本年支出", "", ""]
        names = ["功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"]
        return "国有资本经营预算财政拨款支出决算表", [header, names, self._row("合计", "", _ZERO, _ZERO, _ZERO)]

    def _three_public(self) -> tuple[str, list[list[str]]]:
        a = self._a
        vehicles = "公务用车购置及运行维护费"
        stage = ["合计", "因公出国（境）费", vehicles, "", "", "公务接待费"]
        parts = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""]
        values = [
            [operation + reception, _ZERO, operation, _ZERO, operation, reception]
            for operation, reception in (
                (a.vehicle_operation * 2, a.reception_budget),
                (a.vehicle_operation, a.reception),
            )
        ]
        rows = [
            ["预算数", *[""] * 5, "决算数", *[""] * 5],
            stage * 2,
            parts * 2,
            self._row(*values[0], *values[1]),
        ]
        return "财政拨款“三公”经费支出决算表", rows
