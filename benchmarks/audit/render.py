"""A report as text, and as the rows that the loaders write for that text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.audit import forms
from benchmarks.audit.generator import Report, Said, Table
from loaders.reports.regions import department

Row = tuple[str, ...]
_WORTH = {"万元": Decimal(10_000), "元": Decimal(1)}
_CENT = Decimal("0.01")
_COMPUTED = frozenset({"change_rate", "budget_difference_rate", "completion_rate", "share"})
_LABELS = {label.split("、")[1]: key for key, label in (*forms.SUMMARY_LINES, *forms.APPROPRIATION_LINES)}
_LABELS |= {name: code for code, name in forms.CLASS_LINES.items()}
_SUMS = {
    "本年收入合计": ("revenue_of_year", "1", "total_income"),
    "使用非财政拨款结余（含专用结余）": ("use_of_surplus", "1", "total_income"),
    "年初结转和结余": ("opening_balance", "1", "total_income"),
    "年初财政拨款结转和结余": ("opening_balance", "1", "total_income"),
    "本年支出合计": ("expenditure_of_year", "1", "total_expenditure"),
    "结余分配": ("surplus_distribution", "1", "total_expenditure"),
    "年末结转和结余": ("closing_balance", "1", "total_expenditure"),
    "年末财政拨款结转和结余": ("closing_balance", "1", "total_expenditure"),
}


@dataclass(frozen=True)
class Rendered:
    """The text, and where in it the tables' titles and rows and the paragraphs stand (lines from 1)."""

    text: str
    titles: list[int]
    rows: list[list[int]]
    paragraphs: list[int]


@dataclass(frozen=True)
class Rows:
    """The rows of one document: its own, its tables' and its figures' by kind of table."""

    document_id: str
    document: Row
    tables: list[Row]
    figures: dict[str, list[Row]]


def render(report: Report) -> Rendered:
    """The report as plain text: tables as tab-separated lines with the header repeated at each page, then prose."""
    lines = [f"{report.year}年度{report.name}部门决算", ""]
    titles: list[int] = []
    rows: list[list[int]] = []
    paragraphs: list[int] = []
    for table in report.tables:
        titles.append(len(lines) + 1)
        lines += [table.form.title, ""]
        rows.append([])
        if not table.rows:
            lines += ["本部门本年度没有此项收入和支出，本表为空。", ""]
            continue
        lines += [f"部门：{report.name}", "", f"单位：{report.style.unit}", ""]
        header = ["\t".join(cells) for cells in table.form.header]
        for index, cells in enumerate(table.rows):
            if index % report.style.page == 0:
                lines += [""] * bool(index) + header
            lines.append("\t".join(cells))
            rows[-1].append(len(lines))
        lines += ["", f"注：本表反映部门本年度{table.form.title}的情况。", ""]
    lines += [f"第三部分 {report.name}{report.year}年度部门决算情况说明", ""]
    for paragraph in report.prose:
        lines += ["".join(piece if isinstance(piece, str) else piece.text for piece in paragraph), ""]
        paragraphs.append(len(lines) - 1)
    return Rendered("\n".join(lines), titles, rows, paragraphs)


def rows(report: Report, rendered: Rendered | None = None, *, file_name: str = "report.txt") -> Rows:
    """The rows of the seed files, in their columns' order."""
    rendered = rendered or render(report)
    sha256 = hashlib.sha256(rendered.text.encode()).hexdigest()
    document_id = f"doc-{sha256[:12]}-1"
    owner = department(report.name)
    document: Row = (
        document_id, file_name, sha256, "text/plain", "1", "final_accounts", f"{report.year}年度{report.name}部门决算",
        owner.department_id, owner.name, owner.administrative_level or "", owner.region.code if owner.region else "",
        str(report.year), "title (line 1)", "loaded", "", "", "", "", "1",
    )  # fmt: skip
    tables: list[Row] = []
    figures: dict[str, list[Row]] = {}
    for table, title, places in zip(report.tables, rendered.titles, rendered.rows, strict=True):
        found = _table(table, report.style.unit, document_id, places)
        figures[table.form.code] = found
        empty = all(Decimal(row[14]) == 0 for row in found)
        tables.append(
            (
                document_id, table.form.code, table.form.title, report.style.unit, str(len({row[4] for row in found})),
                str(len(found)), _flag(empty), "", str(title),
            )
        )  # fmt: skip
    figures["narrative"] = _narrative(report, document_id, rendered.paragraphs)
    return Rows(document_id, document, tables, figures)


