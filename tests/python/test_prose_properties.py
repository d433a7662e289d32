"""Properties: what is written is read back, whatever its line breaks and the width of its characters."""

from __future__ import annotations

from dataclasses import dataclass
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

rates = st.decimals(min_value=0, max_value=999, places=1)
amounts = st.decimals(min_value=0, max_value=9_999_999, places=2)
subjects = st.sampled_from(sorted(SUBJECTS))
units = st.sampled_from(sorted(UNITS))
directions = st.sampled_from(sorted(DIRECTIONS))
bases = st.sampled_from(["比上年", "较上年", "比2023年度", "与上年相比，", "比上年决算数"])


@dataclass(frozen=True)
class Stated:
    """A rendered sentence, what it states, and where its three numbers begin."""

    text: str
    key: str
    amount_cny: Decimal
    change_cny: Decimal
    rate: Decimal
    positions: tuple[int, int, int]


@st.composite
def statements(draw: st.DrawFn) -> Stated:
    subject, unit, direction = draw(subjects), draw(units), draw(directions)
    amount, change, rate = draw(amounts), draw(amounts), draw(rates)
    opening, middle = f"2024年度{subject}", f"{amount:,}{unit}，{draw(bases)}{direction}"
    last = f"{change}{unit}，{direction}"
    text = f"{opening}{middle}{last}{rate}%。"
    positions = (len(opening), len(opening + middle), len(opening + middle + last))
    worth, sign = UNITS[unit], DIRECTIONS[direction]
    return Stated(text, SUBJECTS[subject], amount * worth, sign * change * worth, sign * rate, positions)


@given(statements())
def test_a_rendered_statement_is_read_back(stated: Stated) -> None:
    figures = read(stated.text)
    assert [(f.row_key, f.column_key) for f in figures] == [
        (stated.key, "amount"),
        (stated.key, "change"),
        (stated.key, "change_rate"),
    ]
    assert [magnitude(f) for f in figures] == [stated.amount_cny, stated.change_cny, stated.rate]
    assert {figure.row_number for figure in figures} == {1}


@given(statements(), st.lists(st.integers(min_value=1, max_value=60), max_size=6))
def test_line_breaks_change_nothing_but_the_line(stated: Stated, cuts: list[int]) -> None:
    whole, cut = read(stated.text), narrative.read(segment(stated.text, cuts=tuple(cuts))).figures
    assert [_without_place(figure) for figure in cut] == [_without_place(figure) for figure in whole]
    lines = [1 + len({at for at in cuts if at <= start}) for start in stated.positions]
    assert [figure.place.line for figure in cut] == lines


@given(statements())
def test_full_width_reads_the_same(stated: Stated) -> None:
    wide = read(stated.text.translate(_FULL_WIDTH))
    assert [_measure(figure) for figure in wide] == [_measure(figure) for figure in read(stated.text)]


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
