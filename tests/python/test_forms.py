"""Forms of single projects: targets and self-evaluations, several in a file, over pages, with or without titles."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest
from budget_samples import DEPARTMENT, SHANGHAI, amount, at, merged

from loaders import pipeline, readers
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Line, Paragraph, Place, SourceFile
from loaders.reports.document import Content, Segment
from loaders.reports.normalise import normalise
from loaders.reports.recognise import segments

PATH = Path(os.environ.get("JUESUAN_OTHER_REPORTS", Path(__file__).parents[3] / "shared/documents/other-departments"))


def line(text: str, page: int = 1) -> Paragraph:
    return Paragraph((Line(text, Place(page, 1), ends_paragraph=True),))


def reports(*blocks: Block) -> list[tuple[Segment, Content]]:
    source = SourceFile("forms.pdf", "0" * 64, "application/pdf", blocks)
    return [(segment, normalise(segment)) for segment in segments(source)]


def target_form(name: str, total: str, fiscal: str, *, year: str = "（2025年度）") -> Block:
    return merged(
        "财政项目支出绩效目标填报表|<|<|<|<|<|<|<",
        f"{year}|<|<|<|<|<|<|<",
        f"项目名称|<|{name}|<|项目性质|经常性项目|项目类别|特定目标类",
        f"主管部门|<|{DEPARTMENT}|<|实施单位|{DEPARTMENT}|<|<",
        "计划开始日期|<|2025-01-01|<|计划完成日期|2025-12-31|<|<",
        f"项目资金（元）|<|项目资金总额|<|900,000.00|年度资金申请总额|<|{total}",
        f"^|^|其中：财政资金|<|900,000.00|其中：当年财政拨款|<|{fiscal}",
        "^|^|^|^|^|上年结转资金|<|0.00",
        "^|^|其他资金|<|0.00|其他资金|<|0.00",
        "项目绩效目标|项目总目标|<|<|<|年度总体目标|<|<",
        "^|保障河道畅通。|<|<|<|完成清淤。|<|<",
        "绩效指标|一级指标|二级指标|三级指标|<|<|年度(/项目)指标值|<",
        "^|产出指标|数量指标|清淤长度|<|<|≥12.50(公里)|<",
        "^|^|^|清淤次数|<|<|>2.00(次)|<",
        "^|满意度指标|服务对象满意度指标|居民满意度|<|<|居民满意度不低于80%|<",
    )


def test_target_forms_of_one_department_are_one_report() -> None:
    first, second = (
        target_form("河道清淤", "500,000.00", "500,000.00"),
        target_form("水质监测", "400,000.00", "410,000.00"),
    )
    ((segment, content),) = reports(line("项目绩效目标表汇编"), first, second)
    assert (segment.kind, segment.department_name, segment.fiscal_year) == ("project_targets", DEPARTMENT, 2025)
    assert amount(content, "project_target", "project.1", "total") == 500_000
    assert amount(content, "project_target", "project.2", "fiscal_appropriation") == 410_000
    assert amount(content, "project_target", "project.2", "life.total") == 900_000
    assert amount(content, "project_target", "project.1", "life.other_funds") == 0
    assert {figure.project_name for figure in at(content, "project_target")} == {"河道清淤", "水质监测"}
    targets = [(i.level_1, i.name, i.year_target.comparator, i.year_target.value, i.year_target.unit)
               for i in content.indicators[:3]]  # fmt: skip
    assert targets == [
        ("产出指标", "清淤长度", "ge", "12.50", "公里"),
        ("产出指标", "清淤次数", "gt", "2.00", "次"),
        ("满意度指标", "居民满意度", "ge", "80", "%"),
    ]


def test_forms_behind_a_budget_are_a_report_of_their_own() -> None:
    text = readers.read_bytes("a.txt", SHANGHAI.encode()).blocks
    found = reports(*text, target_form("河道清淤", "500,000.00", "500,000.00", year=""))
    assert [segment.kind for segment, _ in found] == ["department_budget", "project_targets"]
    assert [segment.fiscal_year for segment, _ in found] == [2025, 2025]
    assert len(found[0][1].tables) == 9


def test_a_form_that_goes_on_on_the_next_page() -> None:
    rest = merged("绩效指标|效益指标|社会效益指标|防洪能力|<|<|提升|<", "^|^|^|受益人口|<|<|≥3.00(万人)|<")
    ((_, content),) = reports(target_form("河道清淤", "1.00", "1.00"), line("2", 2), rest)
    last = content.indicators[-1]
    assert (len(content.indicators), last.level_1, last.year_target.value) == (5, "效益指标", "30000")


def test_a_form_with_one_total_states_that_of_the_year() -> None:
    grid = merged(
        "项目名称|河道清淤|<|<",
        f"主管部门|{DEPARTMENT}|实施单位|水文站",
        "项目资金（万元）|项目资金总额：|50.00|<",
        "^|其中：财政拨款|45.00|<",
        "^|其他资金|5.00|<",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|清淤长度|12公里",
    )
    ((segment, content),) = reports(grid)
    assert segment.fiscal_year is None
    assert amount(content, "project_target", "project.1", "total") == 500_000
    assert amount(content, "project_target", "project.1", "other_funds") == 50_000


def self_evaluation(name: str, score: str = "9.50") -> Block:
    return merged(
        "项目支出绩效自评表|<|<|<|<|<|<|<",
        "（2024年度）|<|<|<|<|<|<|<",
        f"项目名称|<|{name}|<|<|<|<|<",
        f"主管部门|<|{DEPARTMENT}|<|实施单位|<|水文站|<",
        "项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
        f"^|年度资金总额|50.00|40.00|38.00|10.00|95.00%|{score}",
        "^|其中：当年财政拨款|50.00|40.00|38.00|—|95.00%|—",
        "^|其他资金|0.00|0.00|0.00|—||—",
        "年度总体目标|<|预期目标|<|<|实际完成情况|<|<",
        "^|^|完成清淤。|<|<|已完成。|<|<",
        "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分",
        "^|产出指标（50分）|数量指标|清淤长度|≥12公里|12.5公里|30.00|30.00",
        "^|^|质量指标|验收合格率|100%|100%|20.00|20.00",
        "^|效益指标（30分）|社会效益指标|防洪能力|提升|提升|30.00|30.00",
        "^|满意度指标（10分）|服务对象满意度指标|居民满意度|≥90%|92%|10.00|10.00",
        "总分|<|<|<|<|<|100.00|99.50",
    )


def test_each_self_evaluation_form_is_a_report_with_its_points() -> None:
    found = reports(self_evaluation("河道清淤"), line("项目支出绩效自评表"), self_evaluation("水质监测"))
    assert [(segment.kind, segment.ordinal, segment.fiscal_year) for segment, _ in found] == [
        ("project_self_evaluation", 1, 2024),
        ("project_self_evaluation", 2, 2024),
    ]
    content = found[0][1]
    assert amount(content, "project_execution", "total", "executed") == 380_000
    assert amount(content, "project_execution", "fiscal_appropriation", "initial_budget") == 500_000
    sheet = {(f.row_key, f.column_key): f.value for f in at(content, "evaluation_sheet")}
    assert (sheet["1", "weight"], sheet["1", "score"]) == (Decimal("10.00"), Decimal("9.50"))
    assert (sheet["2", "weight"], sheet["2.1.1", "weight"]) == (50, 30)
    assert (sheet["total", "weight"], sheet["total", "score"]) == (100, Decimal("99.50"))
    leaves = {f.row_key for f in at(content, "evaluation_sheet")} - {
        f.parent_row_key for f in at(content, "evaluation_sheet")
    }
    assert sum(value for (row, column), value in sheet.items() if row in leaves and column == "weight") == 100
    first = content.indicators[0]
    assert (first.indicator_set, first.name, first.actual_text) == ("self_evaluation", "清淤长度", "12.5公里")


def test_a_form_as_text_with_tabs() -> None:
    text = (
        "项目支出绩效自评表\n\n（2024年度）\n\n"
        f"项目名称\t\t河道清淤\n主管部门\t\t{DEPARTMENT}\t\t实施单位\t水文站\n"
        "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
        "\t年度资金总额\t50.00\t40.00\t38.00\t10\t95%\t9.5\n"
        "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "\t产出指标\t数量指标\t清淤长度\t≥12公里\t12.5公里\t90\t90\n"
        "总分\t\t\t\t\t\t100\t99.5\n"
    )
    (segment,) = segments(readers.read_bytes("form.txt", text.encode()))
    content = normalise(segment)
    assert (segment.kind, segment.fiscal_year) == ("project_self_evaluation", 2024)
    assert amount(content, "project_execution", "total", "budget") == 400_000


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("项目资金（元）", "项目资金"), "unit_missing"),
        (("500,000.00", "5o0,000.00"), "bad_number"),
        (("年度资金申请总额", "年度申请"), "column_missing"),
    ],
)
def test_what_is_wrong_with_a_form_is_said(change: tuple[str, str], reason: str) -> None:
    rows = target_form("河道清淤", "500,000.00", "1.00").rows
    texts = ["|".join(cell.text or "<" for cell in row) for row in rows]
    if reason == "column_missing":
        texts = [row.replace("项目资金总额", "项目申请") for row in texts]
    with pytest.raises(UnreadableError) as error:
        reports(merged(*(row.replace(*change) for row in texts)))
    assert error.value.reason == reason
    assert error.value.place is not None


@pytest.mark.skipif(not PATH.is_dir(), reason=f"the published reports are not at {PATH}")
def test_the_published_target_forms() -> None:
    """Five forms; the last states an appropriation above its total (page 35)."""
    budget, targets = pipeline.load([PATH / "putuo-wanli-2023-budget-with-target-forms.pdf"]).documents
    assert (budget.ordinal, targets.ordinal) == (1, 2)
    totals = [f.amount_cny for f in at(targets.content, "project_target") if f.column_key == "total"]
    assert totals == [4_100_000, 6_351_000, 4_563_800, 7_595_500, 10_903_043]
    assert sum(total for total in totals if total) == 33_513_343
    assert amount(targets.content, "project_target", "project.5", "fiscal_appropriation") == 11_419_043
    assert len(targets.content.indicators) == 5 + 4 + 4 + 43 + 9
    area = targets.content.indicators[0].year_target
    assert (area.comparator, area.value, area.unit) == ("ge", "13459", "平方米")
    visitors = next(i.year_target for i in targets.content.indicators if i.name == "中心全年活动人次")
    assert (visitors.comparator, visitors.value, visitors.unit) == ("eq", "50000", "人次")
