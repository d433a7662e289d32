"""Random consistent systems, printed from yuan: what is changed is found, what is not is left alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from audit_support import Book, wan
from hypothesis import assume, given, settings
from hypothesis import strategies as st

AMOUNTS = st.integers(min_value=1_000_00, max_value=99_999_999_99).map(lambda cents: Decimal(cents) / 100)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Book, list[str], list[str]]:
    """A table of rows and columns with all totals, which a second table repeats: figures rounded each on its own.

    Returns the book, the names of the inner cells, and those of figures that stand in one check only.
    """
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 4))
    yuan = [[draw(AMOUNTS) for _ in range(columns)] for _ in range(rows)]
    book, inner = Book(), []
    for r in range(rows):
        for c in range(columns):
            book.print(f"{r}.{c}", wan(yuan[r][c]))
            inner.append(f"{r}.{c}")
        book.print(f"row{r}", wan(sum(yuan[r], Decimal(0))))
    for c in range(columns):
        book.print(f"column{c}", wan(sum((row[c] for row in yuan), Decimal(0))))
    total = wan(sum((sum(row, Decimal(0)) for row in yuan), Decimal(0)))
    book.print("total", total)
    book.print("summary", total)
    for r in range(rows):
        book.equal(f"row{r}", *(f"{r}.{c}" for c in range(columns)))
    for c in range(columns):
        book.equal(f"column{c}", *(f"{r}.{c}" for r in range(rows)))
    book.equal("total", *(f"row{r}" for r in range(rows)))
    book.equal("total", *(f"column{c}" for c in range(columns)), name="across")
    book.equal("summary", "total")
    lone = []
    for r in range(rows):
        book.print(f"note{r}", wan(yuan[r][0]))
        book.equal(f"note{r}", f"{r}.0", name=f"prose{r}")
        lone.append(f"note{r}")
    return book, inner, lone


def _misprint(book: Book, name: str, text: str) -> Fraction:
    """Prints another text for the figure; returns what it was."""
    cell = book.cells[name]
    before = cell.value
    fresh = Book()
    fresh.print(name, text)
    number, line = cell.row_number, cell.line
    book.print(name, text, row_number=number, line=line)
    names = list(book.cells)
    assert names.count(name) == 1
    return before


def _digit_changed(draw: st.DrawFn, text: str) -> str:
    places = [i for i, letter in enumerate(text) if letter.isdigit()]
    place = draw(st.sampled_from(places[: max(len(places) - 3, 1)]))  # not among the digits that rounding reaches
    other = draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))
    return text[:place] + other + text[place + 1 :]


@settings(max_examples=30, deadline=None)
@given(tables())
def test_a_consistent_system_has_no_error(made: tuple[Book, list[str], list[str]]) -> None:
    book, _, _ = made
    assert [finding for finding in book.findings() if finding.severity != "note"] == []


@settings(max_examples=30, deadline=None)
@given(tables(), st.data())
def test_a_changed_cell_is_the_first_guess_and_its_value_is_in_the_interval(
    made: tuple[Book, list[str], list[str]], data: st.DataObject
) -> None:
    book, inner, _ = made
    name = data.draw(st.sampled_from([*inner, "total"]))
    true = _misprint(book, name, _digit_changed(data.draw, book.cells[name].printed_text))
    findings = [finding for finding in book.findings() if finding.severity != "note"]
    assert len(findings) == 1
    (finding,) = findings
    assert finding.suspected_figure_id == name
    assert finding.expected_low is not None
    assert finding.expected_high is not None
    assert finding.expected_low <= true <= finding.expected_high
    assert finding.expected_high - finding.expected_low <= 16 * book.cells[name].step


@settings(max_examples=30, deadline=None)
@given(tables(), st.data())
def test_two_cells_of_different_rows_and_columns_are_two_findings(
    made: tuple[Book, list[str], list[str]], data: st.DataObject
) -> None:
    book, inner, _ = made
    first = data.draw(st.sampled_from(inner))
    second = data.draw(st.sampled_from(inner))
    assume(first.split(".")[0] != second.split(".")[0] and first.split(".")[1] != second.split(".")[1])
    changes = []
    for name in (first, second):
        before = _misprint(book, name, _digit_changed(data.draw, book.cells[name].printed_text))
        changes.append(abs(book.cells[name].value - before))
    assume(abs(changes[0] - changes[1]) > 16 * 100)  # of two equal changes the other two corners are as likely
    findings = [finding for finding in book.findings() if finding.severity != "note"]
    assert {finding.suspected_figure_id for finding in findings} == {first, second}


@settings(max_examples=30, deadline=None)
@given(st.permutations("123456"), st.integers(1, 5))
def test_figures_that_stand_in_one_check_only_are_equally_likely(digits: list[str], shift: int) -> None:
    """Nothing else speaks for either, and no slip of the pen leads from one to the other: every digit differs."""
    one = "".join(digits)
    two = "".join(str((int(digit) + shift - 1) % 6 + 4) for digit in digits)
    assume(sum(a == b for a, b in zip(one, two, strict=True)) == 0)
    book = Book()
    book.print("prose", f"{one[:4]}.{one[4:]}")
    book.print("table", f"{two[:4]}.{two[4:]}")
    book.equal("prose", "table")
    (finding,) = book.findings()
    assert finding.suspected_figure_id is None
    assert {text.partition("=")[0] for text in finding.alternatives} == {"prose", "table"}
