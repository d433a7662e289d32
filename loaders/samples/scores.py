"""Scores in prose: headings for the indicators, and under each what its weight and its score are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from loaders.samples.blocks import Text
from loaders.samples.made.forms import NUMERALS
from loaders.samples.source import SeedRow

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def score_prose(rows: Sequence[SeedRow], first: int) -> Iterator[Text]:
    """The sections on scores; `first` is the number of the first of them."""
    groups: dict[str, list[SeedRow]] = {}
    for entry in rows:
        groups.setdefault(entry["row_number"], []).append(entry)
    scored = [group for group in groups.values() if group[0]["row_key"] not in ("", "total")]
    totals = [group for group in groups.values() if group[0]["row_key"] == "total"]
    loose = [group for group in groups.values() if not group[0]["row_key"]]
    sections: list[tuple[str, list[Text]]] = []
    if scored:
        sections.append(("绩效指标分析", [*_shares(scored, totals), *_indicators(scored)]))
    if conclusion := [group for group in totals if not _is_sum(group)]:
        sections.append(("评价结论", [Text(f"综上，{'，'.join(map(_said, group))}。") for group in conclusion]))
    for offset, (words, texts) in enumerate(sections):
        yield Text(f"{NUMERALS[first + offset]}、{words}", "heading")
        yield from texts
    for group in loose:
        if group[0]["column_key"] == "grade":
            yield Text(f"{NUMERALS[first + len(sections)]}、{group[0]['row_label']}", "heading")
        yield Text("，".join(map(_said, group)) + "。")


def _is_sum(group: Sequence[SeedRow]) -> bool:
    return {entry["column_key"] for entry in group} == {"weight"}


def _shares(scored: Iterable[Sequence[SeedRow]], totals: Iterable[Sequence[SeedRow]]) -> Iterator[Text]:
    """How the points are shared out, in one sentence."""
    said = [
        f"{entry['row_label']}占{entry['printed_text']}%"
        for group in scored
        for entry in group
        if entry["column_key"] == "weight_share"
    ]
    said += [f"{e['column_label']}{e['printed_text']}分" for group in totals if _is_sum(group) for e in group]
    if said:
        yield Text(f"各部分的分值分配如下：{'，'.join(said)}。")


def _indicators(scored: Iterable[Sequence[SeedRow]]) -> Iterator[Text]:
    for group in scored:
        level, number = int(group[0]["row_level"]), int(group[0]["row_key"].split(".")[-1])
        yield Text(_numbered(level, number) + group[0]["row_label"], "heading")
        said = [_said(entry) for entry in group if entry["column_key"] not in ("heading", "weight_share")]
        if said:
            yield Text("，".join(said) + "。")


def _numbered(level: int, number: int) -> str:
    if level == 1:
        return f"（{NUMERALS[number - 1]}）"
    if level == 2:
        return f"{number}. "
    return f"（{number}）" if level == 3 else _CIRCLED[number - 1]


def _said(entry: SeedRow) -> str:
    key, words, printed = entry["column_key"], entry["column_label"], entry["printed_text"]
    if key.startswith("count"):
        return f"下设{printed}个{words}"
    if key == "score_rate":
        return f"{words}{printed}%"
    if key == "grade":
        return f"{words}为{printed}"
    if not printed[:1].isdigit():
        return f"该指标{printed}"
    return f"{words}{printed}分"
