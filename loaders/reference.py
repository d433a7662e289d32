"""Pages generated from a built warehouse: the rules with what each can see, and the findings with their proof."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from loaders.warehouse.query import read_only

_CATEGORIES = {
    "within_table": ("Within a table", "表内"),
    "between_tables": ("Between tables", "表间"),
    "prose": ("Within the prose", "正文之内"),
    "prose_table": ("Prose against tables", "正文与表"),
    "between_documents": ("Between documents", "报告之间"),
    "evaluation": ("Evaluations", "绩效评价"),
}

# The smallest difference that a rule calls a violation: what rounding allows, and one unit of the last place. The
# figure is the median over its checks on the reports that the project ships.
_RULES = """
    select
        rules.identity_id,
        rules.domain_number,
        rules.severity,
        rules.category,
        rules.document_kinds,
        rules.title_en,
        rules.title_zh,
        rules.formula,
        count(checks.check_id) as judged,
        median(checks.allowed_difference) as sensitivity,
        min(checks.unit) as unit
    from marts.dim_identity as rules
    left join marts.fct_identity_check as checks
        on rules.identity_id = checks.identity_id and checks.verdict <> 'not_applicable'
    group by all
    order by rules.domain_number, rules.identity_id
"""
_FINDINGS = """
    select findings.*, documents.file_name, documents.title
    from marts.fct_finding as findings
    inner join marts.dim_document as documents
        on findings.document_id = documents.document_id
    order by documents.file_name, findings.line, findings.finding_id
"""
_PROOFS = """
    select *
    from marts.rpt_proof
    where verdict <> 'not_applicable'
    order by check_id, term_order
"""
Row = dict[str, Any]


def rules_page(warehouse: Path) -> str:
    """docs/rules.md: the catalogue by category, each rule with its formula and its sensitivity."""
    lines = [
        "# Rules 规则目录",
        "",
        "Generated from the catalogue in `seeds/rules/` and the warehouse of the reports the project ships; a test",
        "holds this page against both. *Sees from* is the smallest difference the rule calls a violation on such a",
        "report: what the rounding of its terms allows (the median over its checks), which any larger error exceeds.",
        "A dash stands where no report at hand states the figures.",
        "",
        "由规则清单与随附报告的仓库生成，并由测试核对。“可发现”为该规则在此类报告上能发现的最小差错：",
        "各项四舍五入所允许的差额（取各次检查的中位数），超过即判为不符。随附报告未涉及的规则以“—”表示。",
    ]
    rows = _rows(warehouse, _RULES)
    for category, (english, chinese) in _CATEGORIES.items():
        chosen = [row for row in rows if row["category"] == category]
        lines += ["", f"## {english} {chinese}", "", f"{len(chosen)} rules."]
        lines += [
            "",
            "| rule | identity | severity | what it says 规则 | formula | sees from 可发现 |",
            "|---|---|---|---|---|---|",
        ]
        for row in chosen:
            says = f"{row['title_zh']}<br>{row['title_en']}"
            cells = (f"`{row['identity_id']}`", row["domain_number"], row["severity"], says, row["formula"], _sees(row))
            lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def findings_page(warehouse: Path) -> str:
    """docs/findings.md: each finding on the reports the project ships, with the terms of its checks."""
    findings = _rows(warehouse, _FINDINGS)
    proofs = {key: list(group) for key, group in groupby(_rows(warehouse, _PROOFS), lambda row: row["check_id"])}
    lines = [
        "# Findings on the five reports 五份报告的发现",
        "",
        "Generated from the warehouse of the committed seeds; a test holds this page against it. Each finding names",
        "the cell it suspects where one can be told, and shows the checks that fail with every term as printed, so",
        "that it can be redone by hand.",
        "",
        "由随附报告的仓库生成，并由测试核对。每项发现列出可疑数字（能判断时）及不符的检查，逐项列出原文数字以便手工复核。",
    ]
    for file_name, group in groupby(findings, lambda row: row["file_name"]):
        lines += ["", f"## {file_name}"]
        for finding in group:
            lines += _finding(finding, proofs)
    return "\n".join(lines) + "\n"


def _finding(finding: Row, proofs: dict[str, list[Row]]) -> Iterator[str]:
    place = f"page {finding['page']}, line {finding['line']}" if finding["page"] else f"line {finding['line']}"
    yield from ("", f"### {place} · {finding['severity']} · {finding['identity_id']}", "")
    yield from (finding["message_zh"], "", finding["message"])
    for check_id in (finding["check_ids"] or "").split("\n"):
        terms = proofs.get(check_id)
        if terms:
            yield from _proof(terms)


def _proof(terms: list[Row]) -> Iterator[str]:
    first = terms[0]
    yield from ("", f"`{first['identity_id']}` — {first['formula']}", "")
    yield from ("| side | label | printed 原文 | × | stands for 取值区间 | line |", "|---|---|---|---|---|---|")
    for term in terms:
        times = f" × {term['times_printed_text']}%" if term["times_printed_text"] else ""
        interval = f"{_number(term['term_low'])} … {_number(term['term_high'])}"
        label = str(term["label"]).replace("|", "\\|")
        yield (
            f"| {term['side']} | {label} | {term['printed_text']}{times} | {term['multiplier']} "
            f"| {interval} | {term['file_name']}:{term['line']} |"
        )
    yield from (
        "",
        f"{_number(first['lhs'])} against {_number(first['rhs'])}: differs by {_number(abs(first['difference']))}, "
        f"rounding allows {_number(first['allowed_difference'])}.",
    )


def _sees(row: Row) -> str:
    if not row["judged"]:
        return "—"
    return f"> {_number(Decimal(str(row['sensitivity'])))} {row['unit']}"


def _number(value: Decimal) -> str:
    """Grouped digits without trailing zeros: 1,234.5."""
    text = f"{value.quantize(Decimal('0.000001')):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rows(warehouse: Path, sql: str) -> list[Row]:
    with read_only(warehouse) as connection:
        found = connection.execute(sql)
        columns = [column[0] for column in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
