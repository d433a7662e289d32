"""Readings of pictures: exchanged where the identities prove another one, kept where the report itself is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_support import department

from loaders import pipeline
from loaders.readers.model import Place, Reading
from loaders.readers.ocr.numbers import as_number
from loaders.reports.classes import economic_codes, functional_codes
from loaders.reports.figures import Figure
from loaders.reports.readings.choice import DOUBTFUL, RECOGNISED, REPAIRED, with_readings_chosen
from loaders.reports.readings.codes import code_read
from loaders.reports.readings.identities import identities
from loaders.samples.render import render

KIND = "final_accounts"
SURE, UNSURE = 0.99, 0.5


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> tuple[Figure, ...]:
    """A made-up report as it was recognised, without a fault."""
    path = tmp_path_factory.mktemp("report") / "report.txt"
    path.write_bytes(render(department(7, 3, is_odd=False), "text"))
    (document,) = pipeline.load([path]).documents
    return tuple(_read(figure, figure.printed_text) for figure in document.content.figures)


def _read(figure: Figure, text: str, *others: str, confidence: float = SURE) -> Figure:
    """The figure as if recognition had read that text; numbers of another size change its amount."""
    place = replace(figure.place, reading=Reading(text, confidence, others))
    if text in ("", figure.printed_text):
        return replace(figure, place=place)
    shown = as_number(place.reading)[0]
    amount = Decimal(shown.replace(",", "")) * (figure.step_cny / _step(figure.printed_text))
    step = figure.step_cny * _step(shown) / _step(figure.printed_text)
    return replace(figure, place=place, printed_text=shown, amount_cny=amount, step_cny=step, resolution=step)


def _step(text: str) -> Decimal:
    return Decimal(1).scaleb(Decimal(text.replace(",", "")).as_tuple().exponent)


def _with(figures: Sequence[Figure], number: int, figure: Figure) -> list[Figure]:
    return [figure if index == number else other for index, other in enumerate(figures)]


def _proving(figures: Sequence[Figure]) -> list[int]:
    """The amounts, none of them zero, that an identity of their own table and another one hold."""
    found: dict[int, set[str]] = {}
    for identity in identities(figures, KIND):
        for number in identity.factors:
            found.setdefault(number, set()).add(identity.rule)
    return [
        number
        for number, rules in sorted(found.items())
        if len(rules) > 1 and figures[number].amount_cny and len(figures[number].printed_text) > 5
    ]


def test_a_report_without_a_misreading_stays_as_it_is(figures: tuple[Figure, ...]) -> None:
    chosen = with_readings_chosen(figures, KIND)
    assert {figure.read_by for figure in chosen if not figure.is_blank} == {RECOGNISED}
    assert [replace(figure, read_by=None) for figure in chosen] == list(figures)


def test_what_is_text_is_not_touched(figures: tuple[Figure, ...]) -> None:
    text = tuple(replace(figure, place=replace(figure.place, reading=None)) for figure in figures)
    assert with_readings_chosen(text, KIND) == text


_CONFUSED = {"0": "8", "1": "7", "2": "7", "3": "8", "4": "1", "5": "6", "6": "8", "7": "1", "8": "3", "9": "0"}


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(chance=st.data())
def test_a_misread_digit_is_repaired(figures: tuple[Figure, ...], chance: st.DataObject) -> None:
    """The number that the picture may show too is put back, with what was read kept; nothing else changes."""
    number = chance.draw(st.sampled_from(_proving(figures)))
    text = figures[number].printed_text
    at = chance.draw(st.sampled_from([index for index, char in enumerate(text) if char.isdigit()]))
    # The last digit of a sum may be wrong within rounding; then nothing proves that it is.
    if at == len(text) - 1:
        return
    wrong = text[:at] + _CONFUSED[text[at]] + text[at + 1 :]
    chosen = with_readings_chosen(_with(figures, number, _read(figures[number], wrong, "9.99", text)), KIND)
    assert chosen[number].read_by == REPAIRED
    assert chosen[number].printed_text == text
    assert chosen[number].amount_cny == figures[number].amount_cny
    assert chosen[number].resolution == figures[number].resolution
    assert chosen[number].place.reading.text == wrong
    assert [figure.amount_cny for figure in chosen] == [figure.amount_cny for figure in figures]


@pytest.mark.parametrize("fault", ["point lost", "separators as points", "sign lost"])
def test_a_sign_that_was_misread_is_repaired(figures: tuple[Figure, ...], fault: str) -> None:
    number = next(n for n in _proving(figures) if "," in figures[n].printed_text)
    text = figures[number].printed_text
    seen = {"point lost": text.replace(".", "").replace(",", ""), "separators as points": text.replace(",", ".")}
    if fault == "sign lost":
        others = as_number(Reading(text, UNSURE))[1].others
        assert f"-{text}" in others
        assert f"-{text}" not in as_number(Reading(text, SURE))[1].others
        return
    reading = as_number(Reading(seen[fault], SURE))[1]
    wrong = _read(figures[number], seen[fault], *reading.others)
    chosen = with_readings_chosen(_with(figures, number, wrong), KIND)[number]
    assert (chosen.read_by, chosen.amount_cny) == (REPAIRED, figures[number].amount_cny)
    assert chosen.place.reading.text == seen[fault]


@pytest.mark.parametrize(
    ("seen", "number", "other"),
    [
        ("46,598,7/7.05", "46,598,777.05", "46,598,717.05"),
        ("12,3/4", "12,374", "12,314"),
        ("2023/12", "2023/12", None),  # a date has strokes of its own
        ("1/2", "1/2", None),
        ("/", "/", None),
    ],
)
def test_a_stroke_in_an_amount_is_a_digit(seen: str, number: str, other: str | None) -> None:
    text, reading = as_number(Reading(seen, SURE))
    assert text == number
    assert reading.others == (() if other is None else (other,))


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(chance=st.data())
def test_an_error_of_the_report_stays(figures: tuple[Figure, ...], chance: st.DataObject) -> None:
    """Read with confidence it may be no other number; nor do other readings of it that do not add up change it."""
    number = chance.draw(st.sampled_from(_proving(figures)))
    text = figures[number].printed_text
    wrong = _CONFUSED[text[0]] + text[1:]
    others = chance.draw(st.sampled_from([(), ("9.99",), (f"1{wrong}", "0.01")]))
    read = _with(figures, number, _read(figures[number], wrong, *others))
    chosen = with_readings_chosen(read, KIND)
    assert [replace(figure, read_by=None) for figure in chosen] == read
    assert chosen[number].read_by == RECOGNISED
    assert any(not identity.holds(chosen) for identity in identities(chosen, KIND))


def _three_public(total: str, *parts: str) -> list[Figure]:
    keys = ("total", "overseas_travel", "vehicles", "official_reception")
    return [
        Figure(
            "three_public", 1, column, "决算数", key, Place(1, 1, reading=Reading(text, SURE)), text, "元",
            row_key="final", column_key=key, amount_cny=Decimal(text), step_cny=Decimal("0.01"),
            resolution=Decimal("0.01"),
        )
        for column, (key, text) in enumerate(zip(keys, (total, *parts), strict=True), start=1)
    ]  # fmt: skip


def test_two_ways_to_make_it_add_up_are_none() -> None:
    read = _three_public("5.00", "1.00", "2.00", "1.00")
    assert len(identities(read, KIND)) == 1
    either = [_read(read[0], "5.00", "4.00"), *read[1:]]
    assert with_readings_chosen(either, KIND)[0].printed_text == "4.00"
    both = [*either[:3], _read(read[3], "1.00", "2.00")]
    assert [figure.printed_text for figure in with_readings_chosen(both, KIND)] == ["5.00", "1.00", "2.00", "1.00"]


def test_two_misreadings_in_one_column_are_both_repaired(figures: tuple[Figure, ...]) -> None:
    """Each has its own row to prove it, though their column does not hold before both are right."""
    rows = [n for n in _proving(figures) if figures[n].table_code == "expenditure" and figures[n].row_level == 3]
    column = figures[rows[0]].column_key
    first, second = [n for n in rows if figures[n].column_key == column][:2]
    read = list(figures)
    for number in (first, second):
        text = figures[number].printed_text
        read[number] = _read(figures[number], _CONFUSED[text[0]] + text[1:], text)
    chosen = with_readings_chosen(read, KIND)
    assert [chosen[n].read_by for n in (first, second)] == [REPAIRED, REPAIRED]
    assert [figure.amount_cny for figure in chosen] == [figure.amount_cny for figure in figures]


def test_a_number_that_nothing_proves_is_in_doubt() -> None:
    """Where its form was mended, or recognition is unsure; and the other number is not taken for want of proof."""
    (total, *_) = _three_public("1234.50", "1.00", "2.00", "1.00")
    mended = replace(total, place=Place(1, 1, reading=Reading("1.234.50", SURE)), printed_text="1,234.50")
    unsure = _read(total, "1234.50", "1234.60", confidence=0.3)
    for figure in (mended, unsure):
        (chosen,) = with_readings_chosen([figure], KIND)
        assert chosen.read_by == DOUBTFUL
        assert chosen.printed_text == figure.printed_text


@pytest.mark.parametrize(
    ("read", "text", "others"),
    [
        ("18.980.28", "18,980.28", ()),
        ("18,980,28", "18,980.28", ()),
        ("1.234.567", "1,234,567", ("1,234.567",)),
        ("1,234.56", "1,234.56", ()),
        ("I2.5O", "12.50", ()),
        ("1 234.56", "1234.56", ()),
        ("1898028", "1898028", ("18980.28",)),
        ("2.106", "2.106", ("2,106",)),
        ("84.4 %", "84.4%", ()),
        ("o", "0", ()),
        ("O.OO", "O.OO", ()),
        ("行政运行", "行政运行", ()),
        ("第3项", "第3项", ()),
        ("……", "……", ()),
    ],
)
def test_numbers_a_cell_may_be(read: str, text: str, others: tuple[str, ...]) -> None:
    found, reading = as_number(Reading(read, SURE))
    assert (found, reading.text) == (text, read)
    assert set(others) <= set(reading.others)


def test_the_load_says_what_is_in_doubt_and_keeps_what_was_read(tmp_path: Path, figures: tuple[Figure, ...]) -> None:
    """In the tidy rows: one row for each number recognised, the text as read where it was repaired."""
    path = tmp_path / "report.txt"
    path.write_bytes(render(department(7, 3, is_odd=False), "text"))
    (document,) = pipeline.load([path]).documents
    number = _proving(figures)[0]
    text = figures[number].printed_text
    wrong = _read(figures[number], _CONFUSED[text[0]] + text[1:], text)
    chosen = with_readings_chosen(_with(figures, number, wrong), KIND)
    doubtful = replace(chosen[-1], read_by=DOUBTFUL)
    content = replace(document.content, figures=(*chosen[:-1], doubtful))
    said = pipeline._warned(replace(document, content=content))
    assert said.reason == "reading_doubtful"
    assert f"{doubtful.place}: {doubtful.printed_text}" in said.detail
    rows = pipeline.LoadResult((said,)).tables()["figure_readings"]
    assert len(rows) == sum(figure.read_by is not None for figure in content.figures)
    repaired = [row for row in rows if row["read_by"] == REPAIRED]
    assert [row["read_text"] for row in repaired] == [wrong.place.reading.text]
    assert {row["read_text"] for row in rows if row["read_by"] != REPAIRED} == {""}


@pytest.mark.parametrize(
    ("digits", "name", "above", "code"),
    [
        ("2010301", "行政运行", "20103", "2010301"),
        ("20103O1".replace("O", ""), "行政运行", "20103", "2010301"),
        ("200801", "死亡抚恤", "20808", "2080801"),
        ("2010999", "无人知晓的科目", "", "2010999"),
    ],
)
def test_a_code_that_is_not_listed_is_that_of_the_name(digits: str, name: str, above: str, code: str) -> None:
    assert code_read(digits, name, functional_codes(), above) == code


def test_a_code_far_from_every_listed_one_stays_as_read() -> None:
    """The list has this name under the code of an edition before 2018 alone."""
    assert code_read("2296002", "用于社会福利的彩票公益金支出", functional_codes(), "22960") == "2296002"


def test_of_several_codes_of_a_name_the_one_behind_the_row_above() -> None:
    """电费 has been 30204 and is 30206; with one character misread a long name is still known."""
    assert code_read("32", "电费", economic_codes(), "30205") == "30206"
    assert code_read("301l2".replace("l", ""), "其他社会保陪缴费", economic_codes(), "30111") == "30112"
