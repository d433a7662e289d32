"""Words and numbers that the forms share."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal

from loaders.check import CheckedDocument, CheckResult, Finding
from loaders.messages import COVERAGE, OTHER_REASON, REASONS

SEVERITIES = {"error": "错误 error", "warning": "警告 warning", "note": "提示 note"}
STATUSES = {
    "loaded": "已读取 loaded",
    "duplicate": "重复 duplicate",
    "superseded": "已被新版本取代 superseded",
    "blank": "空白表 blank form",
    "quarantined": "未能读取 quarantined",
}
SIDES = {"lhs": "左 left", "rhs": "右 right", "divisor": "除数 divisor"}
VERDICTS = {
    "exact": "完全相符 exact",
    "within_rounding": "四舍五入之内 within rounding",
    "violated": "不符 violated",
    "not_applicable": "不适用 not applicable",
}


def amount(value: Decimal | None, unit: str | None) -> str:
    """12,345.60 元; trailing zeros beyond the second decimal are left off."""
    if value is None:
        return ""
    text = f"{value.normalize():f}"
    whole, _, decimals = text.partition(".")
    if unit == "元":
        decimals = decimals.ljust(2, "0")
    number = f"{int(whole):,}" if whole not in ("-0", "-") else whole
    return f"{number}{'.' + decimals if decimals else ''} {unit or ''}".rstrip()


def exact(value: Decimal | None) -> str:
    """A value with all its digits, thousands apart, and no zeros at its end."""
    return amount(value, None)


def place(page: int | None, line: int | None) -> str:
    """第 3 页 第 120 行 (page 3, line 120), as far as known."""
    chinese = "".join([f"第{page}页" if page is not None else "", f"第{line}行" if line is not None else ""])
    english = ", ".join(
        [*([f"page {page}"] if page is not None else []), *([f"line {line}"] if line is not None else [])]
    )
    return f"{chinese} ({english})" if english else "位置不详 (place unknown)"


def severity(finding: Finding) -> str:
    """The severity in both languages."""
    return SEVERITIES.get(finding.severity, finding.severity)


def reason(document: CheckedDocument) -> str:
    """Why a document was quarantined, or what is to be known of one that was not, in both languages."""
    return f"{REASONS.get(document.reason, OTHER_REASON)} · {document.detail}"


def numbers(document: CheckedDocument) -> str:
    """How many numbers its pages print, and what became of them; empty where it was not read."""
    if document.numbers is None:
        return ""
    return str(COVERAGE.fill(**asdict(document.numbers))).replace("\n", " · ")


def summary(found: CheckResult) -> list[tuple[str, str]]:
    """The closing lines: label and number."""
    return [
        *((f"文档 documents: {words}", str(found.count(status))) for status, words in STATUSES.items()),
        ("数字 figures", str(found.figures)),
        *((f"检查 checks: {words}", str(found.verdicts.get(verdict, 0))) for verdict, words in VERDICTS.items()),
        ("发现 findings", str(len(found.findings))),
    ]
