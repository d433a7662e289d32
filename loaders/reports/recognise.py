"""Which reports a file holds: kind, title, department and year, by the words that such reports share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Grid, Paragraph, Place, SourceFile
from loaders.reports.document import Segment
from loaders.reports.fold import fold, tidy

_TITLE_MAX = 70
_TITLE_LINES = 3
_SENTENCE = re.compile(r"[。;!?]")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_YEAR_IN_WORDS = re.compile(r"二[〇○零Oo]([〇○零一二三四五六七八九]{2})(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")

# What the line before a title may be, and no department is called: 目录, 第一部分.
_NO_NAME = re.compile(r"^目录|第[一二三四五六七八九十]{1,3}部分")


@dataclass(frozen=True, slots=True)
class _Title:
    kind: str
    text: str
    year: int | None
    department: str | None
    index: int
    place: Place


def segments(source: SourceFile) -> list[Segment]:
    """The file's reports in order: the first titled report, and each annex that is a report of its own.

    Raises UnreadableError where no title of a known kind is found.
    """
    titles = _titles(source.blocks)
    if not titles:
        raise UnreadableError(
            "unknown_kind",
            "no title of a known kind of report",
            place=source.blocks[0].place if source.blocks else None,
            expected="、".join(str(kind["name_zh"]) for kind in layout("kinds")["kinds"].values()),
            advice="if it is such a report, add its title to the layout; else leave it out",
        )
    starts = [title.index for title in titles]
    # What stands before the first title (a letterhead, a page number) belongs to the first report.
    starts[0] = 0
    result = []
    for ordinal, (title, start, end) in enumerate(
        zip(titles, starts, [*starts[1:], len(source.blocks)], strict=True), start=1
    ):
        blocks = source.blocks[start:end]
        year, evidence = _fiscal_year(title, blocks)
        result.append(
            Segment(
                ordinal=ordinal,
                kind=title.kind,
                title=title.text,
                department_name=_department_name(title, blocks),
                fiscal_year=year,
                fiscal_year_evidence=evidence,
                place=title.place,
                blocks=blocks,
            )
        )
    return result


def _titles(blocks: Sequence[Block]) -> list[_Title]:
    """The first title of the file, and each title that stands behind an annex mark."""
    annex = re.compile(layout("kinds")["annex_marks"])
    found: list[_Title] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            continue
        is_annex = index > 0 and _is_mark(blocks[index - 1], annex)
        if found and not is_annex:
            continue
        title = _title_at(blocks, index)
        if title is not None:
            found.append(title)
    return found


def _is_mark(block: Block, pattern: re.Pattern[str]) -> bool:
    return isinstance(block, Paragraph) and bool(pattern.match(fold(block.text)))


def _title_at(blocks: Sequence[Block], index: int) -> _Title | None:
    """The title that begins at a block and runs over up to three short lines."""
    texts: list[str] = []
    for block in blocks[index : index + _TITLE_LINES]:
        if isinstance(block, Grid) or _SENTENCE.search(block.text) or len(block.text) > _TITLE_MAX:
            break
        texts.append(block.text)
        folded = _YEAR_IN_WORDS.sub(lambda match: "20" + match[1].translate(_DIGITS), fold("".join(texts)))
        for kind, spec in layout("kinds")["kinds"].items():
            for pattern in spec["titles"]:
                if (match := re.search(pattern, folded)) and not _NO_NAME.search(
                    match.groupdict().get("department") or ""
                ):
                    groups = match.groupdict()
                    year = groups.get("year")
                    return _Title(
                        kind=kind,
                        text=tidy("".join(texts)),
                        year=int(year) if year else None,
                        department=groups.get("department") or None,
                        index=index,
                        place=blocks[index].place,
                    )
    return None


def _department_name(title: _Title, blocks: Sequence[Block]) -> str:
    """Whose report it is: by the label that says so, else by the title."""
    if title.department and title.kind != "project_evaluation":
        return title.department
    for pattern in layout("kinds")["department_labels"]:
        for text in _labels(blocks):
            if match := re.match(pattern, fold(text)):
                return match["department"]
    if title.department:
        return title.department
    raise UnreadableError(
        "department_missing",
        f"the report {title.text!r} does not say whose it is",
        place=title.place,
        expected="a department in the title, or 部门：… or 单位名称：…",
        advice="add the department to the source",
    )


def _fiscal_year(title: _Title, blocks: Sequence[Block]) -> tuple[int | None, str]:
    """The year of the title, or none with the years that the text speaks of."""
    if title.year is not None:
        return title.year, f"title ({title.place})"
    mentioned: dict[int, list[str]] = {}
    for text, place in _texts(blocks):
        for match in _YEAR.finditer(fold(text)):
            mentioned.setdefault(int(match[1]), []).append(str(place))
    if not mentioned:
        return None, "not stated"
    spoken = "; ".join(f"{year} in {', '.join(places[:3])}" for year, places in sorted(mentioned.items()))
    return None, f"not stated; years spoken of: {spoken}"


def _labels(blocks: Sequence[Block]) -> Iterator[str]:
    """All lines and cells, in reading order: a label may stand in a grid's cell above its header."""
    for block in blocks:
        if isinstance(block, Grid):
            yield from (cell.text for row in block.rows for cell in row)
        else:
            yield from (line.text for line in block.lines)


def _texts(blocks: Sequence[Block]) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.extend((line.text, line.place) for line in block.lines)
    return found
