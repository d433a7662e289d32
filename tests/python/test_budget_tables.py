"""Tables of budgets, in the layouts of several regions, from text and from grids with merged cells."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest
from budget_samples import DEPARTMENT, SHANGHAI, amount, at, load, merged

from loaders import pipeline, readers
from loaders.readers.model import Block, Line, Paragraph, Place
from loaders.reports.document import Content, Segment
from loaders.reports.recognise import segments
from loaders.reports.tables import accounts

PATH = Path(os.environ.get("JUESUAN_OTHER_REPORTS", Path(__file__).parents[3] / "shared/documents/other-departments"))
published = pytest.mark.skipif(not PATH.is_dir(), reason=f"the published reports are not at {PATH}")


def read(kind: str, *blocks: Block | str) -> Content:
    """The tables of a report of that kind, made of lines and grids."""
    made = tuple(Paragraph((Line(block, Place(1, 1)),)) if isinstance(block, str) else block for block in blocks)
    return accounts.read(Segment(1, kind, "t", DEPARTMENT, 2025, "", Place(1, 1), made))


def test_a_budget_of_shanghai() -> None:
    segment, content = load(SHANGHAI)
    assert (segment.kind, segment.department_name, segment.fiscal_year) == ("department_budget", DEPARTMENT, 2025)
    assert [table.table_code for table in content.tables] == [
        "income_expenditure_summary", "revenue", "expenditure", "appropriation_summary", "general_budget_expenditure",
        "government_fund", "state_capital", "basic_expenditure", "three_public",
    ]  # fmt: skip
    assert content.unplaced == ()
    assert amount(content, "income_expenditure_summary", "total_income", "amount") == 3_100_000
    assert amount(content, "revenue", "2130301", "business") == 100_000
    assert amount(content, "expenditure", "2130314", "project") == 1_000_000
    assert amount(content, "appropriation_summary", "total_expenditure", "government_fund") == 200_000
    assert amount(content, "basic_expenditure", "30217", "public") == 15_000
    assert amount(content, "basic_expenditure", "personnel", "amount") == 1_700_000
    # One table of the document is in 万元.
    assert amount(content, "three_public", "budget", "vehicle_operation") == 30_000
    assert amount(content, "three_public", "budget", "operating_cost") == 300_000


def test_lines_are_parts_of_the_nearest_line_that_is_printed() -> None:
    """Without a line for the year's sum, lines are parts of the total; funds, of the appropriation above them."""
    _, content = load(SHANGHAI)
    parents = {f.row_key: (f.row_level, f.parent_row_key) for f in at(content, "income_expenditure_summary")}
    assert parents["general_public_budget"] == (3, "fiscal_appropriation")
    assert parents["fiscal_appropriation"] == (2, "total_income")
    assert parents["213"] == (2, "total_expenditure")
    assert parents["total_income"] == (0, None)


def test_a_third_side_says_the_expenditure_by_use() -> None:
    """The total's label spans two sides, its amount stands in the last."""
    content = read(
        "department_budget",
        "收支预算总表",
        "单位：万元",
        merged(
            "收入|<|支出|<|<|<",
            "项目名称|金额|功能分类|<|支出用途|<",
            "^|^|功能科目名称|金额|项目名称|金额",
            "一、财政拨款|90.00|一、农林水支出|100.00|一、基本支出|60.00",
            "二、其他资金|10.00|||二、项目支出|30.00",
            "||||三、单位预留机动经费|10.00",
            "当年收入小计|100.00|当年支出小计|<|<|100.00",
            "上年结转资金||结转下年资金|<|<|",
            "收入合计|100.00|支出合计|<|<|100.00",
        ),
    )
    assert amount(content, "income_expenditure_summary", "expenditure_of_year", "amount") == 1_000_000
    assert amount(content, "income_expenditure_summary", "213", "amount") == 1_000_000
    assert amount(content, "income_expenditure_summary", "reserve", "amount") == 100_000
    uses = [f.row_key for f in at(content, "income_expenditure_summary") if f.parent_row_key == "by_use"]
    assert uses == ["basic", "project", "reserve"]
    parts = {f.row_key for f in at(content, "income_expenditure_summary") if f.parent_row_key == "expenditure_of_year"}
    assert parts == {"213"}


def test_revenue_by_source() -> None:
    """A revenue table without functional codes: groups with their subtotal, and their parts."""
    content = read(
        "department_budget",
        "收入预算总表",
        "单位：万元",
        merged(
            "项目名称||金额",
            "收入总计|<|100.00",
            "一般公共预算资金|小计|90.00",
            "^|财政拨款资金|85.00",
            "^|专项收入|5.00",
            "其他资金|小计|10.00",
            "^|事业收入|10.00",
        ),
    )
    assert amount(content, "revenue_by_source", "total", "amount") == 1_000_000
    assert amount(content, "revenue_by_source", "general_public_budget", "amount") == 900_000
    second = next(f for f in at(content, "revenue_by_source") if f.row_label == "专项收入")
    assert (second.row_key, second.parent_row_key, second.row_level) == (
        "general_public_budget.2", "general_public_budget", 2,
    )  # fmt: skip


