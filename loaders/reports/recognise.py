"""Which reports a file holds: kind, title, department and year, by the words that such reports share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Grid, Paragraph, Place, SourceFile
from loaders.reports.document import Segment
from loaders.reports.fold import fold, tidy
from loaders.reports.forms.form import TARGETS, Form, take_forms
from loaders.reports.regions import department
from loaders.reports.tables.assemble import table_titles
from loaders.reports.tables.titles import table_code, title_year
from loaders.reports.tables.words import table_words, words_of_kind

_TITLE_MAX = 70
_TITLE_LINES = 3
# So many titles of tables tell the kind of a report that has none itself.
_TABLES_MIN = 3
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
    end: int
    place: Place


def segments(source: SourceFile) -> list[Segment]:
    """The file's reports in order: the first titled report, each annex that is a report of its own, then its forms.

    Raises UnreadableError where no title of a known kind, no tables of one and no form is found.
    """
    titles = _titles(source.blocks)
    forms: list[Form] = []
    blocks = source.blocks
    if all("tables" in _kinds()[title.kind] or title.kind == TARGETS for title in titles):
        forms, rest = take_forms(source.blocks)
        if forms:
            # A title that stands over forms, or of them, is theirs.
            titles = [title for title in _titles(rest) if title.kind != TARGETS] or _by_tables(rest)
            blocks = rest if titles else ()
        else:
            titles = titles or _by_tables(blocks)
    if not titles and not forms:
        raise UnreadableError(
            "unknown_kind",
            "no title of a known kind of report",
            place=source.blocks[0].place if source.blocks else None,
            expected="、".join(str(kind["name_zh"]) for kind in _kinds().values()),
            advice="if it is such a report, add its title to the layout; else leave it out",
        )
    reports = list(_titled(titles, blocks))
    return [*reports, *_of_forms(forms, reports)]


def _kinds() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = layout("kinds")["kinds"]
    return found


def _titled(titles: Sequence[_Title], all_blocks: Sequence[Block]) -> Iterator[Segment]:
    """A segment for each title, from it to the next."""
    # What stands before the first title (a letterhead, a page number) belongs to the first report.
    starts = [0, *(title.index for title in titles[1:])]
    for ordinal, (title, start, end) in enumerate(
        zip(titles, starts, [*starts[1:], len(all_blocks)], strict=False), start=1
    ):
        blocks = tuple(all_blocks[start:end])
        year, evidence = _fiscal_year(title, blocks)
        yield Segment(
            ordinal=ordinal,
            kind=title.kind,
            title=title.text,
            department_name=_department_name(title, blocks),
            fiscal_year=year,
            fiscal_year_evidence=evidence,
            place=title.place,
            blocks=blocks,
        )


def _of_forms(forms: Sequence[Form], reports: Sequence[Segment]) -> Iterator[Segment]:
    """The target forms of one department and year as one report; each self-evaluation form as its own.

    A form that does not say whose it is, or for which year, is that of the report it stands in.
    """
    groups: dict[tuple[str, str, int | None, int], list[Form]] = {}
    for number, form in enumerate(forms):
        department = form.value("department") or (reports[0].department_name if reports else form.value("unit"))
        if department is None:
            raise UnreadableError(
                "department_missing",
                "a form does not say whose it is",
                place=form.place,
                expected="主管部门 with its name beside it",
                advice="add the department to the source",
            )
        year = form.year or (reports[0].fiscal_year if reports else None)
        apart = 0 if form.kind == TARGETS else number
        groups.setdefault((form.kind, department, year, apart), []).append(form)
    for ordinal, ((kind, department, year, _), group) in enumerate(groups.items(), start=len(reports) + 1):
        place = group[0].place
        said = f"form ({place})" if group[0].year else "the report it stands in" if year else "not stated"
        yield Segment(
            ordinal=ordinal,
            kind=kind,
            title=group[0].title or str(_kinds()[kind]["name_zh"]),
            department_name=department,
            fiscal_year=year,
            fiscal_year_evidence=said,
            place=place,
            blocks=tuple(block for form in group for block in form.blocks),
        )


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
            below = (_title_at(blocks, later) for later in range(index + 1, title.end))
            found.append(next((whole for whole in below if whole and _names_region_first(whole, title)), title))
    return found


def _names_region_first(whole: _Title, longer: _Title) -> bool:
    """Whether a title without the lines above it names a region, and with them does not: they are no part of it.

    So a page's navigation is told from the first line of a title set in several.
    """
    if whole.department is None or longer.department is None or whole.end > longer.end:
        return False
    return department(whole.department).region is not None and department(longer.department).region is None


def _by_tables(blocks: Sequence[Block]) -> list[_Title]:
    """A report without a title: its kind is told by the titles of its tables, its year by theirs."""
    found: dict[str, list[tuple[str, Place]]] = {}
    for kind, spec in _kinds().items():
        if "tables" in spec:
            found[kind] = list(table_titles(blocks, words_of_kind(kind)))
    # Of a department's report and a unit's, which have one layout, the department's is meant unless it says so.
    kind = max(found, key=lambda name: (len(found[name]), "rules" not in _kinds()[name]))
    if len(found[kind]) < _TABLES_MIN:
        return []
    years = {year: place for text, place in reversed(found[kind]) if (year := title_year(text))}
    year = next(iter(reversed(years)), None)
    text, place = found[kind][0]
    return [_Title(kind, tidy(text), year, None, 0, 1, place if year is None else years[year])]


def _is_mark(block: Block, pattern: re.Pattern[str]) -> bool:
    return isinstance(block, Paragraph) and bool(pattern.match(fold(block.text)))


def _title_at(blocks: Sequence[Block], index: int) -> _Title | None:
    """The title that begins at a block and runs over up to three short lines."""
    texts: list[str] = []
    for block in blocks[index : index + _TITLE_LINES]:
        if isinstance(block, Grid) or _SENTENCE.search(block.text) or len(block.text) > _TITLE_MAX:
            break
        texts.append(block.text)
        if _is_table_title("".join(texts)):
            continue
        folded = _YEAR_IN_WORDS.sub(lambda match: "20" + match[1].translate(_DIGITS), fold("".join(texts)))
        for kind, spec in _kinds().items():
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
                        end=index + len(texts),
                        place=blocks[index].place,
                    )
    return None


def _is_table_title(text: str) -> bool:
    """Whether it is a table's title in some layout: 2018年政府采购预算表 is no budget of a body called 政府采购."""
    layouts = {spec["tables"] for spec in _kinds().values() if "tables" in spec}
    return any(table_code(text, table_words(name)) is not None for name in layouts)


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
            texts = [cell.text for row in block.rows for cell in row]
        else:
            texts = [line.text for line in block.lines]
        for text in texts:
            yield text
            if len(parts := text.split()) > 1:
                yield from parts


def _texts(blocks: Sequence[Block]) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.extend((line.text, line.place) for line in block.lines)
    return found
