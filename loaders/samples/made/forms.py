"""What the forms of final accounts print besides amounts: lines, columns, headers and names (Guangdong, 2023)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from loaders.reports.fold import fold

_NAMES = yaml.safe_load((Path(__file__).parent / "forms.yml").read_text(encoding="utf-8"))
CLASS_LINES: dict[str, str] = _NAMES["classes"]
"""The functional lines of the summary tables: code to name."""
FUND_CODES: dict[str, str] = _NAMES["government_fund"]
CAPITAL_CODES: dict[str, str] = _NAMES["state_capital"]
PERSONNEL: tuple[tuple[str, str], ...] = tuple(_NAMES["personnel"].items())
PUBLIC: tuple[tuple[str, str], ...] = tuple(_NAMES["public"].items())
BASIC_ITEMS = tuple(code for code, _ in (*PERSONNEL, *PUBLIC) if len(code) == 5)

_DIGITS = "一二三四五六七八九"
NUMERALS = (*_DIGITS, "十", *("十" + digit for digit in _DIGITS), "二十", *("二十" + digit for digit in _DIGITS[:6]))
SUMMARY_LINES = (
    ("general_public_budget", "一、一般公共预算财政拨款收入"),
    ("government_fund", "二、政府性基金预算财政拨款收入"),
    ("state_capital", "三、国有资本经营预算财政拨款收入"),
    ("subsidy_from_above", "四、上级补助收入"),
    ("business", "五、事业收入"),
    ("operating", "六、经营收入"),
    ("remitted_by_subsidiaries", "七、附属单位上缴收入"),
    ("other", "八、其他收入"),
)
_FUND_LABELS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
APPROPRIATION_LINES = (
    ("general_public_budget", "一、一般公共预算财政拨款"),
    ("government_fund", "二、政府性基金预算财政拨款"),
    ("state_capital", "三、国有资本经营预算财政拨款"),
)


@dataclass(frozen=True)
class Form:
    """One table's form: its header as printed, and key and label of each column that holds amounts (from 0)."""

    code: str
    title: str
    header: tuple[tuple[str, ...], ...]
    columns: dict[int, tuple[str, str]]
    shape: str = "functional"


def _functional(code: str, title: str, columns: str, header: tuple[str, ...], below: tuple[str, ...] = ()) -> Form:
    """A form by functional code; `columns` are key and label in turn, `below` the second line of the header."""
    words = columns.split()
    return Form(
        code,
        title,
        (("项目", "", *header), ("功能分类科目编码", "科目名称", *(below or ("",) * len(header)))),
        dict(enumerate(zip(words[::2], words[1::2], strict=True), start=2)),
    )


