"""Findings, each with its evidence, as one HTML page that needs nothing beside it: no script, no network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from loaders.check import CheckedDocument, CheckResult, Finding
from loaders.evidence import Proof, Term
from loaders.report_formats import words
from loaders.terminal import printable

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1a1a1a; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #c8c8c8; padding: .35rem .6rem; text-align: left; vertical-align: top; }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.proof { margin: .3rem 0 1rem; font-size: .9rem; }
.proof caption { text-align: left; padding: .3rem 0; }
.suspect { background: #fff3cd; font-weight: 600; }
.error { color: #9b1c1c; } .warning { color: #8a5a00; } .note { color: #1f4f8b; }
"""
_TERMS = ("边 side", "项目 label", "原文 printed", "× 系数", "取值区间 stands for", "出处 source")
_HEADERS = ("位置 place", "程度 severity", "说明 finding", "报告数 stated", "应为 expected")


def render(found: CheckResult) -> bytes:
    """The page; every text from a document is escaped, and the page forbids scripts to the browser."""
    body = "\n".join(_document(document, found) for document in found.documents)
    rows = "".join(
        f"<tr><th scope='row'>{_text(label)}</th><td class='number'>{_text(number)}</td></tr>"
        for label, number in words.summary(found)
    )
    page = f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>决算核对 Juesuan check</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>决算核对 Juesuan check</h1>
<table>{rows}</table>
{body}
</body>
</html>
"""
    return page.encode("utf-8")


def _document(document: CheckedDocument, found: CheckResult) -> str:
    title = f" · {document.title}" if document.title else ""
    head = f"<h2>{_text(document.file_name + title)}</h2>"
    if document.status == "quarantined":
        return f"{head}\n<p class='error'>{_text(words.STATUSES['quarantined'] + ': ' + words.reason(document))}</p>"
    head += f"\n<p>{_text(words.numbers(document))}</p>" if document.numbers else ""
    if document.reason:
        status = words.STATUSES.get(document.status, document.status)
        head += f"\n<p class='warning'>{_text(status + ': ' + words.reason(document))}</p>"
    if not document.findings:
        said = "没有发现 no finding" if document.status == "loaded" else words.STATUSES.get(document.status, "")
        return f"{head}\n<p>{_text(said)}</p>"
    headers = "".join(f"<th scope='col'>{header}</th>" for header in _HEADERS)
    rows = "\n".join(_finding(finding, found.evidence.of(finding.finding_id)) for finding in document.findings)
    return f"{head}\n<table>\n<tr>{headers}</tr>\n{rows}\n</table>"


def _finding(finding: Finding, proofs: Sequence[Proof]) -> str:
    row = (
        f"<tr><td>{_text(words.place(finding.page, finding.line))}</td>"
        f"<td class='{_text(finding.severity)}'>{_text(words.severity(finding))}<br>{_text(finding.identity_id)}</td>"
        f"<td>{_text(finding.message_zh)}<br>{_text(finding.message)}</td>"
        f"<td class='number'>{_text(words.amount(finding.stated_value, finding.unit))}</td>"
        f"<td class='number'>{_text(words.amount(finding.expected_value, finding.unit))}</td></tr>"
    )
    if not proofs:
        return row
    shown = "\n".join(_proof(proof, finding.suspected_figure_id) for proof in proofs)
    return f"{row}\n<tr><td></td><td colspan='{len(_HEADERS) - 1}'>{shown}</td></tr>"


def _proof(proof: Proof, suspect: str | None) -> str:
    caption = (
        f"{_text(proof.identity_id)} · {_text(proof.title_zh)} · {_text(proof.formula)}<br>"
        f"左 left {_text(words.exact(proof.lhs))} · 右 right {_text(words.exact(proof.rhs))} · "
        f"差额 difference {_text(words.exact(proof.difference))} · "
        f"允许 allowed {_text(words.exact(proof.allowed_difference))}"
    )
    headers = "".join(f"<th scope='col'>{header}</th>" for header in _TERMS)
    rows = "\n".join(_term(term, is_suspect=term.figure_id == suspect) for term in proof.terms)
    return f"<table class='proof'><caption>{caption}</caption>\n<tr>{headers}</tr>\n{rows}\n</table>"


def _term(term: Term, *, is_suspect: bool) -> str:
    mark = " class='suspect'" if is_suspect else ""
    times = f" × {term.times_printed_text}" if term.times_printed_text else ""
    values = (
        words.SIDES[term.side],
        term.label + ("（可疑 suspected）" if is_suspect else ""),
        term.printed_text + times,
        str(term.multiplier),
        f"{words.exact(term.low)} … {words.exact(term.high)} {term.unit or ''}".rstrip(),
        f"{term.file_name} {words.place(term.page, term.line)}",
    )
    return f"<tr{mark}>" + "".join(f"<td>{_text(value)}</td>" for value in values) + "</tr>"


def _text(value: str) -> str:
    return escape(printable(value), quote=True)