@dataclass
class _Cell:
    """One amount cell with its coordinates."""

    row_number: int
    column: int
    row_label: str
    column_label: str
    row_key: str
    column_key: str
    level: str
    parent: str
    printed: str
    line: int
    is_repeat: bool = False


def _table(table: Table, unit: str, document_id: str, places: list[int]) -> list[Row]:
    cells = list(_SHAPES[table.form.shape](table, places))
    resolutions = _resolutions([cell.printed for cell in cells], unit)
    result: list[Row] = []
    for cell, resolution in zip(cells, resolutions, strict=True):
        amount, step = _amount(cell.printed, unit)
        number, column = str(cell.row_number), str(cell.column + 1)
        result.append(
            (
                f"{document_id}.{table.form.code}.{number}.{column}", document_id, "", "", number, column,
                cell.row_label, cell.column_label, cell.row_key, cell.column_key, cell.level, cell.parent,
                cell.printed, "元", amount, step, "", "", resolution, "",
                _flag(not cell.printed), _flag(cell.is_repeat), "", str(cell.line), "",
            )
        )  # fmt: skip
    return result


def _functional(table: Table, places: list[int]) -> Iterator[_Cell]:
    known = {row[0] for row in table.rows}
    seen: set[str] = set()
    for number, (row, line) in enumerate(zip(table.rows, places, strict=True), start=1):
        code, name = row[0] or "total", row[1]
        parent = ""
        if row[0]:
            parent = next((code[:size] for size in (5, 3) if size < len(code) and code[:size] in known), "total")
        level = "0" if not row[0] else str({3: 1, 5: 2, 7: 3}[len(code)])
        for column, (key, label) in table.form.columns.items():
            yield _Cell(number, column, name, label, code, key, level, parent, row[column], line, code in seen)
        seen.add(code)


def _lines(table: Table, places: list[int]) -> Iterator[_Cell]:
    columns_of = {"income": [2], "expenditure": [column for column in table.form.columns if column > 3]}
    opened = False
    seen: set[str] = set()
    for number, (row, line) in enumerate(zip(table.rows, places, strict=True), start=1):
        for side, columns in columns_of.items():
            label = row[0 if side == "income" else 3]
            if not label:
                continue
            key, level, parent = _line(label, side, opened)
            if side == "income":
                opened = (opened or key == "opening_balance") and key != "total_income"
            for column in columns:
                column_key, column_label = table.form.columns[column]
                yield _Cell(
                    number, column, label, column_label, key, column_key, level, parent, row[column], line, key in seen
                )
            seen.add(key)


def _line(label: str, side: str, opened: bool) -> tuple[str, str, str]:
    """Key, level and parent of a line of a summary table."""
    if label == "总计":
        return f"total_{side}", "0", ""
    if label in _SUMS:
        return _SUMS[label]
    key = _LABELS[label.split("、")[-1]]
    if side == "expenditure":
        return key, "2", "expenditure_of_year"
    return (f"opening.{key}", "2", "opening_balance") if opened else (key, "2", "revenue_of_year")


def _economic(table: Table, places: list[int]) -> Iterator[_Cell]:
    seen: set[str] = set()
    for number, (row, line) in enumerate(zip(table.rows, places, strict=True), start=1):
        for start, group in ((0, "personnel"), (3, "public")):
            code, name, printed = row[start : start + 3]
            if not name:
                continue
            key, level, parent = code, "3" if len(code) == 5 else "2", code[:3] if len(code) == 5 else group
            if not code:
                key, level, parent = group, "1", "total"
            yield _Cell(number, start + 2, name, "金额", key, "amount", level, parent, printed, line, key in seen)
            seen.add(key)


def _stage_item(table: Table, places: list[int]) -> Iterator[_Cell]:
    for row, line in zip(table.rows, places, strict=True):
        for column, (key, label) in table.form.columns.items():
            stage, words = ("budget", "预算数") if column < 6 else ("final", "决算数")
            yield _Cell(1, column, words, label, stage, key, "", "", row[column], line)


_SHAPES: dict[str, Callable[[Table, list[int]], Iterator[_Cell]]] = {
    "functional": _functional,
    "lines": _lines,
    "economic": _economic,
    "stage_item": _stage_item,
}


