"""Scores that a report states in prose, under headings that name its indicators.

The headings under which points stand are the indicators; what all of them stand under (四、绩效指标分析情况) is none.
Row keys are ordinals as in the scored sheet: 1.2.3 is the third indicator of the second group of the first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from loaders.layouts import layout
from loaders.readers.model import Block, Place
from loaders.reports.document import Content
from loaders.reports.evaluation.passages import Heading, Passage, outline
from loaders.reports.evaluation.statements import Statement, statements
from loaders.reports.figures import Figure, measure, resolve
from loaders.reports.fold import fold

TABLE_CODE = "evaluation_prose"
_Said = tuple[Statement, Passage]
_LABEL = re.compile(r"(?P<label>[^,。;:\"\d]{2,30}):")


@dataclass
class _Node:
    """An indicator, or a heading that may turn out to be none."""

    label: str
    place: Place | None = None
    parent: _Node | None = None
    children: list[_Node] = field(default_factory=list)
    said: list[_Said] = field(default_factory=list)

    def walk(self) -> Iterator[_Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def has(self, *kinds: str) -> bool:
        """Whether a statement of such a kind stands right here."""
        return any(statement.kind in kinds for statement, _ in self.said)

    def bears(self, *kinds: str) -> bool:
        """Whether a statement of such a kind stands here or below."""
        return any(node.has(*kinds) for node in self.walk())


@dataclass(frozen=True, slots=True)
class _Row:
    key: str | None
    label: str
    level: int | None
    parent_key: str | None
    place: Place | None
    said: tuple[_Said, ...]


def read_prose_scores(blocks: Iterable[Block], project_name: str | None) -> Content:
    """Weights, scores, score rates, counts and the grade: level 0 the total, then the indicators by headings.

    A heading that groups indicators and has no figure of its own has its name in column `heading`, as a word. A
    score under no indicator has no row key. 未能得分 is a score of 0. A second statement of the same figure is a
    repeat. Indicators without others below them are the leaves; their scores add up to the total's.
    """
    total: list[_Said] = []
    loose: list[_Said] = []
    root = _build(outline(blocks), total, loose)
    top = _top(root)
    inside = {id(node) for node in top.walk()}
    loose += [said for node in root.walk() if id(node) not in inside for said in node.said]
    loose.sort(key=_printed_order)
    rows, loose = _with_shares(list(_rows(top)), loose)
    if total:
        rows.append(_Row("total", _total_label(total), 0, None, None, tuple(total)))
    rows += [_Row(None, said[0].subject or said[0].words, None, None, None, (said,)) for said in loose]
    figures = [figure for number, row in enumerate(rows, start=1) for figure in _figures(row, number, project_name)]
    return Content(figures=tuple(_resolved(figures)))


def _printed_order(said: _Said) -> tuple[int, int, int]:
    place = said[1].place_at(said[0].start)
    return place.page or 0, place.line or 0, said[0].start


def _build(heading: Heading, total: list[_Said], loose: list[_Said]) -> _Node:
    """The headings as nodes; what is said of the total, or of nothing in hand, goes to the two lists."""
    node = _Node(heading.label, heading.place)
    for passage in heading.passages:
        found = statements(passage)
        if not found:
            continue
        if is_total := _total_sentence(heading, passage, found):
            total += [(statement, passage) for statement in found if _within(passage, statement, is_total)]
            found = [statement for statement in found if not _within(passage, statement, is_total)]
        target = _labelled(node, passage, found)
        for statement in found:
            if statement.kind in ("share", "sum") or (statement.kind == "score" and not statement.is_own):
                loose.append((statement, passage))
            elif statement.kind == "grade":
                continue  # a grade without the total beside it grades nothing that is scored here
            else:
                target = _owner(node, target, statement)
                target.said.append((statement, passage))
    for child in heading.children:
        below = _build(child, total, loose)
        below.parent = node
        node.children.append(below)
    return node


def _labelled(node: _Node, passage: Passage, found: list[Statement]) -> _Node:
    """A passage that begins with a name and a colon speaks of an indicator below the heading's."""
    match = _LABEL.match(passage.text)
    if match and node.has("weight", "score") and any(said.kind in ("weight", "score", "score_rate") for said in found):
        return _add(node, passage.printed(*match.span("label")))
    return node


def _owner(node: _Node, target: _Node, statement: Statement) -> _Node:
    """The indicator in hand, or another where a second score follows that has a name of its own."""
    references = tuple(layout("evaluation")["prose"]["references"])
    subject = fold(statement.subject)
    is_second = statement.kind == "score" and target is not node and target.has("score")
    if is_second and len(subject) > 1 and not subject.startswith(references):
        return _add(node, statement.subject)
    return target


def _add(parent: _Node, label: str) -> _Node:
    node = _Node(label, parent.place, parent)
    parent.children.append(node)
    return node


