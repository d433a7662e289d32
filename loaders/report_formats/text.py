"""Findings as plain text, document by document."""

from __future__ import annotations

from loaders.check import CheckedDocument, CheckResult, Finding
from loaders.report_formats import words
from loaders.terminal import padded, printable, width


def render(found: CheckResult) -> bytes:
    """Each document with its findings, then the summary."""
    parts = [_document(document) for document in found.documents]
    return ("\n\n".join([*parts, _summary(found)]) + "\n").encode("utf-8")


def _document(document: CheckedDocument) -> str:
    status = words.STATUSES.get(document.status, document.status)
    lines = [f"{document.file_name} · {document.title}" if document.title else document.file_name]
    if numbers := words.numbers(document):
        lines.append(f"  {numbers}")
    if document.reason:
        lines.append(f"  {status}: {words.reason(document)}")
    if document.status in ("duplicate", "superseded"):
        lines.append(f"  {status}")
    elif document.status == "loaded" and not document.findings:
        lines.append("  没有发现 no finding")
    for finding in document.findings:
        lines.extend(_finding(finding))
    return "\n".join(printable(line) for line in lines)


def _finding(finding: Finding) -> list[str]:
    lines = [
        f"  {words.place(finding.page, finding.line)} · {words.severity(finding)} · {finding.identity_id}",
        f"    {finding.message_zh}",
        f"    {finding.message}",
        f"    报告数 stated: {words.amount(finding.stated_value, finding.unit)}"
        f" · 应为 expected: {words.amount(finding.expected_value, finding.unit)}",
    ]
    if finding.suggested_value is not None:
        lines.append(f"    建议 suggested: {words.amount(finding.suggested_value, finding.unit)}")
    return lines


def _summary(found: CheckResult) -> str:
    lines = words.summary(found)
    columns = max(width(label) for label, _ in lines)
    return "\n".join(f"{padded(label, columns)}  {padded(number, 6, right=True)}" for label, number in lines)