_TYPES = "total 本年支出合计 basic 基本支出 project 项目支出"
REVENUE = _functional(
    "revenue",
    "收入决算表",
    "total 本年收入合计 fiscal_appropriation 财政拨款收入 subsidy_from_above 上级补助收入 business 事业收入 "
    "operating 经营收入 remitted_by_subsidiaries 附属单位上缴收入 other 其他收入",
    ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"),
)
EXPENDITURE = _functional(
    "expenditure",
    "支出决算表",
    f"{_TYPES} remitted_to_above 上缴上级支出 operating 经营支出 subsidies_to_subsidiaries 对附属单位补助支出",
    ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"),
)
GENERAL_BUDGET = _functional(
    "general_budget_expenditure", "一般公共预算财政拨款支出决算表", _TYPES, ("本年支出合计", "基本支出", "项目支出")
)
GOVERNMENT_FUND = _functional(
    "government_fund",
    "政府性基金预算财政拨款收入支出决算表",
    "opening 年初结转和结余 revenue 本年收入 total 小计 basic 基本支出 project 项目支出 closing 年末结转和结余",
    ("年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"),
    ("", "", "小计", "基本支出", "项目支出", ""),
)
STATE_CAPITAL = _functional(
    "state_capital",
    "国有资本经营预算财政拨款支出决算表",
    "total 小计 basic 基本支出 project 项目支出",
    ("本年支出", "", ""),
    ("小计", "基本支出", "项目支出"),
)
SUMMARY = Form(
    "income_expenditure_summary",
    "收入支出决算总表",
    (("收入", "", "", "支出", "", ""), ("项目", "行次", "决算数", "项目", "行次", "决算数")),
    {2: ("amount", "决算数"), 5: ("amount", "决算数")},
    "lines",
)
APPROPRIATION_SUMMARY = Form(
    "appropriation_summary",
    "财政拨款收入支出决算总表",
    (
        ("收入", "", "", "支出", "", "", "", "", ""),
        ("项目", "行次", "金额", "项目", "行次", "合计", *_FUND_LABELS),
    ),
    {
        2: ("amount", "金额"),
        5: ("total", "合计"),
        6: ("general_public_budget", "一般公共预算财政拨款"),
        7: ("government_fund", "政府性基金预算财政拨款"),
        8: ("state_capital", "国有资本经营预算财政拨款"),
    },
    "lines",
)
BASIC = Form(
    "basic_expenditure",
    "一般公共预算财政拨款基本支出决算明细表",
    (
        ("人员经费", "", "", "公用经费", "", ""),
        ("经济分类科目编码", "科目名称", "金额", "经济分类科目编码", "科目名称", "金额"),
    ),
    {2: ("amount", "金额"), 5: ("amount", "金额")},
    "economic",
)
_STAGE = (
    ("total", "合计"),
    ("overseas_travel", "因公出国(境)费"),
    ("vehicles", "小计"),
    ("vehicle_purchase", "公务用车购置费"),
    ("vehicle_operation", "公务用车运行维护费"),
    ("official_reception", "公务接待费"),
)
THREE_PUBLIC_TABLE = Form(
    "three_public",
    "财政拨款“三公”经费支出决算表",
    (
        ("预算数", "", "", "", "", "", "决算数", "", "", "", "", ""),
        ("合计", "因公出国(境)费", "公务用车购置及运行维护费", "", "", "公务接待费") * 2,
        ("", "", "小计", "公务用车购置费", "公务用车运行维护费", "") * 2,
    ),
    dict(enumerate(_STAGE * 2)),
    "stage_item",
)

# --- beside the standard set

CAPITAL_BALANCE = _functional(
    "state_capital_balance",
    "国有资本经营预算财政拨款收入支出决算表",
    "opening 年初结转和结余 revenue 本年收入 total 小计 basic 基本支出 project 项目支出 closing 年末结转和结余",
    ("年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"),
    ("", "", "小计", "基本支出", "项目支出", ""),
)
_ECONOMIC_HEADER = ("经济分类科目编码", "科目名称", "金额")
FUND_BASIC = Form(
    "government_fund_basic_expenditure",
    "政府性基金预算财政拨款基本支出决算表",
    (("人员经费", "", "", "公用经费", "", ""), _ECONOMIC_HEADER * 2),
    {2: ("amount", "金额"), 5: ("amount", "金额")},
    "economic",
)
PROJECT_LIST = Form(
    "general_budget_project_economic",
    "一般公共预算财政拨款项目支出决算明细表",
    (_ECONOMIC_HEADER * 2,),
    {2: ("amount", "金额"), 5: ("amount", "金额")},
    "economic",
)
_FUND_KEYS = ("general_public_budget", "government_fund", "state_capital")
BY_CLASS = Form(
    "appropriation_economic",
    "财政拨款支出决算明细表",
    (
        ("项目", "", "合计", *(word for label in _FUND_LABELS for word in (label, "", ""))),
        ("经济分类科目编码", "科目名称", "", *("小计", "基本支出", "项目支出") * 3),
    ),
    dict(
        enumerate(
            [("total", "合计")]
            + [
                (fund + part, word)
                for fund in _FUND_KEYS
                for part, word in (("", "小计"), (".basic", "基本支出"), (".project", "项目支出"))
            ],
            start=2,
        )
    ),
    "economic_list",
)


def detail(classes: list[tuple[str, str]]) -> Form:
    """The form by functional code and economic class for these classes (code and name): 类 over their sum and 款."""
    above, below = ["项目", "", "合计"], ["功能分类科目编码", "科目名称", ""]
    columns = {2: ("total", "合计")}
    for column, (code, name) in enumerate(classes, start=3):
        above.append(name if len(code) == 3 else "")
        below.append("小计" if len(code) == 3 else name)
        columns[column] = (code, fold(below[-1]))
    title = "一般公共预算财政拨款支出决算明细表"
    return Form("general_budget_detail", title, (tuple(above), tuple(below)), columns)


