"""项目支出绩效目标表: amounts and indicators of each project, from their rows to cells."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.samples.blocks import Row, Table, header, row
from loaders.samples.source import SeedRow

_GOAL = "按计划完成本项目"


def target_table(figures: Sequence[SeedRow], indicators: Sequence[SeedRow]) -> Table:
    """The table with a row for the total, each unit and each project."""
    columns = {int(entry["column_number"]): entry["column_label"] for entry in figures}
    numbers = sorted(columns)
    entries: dict[int, dict[int, SeedRow]] = {}
    for entry in figures:
        entries.setdefault(int(entry["row_number"]), {})[int(entry["column_number"])] = entry
    body: list[Row] = []
    for number in sorted(entries):
        amounts = entries[number]
        first = next(iter(amounts.values()))
        own = [
            indicator
            for indicator in indicators
            if indicator["project_name"] == first["project_name"] and indicator["is_repeat"] == first["is_repeat"]
        ]
        is_project = first["row_level"] == "2"
        texts = [amounts[column]["printed_text"] if column in amounts else "" for column in numbers]
        said = [_GOAL if is_project else "", _indicators(own) if is_project else ""]
        body.append(row([first["row_label"], *texts, *said], range(1, 1 + len(texts))))
    words = ["项目名称", *(columns[number] for number in numbers), "绩效目标", "绩效指标"]
    return Table(header([[word] for word in words]), tuple(body), names=0)


def _indicators(rows: Sequence[SeedRow]) -> str:
    return "".join(
        f"{entry['indicator_number']}、{_level(entry, 1)}；{_level(entry, 2)}；{entry['indicator_name']}；"
        f"{_period(entry)}年度指标值:{entry['target_text']}。"
        for entry in rows
    )


def _level(entry: SeedRow, level: int) -> str:
    code = entry[f"level_{level}_code"]
    return f"{code}-{entry[f'level_{level}']}" if code else entry[f"level_{level}"]


def _period(entry: SeedRow) -> str:
    return f"实施周期指标值:{entry['period_target_text']}；" if entry["period_target_text"] else ""
