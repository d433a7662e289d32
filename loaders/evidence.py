"""What a check's findings rest on: the checks that fail with each of their terms, all other checks, and all figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import duckdb

MODELS = ("rpt_proof", "fct_reported_figure", "dim_identity", "dim_document")
"""Needed beside the findings and the checks."""


@dataclass(frozen=True, slots=True)
class Term:
    """One figure of one side of a check: as printed, and the interval it stands for, with sign and factor applied.

    `low` and `high` are in yuan, or in the figure's unit where it is no money.
    """

    side: str
    figure_id: str
    label: str
    printed_text: str
    unit: str | None
    multiplier: int
    times_printed_text: str | None
    low: Decimal | None
    high: Decimal | None
    file_name: str
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """One check of a finding, with its terms in the order of adding up by hand."""

    check_id: str
    identity_id: str
    title_zh: str
    title_en: str
    formula: str
    verdict: str
    lhs: Decimal | None
    rhs: Decimal | None
    difference: Decimal | None
    allowed_difference: Decimal | None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedCheck:
    """One check of the run; `reason` says why one is not applicable."""

    file_name: str
    identity_id: str
    title_zh: str
    title_en: str
    verdict: str
    reason: str | None
    row_label: str | None
    column_label: str | None
    lhs: Decimal | None
    rhs: Decimal | None
    difference: Decimal | None
    allowed_difference: Decimal | None
    unit: str | None
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """One figure as it was read; `amount_cny` in yuan, `value` of what is no money."""

    file_name: str
    table_code: str
    row_label: str | None
    column_label: str | None
    row_key: str | None
    column_key: str | None
    printed_text: str
    unit: str | None
    amount_cny: Decimal | None
    value: Decimal | None
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """`proofs` by the key of the finding."""

    proofs: dict[str, tuple[Proof, ...]]
    checks: tuple[JudgedCheck, ...]
    figures: tuple[ReadFigure, ...]

    def of(self, finding_id: str) -> tuple[Proof, ...]:
        """The failing checks of a finding; those of the rule that names it first."""
        return self.proofs.get(finding_id, ())


def gather(connection: duckdb.DuckDBPyConnection) -> Evidence:
    """All evidence of a warehouse."""
    return Evidence(
        _proofs(connection),
        tuple(JudgedCheck(*row) for row in connection.execute(_CHECKS).fetchall()),
        tuple(ReadFigure(*row) for row in connection.execute(_FIGURES).fetchall()),
    )


_CHECKED = """
select
    findings.finding_id,
    checks.check_id, checks.identity_id, rules.title_zh, rules.title_en, rules.formula, checks.verdict,
    checks.lhs, checks.rhs, checks.difference, checks.allowed_difference
from (
    select
        finding_id,
        identity_id,
        unnest(string_split(check_ids, chr(10))) as check_id
    from marts.fct_finding
) as findings
inner join marts.fct_identity_check as checks on findings.check_id = checks.check_id
inner join marts.dim_identity as rules on checks.identity_id = rules.identity_id
order by findings.finding_id, checks.identity_id <> findings.identity_id, checks.check_id
"""
_TERMS = """
select
    check_id, side, figure_id, label, printed_text, unit, multiplier, times_printed_text, term_low, term_high,
    file_name, page, line
from marts.rpt_proof
where check_id in (select unnest(string_split(check_ids, chr(10))) from marts.fct_finding)
order by check_id, term_order
"""
_CHECKS = """
select
    documents.file_name, checks.identity_id, rules.title_zh, rules.title_en, checks.verdict, checks.reason,
    checks.row_label, checks.column_label, checks.lhs, checks.rhs, checks.difference, checks.allowed_difference,
    checks.unit, checks.page, checks.line
from marts.fct_identity_check as checks
inner join marts.dim_identity as rules on checks.identity_id = rules.identity_id
inner join marts.dim_document as documents on checks.document_id = documents.document_id
order by
    documents.file_name, checks.document_id, case checks.verdict when 'violated' then 0 else 1 end,
    checks.page, checks.line, checks.check_id
"""
_FIGURES = """
select
    documents.file_name, figures.table_code, figures.row_label, figures.column_label, figures.row_key,
    figures.column_key, figures.printed_text, figures.unit, figures.amount_cny, figures.value, figures.page,
    figures.line
from marts.fct_reported_figure as figures
inner join marts.dim_document as documents on figures.document_id = documents.document_id
order by documents.file_name, figures.document_id, figures.page, figures.line, figures.figure_id
"""


def _proofs(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Proof, ...]]:
    terms: dict[str, list[Term]] = {}
    for check_id, *values in _rows(connection, _TERMS):
        terms.setdefault(check_id, []).append(Term(*values))
    found: dict[str, list[Proof]] = {}
    for row in _rows(connection, _CHECKED):
        proof = replace(Proof(*row[1:]), terms=tuple(terms.get(row[1], ())))
        found.setdefault(row[0], []).append(proof)
    return {finding_id: tuple(proofs) for finding_id, proofs in found.items()}


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterable[tuple[Any, ...]]:
    return connection.execute(query).fetchall()
