"""The tables of final accounts, from their figures to cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from loaders.samples import forms
from loaders.samples.blocks import Cell, Row, Table, header, row
from loaders.samples.layout import Layout
from loaders.samples.source import SeedRow


def standard_table(code: str, rows: Sequence[SeedRow], unit: str, layout: Layout) -> Table:
    """The whole table."""
    columns = {row["column_key"] for row in rows}
    if code in _SIDE_BY_SIDE and columns == {"amount"}:
        table = _side_by_side(code, rows, unit, layout)
    elif code in forms.ITEM_TABLES:
        table = _named(code, rows, unit, layout)
    elif code in _SHAPES:
        table = _SHAPES[code](rows, unit, layout)
    else:
        table = _functional(code, rows, unit, layout)
    return table if layout.merged else replace(table, header=_apart(table.header))


def _apart(rows: Iterable[Row]) -> tuple[Row, ...]:
    """A header whose cells are not merged: each covered place is an empty cell."""
    return tuple(tuple(Cell() if cell is None else Cell(cell.text) for cell in row) for row in rows)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of amounts: where it stands in its report, its key and the lowest words over it."""

    number: str
    key: str
    label: str


def _columns(rows: Iterable[SeedRow]) -> list[_Column]:
    found = {
        row["column_number"]: _Column(row["column_number"], row["column_key"], row["column_label"]) for row in rows
    }
    return [found[number] for number in sorted(found, key=int)]


def _texts(rows: Iterable[SeedRow]) -> dict[tuple[str, str], str]:
    """What is printed, by row and column number."""
    return {(row["row_number"], row["column_number"]): row["printed_text"] for row in rows}


def _united(label: str, unit: str, layout: Layout) -> str:
    return f"{label}（{unit}）" if layout.unit_in_header else label


# --- by functional code


def _functional(code: str, rows: Sequence[SeedRow], unit: str, layout: Layout) -> Table:
    columns = _columns(rows)
    shared = forms.SHARED_WORDS.get(code, {})
    naming = forms.ECONOMIC_NAMING if code in forms.ECONOMIC_TABLES else forms.NAMING
    if code in forms.PROJECT_TABLES:
        naming = (naming[0], f"{naming[1]}（项目）")
    paths = _naming(naming, layout)
    width = len(paths)
    for column in columns:
        label = _united(column.label, unit, layout)
        paths.append([shared[column.key], label] if column.key in shared else [label, ""])
    lines = list(header(_levelled(paths, width, len(columns), layout)))
    if layout.numbered:
        lines = _with_numbers(lines, width, len(columns))
    entries = {row["row_number"]: row for row in reversed(rows)}
    entries = {number: entries[number] for number in sorted(entries, key=int)}
    texts = _texts(rows)
    body = [
        row_of(
            _code_cells(entry, layout),
            [texts.get((number, column.number), "") for column in columns],
        )
        for number, entry in entries.items()
    ]
    if layout.totals == "last":
        body = [cells for cells, entry in _paired(body, entries) if entry["row_level"] != "0"] + [
            cells for cells, entry in _paired(body, entries) if entry["row_level"] == "0"
        ]
    return Table(tuple(lines), tuple(body), names=width - 1)


def _paired(body: list[Row], entries: dict[str, SeedRow]) -> Iterable[tuple[Row, SeedRow]]:
    return zip(body, entries.values(), strict=True)


def row_of(names: Sequence[str], amounts: Sequence[str]) -> Row:
    """Names to the left, amounts to the right."""
    return row([*names, *amounts], range(len(names), len(names) + len(amounts)))


def _naming(words: tuple[str, str], layout: Layout) -> list[list[str]]:
    """The words over the columns that name a row."""
    if layout.codes == "with_name":
        return [["项目", "科目编码及名称"]]
    if layout.codes == "one":
        return [["项目", word] for word in words]
    return [["项目", words[0]], ["项目", words[0]], ["项目", words[0]], ["项目", words[1]]]


def _levelled(paths: list[list[str]], naming: int, amounts: int, layout: Layout) -> list[list[str]]:
    """With a code in three cells 类, 款 and 项 stand in a line of their own."""
    if naming != 4:
        return paths
    last = [*forms.LEVELS, *[""] * (1 + amounts)]
    return [[*path, word] for path, word in zip(paths, last, strict=True)]


def _with_numbers(lines: list[Row], naming: int, amounts: int) -> list[Row]:
    """The line of column numbers under the header; the levels of a code stand in it."""
    numbers = [str(number) for number in range(1, amounts + 1)]
    if naming == 4:
        above = [tuple(replace(c, rows=min(c.rows, 2 - i)) if c else c for c in r) for i, r in enumerate(lines[:2])]
        return [*above, row([*forms.LEVELS, "栏次", *numbers])]
    return [*lines, row(["栏次", *[""] * (naming - 1), *numbers])]


def _code_cells(entry: SeedRow, layout: Layout) -> list[str]:
    code = entry["row_key"] if entry["row_key"].isdigit() else ""
    name = entry["row_label"]
    if layout.codes == "with_name":
        return [f"{code} {name}" if code else name]
    if layout.codes == "parts":
        return [code[:3], code[3:5], code[5:7], name]
    if layout.codes == "whole":
        return [*(code[:size] if size <= len(code) else "" for size in (3, 5, 7)), name]
    return [code, name]


# --- two halves of lines


