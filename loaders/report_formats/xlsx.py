"""Findings as an Excel workbook: one sheet of findings, one of documents, one with the summary."""

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


def render(found: CheckResult) -> bytes:
    """The workbook's bytes."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one
    sheet.title = "发现 findings"
    _fill(sheet, _FINDINGS, _finding_rows(found))
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


def _fill(sheet: Worksheet, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> None:
    sheet.append([name for name, _ in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_value(value) for value in row])
    for index, (_, wide) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = wide
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _value(value: Any) -> Any:
    """Numbers as numbers; texts without control characters, and never a formula."""
    return neutral_cell(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value
