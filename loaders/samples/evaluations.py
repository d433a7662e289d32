"""Tables of evaluations, from their rows to cells: payments, progress, indicators, scores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.samples.blocks import Row, Table, header, merged_down, row
from loaders.samples.made.forms import NUMERALS
from loaders.samples.source import SeedRow

_TOTAL = "合计"
_NOT_STATED = "按合同执行"
"""What stands in a cell that says neither a period nor an acceptance."""
_NONE = "/"
_LEVEL_WORDS = ("一级指标", "二级指标", "三级指标", "四级指标")


def parts(rows: Iterable[SeedRow], prefix: str) -> list[list[SeedRow]]:
    """The rows of each table of one kind: keys of the second and later ones begin with prefix and number."""
    found: dict[str, list[SeedRow]] = {}
    for entry in rows:
        match = re.match(rf"{prefix}\.(\d+)\.", entry["row_key"])
        found.setdefault(match[1] if match else "1", []).append(entry)
    return [found[number] for number in sorted(found, key=int)]


def payments(rows: Sequence[SeedRow]) -> Table:
    """项目支出明细表: groups numbered 一, 二, items 1, 2, and the total."""
    body: list[Row] = []
    group = ""
    for entry in sorted(rows, key=lambda entry: int(entry["row_number"])):
        key = entry["row_key"].split(".")
        level = entry["row_level"]
        number = ""
        if level == "1":
            group, number = entry["row_key"], NUMERALS[int(key[-1]) - 1]
        elif level == "2":
            parent = entry["parent_row_key"]
            if parent not in (group, "total") and not parent.endswith(".total"):
                # A group without a sum has no figure: its line is a heading.
                group = parent
                numeral = NUMERALS[int(parent.split(".")[-1]) - 1]
                body.append(row([numeral, f"第{numeral}组", ""], [2]))
            number = key[-1]
        body.append(row([number, entry["row_label"], entry["printed_text"]], [2]))
    return Table(header([["序号"], ["项目名称"], [rows[0]["column_label"]]]), tuple(body), names=1)


def statuses(rows: Sequence[SeedRow]) -> Table:
    """子项开展情况: the period and the progress of each item, by group."""
    body: list[Row] = []
    groups: list[str] = []
    for entry in rows:
        if entry["group_name"] and entry["group_name"] not in groups:
            groups.append(entry["group_name"])
            body.append(row([NUMERALS[len(groups) - 1], entry["group_name"], "", ""]))
        body.append(row([entry["item_number"], entry["item_name"], _period(entry), _progress(entry)]))
    return Table(header([["序号"], ["项目名称"], ["服务期限"], ["完成情况"]]), tuple(body), names=1)


def _period(entry: SeedRow) -> str:
    start, end = entry["service_start"], entry["service_end"]
    return f"{_day(start)}至{_day(end)}" if start and end else _NOT_STATED


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _progress(entry: SeedRow) -> str:
    said = [f"{_day(entry['accepted_on'])}验收通过"] if entry["accepted_on"] else []
    said += ["尚在服务期内"] if entry["is_in_service"] == "true" else []
    return "，".join(said) or _NOT_STATED


def indicators(rows: Sequence[SeedRow]) -> Table:
    """One list of indicators: levels, name, targets and result, of these the columns that hold something."""
    columns = [
        (words, key)
        for words, key in (
            ("序号", "indicator_number"),
            ("一级指标", "level_1"),
            ("二级指标", "level_2"),
            ("指标名称", "indicator_name"),
            ("实施周期指标值", "period_target_text"),
            ("年度指标值", "target_text"),
            ("完成情况", "actual_text"),
        )
        if key in ("indicator_number", "indicator_name", "target_text") or any(entry[key] for entry in rows)
    ]
    keys = [key for _, key in columns]
    body = []
    above: Mapping[str, str] = {}
    for entry in rows:
        texts = [entry[key] or (_NONE if key == "indicator_name" else "") for key in keys]
        same = True
        for index, key in enumerate(keys):
            if key in ("level_1", "level_2"):
                same = same and above.get(key) == entry[key]
                texts[index] = "" if same else texts[index]
        above = entry
        body.append(row(texts))
    levels = [index for index, key in enumerate(keys) if key in ("level_1", "level_2")]
    return Table(header([[words] for words, _ in columns]), merged_down(body, levels))


@dataclass
class _Node:
    """An indicator of the sheet and those below it."""

    label: str = ""
    level: int = 0
    points: dict[str, str] = field(default_factory=dict)
    children: list[_Node] = field(default_factory=list)

    def leaves(self, *above: _Node) -> Iterator[tuple[_Node, ...]]:
        """Each lowest indicator with all that stand over it, from the outermost in."""
        if not self.children:
            yield (*above, self)
        for child in self.children:
            yield from child.leaves(*above, self)


def score_sheet(rows: Sequence[SeedRow]) -> Table:
    """评分表: a row for each lowest indicator; groups stand once, beside their first."""
    nodes: dict[str, _Node] = {}
    roots: list[_Node] = []
    total = _Node()
    for entry in rows:
        node = nodes.get(entry["row_key"])
        if node is None:
            level = int(entry["row_level"])
            node = nodes[entry["row_key"]] = _Node(entry["row_label"], level)
            if level == 0:
                total = node
            elif level == 1:
                roots.append(node)
            else:
                nodes[entry["parent_row_key"]].children.append(node)
        node.points[entry["column_key"]] = entry["printed_text"]
    depth = max(node.level for node in nodes.values())
    width = 2 * depth + 2
    body: list[Row] = []
    seen: set[int] = set()
    for path in (path for root in roots for path in root.leaves()):
        cells = [""] * width
        for node in path:
            if id(node) in seen:
                continue
            seen.add(id(node))
            cells[2 * (node.level - 1)] = node.label
            # Each level has its weight beside it; that of a lowest indicator stands in the last such column.
            own = 2 * node.level - 1 if node.children else 2 * depth - 1
            cells[own] = node.points.get("weight", "")
        cells[-2] = _criterion(path[-1])
        cells[-1] = path[-1].points.get("score", "")
        body.append(row(cells, _points(depth)))
    body = list(merged_down(body, range(2 * depth - 2)))
    foot = [""] * width
    foot[0], foot[2 * depth - 1] = total.label, total.points.get("weight", "")
    foot[-1] = total.points.get("score", "")
    words = [[word] for level in _LEVEL_WORDS[:depth] for word in (level, "分值")]
    score = next((entry["column_label"] for entry in rows if entry["column_key"] == "score"), "评价得分")
    return Table(header([*words, ["评分标准"], [score]]), (*body, row(foot, _points(depth))))


def _points(depth: int) -> list[int]:
    return [*range(1, 2 * depth, 2), 2 * depth + 1]


def _criterion(node: _Node) -> str:
    if "formula_floor" not in node.points:
        return "按完成情况评分"
    floor, ceiling = node.points["formula_floor"], node.points["formula_ceiling"]
    return f"（{node.label}-{floor}%）÷（{ceiling}%-{floor}%）×{node.points['formula_factor']}"