PROJECTS = Form(
    "general_budget_project_expenditure",
    "一般公共预算财政拨款项目支出决算表",
    (("项目", "", "金额"), ("功能分类科目编码", "科目名称（项目）", "")),
    {2: ("total", "金额")},
    "projects",
)
PROJECT_BALANCE = Form(
    "project_balance",
    "项目收入支出决算表",
    (
        ("项目", "", "年初结转和结余", "本年收入", "本年支出", "结余分配", "年末结转和结余"),
        ("功能分类科目编码", "科目名称（项目）", "", "", "", "", ""),
    ),
    {
        2: ("opening", "年初结转和结余"),
        3: ("revenue", "本年收入"),
        4: ("total", "本年支出"),
        5: ("distribution", "结余分配"),
        6: ("closing", "年末结转和结余"),
    },
    "projects",
)
FUND_THREE_PUBLIC = replace(
    THREE_PUBLIC_TABLE, code="government_fund_three_public", title="政府性基金预算财政拨款“三公”经费支出决算表"
)


@dataclass(frozen=True)
class Item:
    """One row of a list of items: its key, the key of the row it is a part of, and what it counts (money: none)."""

    key: str
    parent: str = ""
    unit: str = ""


def _list(code: str, title: str, header: tuple[str, str], shape: str) -> Form:
    return Form(code, title, (header,), {1: ("amount", header[1])}, shape)


PROCUREMENT = _list("procurement", "政府采购情况表", ("项目", "金额"), "items")
PURCHASED = _list("purchased_services", "政府购买服务支出情况表", ("项目", "金额"), "outline")
OPERATION = _list("operating_information", "机构运行信息表", ("项目", "统计数"), "items")
ITEMS: dict[str, dict[str, Item]] = {
    "procurement": {
        "政府采购支出合计": Item("total"),
        "货物": Item("goods", "total"),
        "工程": Item("works", "total"),
        "服务": Item("services", "total"),
        "政府采购授予中小企业合同金额": Item("award_sme"),
        "其中：授予小微企业合同金额": Item("award_small_micro"),
    },
    "operating_information": {
        "“三公”经费支出合计": Item("three_public.total"),
        "1.因公出国（境）费": Item("three_public.overseas_travel", "three_public.total"),
        "2.公务用车购置及运行维护费": Item("three_public.vehicles", "three_public.total"),
        "（1）公务用车购置费": Item("three_public.vehicle_purchase", "three_public.vehicles"),
        "（2）公务用车运行维护费": Item("three_public.vehicle_operation", "three_public.vehicles"),
        "3.公务接待费": Item("three_public.official_reception", "three_public.total"),
        "因公出国（境）团组数（个）": Item("overseas.groups", unit="个"),
        "公务用车购置数（辆）": Item("vehicles.purchased", unit="辆"),
        "公务用车保有量（辆）": Item("vehicles.owned", unit="辆"),
        "国内公务接待人次（人）": Item("reception.domestic_guests", unit="人"),
        "机关运行经费": Item("operating_cost"),
        "车辆数合计（辆）": Item("vehicles.total", unit="辆"),
        "1.机要通信用车": Item("vehicles.confidential", "vehicles.total", "辆"),
        "2.应急保障用车": Item("vehicles.emergency", "vehicles.total", "辆"),
        "3.其他用车": Item("vehicles.other", "vehicles.total", "辆"),
        "政府采购支出合计": Item("procurement.total"),
        "1.政府采购货物支出": Item("procurement.goods", "procurement.total"),
        "2.政府采购工程支出": Item("procurement.works", "procurement.total"),
        "3.政府采购服务支出": Item("procurement.services", "procurement.total"),
        "政府采购授予中小企业合同金额": Item("procurement.award_sme"),
        "其中：授予小微企业合同金额": Item("procurement.award_small_micro"),
    },
}
"""The rows of lists of items, by their labels."""
SERVICES = {
    "一、公共服务": ("（一）公共安全服务", "（二）生态保护和环境治理服务"),
    "二、政府履职所需辅助性服务": ("（一）法律服务", "（二）会计审计服务", "（三）信息化服务"),
}
"""Kinds of purchased services and the items of each."""
