"""Rows of the warehouse to a `System`, and findings to a table of text (fct_finding gives the columns their types)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from loaders.audit.explain import Finding, explain
from loaders.audit.model import SIDES, Cell, Check, Option, System, Term, movable_figures
from loaders.reports.fold import fold
from loaders.sql import literal

COLUMNS = (
    "finding_id", "identity_id", "severity", "document_id", "message", "message_zh", "stated_value", "expected_value",
    "unit", "page", "line", "suspected_figure_id", "suggested_value", "identity_ids", "hypothesis", "alternatives",
    "expected_low", "expected_high", "check_count", "check_ids", "table_code", "row_label", "column_label",
    "printed_text",
)  # fmt: skip
_SIX_PLACES = Decimal("0.000001")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
Row = Mapping[str, Any]


def findings_table(session: Any, terms: Any, figures: Any) -> Any:
    """What dbt materialises: a relation of `session` (a DuckDB connection) from the two gathered relations."""
    found = explain(system(_rows(terms), _rows(figures)))
    session.execute(f"create or replace temp table audit_findings ({', '.join(f'{c} varchar' for c in COLUMNS)})")
    if found:  # as words of the statement: handing values over would make DuckDB import pandas
        rows = ", ".join(f"({', '.join(map(literal, values(finding)))})" for finding in found)
        session.execute(f"insert into audit_findings values {rows}")
    return session.table("audit_findings")


def system(terms: Iterable[Row], figures: Iterable[Row]) -> System:
    """Rows of int_audit_terms_gathered and int_audit_figures_gathered, in any order."""
    by_check: dict[str, list[Row]] = defaultdict(list)
    closed = set()
    for row in terms:
        by_check[row["check_id"]].append(row)
        if row["is_closed"]:
            closed.add(row["figure_id"])
            if row["times_figure_id"]:
                closed.add(row["times_figure_id"])
    cells, copies = {}, {}
    for row in figures:
        cells[row["figure_id"]] = _cell(row)
        if row["duplicate_of_document_id"]:
            copies[row["document_id"]] = row["duplicate_of_document_id"]
    checks = {check_id: _check(rows) for check_id, rows in sorted(by_check.items())}
    return System(cells=cells, checks=checks, closed=frozenset(closed), copies=copies)


def values(finding: Finding) -> tuple[str | None, ...]:
    """The finding as one row of COLUMNS."""
    figure = finding.figure
    return (
        finding.finding_id,
        finding.identity_id,
        finding.severity,
        finding.document_id,
        finding.message,
        finding.message_zh,
        _decimal(finding.stated_value),
        _decimal(finding.expected_value),
        finding.unit or None,
        _text(finding.page),
        _text(finding.line),
        finding.suspected_figure_id,
        _decimal(finding.suggested_value),
        ", ".join(finding.identity_ids),
        finding.hypothesis,
        ", ".join(finding.alternatives) or None,
        _decimal(finding.expected_low),
        _decimal(finding.expected_high),
        str(len(finding.check_ids)),
        "\n".join(finding.check_ids),
        figure.table_code if figure else None,
        figure.row_label if figure else None,
        figure.column_label if figure else None,
        figure.printed_text if figure else None,
    )


def _rows(relation: Any) -> list[Row]:
    columns = relation.columns
    return [dict(zip(columns, row, strict=True)) for row in relation.fetchall()]


def _cell(row: Row) -> Cell:
    value = _fraction(row["magnitude"])
    return Cell(
        figure_id=row["figure_id"],
        document_id=row["document_id"],
        table_code=row["table_code"],
        row_number=row["row_number"],
        column_number=row["column_number"],
        row_label=row["row_label"] or "",
        column_label=row["column_label"] or "",
        row_key=row["row_key"] or "",
        column_key=row["column_key"] or "",
        printed_text=row["printed_text"] or "",
        unit=row["unit"] or "",
        value=value,
        half=_fraction(row["half_unit"]),
        step=_fraction(row["resolution"]),
        worth=_worth(row["printed_text"] or "", value),
        page=row["page"],
        line=row["line"],
        is_blank=bool(row["is_blank"]),
    )


def _worth(printed: str, value: Fraction) -> Fraction | None:
    """What a printed 1 is worth: 10,000 where 6,399.41 stands for 63,994,100 yuan."""
    text = fold(printed).replace(",", "").rstrip("%")
    if _NUMBER.fullmatch(text) is None:
        return None
    number = Fraction(text.lstrip("+-"))
    return value / number if number else Fraction(1)


def _check(rows: list[Row]) -> Check:
    first = rows[0]
    named = sorted({row["alternative"] for row in rows if row["alternative"]})
    options = [option for name in named or [""] if (option := _option(name, rows)) is not None]
    options.sort(key=lambda option: option.name != first["alternative_shown"])
    return Check(
        check_id=first["check_id"],
        identity_id=first["identity_id"],
        document_id=first["document_id"],
        group_row=first["group_row"],
        group_column=first["group_column"],
        operator=first["operator"],
        verdict=first["verdict"],
        severity=first["severity"],
        title_en=first["title_en"],
        title_zh=first["title_zh"],
        lhs=_fraction(first["lhs"]),
        rhs=_fraction(first["rhs"]),
        allowed=_fraction(first["allowed_difference"]),
        unit=first["unit"] or "",
        row_label=first["row_label"] or "",
        column_label=first["column_label"] or "",
        page=first["page"],
        line=first["line"],
        options=tuple(options),
        movable=movable_figures(options),
    )


def _option(name: str, rows: list[Row]) -> Option | None:
    """The check's terms in one alternative; None where a figure that it needs is not printed."""
    by_term: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row["alternative"] in ("", name):
            by_term[row["side"], row["term_number"]].append(row)
    required = max((row["required_terms"] or 0 for row in rows if row["alternative"] == name), default=0)
    if sum(found[0]["when_absent"] == "not_applicable" for found in by_term.values()) < required:
        return None
    terms: dict[str, list[Term]] = {side: [] for side in SIDES}
    constants = {side: Fraction(0) for side in SIDES}
    for (side, _), found in sorted(by_term.items()):
        found.sort(key=lambda row: (row["print_order"], row["figure_id"]))
        aggregate = found[0]["aggregate"]
        if aggregate == "count":
            constants[side] += len({row["row_key"] for row in found if row["row_key"]}) * found[0]["multiplier"]
            continue
        for row in found[:1] if aggregate == "first" else found:
            terms[side].append(Term(row["figure_id"], Fraction(row["multiplier"]), row["times_figure_id"]))
    return Option(name, {side: tuple(found) for side, found in terms.items()}, constants)


def _fraction(value: Decimal | None) -> Fraction:
    return Fraction(value) if value is not None else Fraction(0)


def _decimal(value: Fraction | None) -> str | None:
    if value is None:
        return None
    return str((Decimal(value.numerator) / Decimal(value.denominator)).quantize(_SIX_PLACES))


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
