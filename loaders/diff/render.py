"""A comparison as text for people and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from loaders.diff.model import Change, Diff, Document, DocumentDiff, Figure, Finding, Verdicts
from loaders.report_formats.words import VERDICTS, amount, place
from loaders.terminal import printable

VERSION = 1
"""Of the JSON form: docs/schemas/diff.schema.json."""
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_NONE = "（无 none）"


def as_text(diff: Diff) -> str:
    """Document by document, then rules and verdicts; each change on its own lines."""
    if not diff.differs:
        return f"没有差别 no difference（文档 documents: {diff.compared}）\n"
    lines = [line for document in diff.documents for line in _document(document)]
    if diff.rules:
        lines += ["规则 rules", *(line for rule in diff.rules for line in _rule(rule)), ""]
    if diff.verdicts:
        lines += ["结论 verdicts", *(_verdict(each) for each in diff.verdicts), ""]
    counts = summary(diff)
    lines += [
        "文档 documents: " + _counts(counts["documents"]),
        "数字 figures: " + _counts(counts["figures"]),
        "发现 findings: " + _counts(counts["findings"]),
        "规则 rules: " + _counts(counts["rules"]),
    ]
    return "".join(f"{printable(line)}\n" for line in lines)


def as_json(diff: Diff) -> str:
    """Every value exact: decimals are strings."""
    value = {
        "version": VERSION,
        "differs": diff.differs,
        "summary": {**summary(diff), "compared_documents": diff.compared},
        "documents": [_document_value(document) for document in diff.documents],
        "rules": [_change(rule) for rule in diff.rules],
        "verdicts": [asdict(each) for each in diff.verdicts],
    }
    return json.dumps(value, ensure_ascii=False, indent=2, default=_exact) + "\n"


def summary(diff: Diff) -> dict[str, dict[str, int]]:
    """How many documents, figures, findings and rules were added, removed and changed."""
    things: dict[str, list[Change[Any]]] = {
        "documents": [document.document for document in diff.documents],
        "figures": [each for document in diff.documents for each in document.figures],
        "findings": [each for document in diff.documents for each in document.findings],
        "rules": list(diff.rules),
    }
    return {
        name: {kind: sum(change.kind == kind for change in changes) for kind in _SIGNS}
        for name, changes in things.items()
    }


def difference(change: Change[Figure]) -> Decimal | None:
    """New less old, in yuan or the unit; None where one is missing or they are of different units."""
    old, new = change.old, change.new
    if old is None or new is None or old.amount is None or new.amount is None or old.unit != new.unit:
        return None
    return new.amount - old.amount


def _document(document: DocumentDiff) -> list[str]:
    old, new = document.document.old, document.document.new
    names = list(dict.fromkeys(each.file_name for each in (old, new) if each))
    title = next(each.title or each.kind for each in (new, old) if each)
    lines = [f"{_SIGNS[document.document.kind]} {' → '.join(names)} · {title}"]
    for name in document.facts:
        was, now = (_said(each, name) for each in (old, new))
        lines.append(f"  {name}: {was} → {now}")
    lines += [line for figure in document.figures for line in _figure(figure)]
    lines += [line for finding in document.findings for line in _finding(finding)]
    return [*lines, ""]


def _said(document: Document | None, name: str) -> str:
    value = document.facts[name] if document else None
    return _NONE if value is None else str(value)


def _figure(change: Change[Figure]) -> list[str]:
    one = change.new or change.old
    assert one is not None  # a change has a side
    label = " / ".join(word for word in (one.row_label, one.column_label) if word)
    lines = [f"  {_SIGNS[change.kind]} {one.table} · {label or one.row_key or ''}"]
    printed = " → ".join(f"“{each.printed}”" for each in (change.old, change.new) if each)
    values = " → ".join(amount(each.amount, each.unit) or _NONE for each in (change.old, change.new) if each)
    places = " → ".join(dict.fromkeys(place(each.page, each.line) for each in (change.old, change.new) if each))
    apart = difference(change)
    more = f" ({'+' if apart > 0 else ''}{amount(apart, one.unit)})" if apart else ""
    return [*lines, f"      {printed} · {values}{more} · {places}"]


def _finding(change: Change[Finding]) -> list[str]:
    words = {"added": "新出现 appeared", "removed": "已消失 gone", "changed": "已改变 changed"}[change.kind]
    lines = []
    for each in (change.old, change.new):
        if each is not None:
            lines.append(f"      {each.message_zh} · {each.message} · {place(each.page, each.line)}")
    one = change.new or change.old
    assert one is not None  # a change has a side
    return [f"  {_SIGNS[change.kind]} 发现 finding {words} · {one.severity} · {one.identity_id}", *lines]


def _rule(change: Change[dict[str, str]]) -> list[str]:
    one = change.new or change.old or {}
    lines = [f"  {_SIGNS[change.kind]} {one['identity_id']} · {one['title_zh']} · {one['title_en']}"]
    if change.old and change.new:
        was, now = change.old, change.new
        lines += [f"      {name}: {was[name]} → {now[name]}" for name in was if was[name] != now[name]]
    return lines


def _verdict(change: Verdicts) -> str:
    old, new = (VERDICTS.get(each, each) if each else _NONE for each in (change.old, change.new))
    return f"  {change.identity_id}: {old} → {new} × {change.count}"


def _counts(counts: dict[str, int]) -> str:
    return f"新增 added {counts['added']}, 移除 removed {counts['removed']}, 改变 changed {counts['changed']}"


def _document_value(document: DocumentDiff) -> dict[str, Any]:
    return {
        **_change(document.document),
        "facts": list(document.facts),
        "figures": [{**_change(change), "difference": difference(change)} for change in document.figures],
        "findings": [_change(change) for change in document.findings],
    }


def _change(change: Change[Any]) -> dict[str, Any]:
    return {"change": change.kind, "old": _value(change.old), "new": _value(change.new)}


def _value(thing: Any) -> Any:
    if thing is None or isinstance(thing, dict):
        return thing
    return {name: value for name, value in asdict(thing).items() if name not in ("fingerprint", "key")}


def _exact(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
