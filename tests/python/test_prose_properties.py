"""Properties: what is written is read back, whatever its line breaks and the width of its characters."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from prose_support import magnitude, read, segment

from loaders.reports.figures import Figure
from loaders.reports.prose import narrative

SUBJECTS = {
    "机关运行经费": "operating_cost",
    "公务接待费": "three_public.official_reception",
    "政府采购支出总额": "procurement.total",
    "一般公共预算财政拨款支出": "expenditure.appropriation.general_public_budget",
    "因公出国（境）费": "three_public.overseas_travel",
    "其他收入": "revenue.other",
}
UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
DIRECTIONS = {"增加": 1, "减少": -1, "下降": -1, "增长": 1}
_FULL_WIDTH = str.maketrans("0123456789.,%()", "０１２３４５６７８９．，％（）")

amounts = st.decimals(min_value=0, max_value=9_999_999, places=2)
subjects = st.sampled_from(sorted(SUBJECTS))
units = st.sampled_from(sorted(UNITS))
directions = st.sampled_from(sorted(DIRECTIONS))
bases = st.sampled_from(["比上年", "较上年", "比2023年度", "与上年相比，", "比上年决算数"])


@st.composite
def statements(draw: st.DrawFn) -> tuple[str, str, str, Decimal, Decimal, Decimal]:
    """A sentence with its subject's key, unit, amount, signed change and signed rate."""
    subject, unit, direction = draw(subjects), draw(units), draw(directions)
    amount, change, rate = draw(amounts), draw(amounts), draw(st.decimals(min_value=0, max_value=999, places=1))
    text = f"2024年度{subject}{amount:,}{unit}，{draw(bases)}{direction}{change}{unit}，{direction}{rate}%。"
    sign = DIRECTIONS[direction]
    return text, SUBJECTS[subject], unit, amount, sign * change, sign * rate


@given(statements())
def test_a_rendered_statement_is_read_back(statement: tuple[str, str, str, Decimal, Decimal, Decimal]) -> None:
    text, key, unit, amount, change, rate = statement
    figures = read(text)
    assert [(f.row_key, f.column_key) for f in figures] == [(key, "amount"), (key, "change"), (key, "change_rate")]
    cent = Decimal("0.01")
    assert figures[0].amount_cny == (amount * UNITS[unit]).quantize(cent)
    assert figures[1].amount_cny == (change * UNITS[unit]).quantize(cent)
    assert figures[2].value == rate
    assert {figure.row_number for figure in figures} == {1}


@given(statements(), st.lists(st.integers(min_value=1, max_value=60), max_size=6))
def test_line_breaks_change_nothing_but_the_line(
    statement: tuple[str, str, str, Decimal, Decimal, Decimal], cuts: list[int]
) -> None:
    text = statement[0]
    whole, cut = read(text), narrative.read(segment(text, cuts=tuple(cuts))).figures
    assert [_without_place(figure) for figure in cut] == [_without_place(figure) for figure in whole]
    for figure in cut:
        breaks = sorted(position for position in set(cuts) if 0 < position < len(text))
        assert figure.place.line == 1 + sum(1 for position in breaks if position <= _position(text, figure, whole, cut))


def _position(text: str, figure: Figure, whole: tuple[Figure, ...], cut: tuple[Figure, ...]) -> int:
    """Where the figure's number stands: the last but its followers."""
    position = 0
    for other in cut[: cut.index(figure) + 1]:
        # Dates stand before the first number: its place is behind the subject.
        start = text.index("度") if position == 0 and "2023" not in text[:6] else position
        position = text.index(other.printed_text, max(start, position))
        if other is not figure:
            position += len(other.printed_text)
    return position


@given(statements())
def test_full_width_reads_the_same(statement: tuple[str, str, str, Decimal, Decimal, Decimal]) -> None:
    text = statement[0]
    wide = read(text.translate(_FULL_WIDTH))
    assert [_measure(figure) for figure in wide] == [_measure(figure) for figure in read(text)]


@given(
    st.text(
        alphabet="年月日支出收入预算增加减少比上占的共其中0123456789.,%（）：；。，、“”《》万元亿个项-", max_size=60
    )
)
def test_every_digit_run_is_accounted_for(text: str) -> None:
    """Figures and classified tokens together are all digit runs, and no more."""
    made = segment(text) if text.strip() else segment("无")
    placed = [f.printed_text for f in narrative.read(made).figures if any(char.isdigit() for char in f.printed_text)]
    told = [token.printed for token in narrative.tokens(made) if token.kind == "figure"]
    assert placed == told
    digits = "".join(char for char in text.strip() if char.isdigit())
    assert "".join(c for t in narrative.tokens(made) for c in t.printed if c.isdigit()) == digits


def _measure(figure: Figure) -> tuple[str | None, str | None, Decimal | None, str]:
    return figure.row_key, figure.column_key, magnitude(figure), figure.unit


def _without_place(figure: Figure) -> tuple[object, ...]:
    return (*_measure(figure), figure.row_label, figure.column_label, figure.printed_text, figure.resolution)
