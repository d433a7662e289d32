"""Findings in words, both languages, with values as the report prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from loaders.audit.causes import Cause
from loaders.audit.model import Cell, Check, Reading
from loaders.audit.suspects import Suspect

HYPOTHESES = {
    "unit_slip": ("unit slip", "单位误写"),
    "decimal_slip": ("decimal point misplaced", "小数点错位"),
    "digit_slip": ("one digit wrong", "一位数字误写"),
    "digits_exchanged": ("two digits exchanged", "相邻数字颠倒"),
    "digit_lost": ("a digit lost or doubled", "漏写或多写一位数字"),
    "sign": ("wrong sign or direction word", "正负号或增减方向相反"),
    "roles_exchanged": ("two figures in each other's place", "两个数字位置互换"),
    "neighbour_column": ("the neighbouring column's figure", "误填相邻栏数字"),
    "last_year": ("last year's figure", "误填上年数"),
    "other_scope": ("the figure of another scope", "误填其他口径数字"),
    "row_lost": ("a row is missing among the parts", "缺少一行"),
    "row_doubled": ("a row is printed twice among the parts", "重复一行"),
    "wrong_factor": ("a formula printed with a wrong factor", "公式系数误写"),
    "share_or_rate_misprinted": ("the share or rate does not follow from its figures", "比率与所依据的数字不符"),
    "count_wrong": ("the number stated is not the number listed", "所述个数与所列个数不符"),
}
_WAN = Fraction(10_000)
_NAMED = 4


def number(value: Fraction, unit: str = "", *, decimals: int = 6) -> str:
    """12,345.6 · 0.000001 at the finest, with its unit; a year is written as one: 2022年."""
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    text = f"{decimal:.{decimals}f}" if unit == "年" else f"{decimal:,.{decimals}f}"
    return f"{_shortened(text)}{unit}"


def _shortened(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(cell: Cell, reading: Reading | None = None) -> str:
    """The figure (or another reading of it) in the unit it is printed in: 428.54 元 · 1,180.85 万元."""
    if reading is None:
        if cell.is_blank:
            return "（空）"
        printed = cell.printed_text.removesuffix("%")
        if printed.endswith(("元", "年")):  # a unit that is stated, or a year with its word
            return printed
        return f"{printed}{_unit(cell, _size(cell))}"
    worth = _size(cell)
    scaled = reading.half > cell.half and worth == 1 and cell.unit == "元"
    if scaled and reading.value / cell.value == _WAN:
        worth = _WAN
    value = reading.value / worth
    if reading.value * cell.value > 0 and value < 0:
        value = -value  # the direction is said in words
    return number(value, _unit(cell, worth))


def _size(cell: Cell) -> Fraction:
    return Fraction(abs(cell.worth)) if cell.worth else Fraction(1)


def _unit(cell: Cell, worth: Fraction) -> str:
    if cell.unit == "元":
        return {1: "元", 1000: "千元", 10_000: "万元", 100_000_000: "亿元"}.get(int(worth), "元")
    return {10_000: "万", 100_000_000: "亿"}.get(int(worth), "") + cell.unit


def side(value: Fraction, unit: str) -> str:
    """One side of a check, in 万元 where it is large money."""
    if unit == "元" and abs(value) >= _WAN:
        return number(value / _WAN, "万元")
    return number(value, unit, decimals=2 if unit == "%" else 6)


def label(cell: Cell) -> str:
    """What the figure is called where it stands."""
    parts = [part for part in (cell.row_label, cell.column_label) if part]
    return "，".join(dict.fromkeys(parts))


def place(cell: Cell, language: str) -> str:
    """Page and line, as far as known."""
    if language == "zh":
        return "".join(
            [f"第{cell.page}页" if cell.page is not None else "", f"第{cell.line}行" if cell.line is not None else ""]
        )
    parts = [f"page {cell.page}" if cell.page is not None else "", f"line {cell.line}" if cell.line is not None else ""]
    return ", ".join(part for part in parts if part)


def message(cause: Cause, primary: Check, cells: Mapping[str, Cell]) -> tuple[str, str]:
    """English and Chinese."""
    rule_en = f"{primary.title_en} ({side(primary.lhs, primary.unit)} against {side(primary.rhs, primary.unit)})"
    rule_zh = f"{primary.title_zh}（{side(primary.lhs, primary.unit)}，应为{side(primary.rhs, primary.unit)}）"
    more = len(cause.checks) - 1
    also_en = f"; breaks {more} more check{'s' if more > 1 else ''}" if more else ""
    also_zh = f"；另有{more}项校验不符" if more else ""
    if not cause.suspects and cause.hypothesis:
        why_en, why_zh = HYPOTHESES[cause.hypothesis]
        row_en, row_zh = (f": {cause.row_label}", f"：{cause.row_label}") if cause.row_label else ("", "")
        columns = ", ".join(
            f"{check.column_label or check.group_column} {side(abs(check.lhs - check.rhs), check.unit)}"
            for check in cause.checks
        )
        return f"{rule_en}; {why_en}{row_en} ({columns})", f"{rule_zh}；{why_zh}{row_zh}（{columns}）"
    if not cause.suspects:
        return (
            f"{rule_en}{also_en}; no single figure explains it",
            f"{rule_zh}{also_zh}；无法归于单个数字",
        )
    why_en, why_zh = HYPOTHESES[cause.hypothesis] if cause.hypothesis else ("", "")
    why_en, why_zh = (f" ({why_en})" if why_en else ""), (f"（{why_zh}）" if why_zh else "")
    if cause.is_ambiguous:
        some = [*cause.suspects[:1], *cause.alternatives][:_NAMED]
        return (
            f"{rule_en}{also_en}. Equally likely{why_en}: " + " or ".join(_change(one, cells, "en") for one in some),
            f"{rule_zh}{also_zh}。以下各处可能性相当{why_zh}："
            + "，或".join(_change(one, cells, "zh") for one in some),
        )
    named = cause.suspects[:_NAMED]
    return (
        "; with it ".join(_changes(named, cells, "en")) + f"{why_en}. {rule_en}{also_en}",
        "；连带".join(_changes(named, cells, "zh")) + f"{why_zh}。{rule_zh}{also_zh}",
    )


def note(check: Check) -> tuple[str, str]:
    """For what is possible but improbable."""
    lhs, rhs = side(check.lhs, check.unit), side(check.rhs, check.unit)
    allowed = side(check.allowed, check.unit)
    return (
        f"{check.title_en}: {lhs} against {rhs}. Rounding allows up to {allowed}, but only just: improbable",
        f"{check.title_zh}：{lhs}与{rhs}。差额仍在四舍五入允许的{allowed}之内，但可能性很小",
    )


def _changes(suspects: Sequence[Suspect], cells: Mapping[str, Cell], language: str) -> list[str]:
    return [_change(one, cells, language) for one in suspects]


def _change(one: Suspect, cells: Mapping[str, Cell], language: str) -> str:
    cell = cells[one.figure_id]
    stated, better = amount(cell), amount(cell, one.reading)
    if language == "zh":
        return f"“{label(cell)}”（{place(cell, 'zh')}）报告数{stated}，应为{better}"
    where = place(cell, "en")
    return f"{label(cell)}{f' ({where})' if where else ''} is printed {stated}, should be {better}"
