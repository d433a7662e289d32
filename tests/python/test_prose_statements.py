"""Subjects, roles, wholes: each rule with a case in which it holds and one in which it does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from prose_support import read, segment, told, yuan

from loaders.readers.model import Cell, Grid, Place
from loaders.reports.prose import narrative


def test_a_subject_with_its_amount_change_and_rate() -> None:
    figures = read("2024年机关运行经费支出88.66万元，比2023年度减少3.4万元，降低3.69%。")
    assert {figure.row_number for figure in figures} == {1}
    assert [(f.row_key, f.column_key) for f in figures] == [
        ("operating_cost", "amount"),
        ("operating_cost", "change"),
        ("operating_cost", "change_rate"),
    ]
    assert [f.amount_cny for f in figures] == [yuan("88.66"), yuan("-3.4"), None]
    assert figures[2].value == Decimal("-3.69")
    assert figures[1].column_label == "比2023年度减少"


@pytest.mark.parametrize(
    ("words", "aspect", "sign"),
    [
        ("比上年增加", "change", 1),
        ("较上年减少", "change", -1),
        ("与上年相比，下降", "change", -1),
        ("比2023年决算数增加", "change", 1),
        ("同比减少", "change", -1),
        ("比年初预算数减少", "budget_difference", -1),
        ("较年初预算增加", "budget_difference", 1),
        ("与年初预算相比，增加", "budget_difference", 1),
        ("第一次预算调减", "adjustment_1", -1),
        ("年中预算调整增加", "adjustment", 1),
    ],
)
def test_what_a_change_is_against(words: str, aspect: str, sign: int) -> None:
    assert told(f"公务接待费支出9万元，{words}2万元。")[1] == (
        "three_public.official_reception",
        aspect,
        sign * yuan("2"),
        "元",
    )


def test_a_count_that_grows_is_a_change_only_against_something() -> None:
    assert told("公务用车保有量6辆，比上年增加2辆。")[1] == ("vehicles.owned", "change", Decimal(2), "辆")
    assert told("本年新增闸站2座。") == [(None, "count", Decimal(2), "座")]


@pytest.mark.parametrize(
    ("words", "aspect"),
    [
        ("支出决算为", "amount"),
        ("执行数", "amount"),
        ("全年预算数为", "budget"),
        ("完成预算", "budget"),
        ("低于预算", "budget"),
        ("年初预算为", "initial_budget"),
        ("上年决算数为", "last_year"),
    ],
)
def test_roles_of_money(words: str, aspect: str) -> None:
    assert told(f"公务接待费{words}9万元。") == [("three_public.official_reception", aspect, yuan("9"), "元")]


@pytest.mark.parametrize(
    "words", ["完成年初预算的", "为预算的", "完成预算", "预算执行率", "预算完成率为", "占年初预算的", "支出进度达"]
)
def test_roles_of_completion(words: str) -> None:
    assert told(f"机关运行经费支出9万元，{words}90%。")[1][1] == "completion_rate"


def test_a_rate_is_of_the_budget_just_stated() -> None:
    aspects = [aspect for _, aspect, _, _ in told("会议费支出3万元，完成预算6万元的50%。")]
    assert aspects == ["amount", "budget", "completion_rate"]


def test_a_rate_nobody_knows_keeps_its_words() -> None:
    (figure,) = read("全县供水水质达标率为99.2%。")
    assert (figure.row_key, figure.column_key, figure.row_label) == (None, "rate", "供水水质达标率")


def test_shares_name_their_whole() -> None:
    figures = read("政府采购支出总额50万元。授予中小企业合同金额40万元，占政府采购支出总额的80%。")
    assert (figures[-1].column_key, figures[-1].parent_row_key) == ("share", "procurement.total")
    figures = read("公务接待费支出2万元，占20%。")
    assert figures[-1].parent_row_key == "three_public.total"
    figures = read("水泵用电占地方用电的20%。")
    assert (figures[-1].column_key, figures[-1].parent_row_key) == ("share", None)


def test_parts_know_their_whole_and_lists_end() -> None:
    text = "本年支出合计90万元，其中：基本支出60万元，项目支出30万元。公务接待费2万元。"
    parents = [(f.row_key, f.parent_row_key) for f in read(text)]
    assert parents == [
        ("expenditure.of_year", None),
        ("expenditure.basic", "expenditure.of_year"),
        ("expenditure.project", "expenditure.of_year"),
        ("three_public.official_reception", None),
    ]


def test_nested_parts_return_to_the_outer_whole() -> None:
    text = (
        "“三公”经费支出9万元，其中：公务用车购置及运行维护费7万元；其中：公务用车购置费4万元；"
        "公务用车运行维护费3万元；公务接待费2万元。"
    )
    assert [f.parent_row_key for f in read(text)] == [
        None,
        "three_public.total",
        "three_public.vehicles",
        "three_public.vehicles",
        "three_public.total",
    ]


def test_a_part_is_of_the_same_kind_as_its_whole() -> None:
    figures = read("（三）国有资产占用情况", "共有车辆8辆，其中，其他用车5辆；单位价值100万元以上设备2台（套）。")
    assert [(f.row_key, f.parent_row_key) for f in figures] == [
        ("vehicles.total", None),
        ("vehicles.other", "vehicles.total"),
        ("assets.equipment_over_1m", None),
    ]


def test_an_explanation_is_not_the_subject_s_own() -> None:
    figures = read("基本支出60万元，主要原因是人员经费减少8万元；项目支出30万元，增长5%。")
    assert [(f.row_key, f.column_key) for f in figures] == [
        ("expenditure.basic", "amount"),
        (None, "change"),
        ("expenditure.project", "amount"),
        ("expenditure.project", "change_rate"),
    ]
    assert figures[1].row_label == "人员经费"


def test_no_change_is_a_claim() -> None:
    amount, flat = read("经营收入12.5万元，与上年决算数持平。")
    assert (flat.column_key, flat.printed_text, flat.amount_cny) == ("change", "持平", 0)
    assert flat.resolution == amount.resolution == Decimal(1000)
    assert len(read("经营收入12.5万元，收支持平。")) == 1


@pytest.mark.parametrize("dash", ["--", "——", "--%", "—%"])
def test_not_comparable_is_a_claim(dash: str) -> None:
    figures = read(f"经营收入5万元，比上年增加5万元，增长{dash}（基数为0，不可比）。")
    assert (figures[2].column_key, figures[2].qualifier) == ("change_rate", "not_comparable")
    assert figures[2].value is None
    assert figures[2].amount_cny is None


def test_a_dash_in_a_sentence_is_none() -> None:
    assert read("建成全县首个灌区——青河灌区。") == ()


def test_headings_give_the_subject() -> None:
    texts = ("（2）项目支出。年度预算500万元，支出450万元，完成预算的90%。",)
    assert {figure.row_key for figure in read(*texts)} == {"expenditure.project"}
    texts = ("（一）机关运行经费支出情况", "2024年预算50万元，支出45万元。")
    assert {figure.row_key for figure in read(*texts)} == {"operating_cost"}
    texts = ("（一）机关运行经费支出情况", "（二）灌区情况", "2024年预算50万元，支出45万元。")
    assert {figure.row_key for figure in read(*texts)} == {None}


def test_what_narrows_a_subject_is_another_subject() -> None:
    assert told("本部门基本支出9万元。")[0][0] == "expenditure.basic"
    assert told("青禾县水务局基本支出9万元。")[0][0] == "expenditure.basic"
    assert told("县水务局基本支出9万元。")[0][0] == "expenditure.basic"
    assert told("下属水文站基本支出9万元。")[0][0] is None
    assert told("县农业农村局基本支出9万元。")[0][0] is None
    assert told("项目支出绩效指标完成率9%。")[0][0] is None


def test_a_named_project() -> None:
    text = "“清淤工程”项目绩效自评综述：全年预算数为80万元，执行数为60万元，完成预算的75%。"
    figures = read(text)
    assert {(f.project_name, f.row_key) for f in figures} == {("清淤工程", "project.execution")}
    texts = ("项目名称：堤防加固项目", "项目年初预算90万元，第一次预算调减10万元，调整后项目年度预算为80万元。")
    figures = read(*texts, kind="project_evaluation")
    assert [(f.row_key, f.column_key) for f in figures] == [
        ("project.budget", "initial_budget"),
        ("project.budget", "adjustment_1"),
        ("project.budget", "budget"),
    ]
    assert {f.project_name for f in figures} == {"堤防加固项目"}


def test_operational_counts_are_named_by_their_noun() -> None:
    labels = [(f.row_label, f.printed_text) for f in read("全年巡查水库12座，向9个镇32个村提供406份图纸。")]
    assert labels == [("巡查水库", "12"), ("镇", "9"), ("村", "32"), ("图纸", "406")]
    labels = [f.row_label for f in read("完成20项35条隐患整治。")]
    assert labels == ["隐患整治", "隐患整治"]


def test_labels_are_nouns_not_sentences() -> None:
    text = "在上级部门的坚强领导下全面贯彻落实各项工作部署要求并深入推进农村饮水安全巩固提升工程建设任务共计35处。"
    (figure,) = read(text)
    assert len(figure.row_label) <= 40


def test_yuan_stays_yuan_and_a_missing_yuan_is_money() -> None:
    assert told("公务接待费支出1,180.85元。") == [
        ("three_public.official_reception", "amount", Decimal("1180.85"), "元")
    ]
    assert told("经营收入3万；其他收入0万元。")[0] == ("revenue.operating", "amount", yuan("3"), "元")


def test_dropped_trailing_zeros_share_a_resolution() -> None:
    assert {f.resolution for f in read("会议费5.7万元；培训费4.03万元；基本支出60万元。")} == {Decimal(100)}
    resolutions = [f.resolution for f in read("会议费5.70万元；培训费4.03万元；基本支出60万元。")]
    assert resolutions == [100, 100, 10_000]


def test_sentences_in_a_column_for_them_are_prose_and_other_cells_are_not() -> None:
    """A scored sheet gives its reasons in words; its rules of scoring state nothing of the report's own."""
    rows = (
        ("三级指标", "分值", "评分标准", "评价情况"),
        ("支出完成率", "8", "执行率低于60%不得分。", "年度本项目支出35.20万元，预算执行率为88%。"),
        ("现场表现", "2", "熟悉得2分。", "2个"),
    )
    cells = tuple(tuple(Cell(text, Place(line=10 + at)) for text in row) for at, row in enumerate(rows))
    found = narrative.read(replace(segment("综述。", kind="project_evaluation"), blocks=(Grid(cells),))).figures
    assert [(f.column_key, f.amount_cny or f.value, f.place.line) for f in found] == [
        ("amount", yuan("35.20"), 11),
        ("completion_rate", Decimal(88), 11),
    ]
    renamed = (tuple(replace(cell, text="序号") if cell.text == "评价情况" else cell for cell in cells[0]), *cells[1:])
    assert narrative.read(replace(segment("综述。", kind="project_evaluation"), blocks=(Grid(renamed),))).figures == ()
