"""A target table that lost its cells: names, amounts, goals and indicators as broken lines of free text.

What stays certain: a line that ends with the amounts; the indicators, which begin with a numbered entry and end
with 。; and that the next name stands between the two. Everything else between amounts and indicators is the goal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Line, Paragraph, Place
from loaders.reports.fold import fold, tidy
from loaders.reports.numbers import Number, NumberError, parse_number
from loaders.reports.targets.indicator_text import begins
from loaders.reports.targets.rows import Amount, TargetRow, assign_amounts

_PAGE_NUMBER = re.compile(r"^-?第?\d{1,4}页?(?:[,/]?共?\d{1,4}页)?-?$")
# What a number of an amount column looks like, its slips of the pen included (254.8O).
_AMOUNT_LIKE = re.compile(r"^-?\d[\dOoIl]*[.,，][\dOoIl.,，]*$")
_ZERO = {"0", "-", "--", "—", "——"}
_HEADER_LINES = 12
# An entry is recognised by the label of its value, which stands within so many lines of its number.
_INDICATORS_AHEAD = 40
_NAME_MAX = 80


@dataclass(frozen=True, slots=True)
class _AmountLine:
    """A line that ends with amounts; `name` is the text before them."""

    index: int
    name: str
    numbers: tuple[Number, ...]
    place: Place


def read_lines(lines: Sequence[Line]) -> tuple[dict[str, str], list[TargetRow]]:
    """The amount columns (key → printed label, in order) and the rows, the total's first.

    Raises UnreadableError where the header lacks a column, an amount is no number, or a name cannot be told from
    the text before it.
    """
    columns, body = _split_header(lines)
    amounts = [found for index, line in enumerate(body) if (found := _amount_line(index, line))]
    if not amounts:
        raise UnreadableError("empty_table", "the target table has no row of amounts", place=lines[0].place)
    totals = {fold(label) for label in layout("targets")["table"]["total_labels"]}
    rows = []
    pending = [] if fold(amounts[0].name) in totals else list(body[: amounts[0].index])
    for current, following in pairwise([*amounts, None]):
        assert current is not None  # only the last is
        stop = following.index if following else len(body)
        block = body[current.index + 1 : stop]
        cell, trailing = _split_block(block, is_last=following is None)
        name = tidy("".join(line.text for line in pending) + current.name)
        _require_name(name, current.place)
        rows.append(
            TargetRow(
                name=name,
                amounts=assign_amounts(
                    columns,
                    [Amount(number.printed, number, current.place) for number in current.numbers],
                    current.place,
                ),
                goal="".join(line.text for line in block[: len(block) - len(trailing) - len(cell)]),
                indicators=Paragraph(tuple(cell)) if cell else None,
                place=pending[0].place if pending else current.place,
            )
        )
        pending = trailing
    return columns, rows


def _split_header(lines: Sequence[Line]) -> tuple[dict[str, str], list[Line]]:
    """The amount columns in printed order, and the lines without headers and page numbers."""
    spec = layout("targets")["table"]
    names = {key: [fold(alias) for alias in aliases] for key, aliases in spec["columns"].items()}
    columns: dict[str, str] | None = None
    body: list[Line] = []
    index = 0
    while index < len(lines):
        text = fold(lines[index].text)
        end = _header_end(lines, index, names) if text.startswith(tuple(names["name"])) else None
        if end is None:
            if columns is not None and not _PAGE_NUMBER.match(text):
                body.append(lines[index])
            index += 1
            continue
        found = _header_columns(fold("".join(line.text for line in lines[index:end])), names)
        if missing := [key for key in spec["required"] if key not in found]:
            raise UnreadableError(
                "column_missing",
                f"the header of the target table has no {'、'.join(names[key][0] for key in missing)}",
                place=lines[index].place,
                expected="、".join(names[key][0] for key in spec["required"]),
                advice="if the column has another name here, add it to loaders/layouts/targets.yml",
            )
        columns = columns or {key: found[key] for key in found if key in spec["amounts"]}
        index = end
    if columns is None:
        raise UnreadableError(
            "column_missing",
            "no header of a target table",
            place=lines[0].place if lines else None,
            expected="a header with " + "、".join(names[key][0] for key in spec["required"]),
        )
    return columns, body


def _header_end(lines: Sequence[Line], start: int, names: dict[str, list[str]]) -> int | None:
    """The line behind a header that starts here, which ends with the indicators' column, or before an amount."""
    for index in range(start, min(start + _HEADER_LINES, len(lines))):
        if _amount_line(index, lines[index]) is not None:
            return index if index > start + 1 else None
        if fold(lines[index].text).endswith(tuple(names["indicators"])):
            return index + 1
    return None


def _header_columns(text: str, names: dict[str, list[str]]) -> dict[str, str]:
    """Column key → label, in printed order; a longer label hides a shorter one inside it."""
    aliases = sorted(((alias, key) for key, known in names.items() for alias in known), key=lambda a: -len(a[0]))
    found: list[tuple[int, str, str]] = []
    for alias, key in aliases:
        position = text.find(alias)
        if position >= 0 and key not in (entry[1] for entry in found):
            found.append((position, key, alias))
            text = text[:position] + "#" * len(alias) + text[position + len(alias) :]
    return {key: alias for _, key, alias in sorted(found)}


def _amount_line(index: int, line: Line) -> _AmountLine | None:
    tokens = line.text.split()
    start = len(tokens)
    while start > 0 and (_AMOUNT_LIKE.match(tokens[start - 1]) or tokens[start - 1] in _ZERO):
        start -= 1
    if len(tokens) - start < 2 or not any(_AMOUNT_LIKE.match(token) for token in tokens[start:]):
        return None
    numbers = []
    for token in tokens[start:]:
        try:
            numbers.append(parse_number("0" if token in _ZERO else token))
        except NumberError as error:
            raise UnreadableError(
                "bad_number",
                f"an amount of the target table: {error}",
                place=line.place,
                expected="an amount such as 1,234.56",
                advice="compare with the published table and correct the text",
            ) from error
    return _AmountLine(index, " ".join(tokens[:start]), tuple(numbers), line.place)


def _split_block(block: list[Line], *, is_last: bool) -> tuple[list[Line], list[Line]]:
    """The indicators' lines and the lines of the next name, from the lines between two rows' amounts."""
    start = next(
        (
            index
            for index, line in enumerate(block)
            if line.text.strip()[:1].isdigit()
            and begins(Paragraph(tuple(block[index : index + _INDICATORS_AHEAD])).text)
        ),
        None,
    )
    if is_last:
        return (block[start:] if start is not None else []), []
    end = start or 0
    for index in range(end, len(block)):
        if fold(block[index].text).endswith("。"):
            end = index + 1
    return (block[start:end] if start is not None else []), block[end:]


def _require_name(name: str, place: Place) -> None:
    if not name or len(name) > _NAME_MAX or re.search(r"[；;。]|指标值", name):
        raise UnreadableError(
            "unreadable_row",
            f"no project name before the amounts but {name[-40:]!r}" if name else "no project name before the amounts",
            place=place,
            expected="a name between the end (。) of the indicators before and the amounts",
            advice="check that the indicators before it are complete",
        )
