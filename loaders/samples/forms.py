"""The words that standard tables print over their columns and beside their rows."""

from __future__ import annotations

from loaders.samples.made.forms import PERSONNEL, PUBLIC

NAMING = ("功能分类科目编码", "科目名称")
ECONOMIC_NAMING = ("经济分类科目编码", "科目名称")
LEVELS = ("类", "款", "项")
STAGE_WORDS = {"budget": "预算数", "final": "决算数"}
SIDES = {"income": "收入", "expenditure": "支出"}
GROUPS = ("人员经费", "公用经费")
SHARED_WORDS: dict[str, dict[str, str]] = {
    "government_fund": dict.fromkeys(("total", "basic", "project"), "本年支出"),
    "state_capital": dict.fromkeys(("total", "basic", "project"), "本年支出"),
    "state_capital_balance": dict.fromkeys(("total", "basic", "project"), "本年支出"),
    "appropriation_economic": {
        key: word
        for fund, word in (
            ("general_public_budget", "一般公共预算财政拨款"),
            ("government_fund", "政府性基金预算财政拨款"),
            ("state_capital", "国有资本经营预算财政拨款"),
        )
        for key in (fund, f"{fund}.basic", f"{fund}.project")
    },
    "general_budget_detail": {
        code: name
        for code_of_class, name in (*PERSONNEL, *PUBLIC)
        if len(code_of_class) == 3
        for code in (code_of_class, *(item for item, _ in (*PERSONNEL, *PUBLIC) if item[:3] == code_of_class))
    },
}
"""By table, the words that stand over several columns together."""
ECONOMIC_TABLES = frozenset(("basic_expenditure", "appropriation_economic"))
"""Tables with a list of economic classes, whose code is in one cell."""
GROUPED_TABLES = frozenset(("basic_expenditure", "government_fund_basic_expenditure"))
"""Tables with personnel and public money side by side."""
STAGE_TABLES = frozenset(("three_public", "government_fund_three_public"))
ITEM_TABLES = {"procurement": "项目", "purchased_services": "项目", "operating_information": "项目"}
"""Lists of named items, and the word over their names."""
PROJECT_TABLES = frozenset(("general_budget_project_expenditure", "project_balance"))
"""Tables that name projects below their codes."""
_VEHICLES = "公务用车购置及运行维护费"
ITEM_WORDS = {
    "total": ("合计", ""),
    "overseas_travel": ("因公出国(境)费", ""),
    "vehicles": (_VEHICLES, "小计"),
    "vehicle_purchase": (_VEHICLES, "公务用车购置费"),
    "vehicle_operation": (_VEHICLES, "公务用车运行维护费"),
    "official_reception": ("公务接待费", ""),
}
"""The items of the 三公 table: the words over each, shared ones and its own below them."""
ITEM_ROWS = {
    "total": "“三公”经费合计",
    "overseas_travel": "1.因公出国（境）费",
    "vehicles": f"2.{_VEHICLES}",
    "vehicle_purchase": "（1）公务用车购置费",
    "vehicle_operation": "（2）公务用车运行维护费",
    "official_reception": "3.公务接待费",
}
"""The same where each item has a row."""
EXPENDITURE_LINES = frozenset(("expenditure_of_year", "surplus_distribution", "closing_balance", "total_expenditure"))
"""Lines of the summary tables' right half that are no functional class."""
