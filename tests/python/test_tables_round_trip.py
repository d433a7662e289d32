"""Any layout of the nine tables is read back exactly: every cell, with its coordinates, its blank and its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import EMPTY_SENTENCES, TABLES, Expected, Rendered, Style, render
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import readers
from loaders.reports.document import Content
from loaders.reports.normalise import normalise
from loaders.reports.recognise import segments

STYLES = st.builds(
    Style,
    unit=st.sampled_from(["万元", "元"]),
    separators=st.sampled_from(["all", "none", "mixed"]),
    zero=st.sampled_from(["0.00", "0", "", "-", "——", "/", "无"]),
    numbered=st.booleans(),
    total_first=st.booleans(),
    code=st.sampled_from(["one", "parts", "whole", "left_out", "with_name"]),
    break_every=st.none() | st.integers(1, 30),
    repeat_header=st.booleans(),
    page_mark=st.sampled_from(["", "12", "- 3 -", "第 4 页 共 20 页"]),
    cut_names=st.booleans(),
    title=st.sampled_from(
        [
            "{title}",
            "表{number} {title}",
            "{chinese}、{title}",
            "公开0{number}表\n{title}",
            "附表{number}：{title}",
            "表{number}\n{title}",
            "（{chinese}）{title}",
            "{title}\t\t\t",
            "2023年度{title}",
        ]
    ),
    unit_line=st.sampled_from(
        [
            "单位：{unit}",
            "金额单位：{unit}",
            "部门：{department}\n单位:{unit}",
            "部门：{department}\t\t\t单位：{unit}",
            "部门：{department}    单位：{unit}",
            "（单位：{unit}）",
        ]
    ),
    full_width=st.booleans(),
    economic=st.sampled_from(["pairs", "triples", "list"]),
    three_public=st.sampled_from(["blocks", "pairs", "rows"]),
    contents=st.booleans(),
    empty_table=st.none() | st.sampled_from(EMPTY_SENTENCES),
    order=st.permutations(TABLES).map(tuple),
)


def load(rendered: Rendered) -> Content:
    """What the loaders read from the text."""
    (segment,) = segments(readers.read_bytes("report.txt", rendered.text.encode()))
    return normalise(segment)


def as_read(content: Content) -> list[Expected]:
    """The figures of the standard tables in the builder's terms."""
    return sorted(
        (
            Expected(
                figure.table_code,
                figure.place.line or 0,
                figure.column_key or "",
                figure.row_key or "",
                figure.row_level,
                figure.parent_row_key,
                figure.magnitude,
                figure.is_blank,
            )
            for figure in content.figures
            if figure.table_code in TABLES
        ),
        key=repr,
    )


def assert_round_trip(rendered: Rendered) -> None:
    """All that was printed is read, and nothing else."""
    content = load(rendered)
    assert as_read(content) == sorted(rendered.expected, key=repr)
    assert not any(figure.is_repeat for figure in content.figures)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), STYLES, st.integers(2, 60))
def test_any_layout_is_read_back_exactly(seed: int, style: Style, codes: int) -> None:
    assert_round_trip(render(seed, style, codes))


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("code", ["one", "parts"])
def test_a_level_left_out_hangs_its_children_on_the_next(level: int, code: str) -> None:
    assert_round_trip(render(3, Style(skip_level=level, code=code)))


def test_names_cut_by_a_page_are_whole_again() -> None:
    rendered = render(5, Style(break_every=3, repeat_header=False, cut_names=True))
    names = {figure.row_label for figure in load(rendered).figures if figure.table_code == "revenue"}
    assert all(name == "合计" or name.endswith("（类款项）支出") for name in names)


def test_one_unit_for_each_table() -> None:
    """A table in 元 beside one in 万元."""
    text = render(2, Style(order=TABLES)).text
    changed = text.replace("支出决算表\n\n单位：万元", "支出决算表\n\n单位：元", 1)
    before, after = (load(replace_lines(text)), load(replace_lines(changed)))
    pairs = [
        (old, new) for old, new in zip(before.figures, after.figures, strict=True) if old.amount_cny != new.amount_cny
    ]
    assert pairs
    assert {old.table_code for old, _ in pairs} == {"expenditure"}
    assert all(old.amount_cny == new.amount_cny * 10_000 for old, new in pairs if new.amount_cny is not None)


def replace_lines(text: str) -> Rendered:
    """The text as a rendered report."""
    return replace(Rendered(), lines=text.splitlines())
