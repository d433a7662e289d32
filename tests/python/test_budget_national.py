"""The budget form of the ministry's own departments: nine tables, bodies instead of codes, two years side by side."""

from __future__ import annotations

from decimal import Decimal

import pytest
from budget_samples import NATIONAL, amount, at, load
from builders import without

from loaders.readers.errors import UnreadableError
from loaders.reports.coverage import cover


def test_its_nine_tables_and_the_one_beside_them() -> None:
    segment, content = load(NATIONAL)
    assert (segment.kind, segment.department_name, segment.fiscal_year) == ("department_budget", "青禾省水利局", 2024)
    assert [table.table_code for table in content.tables] == [
        "income_expenditure_summary", "revenue", "expenditure", "appropriation_summary", "general_budget_expenditure",
        "basic_expenditure", "three_public", "government_fund", "state_capital", "project_expenditure",
    ]  # fmt: skip
    assert content.unplaced == ()


def test_its_projects_with_their_funds() -> None:
    _, content = load(NATIONAL)
    assert [
        (figure.project_name, figure.row_key, figure.column_key, figure.amount_cny)
        for figure in at(content, "project_expenditure")
    ] == [
        ("水利工程维护", "project.1", "total", Decimal(1_000_000)),
        ("水利工程维护", "project.1", "general_public_budget", Decimal(800_000)),
        ("水利工程维护", "project.1", "government_fund", Decimal(200_000)),
    ]


def test_revenue_by_body_states_its_total_and_keeps_the_bodies_amounts_with_their_words() -> None:
    segment, content = load(NATIONAL)
    totals = {figure.column_key: figure.amount_cny for figure in at(content, "revenue") if figure.row_key == "total"}
    assert {key: value for key, value in totals.items() if value} == {
        "total": Decimal(3_150_000),
        "general_public_budget": Decimal(2_800_000),
        "government_fund": Decimal(200_000),
        "business": Decimal(100_000),
        "opening_balance": Decimal(50_000),
    }
    assert {figure.row_key for figure in at(content, "revenue") if figure.column_key} == {"total"}
    _, unplaced = cover(segment, content)
    assert [
        (figure.column_label, figure.printed_text) for figure in unplaced if "青禾省水利局（本级）" in figure.row_label
    ] == [
        ("合计", "315.00"), ("本年收入小计", "310.00"), ("一般公共预算", "280.00"), ("政府性基金预算", "20.00"),
        ("事业收入", "10.00"), ("上年结转结余小计", "5.00"), ("一般公共预算", "3.00"), ("单位资金", "2.00"),
    ]  # fmt: skip


def test_a_row_without_a_code_is_refused_where_no_column_names_bodies() -> None:
    text = without(NATIONAL, "部门（单位）代码\t部门（单位）名称", "科目编码\t科目名称")
    with pytest.raises(UnreadableError) as error:
        load(text)
    assert error.value.reason == "row_without_code"


def test_of_two_years_the_last_is_the_budget() -> None:
    _, content = load(NATIONAL)
    assert amount(content, "general_budget_expenditure", "2130301", "total") == 1_530_000
    assert amount(content, "three_public", "budget", "total") == 45_000
    assert amount(content, "three_public", "budget", "official_reception") == 15_000
    last_year = [f for f in at(content, "general_budget_expenditure") if f.column_label == "2023年执行数"]
    assert sum(f.amount_cny or 0 for f in last_year if f.row_label == "行政运行") == 1_500_000
    assert {figure.column_key for figure in last_year} == {None}


def test_last_year_may_stand_behind_this_one() -> None:
    """What counts is the year, not the order."""
    spending = NATIONAL[NATIONAL.index("一般公共预算“三公”经费支出表") : NATIONAL.index("政府性基金预算支出表\n")]
    other = spending.replace("2023年预算数", "2025年预算数").replace("2024年预算数", "2023年预算数")
    _, content = load(NATIONAL.replace(spending, other.replace("2025年预算数", "2024年预算数")))
    assert amount(content, "three_public", "budget", "total") == 50_000


def test_shares_beside_amounts_are_no_money() -> None:
    _, content = load(NATIONAL)
    shares = [figure for figure in at(content, "general_budget_expenditure") if figure.column_label == "增减%"]
    assert {(figure.unit, figure.amount_cny) for figure in shares} == {("%", None)}
    assert [figure.value for figure in shares][:3] == [Decimal("5.91"), Decimal("5.91"), Decimal("2.00")]
    # And they do not make the amounts more exact than they are printed.
    assert {f.resolution for f in at(content, "general_budget_expenditure") if f.amount_cny} == {Decimal("100.00")}


def test_lines_of_the_appropriations_with_their_parts() -> None:
    _, content = load(NATIONAL)
    table = "appropriation_summary"
    assert amount(content, table, "revenue_of_year", "amount") == 3_000_000
    assert amount(content, table, "expenditure_of_year", "total") == 3_030_000
    assert amount(content, table, "opening.general_public_budget", "amount") == 30_000
    assert amount(content, table, "213", "government_fund") == 200_000
