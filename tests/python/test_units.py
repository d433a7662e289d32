"""The bodies a department's report covers: each way reports list them, and what is no name."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest
from budget_samples import merged
from hypothesis import given
from hypothesis import strategies as st
from samples import Accounts, final_accounts

from loaders import pipeline, readers
from loaders.readers.model import Block, Grid, Line, Paragraph, Place
from loaders.reports import units
from loaders.reports.document import ListedUnit, Segment
from loaders.reports.recognise import segments
from loaders.reports.regions import department

OTHERS = Path(os.environ.get("JUESUAN_OTHER_REPORTS", Path(__file__).parents[3] / "shared/documents/other-departments"))
NAME = "广州市天河区样例服务局"
CENTRE, STATION = "广州市天河区样例服务中心", "广州市天河区样例监测站"
SECTION = "二、部门决算单位构成"


def read(*blocks: str | Grid) -> list[tuple[str, bool, bool]]:
    """Names of the units with whether each is the own level, and whether its figures stand in another's report."""
    return [(unit.name, unit.is_own_level, unit.is_within_other) for unit in listed(*blocks)]


def listed(*blocks: str | Grid) -> tuple[ListedUnit, ...]:
    made: list[Block] = [
        block if isinstance(block, Grid) else Paragraph((Line(block, Place(line=number)),))
        for number, block in enumerate(blocks, start=1)
    ]
    segment = Segment(1, "final_accounts", "", NAME, 2023, "", Place(), tuple(made))
    return units.read(segment).units


def table(*rows: str) -> Grid:
    return merged("序号|单位名称|备注", *rows)


def test_a_table_of_names() -> None:
    assert read(
        SECTION,
        f"纳入{NAME}2023年度部门决算编制范围的单位包括：",
        table(f"1|{NAME}（本级）|", f"2|{CENTRE}|", f"3|{STATION}|预算不单列，并入本级"),
    ) == [(f"{NAME}（本级）", True, False), (CENTRE, False, False), (STATION, False, True)]


def test_a_table_that_goes_on_on_another_page() -> None:
    lead = f"纳入{NAME}2023年度部门决算编制范围的单位包括："
    assert len(read(lead, table(f"1|{NAME}|"), "- 3 -", merged(f"2|{CENTRE}|"), merged("1|2|3|4"))) == 2


def test_numbered_items() -> None:
    assert read(
        "本部门中，行政单位1家，事业单位2家，具体包括：",
        f"1. {NAME}（本部）。",
        f"2．{CENTRE}；",
        f"（3）下属事业单位{STATION}不单列预算，并入本部。",
        "三、主要职能",
        "1.天河区另一中心",
    ) == [(f"{NAME}（本部）", True, False), (CENTRE, False, False), (STATION, False, True)]


def test_items_whose_numbers_the_format_keeps() -> None:
    assert read(SECTION, f"{NAME}本级", CENTRE, STATION, "第二部分 决算表", "广州市天河区其他中心") == [
        (f"{NAME}本级", True, False), (CENTRE, False, False), (STATION, False, False),
    ]  # fmt: skip


def test_part_of_a_sentence() -> None:
    found = listed(
        SECTION,
        f"按照要求，纳入{NAME}2023年部门决算编报范围的单位共3个，包括局本级和下属2个预算单位，"
        f"下属单位分别是：{CENTRE}、{STATION}。",
    )
    assert [unit.name for unit in found] == ["局本级", CENTRE, STATION]
    assert {unit.units_stated for unit in found} == {3}
    assert found[0].unit_id == department(NAME).department_id


def test_the_key_is_that_of_a_report_of_the_unit() -> None:
    (unit,) = listed(SECTION, "1.天河区样例服务中心")
    assert unit.unit_id == department(CENTRE).department_id


@pytest.mark.parametrize(
    "line",
    [
        "1.上海市XX局（本级）", "2.某中心", "1.2023年部门收入预算总表", "1.办公室、人事科", "3.以上单位共3个", "2.",
        "1.收入支出情况说明",
    ],
)  # fmt: skip
def test_what_is_no_name_is_left_out(line: str) -> None:
    assert read(SECTION, line) == []


