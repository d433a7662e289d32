"""A report as text, and as the rows that the loaders write for that text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from loaders.reports.regions import department
from loaders.samples.made import forms
from loaders.samples.made.printed import amount as amount_of
from loaders.samples.made.printed import flag, resolutions
from loaders.samples.made.report import Report, Table
from loaders.samples.made.rows_prose import narrative
from loaders.seedfiles import DOCUMENTS

Row = tuple[str, ...]
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


# The numbers on the page by what became of them: the maker of rows counts none.
_UNCOUNTED = dict.fromkeys((column for column in DOCUMENTS if column.startswith("numbers_")), "0")


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
    known = {
        "document_id": document_id,
        "input_file_id": f"file-{sha256[:12]}",
        "file_name": file_name,
        "sha256": sha256,
        "media_type": "text/plain",
        "document_ordinal": "1",
        "document_kind": "final_accounts",
        "rule_kind": "final_accounts",
        "stage": "final",
        "title": f"{report.year}年度{report.name}部门决算",
        "department_id": owner.department_id,
        "department_name": owner.name,
        "administrative_level": owner.administrative_level or "",
        "region_code": owner.region.code if owner.region else "",
        "fiscal_year": str(report.year),
        "fiscal_year_evidence": "title (line 1)",
        "load_status": "loaded",
        **_UNCOUNTED,
        "line": "1",
    }
    document: Row = tuple(known.get(column, "") for column in DOCUMENTS)
    tables: list[Row] = []
    figures: dict[str, list[Row]] = {}
    for table, title, places in zip(report.tables, rendered.titles, rendered.rows, strict=True):
        found = _table(table, report.style.unit, document_id, places)
        figures[table.form.code] = found
        empty = all(Decimal(row[14] or row[16]) == 0 for row in found)
        tables.append(
            (
                document_id, table.form.code, table.form.title, report.style.unit, str(len({row[4] for row in found})),
                str(len(found)), flag(empty), "", str(title),
            )
        )  # fmt: skip
    figures["narrative"] = narrative(report, document_id, rendered.paragraphs)
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
    project: str = ""
    unit: str = "元"

    @property
    def is_money(self) -> bool:
        """Whether it is an amount; else it counts things."""
        return self.unit == "元"


def _table(table: Table, unit: str, document_id: str, places: list[int]) -> list[Row]:
    cells = list(_SHAPES[table.form.shape](table, places))
    found = iter(resolutions([cell.printed for cell in cells if cell.is_money], unit))
    result: list[Row] = []
    for cell in cells:
        amount, step = amount_of(cell.printed, unit) if cell.is_money else ("", "")
        value, one = ("", "") if cell.is_money else (cell.printed, "1")
        resolution = next(found) if cell.is_money else "1"
        number, column = str(cell.row_number), str(cell.column + 1)
        result.append(
            (
                f"{document_id}.{table.form.code}.{number}.{column}", document_id, _project_id(document_id, cell),
                cell.project, number, column,
                cell.row_label, cell.column_label, cell.row_key, cell.column_key, cell.level, cell.parent,
                cell.printed, cell.unit, amount, step, value, one, resolution, "",
                flag(not cell.printed), flag(cell.is_repeat), "", str(cell.line), "",
            )
        )  # fmt: skip
    return result


def _project_id(document_id: str, cell: _Cell) -> str:
    """A key for the cell's project within its document: the loaders make theirs of the department and the name."""
    return f"{document_id}-{hashlib.sha256(cell.project.encode()).hexdigest()[:8]}" if cell.project else ""


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
    groups = ("personnel", "public") if len(table.form.header) > 1 else ("total", "total")
    printed_rows = {code for row in table.rows for code in (row[0], row[3])}
    total_printed = any(row[1] == "合计" for row in table.rows)
    seen: set[str] = set()
    for number, (row, line) in enumerate(zip(table.rows, places, strict=True), start=1):
        for start, group in zip((0, 3), groups, strict=True):
            code, name, printed = row[start : start + 3]
            if not name:
                continue
            key, level, parent = code, "3" if len(code) == 5 else "2", code[:3] if len(code) == 5 else group
            if not code:
                key, level, parent = group, "1", "total"
            if name == "合计":
                level, parent = "0", ""
            if table.form.code in _BESIDE and parent not in (*printed_rows, *groups, *["total"] * total_printed):
                parent = ""  # a part of nothing that is printed
            yield _Cell(number, start + 2, name, "金额", key, "amount", level, parent, printed, line, key in seen)
            seen.add(key)


