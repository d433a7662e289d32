"""One error in a report, of the kinds that people make; each is recorded with the figure, the old text and the new."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.samples.made.report import Report, Said, Table

_SLIP = 10_000
_OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
_MONEY = ("万元", "元")
_ATTEMPTS = 200


@dataclass(frozen=True)
class Slip:
    """One error. `places` are table, row and column numbers of every figure that the error changed, where it left one.

    An error in one figure (`is_one_cell`) can be explained by that figure alone.
    """

    kind: str
    table_code: str
    places: tuple[tuple[int, int], ...]
    old: str
    new: str
    is_one_cell: bool

    @property
    def is_prose(self) -> bool:
        """Whether the error stands in a sentence."""
        return self.table_code == "narrative"


Maker = Callable[[Report, random.Random], Slip | None]


def make(kind: str, clean: Report, rng: random.Random) -> tuple[Report, Slip]:
    """The report with one error of that kind; raises LookupError where it has no figure for one."""
    for _ in range(_ATTEMPTS):
        report = clean.copy()
        slip = (KINDS | HARMLESS)[kind](report, rng)
        if slip is not None and slip.old != slip.new:
            return report, replace(slip, kind=kind)
    raise LookupError(f"no place for the error {kind} in the report of {clean.name}")


def _grouped(text: str) -> str:
    """Digits with their separators: 1234567.8 → 1,234,567.8."""
    whole, point, decimals = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-') or 0):,}{point}{decimals}"


def _digit_changed(text: str, rng: random.Random) -> str:
    at = rng.choice([index for index, char in enumerate(text) if char.isdigit()])
    return text[:at] + rng.choice([digit for digit in "123456789" if digit != text[at]]) + text[at + 1 :]


def _digits_exchanged(text: str, rng: random.Random) -> str:
    plain = text.replace(",", "")
    at = [i for i in range(len(plain) - 1) if plain[i : i + 2].isdigit() and plain[i] != plain[i + 1]]
    if not at:
        return text
    index = rng.choice(at)
    return _grouped(plain[:index] + plain[index + 1] + plain[index] + plain[index + 2 :])


def _digit_lost(text: str, rng: random.Random) -> str:
    plain = text.replace(",", "")
    index = rng.choice([i for i, char in enumerate(plain) if char.isdigit()])
    shorter = plain[:index] + plain[index + 1 :]
    return _grouped(shorter.rstrip(".")) if shorter[:1].isdigit() else text


def _sign(text: str, rng: random.Random) -> str:
    return "-" + text


def _unit_slip(text: str, rng: random.Random) -> str:
    value = Decimal(text.replace(",", ""))
    slipped = value * _SLIP if rng.random() < 0.5 else value / _SLIP
    return f"{slipped.quantize(Decimal('0.01')):,}"


def _amount_cells(table: Table) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row, cells in enumerate(table.rows)
        for column in table.form.columns
        if cells[column].strip("0.,")
    ]


def _in_table(change: Callable[[str, random.Random], str]) -> Maker:
    """An error in one printed amount of any table."""

    def maker(report: Report, rng: random.Random) -> Slip | None:
        table = rng.choice([table for table in report.tables if _amount_cells(table)])
        row, column = rng.choice(_amount_cells(table))
        old = table.rows[row][column]
        table.rows[row][column] = new = change(old, rng)
        return Slip("", table.form.code, ((row + 1, column + 1),), old, new, True)

    return maker


def _functional_table(report: Report, rng: random.Random, least: int) -> Table | None:
    found = [table for table in report.tables if table.form.shape == "functional" and len(table.rows) >= least]
    return rng.choice(found) if found else None


def _column_shifted(report: Report, rng: random.Random) -> Slip | None:
    table = _functional_table(report, rng, 2)
    if table is None:
        return None
    row = rng.randrange(len(table.rows))
    cells = table.rows[row]
    old = cells[2:]
    cells[2:] = ["", *old[:-1]] if rng.random() < 0.5 else [*old[1:], ""]
    changed = tuple((row + 1, index + 3) for index, (a, b) in enumerate(zip(old, cells[2:], strict=True)) if a != b)
    if not _differs(old, cells[2:]):
        return None
    return Slip("", table.form.code, changed, " ".join(old), " ".join(cells[2:]), False)


def _differs(old: list[str], new: list[str]) -> bool:
    """Whether any amount is another one (a zero printed in another way is none)."""
    return any(a.strip("0.,") != b.strip("0.,") for a, b in zip(old, new, strict=True))


def _row_lost(report: Report, rng: random.Random) -> Slip | None:
    table = rng.choice([table for table in report.tables if table.form.shape != "stage_item" and table.rows])
    if table.form.shape == "functional":
        if len(table.rows) < 2:
            return None
        row = rng.randrange(1, len(table.rows))
        old = table.rows.pop(row)
        return Slip("", table.form.code, (), " ".join(old), "", False)
    starts = (0, 3)
    start, row = rng.choice(starts), rng.randrange(len(table.rows))
    end = 3 if start == 0 else len(table.rows[row])
    old = table.rows[row][start:end]
    label = 0 if table.form.shape == "lines" else 1
    if not old[label] or not any(cell.strip("0.,") for cell in old[2:]):
        return None
    kept = 1 if table.form.shape == "lines" else -1  # the line's number stays
    table.rows[row][start:end] = [cell if index == kept else "" for index, cell in enumerate(old)]
    return Slip("", table.form.code, (), " ".join(old), "", False)


def _row_doubled(report: Report, rng: random.Random) -> Slip | None:
    """A row's amounts stand in the next row as well, in place of that row's own."""
    table = _functional_table(report, rng, 2)
    if table is None:
        return None
    row = rng.randrange(1, len(table.rows))
    old, new = table.rows[row][2:], table.rows[row - 1][2:]
    if not _differs(old, new):
        return None
    table.rows[row][2:] = new
    changed = tuple((row + 1, index + 3) for index, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
    return Slip("", table.form.code, changed, " ".join(old), " ".join(new), len(changed) == 1)


def _row_printed_twice(report: Report, rng: random.Random) -> Slip | None:
    """A row printed a second time, as at a page break: no amount is wrong, and nothing may be counted twice."""
    table = _functional_table(report, rng, 2)
    if table is None:
        return None
    row = rng.randrange(1, len(table.rows))
    table.rows.insert(row, list(table.rows[row]))
    return Slip("", table.form.code, (), "", " ".join(table.rows[row]), False)


def _budget_final_exchanged(report: Report, rng: random.Random) -> Slip | None:
    """Budget and final amount of one item, or of all, stand in each other's place."""
    table = report.table("three_public")
    cells = table.rows[0]
    items = range(6) if rng.random() < 0.3 else [rng.randrange(6)]
    old = list(cells)
    for item in items:
        cells[item], cells[item + 6] = cells[item + 6], cells[item]
    changed = tuple((1, index + 1) for index, (a, b) in enumerate(zip(old, cells, strict=True)) if a != b)
    return Slip("", "three_public", changed, " ".join(old), " ".join(cells), False)


