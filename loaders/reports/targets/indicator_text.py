"""The indicators cell of a target table: "1、1-产出指标；11-数量指标；名称；实施周期指标值:…；年度指标值:…。2、…"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Paragraph, Place
from loaders.reports.document import Indicator
from loaders.reports.fold import Folded, fold_with_offsets, tidy
from loaders.reports.targets.target_text import parse
from loaders.reports.targets.target_words import alternatives

_LEVEL = r"(?:(?P<{0}_code>\d{{1,3}})-)?(?P<{0}>[^;。,、\d][^;。,、]{{1,11}})"
# An entry of one list may also stand in a goal (1、…；2、…): only the labels of its values make it an indicator.
_EXPECTED = "an entry like 1、1-产出指标；11-数量指标；名称；实施周期指标值:…；年度指标值:…。"


@dataclass(frozen=True, slots=True)
class _Patterns:
    entry: re.Pattern[str]
    period: re.Pattern[str]
    year: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = layout("targets")["indicator"]
    period, year = alternatives(words["period_labels"]), alternatives(words["year_labels"])
    head = rf"(?P<number>\d{{1,3}})、{_LEVEL.format('level_1')};{_LEVEL.format('level_2')};"
    return _Patterns(
        entry=re.compile(rf"(?:^|(?<=[。;])){head}(?=(?:(?!;\d{{1,3}}、).)*?(?:{period}|{year}):)"),
        period=re.compile(rf"(?:^|;)(?:{period}):"),
        year=re.compile(rf"(?:^|;)(?:{year}):"),
    )


def begins(text: str) -> bool:
    """Whether an indicators cell begins where `text` does."""
    return bool(_patterns().entry.match(fold_with_offsets(text).text))


def read_indicators(cell: Paragraph, project_name: str, *, is_repeat: bool = False) -> tuple[Indicator, ...]:
    """The indicators of one project, in order.

    Raises UnreadableError where an entry has no year target or the numbers do not rise: then a row of the table
    was taken for the text of another.
    """
    text = fold_with_offsets(cell.text)
    matches = list(_patterns().entry.finditer(text.text))
    if matches and matches[0]["level_1_code"]:  # a list inside a value has no codes
        matches = [match for match in matches if match["level_1_code"]]
    if text.text and (not matches or matches[0].start() > 0):
        raise UnreadableError(
            "unreadable_indicator",
            f"the indicators of {project_name} begin with {tidy(cell.text[:20])!r}",
            place=cell.place,
            expected=_EXPECTED,
        )
    ends = [*(match.start() for match in matches[1:]), len(text.text)]
    result: list[Indicator] = []
    for match, end in zip(matches, ends, strict=True):
        place = cell.place_at(text.offsets[match.start()])
        indicator = _read_entry(text, match, end, project_name, place, is_repeat)
        if result and indicator.number <= result[-1].number:
            raise UnreadableError(
                "unreadable_row",
                f"indicator {indicator.number} follows indicator {result[-1].number} of {project_name}",
                place=place,
                expected="a project's name and amounts between two lists of indicators",
                advice="check the amounts of the project in between: one may be missing or mistyped",
            )
        result.append(indicator)
    return tuple(result)


def _read_entry(
    text: Folded, match: re.Match[str], end: int, project_name: str, place: Place, is_repeat: bool
) -> Indicator:
    body = text.text[match.end() : end]
    periods, years = (list(pattern.finditer(body)) for pattern in (_patterns().period, _patterns().year))
    if len(years) != 1 or len(periods) > 1:
        raise UnreadableError(
            "unreadable_row" if years else "unreadable_indicator",
            f"indicator {match['number']} of {project_name} has {len(years)} year targets",
            place=place,
            expected=_EXPECTED,
            advice="two of them mean that the row between them was lost: check its name and amounts",
        )
    period, year = next(iter(periods), None), years[0]

    def printed(start: int, stop: int) -> str:
        return tidy(text.printed_slice(match.end() + start, match.end() + stop))

    name = printed(0, period.start() if period else year.start()) or None
    hint = unit_of(name)
    period_target = parse(printed(period.end(), year.start()), hint) if period else None
    return Indicator(
        project_name=project_name,
        indicator_set="target_form",
        number=int(match["number"]),
        level_1=match["level_1"],
        level_1_code=match["level_1_code"],
        level_2=match["level_2"],
        level_2_code=match["level_2_code"],
        name=name,
        period_target=period_target,
        year_target=parse(printed(year.end(), len(body)), hint),
        actual_text=None,
        place=place,
        is_repeat=is_repeat,
    )


def unit_of(name: str | None) -> str | None:
    """The unit that an indicator's name gives in brackets: 群众满意度（%） → %."""
    match = re.search(r"[（(]([^\d（）()]{1,4})[）)]$", name or "")
    return match[1] if match and (match[1] in "%‰" or match[1].endswith("元")) else None