def _stage_item(table: Table, places: list[int]) -> Iterator[_Cell]:
    for row, line in zip(table.rows, places, strict=True):
        for column, (key, label) in table.form.columns.items():
            stage, words = ("budget", "预算数") if column < 6 else ("final", "决算数")
            yield _Cell(1, column, words, label, stage, key, "", "", row[column], line)


def _economic_list(table: Table, places: list[int]) -> Iterator[_Cell]:
    known = {row[0] for row in table.rows}
    for number, (row, line) in enumerate(zip(table.rows, places, strict=True), start=1):
        code = row[0] or "total"
        level = "0" if not row[0] else "2" if len(code) == 3 else "3"
        parent = "" if not row[0] else code[:3] if len(code) == 5 and code[:3] in known else "total"
        for column, (key, label) in table.form.columns.items():
            yield _Cell(number, column, row[1], label, code, key, level, parent, row[column], line)


def _projects(table: Table, places: list[int]) -> Iterator[_Cell]:
    """Rows by functional code, and below each 项 its projects, which have no code."""
    known = {row[0] for row in table.rows}
    code = ""
    for number, (row, line) in enumerate(zip(table.rows, places, strict=True), start=1):
        is_total = not row[0] and row[1] == "合计"
        if row[0]:
            code, below = row[0], 0
        is_project = not row[0] and not is_total
        below = below + 1 if is_project else 0
        key = "total" if is_total else f"{code}.{below}" if is_project else code
        level = 0 if is_total else 4 if is_project else {3: 1, 5: 2, 7: 3}[len(code)]
        parent = next((code[:size] for size in (5, 3) if size < len(code) and code[:size] in known), "total")
        parent = "" if is_total else code if is_project else parent
        name = row[1] if is_project else ""
        for column, (column_key, label) in table.form.columns.items():
            yield _Cell(
                number, column, row[1], label, key, column_key, str(level), parent, row[column], line, project=name
            )


def _items(table: Table, places: list[int]) -> Iterator[_Cell]:
    items = forms.ITEMS[table.form.code]
    ((column, (key, label)),) = table.form.columns.items()
    for number, (row, line) in enumerate(zip(table.rows, places, strict=True), start=1):
        item = items[row[0]]
        column_key = "count" if item.unit else key
        unit = item.unit or "元"
        yield _Cell(number, column, row[0], label, item.key, column_key, "", item.parent, row[1], line, unit=unit)


def _outline(table: Table, places: list[int]) -> Iterator[_Cell]:
    """Kinds are numbered 一、, their items （一）."""
    ((column, (key, label)),) = table.form.columns.items()
    kind = below = 0
    for number, (row, line) in enumerate(zip(table.rows, places, strict=True), start=1):
        name = row[0].replace("（", "(").replace("）", ")")
        row_key, level, parent = "total", "0", ""
        if row[0].startswith("（"):
            below += 1
            row_key, level, parent = f"group.{kind}.{below}", "2", f"group.{kind}"
        elif "、" in row[0]:
            kind, below = kind + 1, 0
            row_key, level, parent = f"group.{kind}", "1", "total"
        yield _Cell(number, column, name, label, row_key, key, level, parent, row[1], line)


_BESIDE = frozenset((forms.FUND_BASIC.code, forms.PROJECT_LIST.code))
_SHAPES: dict[str, Callable[[Table, list[int]], Iterator[_Cell]]] = {
    "functional": _functional,
    "lines": _lines,
    "economic": _economic,
    "stage_item": _stage_item,
    "economic_list": _economic_list,
    "projects": _projects,
    "items": _items,
    "outline": _outline,
}
