"""Words misread in a picture: taken for the one wording they can only be, noted, and left alone where there are two."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_support import department

from loaders import readers
from loaders.readers.model import Block, Grid, Paragraph, Reading, SourceFile
from loaders.reports.classes import class_names
from loaders.reports.document import Content
from loaders.reports.fold import fold
from loaders.reports.normalise import normalise
from loaders.reports.readings.phrases import phrases
from loaders.reports.readings.wording import Wording
from loaders.reports.recognise import segments
from loaders.reports.tables.words import table_words
from loaders.samples.layout import layout
from loaders.samples.render import render

HEADER = table_words("final_accounts").header_wording
PATTERNS = sorted(
    {
        pattern
        for name in ("final_accounts", "budget")
        for words in [table_words(name)]
        for spec in words.tables.values()
        for pattern in (*spec["titles"], *spec["columns"].values(), *words["lines"]["income"].values())
    }
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_matches_all_that_it_spells_out(pattern: str) -> None:
    assert all(re.fullmatch(pattern, text) for text in phrases(pattern))


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("(本年)?决算数|金额", {"本年决算数", "决算数", "金额"}),
        (r"因公出国\(境\)(费|费用)?", {"因公出国(境)", "因公出国(境)费", "因公出国(境)费用"}),
        (r"(20\d\d年)?预算数", {"预算数"}),
        (r"表(\([^()]+\))?", {"表"}),
        ("(?:附|公开)表", {"附表", "公开表"}),
        (".{2,30}及决算表", set()),
        ("年度?结转", {"年度结转", "年结转"}),
        ("款+项|类", {"类"}),
    ],
)
def test_what_a_pattern_spells_out(pattern: str, texts: set[str]) -> None:
    assert phrases(pattern) == texts


@pytest.mark.parametrize(
    ("read", "others", "beside", "meant"),
    [
        ("年木结转和结余", (), {"年初结转和结余"}, "年末结转和结余"),
        ("年木结转和结余", (), (), None),  # 年初 or 年末
        ("年木结转和结余", ("年未结转和结余", "年末结转和结余"), (), "年末结转和结余"),  # the picture may show it
        ("上级补助收人", (), (), "上级补助收入"),
        ("上级补肋攵入", (), (), None),  # two signs
        ("级补助收入", (), (), "上级补助收入"),
        ("合汁", (), (), None),  # too short to tell
        ("合汁", ("合计",), (), "合计"),
        ("评审费", (), (), None),
    ],
)
def test_what_words_can_only_be(read: str, others: tuple[str, ...], beside: set[str], meant: str | None) -> None:
    assert HEADER.meant(read, others, beside) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("火善防治及应急管理支出", "灾害防治及应急管理支出"),  # a class: two signs of a long name
        ("火善方治及应急管理支出", None),  # three
        ("国妨文出", None),  # two of a short one
        ("本年支出台汁", None),  # a line: two signs
    ],
)
def test_of_a_closed_list_of_long_names_one_may_differ_in_two_signs(read: str, meant: str | None) -> None:
    lines = tuple(table_words("final_accounts")["lines"]["expenditure"].values())
    assert Wording(lines, names=class_names()).meant(read) == meant


def test_words_that_may_stand_there_are_none_to_mend() -> None:
    assert Wording(("(本年)?收入合计",)).knows("本年收入合计")
    assert not Wording(()).knows("")


@pytest.fixture(scope="module")
def source() -> SourceFile:
    """A made-up report as if recognition had read all of it, without a fault."""
    data = render(department(11, 3, is_odd=False), "html", layout(["numbered-titles"]))
    read = readers.read_bytes("report.html", data)
    return replace(read, blocks=tuple(map(_recognised, read.blocks)))


def _recognised(block: Block) -> Block:
    if isinstance(block, Paragraph):
        lines = (replace(line, place=replace(line.place, reading=Reading(line.text, 0.99))) for line in block.lines)
        return Paragraph(tuple(lines))
    rows = tuple(
        tuple(replace(cell, place=replace(cell.place, reading=Reading(cell.text, 0.99))) for cell in row)
        for row in block.rows
    )
    return replace(block, rows=rows)


def _content(source: SourceFile) -> Content:
    (segment,) = segments(source)
    return normalise(segment)


def _coordinates(content: Content) -> list[tuple[object, ...]]:
    return [
        (figure.table_code, figure.row_key, figure.column_key, figure.parent_row_key, figure.amount_cny, figure.value)
        for figure in content.figures
    ]


def _misread(source: SourceFile, index: int, row: int, column: int, at: int) -> tuple[SourceFile, str]:
    """The file with one sign of one cell (or paragraph, without row) taken for another, and what was read."""
    block = source.blocks[index]
    if isinstance(block, Paragraph):
        text = block.text[:at] + "囗" + block.text[at + 1 :]
        place = replace(block.place, reading=Reading(text, 0.6))
        changed: Block = Paragraph((replace(block.lines[0], text=text, place=place),))
    else:
        cell = block.rows[row][column]
        text = cell.text[:at] + "囗" + cell.text[at + 1 :]
        cell = replace(cell, text=text, place=replace(cell.place, reading=Reading(text, 0.6)))
        cells = (*block.rows[row][:column], cell, *block.rows[row][column + 1 :])
        changed = Grid((*block.rows[:row], cells, *block.rows[row + 1 :]), block.spans_known)
    return replace(source, blocks=(*source.blocks[:index], changed, *source.blocks[index + 1 :])), text


def _titles_and_words(source: SourceFile) -> list[tuple[int, int, int, str]]:
    """Block, row, column and text of what a layout knows: titles of tables, column titles, lines."""
    words = table_words("final_accounts")
    lines = Wording(tuple(pattern for side in words["lines"].values() for pattern in side.values()))
    found = []
    for index, block in enumerate(source.blocks):
        if isinstance(block, Paragraph):
            if words.title_wording.knows(fold(block.text)):
                found.append((index, 0, 0, block.text))
            continue
        for row, cells in enumerate(block.rows):
            for column, cell in enumerate(cells):
                text = fold(cell.text)
                if len(text) >= 4 and (words.header_wording.knows(text) or lines.knows(text)):
                    found.append((index, row, column, cell.text))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chance=st.data())
def test_one_misread_sign_changes_nothing_but_the_note(source: SourceFile, chance: st.DataObject) -> None:
    """Any title, column title or line of a report: its figures stay where they belong, and what was read is told."""
    index, row, column, text = chance.draw(st.sampled_from(_titles_and_words(source)))
    at = chance.draw(st.integers(0, len(text) - 1))
    wrong, read = _misread(source, index, row, column, at)
    found = _content(wrong)
    assert _coordinates(found) == _coordinates(_content(source))
    assert [(one.read, one.place.reading.text) for one in found.mended if one.place.reading] == [(read, read)]


def test_a_misprint_in_text_is_kept_as_it_is_printed(source: SourceFile) -> None:
    """Only a picture is misread: where text is text, an unknown column title is unknown."""
    index, row, column, text = next(one for one in _titles_and_words(source) if one[3] == "上级补助收入")
    wrong, _ = _misread(source, index, row, column, len(text) - 1)

    def as_text(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return Paragraph(tuple(replace(one, place=replace(one.place, reading=None)) for one in block.lines))
        rows = tuple(tuple(replace(c, place=replace(c.place, reading=None)) for c in cells) for cells in block.rows)
        return replace(block, rows=rows)

    found = _content(replace(wrong, blocks=tuple(map(as_text, wrong.blocks))))
    assert not found.mended
    assert _coordinates(found) != _coordinates(_content(source))
