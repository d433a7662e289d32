"""A report cut anywhere loads nothing, or says where it is cut; it never passes for a smaller one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import TABLES, Style, render, without
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import readers
from loaders.readers.errors import UnreadableError
from loaders.reports.document import Content
from loaders.reports.normalise import normalise
from loaders.reports.recognise import segments


def load(text: str) -> Content:
    (segment,) = segments(readers.read_bytes("report.txt", text.encode()))
    return normalise(segment)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**6), st.sampled_from(["万元", "元"]), st.booleans(), st.permutations(TABLES).map(tuple), st.data()
)
def test_final_accounts_cut_at_any_line(
    seed: int, unit: str, contents: bool, order: tuple[str, ...], data: st.DataObject
) -> None:
    """Property: of a report cut behind any line, nothing is read, or all of it (when only words are cut)."""
    rendered = render(seed, Style(unit=unit, contents=contents, order=order, total_first=data.draw(st.booleans())))
    whole = len(load(rendered.text).figures)
    cut = data.draw(st.integers(1, len(rendered.lines) - 1))
    try:
        content = load("\n".join(rendered.lines[:cut]) + "\n")
    except UnreadableError as error:
        assert error.reason in ("cut", "unknown_kind", "column_missing", "row_count")  # noqa: PT017
        assert error.place is not None  # noqa: PT017
        return
    assert len(content.figures) == whole or _lost_only_zeros(rendered.lines[cut:])


def _lost_only_zeros(lines: list[str]) -> bool:
    """Whether no line that was cut off holds an amount: sums cannot tell of rows of zeros."""
    cells = [cell for line in lines for cell in line.split("\t")[1:]]
    return all(cell in ("0.00", "") or not cell[:1].isdigit() for cell in cells)


def test_a_set_of_eight_tables_is_whole_before_the_ninth_came() -> None:
    text = render(1, Style()).text
    start, end = text.index("\n国有资本经营预算财政拨款支出决算表"), text.index("\n财政拨款“三公”经费支出决算表")
    eight = text[:start] + text[end:]
    with pytest.raises(UnreadableError, match="1 of 9"):
        load(eight)
    assert len(load(without(eight, "2023年度", "2018年度")).tables) == 8


def test_a_table_that_the_contents_name_must_follow() -> None:
    text = render(1, Style(contents=True)).text.replace("2023", "2018")
    start, end = text.rindex("\n国有资本经营预算财政拨款支出决算表"), text.rindex("\n财政拨款“三公”经费支出决算表")
    with pytest.raises(UnreadableError, match="1 of 9"):
        load(text[:start] + text[end:])


EVALUATION = """青禾市2023年度河道清淤项目绩效评价报告

项目主管部门：青禾市水务局

一、项目概况

项目情况良好。

二、评价结果

评价得分为90分。

三、存在的问题和建议

问题不多。
"""


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        ("评价得分为90分。", "last sections are missing"),
        ("三、存在的问题和建议", "ends with the heading"),
        ("项目情况良好。", "result is missing"),
    ],
)
def test_an_evaluation_cut(cut: str, message: str) -> None:
    load(EVALUATION)
    with pytest.raises(UnreadableError, match=message):
        load(EVALUATION[: EVALUATION.index(cut) + len(cut)])


def test_a_scored_sheet_announced_must_follow() -> None:
    with pytest.raises(UnreadableError, match="scored sheet"):
        load(EVALUATION + "\n四、附件：项目支出绩效评分表\n")


def test_a_sentence_cut() -> None:
    (segment,) = segments(readers.read_bytes("report.txt", EVALUATION.encode()))
    normalise(segment)
    text = EVALUATION.replace("问题不多。", "问题不多，但是")
    (cut,) = segments(readers.read_bytes("report.txt", text.encode()))
    with pytest.raises(UnreadableError, match="last sentence"):
        normalise(replace(segment, blocks=cut.blocks))


def test_a_part_announced_must_follow() -> None:
    report = render(1, Style()).text
    contents = "目录\n\n第一部分：部门概况\n\n第二部分：名词解释\n\n第一部分：部门概况\n\n"
    with pytest.raises(UnreadableError, match="第二部分 is announced"):
        load(without(report, "收入支出决算总表", contents + "收入支出决算总表"))
    load(without(report, "收入支出决算总表", contents + "收入支出决算总表") + "\n第二部分：名词解释\n\n无。\n")
