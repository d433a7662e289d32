"""The tables that some regions publish beside the standard set: what is read of them, their facts, and their rules."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import further_samples as forms
import pytest
from budget_samples import amount, at, load

from loaders import pipeline
from loaders.readers.errors import UnreadableError
from loaders.reports.coverage import cover
from loaders.warehouse.trial import trial_warehouse

D = Decimal
SETS = {"beijing": forms.BEIJING, "sichuan": forms.SICHUAN, "inner-mongolia": forms.INNER_MONGOLIA}


def of_department(text: str, name: str) -> str:
    return text.replace(forms.DEPARTMENT, name)


def replaced(text: str, title: str, old: str, new: str) -> str:
    """The text with one cell or row changed in the table of that title."""
    start = text.rindex(f"\n{title}\n")
    assert old in text[start:], (title, old)
    return text[:start] + text[start:].replace(old, new, 1)


# --- what is read


@pytest.mark.parametrize("name", SETS)
def test_every_table_of_a_set_has_its_place(name: str) -> None:
    segment, content = load(SETS[name])
    assert content.unplaced == ()
    coverage, unplaced = cover(segment, content)
    assert (coverage.unplaced, unplaced) == (0, ())
    assert len({table.table_code for table in content.tables}) == len(content.tables)


def test_the_set_of_beijing_has_twelve_tables() -> None:
    _, content = load(forms.BEIJING)
    assert [table.table_code for table in content.tables] == [
        "income_expenditure_summary", "revenue", "expenditure", "appropriation_summary", "general_budget_expenditure",
        "basic_expenditure", "government_fund", "government_fund_basic_expenditure", "state_capital", "three_public",
        "procurement", "purchased_services",
    ]  # fmt: skip
    assert amount(content, "government_fund_basic_expenditure", "30211", "amount") == 30_000
    assert amount(content, "procurement", "works", "amount") == 300_000
    assert amount(content, "procurement", "award_small_micro", "amount") == 150_000
    parents = {figure.printed_text: figure.parent_row_key for figure in at(content, "purchased_services")}
    assert (parents["3.00"], parents["2.00"]) == ("total", "group.2")


def test_the_set_of_sichuan_has_a_table_by_function_and_economic_class() -> None:
    _, content = load(forms.SICHUAN)
    assert len(content.tables) == 14
    assert amount(content, "appropriation_economic", "31005", "government_fund.project") == 300_000
    assert amount(content, "general_budget_detail", "2130301", "30101") == 450_000
    assert amount(content, "general_budget_detail", "2130305", "310") == 480_000
    classes = {figure.column_key for figure in at(content, "general_budget_detail")}
    assert classes == {
        "total", "301", "30101", "30102", "302", "30201", "30217", "30227", "30231", "310", "31005",
    }  # fmt: skip
    assert amount(content, "government_fund_three_public", "final", "vehicle_operation") == 5_000
    assert amount(content, "state_capital_balance", "2230105", "revenue") == 80_000
    projects = {f.row_key: f.project_name for f in at(content, "general_budget_project_expenditure") if f.project_name}
    assert projects == {"2130305.1": "白石水库除险加固", "2130305.2": "河道监测委托"}


def test_the_sheet_of_operation_holds_money_and_counts() -> None:
    _, content = load(forms.INNER_MONGOLIA)
    found = {figure.row_key: figure for figure in at(content, "operating_information")}
    assert (found["vehicles.total"].value, found["vehicles.total"].unit) == (D(5), "辆")
    # Its label has no unit; what it is part of is counted in vehicles.
    assert (found["vehicles.confidential"].value, found["vehicles.confidential"].unit) == (D(1), "辆")
    assert (found["reception.domestic_guests"].value, found["reception.domestic_guests"].unit) == (D(160), "人")
    assert (found["assets.equipment_over_1m"].value, found["assets.equipment_over_1m"].unit) == (D(2), "台(套)")
    assert found["operating_cost"].amount_cny == D(300_000)
    assert found["three_public.official_reception.domestic"].parent_row_key == "three_public.official_reception"


def test_a_table_that_stands_alone_is_the_usual_one() -> None:
    """国有资本经营预算财政拨款收入支出决算表 and 财政拨款支出决算表, where no other table of theirs is printed."""
    text = forms.accounts(*forms.STANDARD[:7], forms.CAPITAL_BALANCE, forms.THREE_PUBLIC)
    _, content = load(text)
    assert amount(content, "state_capital", "total", "revenue") == 80_000
    _, content = load(forms.BEIJING.replace("一般公共预算财政拨款支出决算表", "财政拨款支出决算表"))
    assert amount(content, "general_budget_expenditure", "total", "project") == 600_000


def test_all_appropriations_beside_the_general_public_budget_are_a_table_of_their_own() -> None:
    whole = forms.table(
        "财政拨款支出决算表",
        "科目编码|科目名称|本年支出合计|基本支出|项目支出",
        "|合计|208.00|110.00|98.00",
        "213|农林水支出|200.00|110.00|90.00",
        "223|国有资本经营预算支出|8.00|0.00|8.00",
    )
    _, content = load(forms.accounts(*forms.STANDARD, whole))
    assert amount(content, "appropriation_expenditure", "213", "basic") == 1_100_000
    assert amount(content, "general_budget_expenditure", "213", "basic") == 1_000_000


def test_basic_expenditure_across_the_page() -> None:
    """一般公共预算财政拨款基本支出决算明细表 by function and economic class, in place of the list of classes."""
    detail = forms.DETAIL.replace("财政拨款支出决算", "财政拨款基本支出决算")
    _, content = load(forms.accounts(*forms.STANDARD[:5], detail, *forms.STANDARD[6:]))
    assert content.unplaced == ()
    assert amount(content, "basic_expenditure_detail", "total", "30102") == 250_000


def _beside_itself(title: str) -> str:
    """The detail table on two pages, the second with the title given, its last classes beside the same rows."""
    first, second = [], []
    for line in forms.DETAIL.splitlines():
        cells = line.split("\t")
        if len(cells) > 1:
            first.append("\t".join(cells[:6]))
            second.append("\t".join([*cells[:2], *cells[6:]]))
    head = forms.DETAIL[: forms.DETAIL.index("项目\t")]
    return head + "\n".join(first) + f"\n\n{title}\n\n" + "\n".join(second) + "\n"


@pytest.mark.parametrize("title", ["一般公共预算财政拨款支出决算明细表（续）", "单位：万元"])
def test_a_table_too_wide_for_a_page_goes_on_beside_itself(title: str) -> None:
    segment, content = load(forms.SICHUAN.replace(forms.DETAIL, _beside_itself(title)))
    _, whole = load(forms.SICHUAN)
    assert [(f.row_key, f.column_key, f.amount_cny) for f in at(content, "general_budget_detail")] == [
        (f.row_key, f.column_key, f.amount_cny) for f in at(whole, "general_budget_detail")
    ]
    assert cover(segment, content)[0].unplaced == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("委托业务费", "委托的业务", "商品和服务支出/委托的业务"),  # no class of the list
        ("小计|基本工资", "基本工资|小计", None),
        ("小计|办公费", "印刷费|办公费", "302 小计"),  # items without the sum of their class
    ],
)
def test_columns_that_are_no_economic_classes(old: str, new: str, words: str | None) -> None:
    text = replaced(forms.SICHUAN, "一般公共预算财政拨款支出决算明细表", old.replace("|", "\t"), new.replace("|", "\t"))
    _, content = load(text)
    if words is None:
        assert content.unplaced == ()
    else:
        (unplaced,) = content.unplaced
        assert words in unplaced.reason


def test_accounts_that_end_in_a_table_of_items_are_whole() -> None:
    """Neither 三公 spending nor procurement adds up to the last row of its list."""
    for last in (forms.THREE_PUBLIC, forms.PROCUREMENT):
        _, content = load(forms.accounts(*forms.STANDARD[:8], *{forms.THREE_PUBLIC: None, last: None}))
        assert content.unplaced == ()


def test_accounts_that_end_in_a_table_no_layout_knows_are_whole() -> None:
    unknown = forms.table("国有资产负债决算表", "项目|年初数|年末数", "一、流动资产|10.00|12.00")
    _, content = load(forms.accounts(*forms.STANDARD, unknown))
    assert [table.title for table in content.unplaced] == ["国有资产负债决算表"]


def test_an_amount_without_a_project_is_refused_with_its_place() -> None:
    text = replaced(forms.INNER_MONGOLIA, "项目收入支出决算表", "223\t国有资本经营预算支出\t", "\t\t")
    _, content = load(text)
    (unplaced,) = content.unplaced
    assert unplaced.table_code == "project_balance"
    assert "without a name" in unplaced.reason


def test_a_cut_table_of_the_standard_set_is_still_refused() -> None:
    with pytest.raises(UnreadableError) as error:
        load(forms.accounts(*forms.STANDARD[:8]))
    assert error.value.reason == "cut"


# --- projects in the forms of budgets

BUDGET = f"""2024年{forms.DEPARTMENT}部门预算

