"""Headers: from printed header rows to one path of words per column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.readers.model import Cell
from loaders.reports.fold import fold
from loaders.reports.numbers import NumberError, parse_number

Row = Sequence[Cell]
Path = tuple[str, ...]


def is_number(text: str) -> bool:
    """Whether the cell's text is a number as `parse_number` reads it."""
    try:
        parse_number(text)
    except NumberError:
        return False
    return True


def is_column_numbers(row: Row) -> bool:
    """Whether the row only numbers the columns (栏次 1 2 3 …)."""
    texts = [fold(cell.text) for cell in row]
    numbers = [text for text in texts if text.isdigit()]
    words = [text for text in texts if text and not text.isdigit()]
    counts_up = len(numbers) >= 2 and [int(text) for text in numbers] == list(range(1, len(numbers) + 1))
    return (counts_up and all(word in ("栏次", "行次", "项目") for word in words)) or (
        bool(words) and set(words) == {"栏次"}
    )


def header_rows(rows: Sequence[Row], total_label: re.Pattern[str]) -> int:
    """How many leading rows are the header: those before the first row with a number or a lone total's label."""
    for index, row in enumerate(rows):
        texts = [fold(cell.text) for cell in row if cell.text.strip()]
        if is_column_numbers(row) or any(is_number(text) for text in texts):
            return index
        if len(texts) == 1 and total_label.fullmatch(texts[0]):
            return index
    return len(rows)


def signature(rows: Sequence[Row]) -> tuple[Path, ...]:
    """What a header says, for recognising it when it is repeated on the next page."""
    return tuple(tuple(fold(cell.text) for cell in row if cell.text.strip()) for row in rows)


def column_paths(rows: Sequence[Row], width: int, *, spans_known: bool) -> list[Path]:
    """For each column the words above it, from top to bottom, each once.

    Where spans are not known, an empty cell continues its left neighbour if both stand under the same words,
    except in the last header row, where an empty cell belongs to the cell above it.
    """
    filled: list[list[str]] = []
    for depth, row in enumerate(rows):
        texts = [fold(cell.text) for cell in row] + [""] * (width - len(row))
        if not spans_known and depth < len(rows) - 1:
            for column in range(1, width):
                same_parent = depth == 0 or filled[depth - 1][column] == filled[depth - 1][column - 1]
                if not texts[column] and same_parent:
                    texts[column] = texts[column - 1]
        filled.append(texts)
    return [tuple(dict.fromkeys(row[column] for row in filled if row[column])) for column in range(width)]