def _total_sentence(heading: Heading, passage: Passage, found: list[Statement]) -> tuple[int, int] | None:
    """The stretch of the passage that states the total: a score with its grade, or under such a heading."""
    prose = layout("evaluation")["prose"]
    for statement in found:
        if statement.kind != "score" or not statement.is_own:
            continue
        start = passage.text.rfind("。", 0, statement.start) + 1
        end = passage.text.find("。", statement.end)
        end = len(passage.text) if end < 0 else end
        if any(other.kind == "weight" and start <= other.start < end for other in found):
            continue  # an indicator's own score beside its weight
        graded = any(other.kind == "grade" and statement.end <= other.start < end for other in found)
        sentence = passage.text[start : statement.start]
        named = any(word in sentence for word in prose["total_subjects"])
        headed = any(word in heading.label for word in prose["total_headings"])
        if graded or (named and headed):
            # The sentences before it in the same passage set the indicators up.
            return (0 if headed else start), end
    return None


def _within(passage: Passage, statement: Statement, stretch: tuple[int, int]) -> bool:
    return stretch[0] <= statement.start < stretch[1] and statement.kind != "deduction"


def _total_label(total: list[_Said]) -> str:
    return next(statement.words for statement, _ in total if statement.kind == "score")


def _top(root: _Node) -> _Node:
    """The lowest heading that all weights stand under and that has none itself: what is below it are level 1.

    Scores elsewhere (a rank in a national review) are of other things than the report's own indicators.
    """
    kinds = ("weight",) if root.bears("weight") else ("weight", "score")
    node = root
    while not node.has(*kinds):
        bearing = [child for child in node.children if child.bears(*kinds)]
        if len(bearing) != 1 or bearing[0].has(*kinds):
            break
        node = bearing[0]
    return node


def _rows(node: _Node, key: str = "", level: int = 0) -> Iterator[_Row]:
    bearing = [child for child in node.children if child.bears("weight", "score")]
    for ordinal, child in enumerate(bearing, start=1):
        child_key = f"{key}.{ordinal}" if key else str(ordinal)
        yield _Row(child_key, child.label, level + 1, key or "total", child.place, tuple(child.said))
        yield from _rows(child, child_key, level + 1)


def _with_shares(rows: list[_Row], loose: list[_Said]) -> tuple[list[_Row], list[_Said]]:
    """Shares of the points (项目安排占15.0%) go to the indicators of that name, their sum to the total."""
    by_name = {fold(row.label): index for index, row in enumerate(rows) if row.level == 1}
    rest = []
    sums = []
    for statement, passage in loose:
        index = by_name.get(fold(statement.subject)) if statement.kind == "share" else None
        if index is not None:
            rows[index] = replace(rows[index], said=(*rows[index].said, (statement, passage)))
        elif statement.kind == "sum":
            sums.append((statement, passage))
        else:
            rest.append((statement, passage))
    if sums:
        rows.append(_Row("total", sums[0][0].words, 0, None, None, tuple(sums)))
    return rows, rest


def _figures(row: _Row, row_number: int, project_name: str | None) -> Iterator[Figure]:
    blank = Figure(
        table_code=TABLE_CODE,
        row_number=row_number,
        column_number=1,
        row_label=row.label,
        column_label="",
        place=row.place or Place(),
        printed_text=row.label,
        unit="",
        row_key=row.key,
        column_key="heading",
        row_level=row.level,
        parent_row_key=row.parent_key,
        qualifier="word",
        project_name=project_name,
    )
    if not row.said:
        yield blank
    seen: Counter[str] = Counter()
    for column_number, (statement, passage) in enumerate(row.said, start=1):
        column = _column(statement, row.level)
        figure = replace(
            blank,
            column_number=column_number,
            column_label=statement.words,
            place=passage.place_at(statement.start),
            printed_text=passage.printed(statement.start, statement.end),
            unit=statement.unit,
            column_key=column,
            qualifier=statement.qualifier if statement.number is not None else "word",
            is_repeat=row.key is not None and seen[column] > 0,
        )
        seen[column] += 1
        if statement.number is not None:
            measured = measure(statement.number, statement.unit)
            figure = replace(figure, value=measured.value, step=measured.step, resolution=measured.resolution)
        yield figure


def _column(statement: Statement, level: int | None) -> str:
    """The column key; a count of indicators that are not the next level's tells which level's they are."""
    if statement.kind == "count":
        return "count" if level is None or statement.level == level + 1 else f"count_level_{statement.level}"
    return {"share": "weight_share", "sum": "weight"}.get(statement.kind, statement.kind)


def _resolved(figures: list[Figure]) -> list[Figure]:
    """Scores drop trailing zeros (3, 3.5, 4.88): each is as exact as the finest of its column."""
    result = list(figures)
    for column in ("weight", "score"):
        indices = [i for i, figure in enumerate(figures) if figure.column_key == column and figure.row_key]
        for index, figure in zip(indices, resolve([figures[i] for i in indices]), strict=True):
            result[index] = figure
    return result