def test_expenditure_in_one_row_is_its_total() -> None:
    content = read(
        "department_budget",
        "支出预算总表",
        "单位：万元",
        merged("合计|基本支出|项目支出|单位预留机动经费|结转下年资金", "100.00|60.00|30.00|10.00|"),
    )
    assert amount(content, "expenditure", "total", "total") == 1_000_000
    assert amount(content, "expenditure", "total", "reserve") == 100_000
    assert amount(content, "expenditure", "total", "carried_forward") is None


def test_sources_split_beside_the_whole_are_parts_of_it() -> None:
    """Columns that split a printed appropriation column are no further sources; without it they are."""
    rows = ("合计|<|100.00|{}90.00|0.00|0.00|10.00", "213|农林水支出|100.00|{}90.00|0.00|0.00|10.00")
    funds = "一般公共预算拨款收入|政府性基金预算拨款收入|国有资本经营预算拨款收入"
    with_whole = read(
        "department_budget",
        "收入总表",
        "单位：万元",
        merged(f"科目编码|科目名称|合计|财政拨款收入|{funds}|事业收入", *(row.format("90.00|") for row in rows)),
    )
    without = read(
        "department_budget",
        "收入总表",
        "单位：万元",
        merged(f"科目编码|科目名称|合计|{funds}|事业收入", *(row.format("") for row in rows)),
    )
    columns = [f.column_key for f in at(with_whole, "revenue") if f.row_key == "213"]
    assert columns == [
        "total", "fiscal_appropriation", "of_which.general_public_budget", "of_which.government_fund",
        "of_which.state_capital", "business",
    ]  # fmt: skip
    assert [f.column_key for f in at(without, "revenue") if f.row_key == "213"][1] == "general_public_budget"


def test_three_public_spending_beside_meetings_and_training() -> None:
    content = read(
        "department_budget",
        "“三公”经费、会议费、培训费支出预算表",
        "单位：万元",
        merged(
            "合计|“三公”经费|<|<|<|<|<|会议费|培训费",
            "^|小计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费|^|^",
            "^|^|^|小计|公务用车购置费|公务用车运行维护费|^|^|^",
            "20.00|12.00|4.00|6.00||6.00|2.00|5.00|3.00",
        ),
    )
    assert amount(content, "three_public", "budget", "total") == 120_000
    assert amount(content, "three_public", "budget", "grand_total") == 200_000
    assert amount(content, "three_public", "budget", "vehicle_purchase") is None


def test_procurement_by_category_project_and_item() -> None:
    content = read(
        "department_budget",
        "2025年政府采购预算表",
        "单位：万元",
        merged(
            "采购品目大类|专项名称|经济科目|采购物品名称|采购组织形式|总计",
            "合计|||||30.00",
            "一、货物A|||||10.00",
            "|设备购置|办公设备购置|||10.00",
            "|||台式计算机（20万以下）|分散采购|10.00",
            "三、服务C|||||20.00",
            "|会议|会议费|||12.00",
            "|||会议服务|分散采购|12.00",
            "||培训费|||8.00",
            "|||住宿服务|分散采购|8.00",
        ),
    )
    found = {f.row_key: (f.row_level, f.parent_row_key) for f in at(content, "procurement")}
    assert found["services.2"] == (2, "services")
    assert found["services.2.1"] == (3, "services.2")
    assert found["goods"] == (1, "total")
    assert sum(f.magnitude for f in at(content, "procurement") if f.row_level == 3) == 300_000


def test_tables_that_repeat_the_same_money_have_codes_of_their_own() -> None:
    """财政拨款支出 and 一般公共预算支出 in one document: only the second is the general public budget's."""
    grid = merged("功能科目代码|功能科目名称|金额", "|合计|7.00", "213|农林水支出|7.00")
    content = read(
        "department_budget", "财政拨款支出预算表", "单位：万元", grid, "一般公共预算支出预算表", "单位：万元", grid
    )
    assert [table.table_code for table in content.tables] == [
        "appropriation_expenditure",
        "general_budget_expenditure",
    ]


def test_totals_in_the_row_that_names_the_levels_of_codes() -> None:
    """As in Shanghai's accounts: 类 款 项 合计 and the amounts in one row; words of all columns tell none."""
    content = read(
        "final_accounts",
        "一般公共预算财政拨款支出决算表",
        "单位：万元",
        merged(
            "项目|<|<|<|合计|基本支出|项目支出",
            "支出功能分类科目编码|<|<|科目名称|^|^|^",
            "类|款|项|合计|9.00|4.00|5.00",
            "213|||农林水支出|9.00|4.00|5.00",
        ),
        "财政拨款“三公”经费支出决算表",
        "单位：万元",
        merged(
            "财政拨款“三公”经费|<|<|<|<|<|<|<|<|<|<|<",
            "合计|<|因公出国（境）费|<|公务用车购置及运行费|<|<|<|<|<|公务接待费|<",
            "^|^|^|^|小计|<|公务用车购置费|<|公务用车运行费|<|^|^",
            "|||||||||||",
            "预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数",
            "3.00|2.00||||||||||",
        ),
    )
    assert amount(content, "general_budget_expenditure", "total", "project") == 50_000
    assert amount(content, "three_public", "final", "total") == 20_000
    assert amount(content, "three_public", "budget", "official_reception") is None


