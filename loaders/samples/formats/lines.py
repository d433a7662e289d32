"""How text breaks into lines, and how wide and how high the cells of a table are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from loaders.samples.blocks import Cell, Row, Table

Metrics = Callable[[str, float], float]
"""How wide a text is at a size, in points."""
LEADING = 1.5
"""From line to line, in sizes."""
PADDING = 3.0
"""Between a cell's edge and its words, in points."""
_USUAL, _SMALLEST = 9.0, 5.5
_NARROWEST = 5
"""Characters that a column of words has room for at least."""


def wrapped(text: str, size: float, room: float, metrics: Metrics, indent: float = 0.0) -> list[str]:
    """The text in lines no wider than `room`, the first of them indented; a number is never torn apart."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        free = room - (indent if not lines else 0.0)
        if line and metrics(line + piece, size) > free:
            lines.append(line)
            line = piece
        else:
            line += piece
        while len(line) > 1 and metrics(line, size) > room:
            fits = max(1, next(n for n in range(len(line), 0, -1) if n == 1 or metrics(line[:n], size) <= room))
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line]


def _pieces(text: str) -> list[str]:
    """Single characters; digits and Latin letters that belong together, and what may not begin a line, in one."""
    found: list[str] = []
    for char in text:
        together = bool(found) and (
            (char.isascii() and not char.isspace() and found[-1][-1].isascii() and not found[-1][-1].isspace())
            or char in "，。；：、）》”％%"
        )
        if together:
            found[-1] += char
        else:
            found.append(char)
    return found


def widths_of(table: Table, room: float, metrics: Metrics) -> tuple[float, list[float]]:
    """Size of the characters and width of each column: numbers whole, words as wide as there is room."""
    size = _USUAL
    while True:
        needed, wanted = _needs(table, size, metrics)
        if sum(needed) <= room or size <= _SMALLEST:
            break
        size -= 0.5
    spare = room - sum(needed)
    more = [max(0.0, want - need) for want, need in zip(wanted, needed, strict=True)]
    share = min(1.0, spare / sum(more)) if sum(more) and spare > 0 else 0.0
    widths = [need + share * extra for need, extra in zip(needed, more, strict=True)]
    rest = max(0.0, room - sum(widths)) / len(widths)
    return size, [width + rest for width in widths]


def _needs(table: Table, size: float, metrics: Metrics) -> tuple[list[float], list[float]]:
    """For each column the width it cannot do without, and the one it would like."""
    needed = [0.0] * table.width
    wanted = [0.0] * table.width
    for row in (*table.header, *table.rows):
        for column, cell in enumerate(row):
            if cell is None or cell.columns > 1:
                continue
            width = metrics(cell.text, size) + 2 * PADDING
            wanted[column] = max(wanted[column], width)
            longest = max((metrics(piece, size) for piece in _pieces(cell.text)), default=0.0)
            least = width if cell.is_number else max(longest + 2 * PADDING, min(width, _NARROWEST * size))
            needed[column] = max(needed[column], least)
    return needed, wanted


def divided(table: Table, size: float, widths: Sequence[float], metrics: Metrics, room: float) -> tuple[Row, ...]:
    """The rows; one that is higher than a page is divided, and its cells go on in the rows below it."""
    most = int((room - 8 * size * LEADING) / (size * LEADING))
    result: list[Row] = []
    for row in table.rows:
        lines = [
            wrapped(cell.text, size, sum(widths[i : i + cell.columns]) - 2 * PADDING, metrics) if cell else []
            for i, cell in enumerate(row)
        ]
        height = max(map(len, lines))
        if height <= most:
            result.append(row)
            continue
        for start in range(0, height, most):
            result.append(
                tuple(
                    cell and Cell("".join(own[start : start + most]), cell.rows, cell.columns, cell.is_number)
                    for cell, own in zip(row, lines, strict=True)
                )
            )
    return tuple(result)