def _in_prose(suits: Callable[[Said], bool], change: Callable[[Said, random.Random], Said]) -> Maker:
    """An error in one figure of a sentence."""

    def maker(report: Report, rng: random.Random) -> Slip | None:
        places = _prose_places(report)
        suitable = [place for place in places if place[0].kind == "number" and suits(place[0])]
        if not suitable:
            return None
        said, paragraph, index, number, column = rng.choice(suitable)
        new = change(said, rng)
        report.prose[paragraph][index] = new
        return Slip("", "narrative", ((number, column),), said.text, new.text, True)

    return maker


def _prose_places(report: Report) -> list[tuple[Said, int, int, int, int]]:
    """Each figure of the prose with its paragraph, its place in it, and the numbers of its row and column."""
    found = []
    number = column = 0
    for paragraph, pieces in enumerate(report.prose):
        for index, piece in enumerate(pieces):
            if isinstance(piece, Said):
                number, column = (number + 1, 1) if piece.starts else (number, column + 1)
                found.append((piece, paragraph, index, number, column))
    return found


def _said_changed(said: Said, rng: random.Random) -> Said:
    return replace(said, printed=_digit_changed(said.printed, rng))


def _opposite(said: Said, rng: random.Random) -> Said:
    word = said.lead[-2:]
    other = _OPPOSITE[word]
    return replace(said, lead=said.lead[:-2] + other, label=said.label.removesuffix(word) + other, sign=-said.sign)


IN_AMOUNTS: dict[str, Callable[[str, random.Random], str]] = {
    "digit_changed": _digit_changed,
    "digits_exchanged": _digits_exchanged,
    "digit_lost": _digit_lost,
    "sign": _sign,
    "unit_slip": _unit_slip,
}
"""Kinds of error in one printed amount: what it is printed as instead."""
KINDS: dict[str, Maker] = {
    **{kind: _in_table(change) for kind, change in IN_AMOUNTS.items()},
    "column_shifted": _column_shifted,
    "row_lost": _row_lost,
    "row_doubled": _row_doubled,
    "budget_final_exchanged": _budget_final_exchanged,
    "prose_changed": _in_prose(lambda said: said.unit in _MONEY, _said_changed),
    "rate_wrong": _in_prose(lambda said: said.unit == "%", _said_changed),
    "direction_wrong": _in_prose(
        lambda said: said.lead[-2:] in _OPPOSITE and bool(said.printed.strip("0.")), _opposite
    ),
}
"""Kinds of error, each a change of figures that is wrong."""

HARMLESS: dict[str, Maker] = {"row_printed_twice": _row_printed_twice}
"""What looks like an error and is none."""