def _lines(rows: Sequence[SeedRow], unit: str, layout: Layout) -> Table:
    sides = {side: [row for row in rows if _side(row) == side] for side in forms.SIDES}
    height = max(int(row["row_number"]) for row in rows)
    paths: list[list[str]] = []
    halves: list[list[list[str]]] = []
    number = 0
    for side, word in forms.SIDES.items():
        columns = _columns(sides[side])
        paths += [[word, "项目"], *[[word, "行次"]] * layout.numbered]
        paths += [[word, _united(column.label, unit, layout)] for column in columns]
        texts = _texts(sides[side])
        labels = {row["row_number"]: row["row_label"] for row in sides[side]}
        half = []
        for index in map(str, range(1, height + 1)):
            number += 1
            label = labels.get(index, "")
            half.append(
                [
                    label,
                    *[str(number)] * layout.numbered,
                    *(texts.get((index, column.number), "") for column in columns),
                ]
            )
        halves.append(half)
    lines = list(header(paths))
    if layout.numbered:
        counter = iter(range(1, 99))
        lines.append(row(["栏次" if p[1] == "项目" else "" if p[1] == "行次" else str(next(counter)) for p in paths]))
    naming = 1 + layout.numbered
    split = len(halves[0][0])
    right = [*range(naming, split), *range(split + naming, len(paths))]
    return Table(tuple(lines), tuple(row([*one, *other], right) for one, other in zip(*halves, strict=True)))


def _side(row: SeedRow) -> str:
    key = row["row_key"]
    is_expenditure = key.isdigit() or key in forms.EXPENDITURE_LINES or key.startswith("line.expenditure")
    return "expenditure" if is_expenditure else "income"


# --- by economic code


_SIDE_BY_SIDE = forms.GROUPED_TABLES | {"general_budget_project_economic"}


def _side_by_side(code: str, rows: Sequence[SeedRow], unit: str, layout: Layout) -> Table:
    """Groups of code, name and amount beside each other, one for each column of amounts."""
    groups = sorted({int(row["column_number"]) for row in rows})
    numbers = sorted({int(row["row_number"]) for row in rows})
    entries = {(int(row["row_number"]), int(row["column_number"])): row for row in rows}
    with_names = layout.codes == "with_name"
    paths: list[list[str]] = []
    for index, group in enumerate(groups):
        word = forms.GROUPS[min(index, 1)]
        naming = ["科目编码及名称"] if with_names else list(forms.ECONOMIC_NAMING)
        label = next(row["column_label"] for row in rows if int(row["column_number"]) == group)
        words = [word] if code in forms.GROUPED_TABLES else []
        paths += [[*words, name] for name in naming] + [[*words, _united(label, unit, layout)]]
    width = len(paths) // len(groups)
    body = []
    for number in numbers:
        cells: list[str] = []
        for group in groups:
            entry = entries.get((number, group))
            cells += ["" for _ in range(width)] if entry is None else _economic_cells(entry, with_names=with_names)
        body.append(row(cells, range(width - 1, len(paths), width)))
    return Table(header(paths), tuple(body), names=width - 2)


def _economic_cells(entry: SeedRow, *, with_names: bool) -> list[str]:
    code = entry["row_key"] if entry["row_key"].isdigit() else ""
    name = entry["row_label"]
    return [*([f"{code} {name}".strip()] if with_names else [code, name]), entry["printed_text"]]


# --- named items


def _named(code: str, rows: Sequence[SeedRow], unit: str, layout: Layout) -> Table:
    """A list of items: the name, and what is stated of it."""
    (column,) = {row["column_number"]: row["column_label"] for row in rows}.values()
    paths = [[forms.ITEM_TABLES[code]], [_united(column, unit, layout)]]
    return Table(header(paths), tuple(row_of([row["row_label"]], [row["printed_text"]]) for row in rows), names=0)


# --- 三公


def _three_public(rows: Sequence[SeedRow], unit: str, layout: Layout) -> Table:
    texts = {(row["row_key"], row["column_key"]): row["printed_text"] for row in rows}
    found = {row["column_key"]: row for row in rows}
    items = [key for key in forms.ITEM_WORDS if key in found] + [key for key in found if key not in forms.ITEM_WORDS]
    stages = list(forms.STAGE_WORDS)

    def words(item: str) -> tuple[str, str]:
        return forms.ITEM_WORDS.get(item, (found[item]["column_label"], ""))

    if layout.items == "rows":
        labels = [forms.ITEM_ROWS.get(item, found[item]["row_label"]) for item in items]
        body = [
            row_of([label], [texts[stage, item] for stage in stages]) for label, item in zip(labels, items, strict=True)
        ]
        paths = [["项目"], *([_united(word, unit, layout)] for word in forms.STAGE_WORDS.values())]
        return Table(header(paths), tuple(body))
    if layout.items == "pairs":
        order = [(stage, item) for item in items for stage in stages]
        paths = [[*words(item), _united(forms.STAGE_WORDS[stage], unit, layout)] for stage, item in order]
    else:
        order = [(stage, item) for stage in stages for item in items]
        paths = []
        for stage, item in order:
            above, below = words(item)
            lowest = _united(below or above, unit, layout)
            paths.append([forms.STAGE_WORDS[stage], *([above, lowest] if below else [lowest, ""])])
    lines = list(header(paths))
    if layout.numbered:
        lines.append(row([str(number) for number in range(1, len(order) + 1)]))
    return Table(tuple(lines), (row_of([], [texts[place] for place in order]),))


_SHAPES: dict[str, Callable[[Sequence[SeedRow], str, Layout], Table]] = {
    "income_expenditure_summary": _lines,
    "appropriation_summary": _lines,
    **dict.fromkeys(forms.STAGE_TABLES, _three_public),
}