def _amount(printed: str, unit: str) -> tuple[str, str]:
    """The amount in yuan and the worth of its last digit, as text; a blank is a zero without one."""
    if not printed:
        return "0.00", ""
    text = printed.replace(",", "")
    if text[-3:-2] == "." and unit == "万元":
        return _hundreds(text), "100.00"
    value = Decimal(text)
    worth = _WORTH[unit]
    return str((value * worth).quantize(_CENT)), str(max(_step(text) * worth, _CENT).quantize(_CENT))


def _hundreds(text: str) -> str:
    """万元 with two decimals to yuan, by the digits alone."""
    digits = text.replace(".", "").lstrip("-").lstrip("0")
    whole = digits + "00" if digits else "0"
    return ("-" if text[0] == "-" else "") + whole + ".00"


def _step(text: str) -> Decimal:
    exponent = Decimal(text).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, 0))


def _resolutions(printed: list[str], unit: str) -> list[str]:
    """The rounding unit of each cell: its own, or the finest of the table for a zero and where zeros are dropped."""
    decimals = [len(text.partition(".")[2]) for text in printed]
    finest = max((d for d, text in zip(decimals, printed, strict=True) if text), default=None)
    if finest is None:
        return ["1"] * len(printed)
    drops = not any("." in text and text[-1] == "0" for text in printed if text)
    worth = _WORTH[unit]
    steps = [str(max(Decimal(1).scaleb(-d) * worth, _CENT).quantize(_CENT)) for d in range(finest + 1)]
    return [
        steps[finest if drops or not text or not text.strip("-0.,") else d]
        for d, text in zip(decimals, printed, strict=True)
    ]


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _narrative(report: Report, document_id: str, places: list[int]) -> list[Row]:
    placed = [
        (said, line)
        for paragraph, line in zip(report.prose, places, strict=True)
        for said in paragraph
        if isinstance(said, Said)
    ]
    resolutions = _said_resolutions([said for said, _ in placed])
    result: list[Row] = []
    number = column = 0
    for (said, line), resolution in zip(placed, resolutions, strict=True):
        number, column = (number + 1, 1) if said.starts else (number, column + 1)
        amount, step, value, unit_step, unit = _said(said, resolution)
        qualifier = "not_comparable" if said.kind == "not_comparable" else ""
        result.append(
            (
                f"{document_id}.narrative.{number}.{column}", document_id, "", "", str(number), str(column),
                said.subject, said.label, said.key, said.aspect, "", said.parent, said.printed, unit,
                amount, step, value, unit_step, resolution, qualifier, "false", "false", "", str(line), "",
            )
        )  # fmt: skip
    return result


def _said(said: Said, resolution: str) -> tuple[str, str, str, str, str]:
    """Amount, its rounding unit, value, its rounding unit, and the unit, as text."""
    if said.kind == "not_comparable":
        return "", "", "", "", "%"
    if said.kind == "flat":
        return "0.00", resolution, "", "", "元"
    text = said.printed.replace(",", "")
    value, step = said.sign * Decimal(text), _step(text)
    if said.unit not in _WORTH:
        return "", "", format(value, "f"), format(step, "f"), said.unit
    worth = _WORTH[said.unit]
    return (
        format((value * worth).quantize(_CENT), "f"),
        format(max(step * worth, _CENT).quantize(_CENT), "f"),
        "",
        "",
        "元",
    )


def _said_resolutions(said: list[Said]) -> list[str]:
    """Amounts of one unit, and computed rates, are as exact as the finest of their kind where zeros are dropped."""
    found = [""] * len(said)
    pools: dict[str, list[int]] = {}
    for index, one in enumerate(said):
        if one.kind == "number":
            if one.unit in _WORTH:
                pools.setdefault(one.unit, []).append(index)
            elif one.unit == "%" and one.aspect in _COMPUTED:
                pools.setdefault("%", []).append(index)
            else:
                found[index] = "1"
    for unit, indices in pools.items():
        if unit in _WORTH:
            for index, text in zip(indices, _resolutions([said[i].printed for i in indices], unit), strict=True):
                found[index] = text
            continue
        steps = [_step(said[i].printed.replace(",", "")) for i in indices]
        drops = not any("." in said[i].printed and said[i].printed.endswith("0") for i in indices)
        for index, step in zip(indices, steps, strict=True):
            zero = not said[index].printed.strip("0.,")
            found[index] = format(min(steps) if drops or zero else step, "f")
    money = [Decimal(found[i]) for unit in _WORTH for i in pools.get(unit, ())]
    flat = format(min(money), "f")
    return [flat if one.kind == "flat" else text for one, text in zip(said, found, strict=True)]
