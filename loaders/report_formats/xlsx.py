"""Findings as an Excel workbook to file: findings, their proofs, all checks, all figures, documents, summary."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from loaders.check import CheckResult
from loaders.report_formats import words
from loaders.report_formats.neutral import neutral_cell

_FINDINGS = (
    ("文件 file", 32), ("页 page", 8), ("行 line", 8), ("程度 severity", 14), ("规则 rule", 24), ("说明 (中文)", 70),
    ("message", 70), ("报告数 stated", 20), ("应为 expected", 20), ("单位 unit", 10), ("建议 suggested", 20),
)  # fmt: skip
_DOCUMENTS = (("文件 file", 32), ("标题 title", 50), ("状态 status", 22), ("发现 findings", 14), ("原因 reason", 80),
              ("数字 numbers", 90))  # fmt: skip
_PROOFS = (
    ("文件 file", 32), ("页 page", 8), ("行 line", 8), ("发现 finding", 40), ("规则 rule", 24), ("公式 formula", 40),
    ("边 side", 10), ("项目 label", 40), ("原文 printed", 18), ("单位 unit", 10), ("系数 ×", 10), ("乘以 times", 12),
    ("下限 low", 20), ("上限 high", 20), ("左侧 left", 20), ("右侧 right", 20), ("差额 difference", 20),
    ("允许 allowed", 18),
)  # fmt: skip
_CHECKS = (
    ("文件 file", 32), ("页 page", 8), ("行 line", 8), ("规则 rule", 24), ("内容 (中文)", 50), ("title", 50),
    ("结论 verdict", 24), ("行名 row", 30), ("列名 column", 24), ("左侧 left", 20), ("右侧 right", 20),
    ("差额 difference", 20), ("允许 allowed", 18), ("单位 unit", 10), ("不适用原因 reason", 40),
)  # fmt: skip
_FIGURES = (
    ("文件 file", 32), ("页 page", 8), ("行 line", 8), ("表 table", 26), ("行名 row", 36), ("列名 column", 30),
    ("行码 row key", 26), ("列码 column key", 22), ("原文 printed", 18), ("单位 unit", 10), ("金额（元） yuan", 20),
    ("数值 value", 18),
)  # fmt: skip
_WRAPPED = 5_000
"""Rows up to which texts are wrapped: in long sheets that takes longer than all else."""


def render(found: CheckResult) -> bytes:
    """The workbook's bytes."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one
    sheet.title = "发现 findings"
    _fill(sheet, _FINDINGS, _finding_rows(found))
    _fill(workbook.create_sheet("证明 proofs"), _PROOFS, _proof_rows(found))
    _fill(workbook.create_sheet("检查 checks"), _CHECKS, _check_rows(found))
    _fill(workbook.create_sheet("数字 figures"), _FIGURES, _figure_rows(found))
    _fill(
        workbook.create_sheet("文档 documents"),
        _DOCUMENTS,
        (
            (
                document.file_name,
                document.title,
                words.STATUSES.get(document.status, document.status),
                len(document.findings),
                words.reason(document) if document.reason else "",
                words.numbers(document),
            )
            for document in found.documents
        ),
    )
    summary = [(label, int(number)) for label, number in words.summary(found)]
    _fill(workbook.create_sheet("汇总 summary"), (("项目 item", 44), ("数量 number", 14)), summary)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _finding_rows(found: CheckResult) -> Iterable[Sequence[Any]]:
    for document in found.documents:
        for finding in document.findings:
            yield (
                document.file_name, finding.page, finding.line, words.severity(finding), finding.identity_id,
                finding.message_zh, finding.message, finding.stated_value, finding.expected_value, finding.unit,
                finding.suggested_value,
            )  # fmt: skip


def _proof_rows(found: CheckResult) -> Iterable[Sequence[Any]]:
    """One for each term, so that both sides can be added up from the rows."""
    for finding in found.findings:
        for proof in found.evidence.of(finding.finding_id):
            for term in proof.terms:
                yield (
                    term.file_name, term.page, term.line, finding.finding_id, proof.identity_id, proof.formula,
                    words.SIDES[term.side], term.label, term.printed_text, term.unit, term.multiplier,
                    term.times_printed_text, term.low, term.high, proof.lhs, proof.rhs, proof.difference,
                    proof.allowed_difference,
                )  # fmt: skip


def _check_rows(found: CheckResult) -> Iterable[Sequence[Any]]:
    for check in found.evidence.checks:
        yield (
            check.file_name, check.page, check.line, check.identity_id, check.title_zh, check.title_en,
            words.VERDICTS.get(check.verdict, check.verdict), check.row_label, check.column_label, check.lhs, check.rhs,
            check.difference, check.allowed_difference, check.unit, check.reason,
        )  # fmt: skip


def _figure_rows(found: CheckResult) -> Iterable[Sequence[Any]]:
    for figure in found.evidence.figures:
        yield (
            figure.file_name, figure.page, figure.line, figure.table_code, figure.row_label, figure.column_label,
            figure.row_key, figure.column_key, figure.printed_text, figure.unit, figure.amount_cny, figure.value,
        )  # fmt: skip


def _fill(sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> None:
    sheet.append([name for name, _ in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_value(value) for value in row])
    for index, (_, wide) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = wide
    if sheet.max_row <= _WRAPPED:
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _value(value: Any) -> Any:
    """Numbers as numbers; texts without control characters, and never a formula."""
    return neutral_cell(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
