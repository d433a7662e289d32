"""Tables in plain text without tabs: between bars, in columns of spaces, with commas; and prose that is none."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_documents import Table, from_text
from samples import final_accounts
from test_formats_reports import figures

from loaders import readers
from loaders.readers.flow import width
from loaders.readers.model import Block, Paragraph
from loaders.readers.text import parse


def shape(found: tuple[Block, ...]) -> list[str | list[list[str]]]:
    return [b.text if isinstance(b, Paragraph) else [[cell.text for cell in row] for row in b.rows] for b in found]


ROWS = [["项目", "预算数", "决算数"], ["基本支出", "1,234.50", ""], ["合计", "2.00", "13.52%"]]


@pytest.mark.parametrize(
    "lines",
    [
        ["| 项目 | 预算数 | 决算数 |", "|---|:---:|---:|", "| 基本支出 | 1,234.50 | |", "| 合计 | 2.00 | 13.52% |"],
        ["项目|预算数|决算数", "基本支出|1,234.50|", "合计|2.00|13.52%"],
        ["┌──┬──┐", "│项目│预算数│决算数│", "├──┼──┤", "│基本支出│1,234.50│　│", "│合计│2.00│13.52%│", "└──┴──┘"],
        ["+--+--+", "|项目|预算数|决算数|", "+--+--+", "|基本支出|1,234.50| |", "+--+--+", "|合计|2.00|13.52%|"],
    ],
    ids=["markdown", "open", "drawn", "ascii"],
)
def test_tables_between_bars(lines: list[str]) -> None:
    assert shape(parse("\n".join(["支出表", *lines, "注：无。"]))) == ["支出表", ROWS, "注：无。"]


def aligned(rows: list[list[str]], gap: str) -> str:
    """Rows as a person aligns them: words to the left, numbers to the right."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for column, text in enumerate(row):
            space = " " * (widths[column] - width(text))
            cells.append(space + text if column else text + space)
        lines.append(gap.join(cells).rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize("gap", ["  ", "      ", "　", "　　"])
def test_tables_in_columns_of_spaces(gap: str) -> None:
    found = parse(f"支出表\n\n{aligned(ROWS, gap)}\n\n本部门2023年度支出情况如上。")
    assert shape(found) == ["支出表", ROWS, "本部门2023年度支出情况如上。"]
    assert [block.place.line for block in found] == [1, 3, 7]


CELLS = st.sampled_from(["", "1.00", "-2,345.60", "甲", "科目名称", "12%", "x"])


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=8), st.sampled_from(["  ", "    ", "　"]))
def test_any_aligned_table_comes_back(body: list[list[str]], gap: str) -> None:
    """Property: whatever cells are empty, a table with a label and a number in each row is read as it was written."""
    rows = [
        ["项目", "甲栏", "乙栏", "丙栏", "合计"],
        *[[f"行{n}", *row, f"{n}.00"] for n, row in enumerate(body, start=1)],
    ]
    assert shape(parse(aligned(rows, gap))) == [rows]


@pytest.mark.parametrize(
    "text",
    [
        "一、部门概况  3\n二、收入决算表  5\n三、支出决算表  6",
        "　　第一段，情况如下。\n　　第二段，情况如下。\n　　第三段，情况如下。",
        "部门：甲局    单位：万元",
        "甲  乙  丙\n丁  戊  己\n庚  辛  壬",
        "比例为1|2|3。",
        "----------",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert all(isinstance(block, Paragraph) for block in parse(text))


def _csv(content: list[str | Table], columns: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    for item in content:
        rows = [[item]] if isinstance(item, str) else item.rows
        writer.writerows([[*row, *[""] * (columns - len(row))] for row in rows])
        if not isinstance(item, str):
            writer.writerow([""] * columns)
    return out.getvalue()


def test_a_sheet_saved_as_csv() -> None:
    text = _csv(["支出表", Table(ROWS), "注：一，二。"], 3)
    found = readers.read_bytes("report.csv", text.encode("gb18030")).blocks
    assert shape(found) == ["支出表", ROWS, "注：一，二。"]
    assert [block.place.line for block in found] == [1, 2, 6]


@pytest.mark.parametrize(
    "text", ["甲,乙\n丙\n", "支出1,234.50万元,见下表\n", '"甲,乙,丙\n', "a,b,c\td\ne,f,g\n", "甲,乙\n丙,丁\n"]
)
def test_text_with_commas_is_no_csv(text: str) -> None:
    found = readers.read_bytes("report.csv", text.encode()).blocks
    assert not any(len(getattr(block, "rows", ())) > 1 for block in found) or "\t" in text


def test_a_report_as_csv_gives_the_same_figures(tmp_path: Path) -> None:
    """Without merged cells: an empty header cell continues its neighbour, as in text with tabs."""
    text = final_accounts()
    content = from_text(text)
    columns = max(item.width for item in content if isinstance(item, Table))
    assert figures(tmp_path, _csv(content, columns).encode()) == figures(tmp_path, text.encode())