def test_what_is_listed_without_a_name_counts() -> None:
    """Two named of three listed are not all."""
    found = listed(SECTION, f"1.{NAME}本级", f"2.{CENTRE}", "3.XX站")
    assert [unit.units_stated for unit in found] == [3, 3]


def test_the_contents_list_no_units() -> None:
    assert read("二、部门决算单位构成", "三、名词解释", "1.部门收支总表", "四、其他") == []
    assert read("机构设置", "1.天河区样例服务中心") == []


def test_seeds_hold_the_units_of_departments_only(tmp_path: Path) -> None:
    accounts = Accounts(units=(f"{NAME}（本级）", CENTRE))
    (tmp_path / "one.txt").write_text(final_accounts(accounts), encoding="utf-8")
    (tmp_path / "two.txt").write_text(
        final_accounts(dataclasses.replace(accounts, department=CENTRE, scope="单位")), encoding="utf-8"
    )
    tables = pipeline.load([tmp_path]).tables()
    assert {row["document_kind"] for row in tables["documents"]} == {"final_accounts", "unit_final_accounts"}
    assert [(row["unit_name"], row["is_own_level"], row["line"]) for row in tables["document_units"]] == [
        (f"{NAME}（本级）", "true", "7"), (CENTRE, "false", "9"),
    ]  # fmt: skip


_SUFFIXES = ("中心", "所", "站", "学校", "馆", "大队")
_WORDS = st.text(st.sampled_from("样例监测培训档案交通园林"), min_size=2, max_size=8)
_NAMES = st.lists(
    st.builds(lambda word, suffix: f"广州市天河区{word}{suffix}", _WORDS, st.sampled_from(_SUFFIXES)),
    min_size=1, max_size=12, unique=True,
)  # fmt: skip


@given(_NAMES)
def test_every_form_gives_back_the_names(names: list[str]) -> None:
    lead = f"纳入{NAME}部门决算编制范围的单位包括："
    forms: tuple[tuple[str | Grid, ...], ...] = (
        (lead, table(*(f"{number}|{name}|" for number, name in enumerate(names, start=1)))),
        (lead, *(f"{number}、{name}；" for number, name in enumerate(names, start=1))),
        (lead + "、".join(names) + "。",),
    )
    for blocks in forms:
        assert [unit.name for unit in listed(*blocks)] == names


@pytest.mark.skipif(not OTHERS.is_dir(), reason=f"the published reports are not at {OTHERS}")
@pytest.mark.parametrize(
    ("pattern", "names", "within"),
    [
        # Read from the pages: the list of units on page 5; items 1 and 2 on page 4; items 1 to 6 on page 4.
        ("*finance-bureau*", ["上海市普陀区财政局（本级）", "上海市普陀区财政局财政所", "上海市普陀区国库收付中心"], 2),
        ("*government-office*", ["上海市普陀区人民政府办公室本部", "上海市普陀区交流服务中心"], 1),
        (
            "*wanli*",
            [
                "上海市普陀区人民政府万里街道办事处（本部）",
                *(
                    f"上海市普陀区万里街道{name}"
                    for name in (
                        "社区事务受理服务中心", "社区党群服务中心", "城市运行管理中心", "经济发展服务中心",
                        "综合行政执法队",
                    )
                ),
            ],
            0,
        ),
        ("*blank-template*", [], 0),
        ("jiangsu*", [], 0),
    ],
)  # fmt: skip
def test_units_of_published_reports(pattern: str, names: list[str], within: int) -> None:
    (path,) = OTHERS.glob(pattern)
    found = segments(readers.read_bytes(path.name, path.read_bytes()))
    said = [unit for segment in found if "department" in segment.kind or "accounts" in segment.kind
            for unit in units.read(segment).units]  # fmt: skip
    assert [unit.name for unit in said] == names
    assert sum(unit.is_within_other for unit in said) == within
    assert [unit.is_own_level for unit in said] == [number == 0 for number in range(len(said))]
