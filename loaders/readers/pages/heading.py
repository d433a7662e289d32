"""Column titles of tables without rules: over which columns each stands, and which lines are one title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.readers.model import Reading
from loaders.readers.pages.columns import Columns, with_more
from loaders.readers.pages.geometry import Box
from loaders.readers.pages.items import PageLine, Segment, together

# Two lines of one title lie no farther apart than this, in heights of a character.
_PITCH = 1.45


@dataclass(frozen=True, slots=True)
class Title:
    """A column title: its lines, the columns `first` to `last` under it, and its level from the top."""

    text: str
    box: Box
    number: int
    first: int
    last: int
    reading: Reading | None = None
    level: int = 0

    @property
    def centre(self) -> float:
        """Its middle across."""
        return (self.box[0] + self.box[2]) / 2


def column_titles(lines: Sequence[PageLine], body: Sequence[PageLine], found: Columns) -> tuple[Columns, list[Title]]:
    """The titles above a table's columns, and the columns with those that only titles show.

    A title in the middle of several columns that have titles of their own below it stands over all of them.
    """
    known = _with_empty_columns(lines, _without_centred(lines, body, found))
    titles: list[Title] = []
    for line in lines:
        for segment in line.segments:
            _add(titles, line, segment, known)
    titles = [_widened(title, titles, known) for title in titles]
    return known, _levelled(titles)


def _without_centred(lines: Sequence[PageLine], body: Sequence[PageLine], found: Columns) -> Columns:
    """The columns, those put together that are one: text set in the middle, as 合计, beside text set to the left.

    Such columns hold no numbers, are never both filled in one line, and have one title at most.
    """
    filled = [{found.nearest(segment) for segment in line.segments} for line in body]
    numbers = {found.nearest(segment) for line in body for segment in line.segments if segment.is_number}
    titles = [set(found.covered(segment)) for line in lines for segment in line.segments]
    lefts, rights = list(found.lefts), list(found.rights)
    for column in range(len(found) - 1, 0, -1):
        pair = {column - 1, column}
        titled = pair if any(pair <= title for title in titles) else set().union(*titles) & pair
        own_titles = titled == pair and not any(pair <= title for title in titles)
        if not numbers & pair and not any(pair <= columns for columns in filled) and not own_titles:
            rights[column - 1] = rights.pop(column)
            lefts.pop(column)
    return Columns(tuple(lefts), tuple(rights))


def _with_empty_columns(lines: Sequence[PageLine], body: Columns) -> Columns:
    """The columns and those whose cells are all empty: a title beside columns that all have their own."""
    stretches = [segment for line in reversed(lines) for segment in line.segments]
    titled = {column for segment in stretches for column in body.covered(segment)}
    lone = []
    for segment in stretches:
        if body.covered(segment):
            continue
        beside = _beside(segment, body)
        free = [column for column in beside if column not in titled]
        if free:
            # Numbers stand to the right below a title in the middle: their column was not seen to be titled.
            titled.add(min(free, key=lambda column: _distance(segment, body, column)))
        elif not _stands_over_several(segment, lines, stretches):
            lone.append((segment.box[0], segment.box[2]))
    return with_more(body, lone)


def _stands_over_several(segment: Segment, lines: Sequence[PageLine], stretches: Sequence[Segment]) -> bool:
    """Whether other titles stand below on both sides: then it is a title of them together, between their columns."""
    below = [other for other in stretches if other.box[1] > segment.box[3]]
    left = any(other.box[2] < segment.box[2] and segment.box[0] - other.box[2] < _reach(segment) for other in below)
    right = any(other.box[0] > segment.box[0] and other.box[0] - segment.box[2] < _reach(segment) for other in below)
    return left and right


def _reach(segment: Segment) -> float:
    return 12 * (segment.box[3] - segment.box[1])


def _beside(segment: Segment, known: Columns) -> list[int]:
    left = [column for column in range(len(known)) if known.rights[column] <= segment.box[0]]
    right = [column for column in range(len(known)) if known.lefts[column] >= segment.box[2]]
    return [*left[-1:], *right[:1]]


def _distance(segment: Segment, known: Columns, column: int) -> float:
    return max(known.lefts[column] - segment.box[2], segment.box[0] - known.rights[column])


def _add(titles: list[Title], line: PageLine, segment: Segment, known: Columns) -> None:
    """Adds a stretch as a title, or as a further line of the title just above it."""
    covered = known.covered(segment) or _beside_untitled(segment, known)
    first, last = covered[0], covered[-1]
    for index, title in enumerate(titles):
        if (title.first, title.last) == (first, last) and segment.box[1] - title.box[3] < (_PITCH - 1) * line.height:
            box = (
                min(segment.box[0], title.box[0]),
                title.box[1],
                max(segment.box[2], title.box[2]),
                segment.box[3],
            )
            reading = together((title.reading, segment.reading))
            titles[index] = replace(title, text=f"{title.text} {segment.text}", box=box, reading=reading)
            return
    titles.append(Title(segment.text, segment.box, line.number, first, last, segment.reading))


def _beside_untitled(segment: Segment, known: Columns) -> list[int]:
    return [known.nearest(segment)]


def _widened(title: Title, titles: Sequence[Title], known: Columns) -> Title:
    """The title over all columns that it stands in the middle of, where each has a title of its own below it."""
    below = {
        column
        for other in titles
        if other is not title and other.box[1] >= title.box[3] - 1
        for column in range(other.first, other.last + 1)
    }
    above = [
        other
        for other in titles
        if other is not title and abs(other.box[1] - title.box[1]) < title.box[3] - title.box[1]
    ]
    best, best_error = (title.first, title.last), float("inf")
    for first in range(title.last, -1, -1):
        if first not in below or any(other.first <= first <= other.last for other in above):
            break
        for last in range(max(first, title.first), len(known)):
            if last not in below or any(other.first <= last <= other.last for other in above):
                break
            extent = [
                other
                for other in titles
                if other is not title
                and other.box[1] >= title.box[3] - 1
                and first <= other.last
                and other.first <= last
            ]
            centre = (min(other.box[0] for other in extent) + max(other.box[2] for other in extent)) / 2
            error = abs(centre - title.centre)
            if last > first and first <= title.first and error < best_error:
                best, best_error = (first, last), error
    return replace(title, first=best[0], last=best[1])


def _levelled(titles: Sequence[Title]) -> list[Title]:
    """The titles with their levels: one below each title that stands over it."""
    result: list[Title] = []
    for title in sorted(titles, key=lambda title: (title.box[1], title.first)):
        over = [
            other
            for other in result
            if other.first <= title.first and title.last <= other.last and other.box[3] <= title.box[1] + 1
        ]
        result.append(replace(title, level=max((other.level + 1 for other in over), default=0)))
    return result