{forms.table("收支预算总表", "收入||支出|", "项目|预算数|项目|预算数", "收入总计|100.00|支出总计|100.00")}
"""
FLAT = forms.table(
    "项目支出表",
    "类型|项目名称|项目单位|合计|本年拨款|||财政拨款结转结余|||财政专户管理资金|单位资金",
    "||||一般公共预算|政府性基金预算|国有资本经营预算|一般公共预算|政府性基金预算|国有资本经营预算||",
    "合计|||100.00|70.00|10.00|0.00|15.00|0.00|0.00|2.00|3.00",
    "特定目标类|水库维护|青禾省白石市水库站|60.00|40.00|10.00|0.00|10.00|0.00|0.00|0.00|0.00",
    "特定目标类|河道监测|青禾省白石市水务局|40.00|30.00|0.00|0.00|5.00|0.00|0.00|2.00|3.00",
)
GROUPED = forms.table(
    "项目支出预算表",
    "单位名称|项目名称|功能科目编码|功能科目名称|金额",
    "|合计|||100.00",
    "青禾省白石市水库站||||60.00",
    "|水库维护|2130306|水利工程运行与维护|60.00",
    "青禾省白石市水务局||||40.00",
    "|河道监测|2130311|水资源节约管理与保护|30.00",
    "|河道监测|2130399|其他水利支出|10.00",
)
BELOW_CODES = forms.table(
    "一般公共预算项目支出预算表",
    "科目编码|||单位名称（科目、项目）|金额",
    "类|款|项||",
    "|||合计|90.00",
    "213|||农林水支出|90.00",
    "213|03||水利|90.00",
    "213|03|06|水利工程运行与维护|60.00",
    "|||水库维护|60.00",
    "213|03|11|水资源节约管理与保护|30.00",
    "|||河道监测|30.00",
)


def test_a_flat_table_of_projects_tells_this_years_money_from_what_is_carried_over() -> None:
    _, content = load(BUDGET + FLAT)
    assert content.unplaced == ()
    assert amount(content, "project_expenditure", "project.1", "carried_over.general_public_budget") == 100_000
    assert amount(content, "project_expenditure", "project.1", "general_public_budget") == 400_000
    assert amount(content, "project_expenditure", "project.2", "other") == 30_000
    assert {figure.parent_row_key for figure in at(content, "project_expenditure")} == {None, "total"}


def test_projects_below_the_bodies_that_have_them() -> None:
    _, content = load(BUDGET + GROUPED)
    rows = {f.row_key: (f.parent_row_key, f.row_label) for f in at(content, "project_expenditure")}
    assert rows == {
        "total": (None, "合计"),
        "group.1": ("total", "青禾省白石市水库站"),
        "2130306.1": ("group.1", "水库维护"),
        "group.2": ("total", "青禾省白石市水务局"),
        "2130311.1": ("group.2", "河道监测"),
        "2130399.1": ("group.2", "河道监测"),
    }


def test_a_list_of_projects_needs_no_total() -> None:
    """Though the file ends with it; kinds may be numbered, amounts may be blank."""
    projects = forms.table(
        "项目支出表",
        "项目类别|项目名称|项目单位|项目资金来源|||",
        "|||合计|财政拨款|财政专户管理资金|单位资金",
        "31部门项目|水库维护|水库站|60.00|60.00||",
        "32特定项目|河道监测|水务局|40.00|30.00||10.00",
    )
    segment, content = load(BUDGET + projects)
    assert amount(content, "project_expenditure", "project.2", "other") == 100_000
    assert amount(content, "project_expenditure", "project.1", "special_account") is None
    assert {figure.parent_row_key for figure in at(content, "project_expenditure")} == {None}
    assert cover(segment, content)[0].unplaced == 0


def test_purchased_services_by_the_levels_of_their_list() -> None:
    """Groups that have no row of their own stand between an item and the total."""
    services = forms.table(
        "政府购买服务支出情况表",
        "序号|一级目录|二级目录|三级目录|项目名称|金额",
        "|合计||||8.00",
        "1|公共服务|公共安全服务|隐患治理服务|隐患排查|5.00",
        "2|政府履职辅助性服务|法律服务|法律顾问服务|常年法律顾问|1.00",
        "3|政府履职辅助性服务|会计审计服务|审计服务|决算审计|2.00",
    )
    _, content = load(forms.accounts(*forms.STANDARD, services))
    rows = {f.row_label: (f.row_key, f.parent_row_key) for f in at(content, "purchased_services")}
    assert rows["决算审计"] == ("group.2.2.1.1", "total")


def test_a_dash_in_the_sheet_of_operation_says_nothing() -> None:
    """Its budget columns are for some items alone: a dash there is no zero, and no part of a sum."""
    sheet = forms.table(
        "机构运行信息表",
        "项目|行次|年初预算数|统计数",
        "（一）支出合计|1|6.00|4.00",
        "3．公务接待费|2|6.00|4.00",
        "（1）国内接待费|3|—|4.00",
        "（2）国（境）外接待费|4|—|0.00",
    )
    _, content = load(forms.accounts(*forms.STANDARD, sheet))
    found = {(f.row_key, f.column_key) for f in at(content, "operating_information")}
    assert ("three_public.official_reception", "initial_budget") in found
    assert ("three_public.official_reception.domestic", "initial_budget") not in found
    assert ("three_public.official_reception.domestic", "amount") in found


def test_planned_procurement_stands_beside_what_was_procured() -> None:
    procurement = forms.table(
        "政府采购情况表",
        "项目|采购计划金额||实际采购金额|",
        "|合计|其他资金|合计|其他资金",
        "合计|60.00|1.00|50.00|1.00",
        "货物|20.00|0.00|12.00|0.00",
        "工程|32.00|0.00|30.00|0.00",
        "服务|8.00|1.00|8.00|1.00",
    )
    _, content = load(forms.accounts(*forms.STANDARD, procurement))
    assert amount(content, "procurement", "total", "planned") == 600_000
    assert amount(content, "procurement", "total", "amount") == 500_000


def test_projects_below_codes_in_three_cells() -> None:
    _, content = load(BUDGET + BELOW_CODES)
    rows = {f.row_key: (f.row_level, f.parent_row_key) for f in at(content, "general_budget_project_expenditure")}
    assert rows == {
        "total": (0, None), "213": (1, "total"), "21303": (2, "213"), "2130306": (3, "21303"),
        "2130306.1": (4, "2130306"), "2130311": (3, "21303"), "2130311.1": (4, "2130311"),
    }  # fmt: skip


# --- facts and rules

ERRORS: dict[str, tuple[str, str, str, str]] = {
    # rule: the set, the table, what is printed, what is printed instead
    "T7-BASIC-HIERARCHY": ("beijing", "政府性基金预算财政拨款基本支出决算表", "差旅费\t3.00", "差旅费\t3.10"),
    "T7-BASIC": (
        "beijing",
        "政府性基金预算财政拨款收入支出决算表",
        "40.00\t10.00\t30.00\t2.00",
        "40.00\t9.00\t31.00\t2.00",
    ),
    "PROCUREMENT-PARTS": ("beijing", "政府采购情况表", "货物\t12.00", "货物\t13.00"),
    "PROCUREMENT-AWARD": ("beijing", "政府采购情况表", "企业合同金额\t40.00", "企业合同金额\t52.00"),
    "PROCUREMENT-AWARD-SMALL": ("beijing", "政府采购情况表", "小微企业合同金额\t15.00", "小微企业合同金额\t45.00"),
    "SERVICES-HIERARCHY": ("beijing", "政府购买服务支出情况表", "法律服务\t1.00", "法律服务\t1.50"),
    "ECON-HIERARCHY": ("sichuan", "财政拨款支出决算明细表", "办公费\t41.00\t26.00", "办公费\t43.00\t26.00"),
    "ECON-FUNDS": ("sichuan", "财政拨款支出决算明细表", "差旅费\t3.00\t0.00", "差旅费\t2.00\t0.00"),
    "ECON-TYPES-FUNDS": (
        "sichuan",
        "财政拨款支出决算明细表",
        "30.00\t0.00\t30.00\t0.00\t0.00\t0.00",
        "30.00\t0.00\t29.00\t0.00\t0.00\t0.00",
    ),
    "ECON-T5": (
        "sichuan",
        "一般公共预算财政拨款支出决算表",
        "合计\t160.00\t100.00\t60.00",
        "合计\t160.00\t101.00\t59.00",
    ),
    "ECON-T6": ("sichuan", "一般公共预算财政拨款基本支出决算表", "30101\t基本工资\t45.00", "30101\t基本工资\t44.00"),
    "DETAIL-ALL-CLASSES": (
        "sichuan",
        "一般公共预算财政拨款支出决算明细表",
        "100.00\t70.00\t45.00\t25.00",
        "100.00\t70.00\t44.00\t25.00",
    ),
    "DETAIL-ALL-HIERARCHY": (
        "sichuan",
        "一般公共预算财政拨款支出决算明细表",
        "100.00\t70.00\t45.00\t25.00",
        "100.00\t69.00\t44.00\t25.00",
    ),
    "DETAIL-ALL-T5": ("sichuan", "一般公共预算财政拨款支出决算明细表", "水利工程建设\t60.00", "水利工程建设\t61.00"),
    "DETAIL-ALL-ECON": (
        "sichuan",
        "财政拨款支出决算明细表",
        "30227\t委托业务费\t12.00\t12.00\t0.00\t12.00",
        "30227\t委托业务费\t13.00\t13.00\t0.00\t13.00",
    ),
    "PROJECT-GENERAL-HIERARCHY": (
        "sichuan",
        "一般公共预算财政拨款项目支出决算表",
        "河道监测委托\t15.00",
        "河道监测委托\t51.00",
    ),
    "PROJECT-GENERAL-T5": (
        "sichuan",
        "一般公共预算财政拨款项目支出决算表",
        "水利工程建设\t60.00",
        "水利工程建设\t65.00",
    ),
    "T8-T8B": ("sichuan", "国有资本经营预算财政拨款支出决算表", "合计\t8.00", "合计\t9.00"),
    "T8B-BALANCE": (
        "sichuan",
        "国有资本经营预算财政拨款收入支出决算表",
        "合计\t0.00\t8.00\t8.00",
        "合计\t0.00\t9.00\t8.00",
    ),
    "T9-FUND-TOTAL": ("sichuan", "政府性基金预算财政拨款“三公”经费支出决算表", "合计\t1.00\t0.50", "合计\t1.00\t0.60"),
    "T9-FUND-VEHICLES": (
        "sichuan",
        "政府性基金预算财政拨款“三公”经费支出决算表",
        "（2）公务用车运行维护费\t1.00",
        "（2）公务用车运行维护费\t1.20",
    ),
    "PROJECT-BALANCE": ("inner-mongolia", "项目收入支出决算表", "库区道路\t2.00\t30.00", "库区道路\t2.00\t31.00"),
    "PROJECT-BALANCE-HIERARCHY": (
        "inner-mongolia",
        "项目收入支出决算表",
        "河道监测委托\t0.00\t15.00\t15.00",
        "河道监测委托\t0.00\t16.00\t16.00",
    ),
    "PROJECT-BALANCE-T3": (
        "inner-mongolia",
        "支出决算表",
        "基础设施建设和经济发展\t40.00\t10.00\t30.00",
        "基础设施建设和经济发展\t40.00\t11.00\t29.00",
    ),
    "PROJECT-LIST-T5": (
        "inner-mongolia",
        "一般公共预算财政拨款项目支出决算明细表",
        "310\t资本性支出\t48.00",
        "310\t资本性支出\t49.00",
    ),
    "OPERATION-PARTS": (
        "inner-mongolia",
        "机构运行经费支出、国有资产占用情况及政府采购支出信息表",
        "3.其他用车\t3",
        "3.其他用车\t4",
    ),
    "OPERATION-T9": (
        "inner-mongolia",
        "财政拨款“三公”经费支出决算表",
        "3.公务接待费\t2.00\t1.00",
        "3.公务接待费\t2.00\t1.10",
    ),
}
# 60.00 printed as 60.01 in one cell: three figures rounded on their own may differ so.
ROUNDED = ("sichuan", "一般公共预算财政拨款项目支出决算表", "河道监测委托\t15.00", "河道监测委托\t15.01")


def _name(case: str) -> str:
    """A department for each case."""
    return f"青禾省白石市{chr(ord('一') + [*SETS, 'rounded', 'budget', *ERRORS].index(case))}水务局"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder: Path = tmp_path_factory.mktemp("further")
    reports = folder / "reports"
    reports.mkdir()
    cases = {**SETS, "rounded": replaced(SETS[ROUNDED[0]], *ROUNDED[1:])}
    cases |= {rule: replaced(SETS[of], title, old, new) for rule, (of, title, old, new) in ERRORS.items()}
    for case, text in cases.items():
        (reports / f"{case}.txt").write_text(of_department(text, _name(case)), encoding="utf-8")
    budget = BUDGET + FLAT + BELOW_CODES
    (reports / "budget.txt").write_text(of_department(budget, _name("budget")), encoding="utf-8")
    loaded = pipeline.load([reports])
    assert [document.detail for document in loaded.documents if document.status != pipeline.LOADED] == []
    trial = folder / "trial"
    trial.mkdir()
    marts = (
        "dim_document", "fct_appropriation_by_economic_class", "fct_appropriation_detail", "fct_disclosure",
        "fct_expenditure_by_economic_class", "fct_finding", "fct_identity_check", "fct_project_expenditure",
        "fct_three_public_by_fund",
    )  # fmt: skip
    with trial_warehouse(loaded, trial, marts) as connection:
        yield connection


def _rows(warehouse: duckdb.DuckDBPyConnection, case: str, sql: str) -> list[tuple[object, ...]]:
    query = f"select {sql.replace('$document', '(select document_id from marts.dim_document where file_name = ?)')}"
    return warehouse.execute(query, [f"{case}.txt"] * sql.count("$document")).fetchall()


def _sums(warehouse: duckdb.DuckDBPyConnection, case: str, fact: str, *by: str) -> dict[tuple[object, ...], Decimal]:
    keys = ", ".join(by)
    rows = _rows(
        warehouse, case, f"{keys}, sum(amount_cny) from marts.{fact} where document_id = $document group by {keys}"
    )
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1]}  # type: ignore[misc]


@pytest.mark.parametrize("case", [*SETS, "rounded"])
def test_a_set_that_adds_up_has_no_finding(warehouse: duckdb.DuckDBPyConnection, case: str) -> None:
    assert _rows(warehouse, case, "identity_id from marts.fct_finding where document_id = $document") == []


def test_half_a_unit_of_each_figure_is_within_rounding(warehouse: duckdb.DuckDBPyConnection) -> None:
    """45.00 and 15.01 make 60.00 within three half units of 0.01."""
    (verdict,) = _rows(
        warehouse,
        "rounded",
        "verdict from marts.fct_identity_check where document_id = $document "
        "and identity_id = 'PROJECT-GENERAL-HIERARCHY' and group_row = '2130305'",
    )
    assert verdict == ("within_rounding",)


@pytest.mark.parametrize("rule", ERRORS)
def test_a_wrong_figure_breaks_its_rule(warehouse: duckdb.DuckDBPyConnection, rule: str) -> None:
    violated = _rows(
        warehouse,
        rule,
        "distinct identity_id from marts.fct_identity_check where document_id = $document and verdict = 'violated'",
    )
    assert (rule,) in violated
    assert _rows(warehouse, rule, "count(*) > 0 from marts.fct_finding where document_id = $document") == [(True,)]


def test_appropriations_by_economic_class_are_those_of_one_table(warehouse: duckdb.DuckDBPyConnection) -> None:
    """The list of basic expenditure repeats a part of it and is not added once more."""
    fact = "fct_appropriation_by_economic_class"
    assert _sums(warehouse, "sichuan", fact, "fund", "expenditure_type") == {
        ("general_public_budget", "basic"): 1_000_000,
        ("general_public_budget", "project"): 600_000,
        ("government_fund", "basic"): 100_000,
        ("government_fund", "project"): 300_000,
        ("state_capital", "project"): 80_000,
    }
    assert _sums(warehouse, "beijing", fact, "fund", "expenditure_type") == {
        ("general_public_budget", "basic"): 1_000_000,
        ("government_fund", "basic"): 100_000,
    }
    assert _sums(warehouse, "inner-mongolia", fact, "fund", "expenditure_type") == {
        ("general_public_budget", "basic"): 1_000_000,
        ("general_public_budget", "project"): 600_000,
    }


def test_details_are_leaves_on_both_sides(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert _sums(warehouse, "sichuan", "fct_appropriation_detail", "functional_code", "economic_code") == {
        ("2130301", "30101"): 450_000,
        ("2130301", "30102"): 250_000,
        ("2130301", "30201"): 260_000,
        ("2130301", "30217"): 10_000,
        ("2130301", "30231"): 30_000,
        ("2130305", "30227"): 120_000,
        ("2130305", "31005"): 480_000,
    }


def test_three_public_spending_by_fund(warehouse: duckdb.DuckDBPyConnection) -> None:
    fact = "fct_three_public_by_fund"
    assert _sums(warehouse, "sichuan", fact, "fund", "stage") == {
        ("general_public_budget", "budget"): 60_000,
        ("general_public_budget", "final"): 40_000,
        ("government_fund", "budget"): 10_000,
        ("government_fund", "final"): 5_000,
    }
    assert _sums(warehouse, "beijing", fact, "fund", "stage") == {
        ("undivided", "budget"): 60_000,
        ("undivided", "final"): 40_000,
    }


def test_projects_with_their_code_and_source(warehouse: duckdb.DuckDBPyConnection) -> None:
    fact = "fct_project_expenditure"
    assert _sums(warehouse, "sichuan", fact, "functional_code", "funding_source") == {
        ("2130305", "general_public_budget"): 600_000
    }
    assert _sums(warehouse, "inner-mongolia", fact, "functional_code", "funding_source") == {
        ("2130305", "undivided"): 600_000,
        ("2136601", "undivided"): 300_000,
        ("2230105", "undivided"): 80_000,
    }
    # The table of the general public budget repeats a part of that of all money.
    assert _sums(warehouse, "budget", fact, "functional_code", "funding_source") == {
        (None, "general_public_budget"): 700_000,
        (None, "government_fund"): 100_000,
        (None, "carried_over.general_public_budget"): 150_000,
        (None, "special_account"): 20_000,
        (None, "other"): 30_000,
    }


def test_tables_are_disclosed_where_prose_says_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    def disclosed(case: str) -> dict[object, object]:
        sql = "measure, value from marts.fct_disclosure where document_id = $document"
        return dict(_rows(warehouse, case, sql))  # type: ignore[arg-type]

    assert disclosed("beijing") == {
        "procurement.total": 500_000, "procurement.goods": 120_000, "procurement.works": 300_000,
        "procurement.services": 80_000, "procurement.award_sme": 400_000, "procurement.award_small_micro": 150_000,
        "purchased_services": 80_000,
    }  # fmt: skip
    found = disclosed("inner-mongolia")
    assert found["vehicles.total"] == 5
    assert found["reception.domestic_guests"] == 160
    assert found["operating_cost"] == 300_000