def test_a_unit_s_budget_and_accounts_are_told_apart() -> None:
    for words, kind in (("单位预算", "unit_budget"), ("单位决算", "unit_final_accounts")):
        text = f"2025年度白石市水务局水文站{words}\n\n目录\n"
        (segment,) = segments(readers.read_bytes("a.txt", text.encode()))
        assert (segment.kind, segment.department_name) == (kind, "白石市水务局水文站")


def test_tables_without_a_title_page_tell_their_kind_and_year() -> None:
    text = SHANGHAI[SHANGHAI.index("2025年部门财务收支预算总表") :].replace("编制部门：", "部门：")
    segment, content = load(text)
    assert (segment.kind, segment.fiscal_year, segment.department_name) == ("department_budget", 2025, DEPARTMENT)
    assert len(content.tables) == 9


def test_a_table_that_no_layout_knows_is_named_and_the_rest_loads() -> None:
    text = SHANGHAI.replace(
        "以上各表", "2025年部门债务情况表\n\n单位：元\n\n债务类型\t金额\n一般债务\t77,000\n\n以上各表"
    )
    _, content = load(text)
    (table,) = content.unplaced
    assert table.title == "2025年部门债务情况表"
    assert len(content.tables) == 9


def test_a_report_whose_tables_state_nothing_is_a_blank_form(tmp_path: Path) -> None:
    """Its codes and examples make no figures, and its made-up name no department."""
    lines = []
    for line in SHANGHAI.replace(DEPARTMENT, "白石市XX局").split("\n"):
        cells = line.split("\t")
        numbers = [index for index, cell in enumerate(cells) if "," in cell or ("." in cell and cell[-1:].isdigit())]
        lines.append("\t".join("" if index in numbers or cell == "0" else cell for index, cell in enumerate(cells)))
    lines.insert(lines.index("2025年部门支出预算总表") + 5, "…\t\t\t…\t\t\t")
    (tmp_path / "form.txt").write_text("\n".join(lines), encoding="utf-8")
    (document,) = pipeline.load([tmp_path]).documents
    assert (document.status, document.reason, document.department) == ("blank", "blank_form", None)
    assert [figure for figure in document.content.figures if figure.table_code != "unplaced"] == []
    assert len(document.content.tables) == 9
    assert all(table.is_empty for table in document.content.tables)


@published
@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("jiangsu-cppcc-office-2018-budget-tables.pdf", 12),
        ("putuo-government-office-2025-budget.pdf", 9),
        ("putuo-wanli-2023-budget-with-target-forms.pdf", 9),
        ("putuo-finance-bureau-2024-final-accounts.pdf", 9),
    ],
)
def test_published_reports_load_with_every_table(name: str, tables: int) -> None:
    document = pipeline.load([PATH / name]).documents[0]
    assert (document.status, document.reason) == ("loaded", "")
    assert len(document.content.tables) == tables


@published
def test_figures_of_the_published_reports() -> None:
    """Read from the pages: totals, a row of each layout, and the amounts of forms."""
    expected = {
        "jiangsu-cppcc-office-2018-budget-tables.pdf": [
            ("income_expenditure_summary", "total_expenditure", "amount", "101504800"),
            ("revenue_by_source", "other.3", "amount", "800000"),
            ("expenditure", "total", "reserve", "11576300"),
            ("three_public", "budget", "meeting", "8841600"),
            ("procurement", "services.2.2", "amount", "5373000"),
            ("operating_cost", "30239", "amount", "1700500"),
        ],
        "putuo-government-office-2025-budget.pdf": [
            ("revenue", "2010350", "fiscal_appropriation", "3807295.58"),
            ("basic_expenditure", "30228", "public", "248117.54"),
            ("three_public", "budget", "overseas_travel", "8390000"),
        ],
        "putuo-wanli-2023-budget-with-target-forms.pdf": [
            ("expenditure", "2120199", "project", "3765200"),
            ("basic_expenditure", "public", "amount", "15381432"),
            ("appropriation_summary", "212", "general_public_budget", "121319878"),
        ],
        "putuo-finance-bureau-2024-final-accounts.pdf": [
            ("revenue", "2010601", "other", "100"),
            ("expenditure", "2010602", "project", "100000"),
            ("basic_expenditure", "31002", "amount", "135800"),
            ("three_public", "budget", "official_reception", "9500"),
            ("income_expenditure_summary", "closing_balance", "amount", "553400"),
        ],
    }
    for name, figures in expected.items():
        content = pipeline.load([PATH / name]).documents[0].content
        for table, row, column, value in figures:
            assert amount(content, table, row, column) == Decimal(value), (name, table, row, column)


@published
def test_the_published_blank_template_is_blank() -> None:
    (document,) = pipeline.load([PATH / "putuo-blank-template-2024-final-accounts.pdf"]).documents
    assert (document.status, document.department, document.content.figures) == ("blank", None, ())
    assert len(document.content.tables) == 9
