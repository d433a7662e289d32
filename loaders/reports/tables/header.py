"""Headers: from printed header rows to one path of words per column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.readers.model import Cell
from loaders.reports.fold import fold
from loaders.reports.numbers import NumberError, parse_number
from loaders.reports.tables.words import Words

Row = Sequence[Cell]
Path = tuple[str, ...]

_NUMBERING_WORDS = frozenset(("栏次", "行次", "项目", "类", "款", "项", "类款项"))


def is_number(text: str) -> bool:
    """Whether the cell's text is a number as `parse_number` reads it."""
    try:
        parse_number(text)
    except NumberError:
        return False
    return True


def words(row: Row) -> Path:
    """What a row says, for comparing it with another: its cells that are not empty, folded."""
    return tuple(fold(cell.text) for cell in row if cell.text.strip())


def is_column_numbers(row: Row) -> bool:
    """Whether the row only numbers the columns (栏次 1 2 3 …; 类 款 项 栏次 1 2 3 …)."""
    printed = words(row)
    numbers = [text for text in printed if text.isdigit()]
    names = set(printed) - set(numbers)
    if not names <= _NUMBERING_WORDS:
        return False
    counts_up = len(numbers) >= 2 and [int(text) for text in numbers] == list(range(1, len(numbers) + 1))
    return counts_up or "栏次" in names


def header_rows(rows: Sequence[Row], known: Words) -> int:
    """How many leading rows are the header: those before the first with a value, an item's number or a lone total.

    An empty row ends it, unless further column titles follow (a spreadsheet's spacer).
    """
    for index, row in enumerate(rows):
        texts = words(row)
        if is_column_numbers(row) or any(_is_value(text, known) for text in texts):
            return index
        if _is_total_of_nothing(texts, known):
            return index
        if len(texts) == 1 and re.search(f"{known['total_labels']}$", texts[0]):
            return index
        if index and not texts and not _titles_follow(rows[index + 1 :], known):
            return index
    return len(rows)


def _is_total_of_nothing(texts: Path, known: Words) -> bool:
    """Whether a row is a total's, with marks for nothing in place of its amounts."""
    is_total = bool(texts) and re.search(f"{known['total_labels']}$", texts[0]) is not None
    return is_total and any(text in known["nil_marks"] for text in texts)


def _is_value(text: str, known: Words) -> bool:
    """Whether a text is a number, or what a line begins with."""
    return is_number(text) or bool(re.match(known["numbered_line"], text))


def _titles_follow(rows: Sequence[Row], known: Words) -> bool:
    """Whether the next row that is not empty holds column titles: several, and most of them a column's last word."""
    following = next((texts for row in rows if (texts := words(row))), ())
    last_words = sum(bool(re.fullmatch(known["last_header_words"], text)) for text in following)
    return len(following) > 2 and 2 * last_words > len(following)


def column_paths(rows: Sequence[Row], width: int, known: Words, *, spans_known: bool) -> list[Path]:
    """For each column the words above it, from top to bottom, each once.

    A merged cell stands above all columns it spans. An empty cell that no merged one covers (spans are not known, or
    nobody merged them) continues its left neighbour if both stand under the same words, except in the last header row,
    where an empty cell belongs to the cell above it.
    """
    in_header = re.compile(known["units"]["in_header"])
    filled: list[list[str]] = []
    for depth, row in enumerate(rows):
        texts = [in_header.sub("", fold(cell.text)) for cell in row] + [""] * (width - len(row))
        covered = {column for column, cell in enumerate(row) if spans_known and cell.is_covered}
        if spans_known:
            for column, cell in enumerate(row):
                texts[column : column + cell.column_span] = [texts[column]] * cell.column_span
        if depth < len(rows) - 1:
            for column in range(1, width):
                same_parent = depth == 0 or filled[depth - 1][column] == filled[depth - 1][column - 1]
                if not texts[column] and column not in covered and same_parent:
                    texts[column] = texts[column - 1]
        filled.append(texts)
    return _telling([tuple(dict.fromkeys(row[column] for row in filled if row[column])) for column in range(width)])


def _telling(paths: list[Path]) -> list[Path]:
    """The paths without words that stand above all columns: they tell none from another."""
    while len(paths) > 1 and all(len(path) > 1 for path in paths) and len({path[0] for path in paths}) == 1:
        paths = [path[1:] for path in paths]
    return paths
