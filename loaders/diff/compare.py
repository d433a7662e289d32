"""Two sides beside each other."""

from __future__ import annotations

from collections import Counter

from loaders.diff.match import changed_figures, changed_findings, match_documents
from loaders.diff.model import Change, Diff, Document, DocumentDiff, Figure, Finding, Verdicts
from loaders.diff.side import Side


def compare(old: Side, new: Side) -> Diff:
    """All that differs between the sides, in a fixed order: documents by kind and name, their figures as printed.

    Rules are compared only between two warehouses: documents are judged by the rules of this version on both sides.
    """
    pairs = match_documents(old.documents(), new.documents(), editions=not (old.is_warehouse or new.is_warehouse))
    documents = [_document(old, new, pair) for pair in pairs]
    return Diff(
        compared=sum(pair.kind == "changed" for pair in pairs),
        documents=tuple(document for document in documents if document.differs),
        rules=tuple(_rules(old, new)) if old.is_warehouse and new.is_warehouse else (),
        verdicts=tuple(_verdicts(old, new, pairs)),
    )


def _document(old: Side, new: Side, pair: Change[Document]) -> DocumentDiff:
    before: list[Figure] = []
    after: list[Figure] = []
    if pair.old is None or pair.new is None or pair.old.fingerprint != pair.new.fingerprint:
        before = old.figures(pair.old) if pair.old else []
        after = new.figures(pair.new) if pair.new else []
    facts: tuple[str, ...] = ()
    if pair.old and pair.new:
        was, now = pair.old.facts, pair.new.facts
        facts = tuple(name for name in was if was[name] != now[name])
    findings_before: list[Finding] = old.findings(pair.old) if pair.old else []
    findings_after: list[Finding] = new.findings(pair.new) if pair.new else []
    return DocumentDiff(
        document=pair,
        facts=facts,
        figures=tuple(changed_figures(before, after)),
        findings=tuple(changed_findings(findings_before, findings_after)),
    )


def _rules(old: Side, new: Side) -> list[Change[dict[str, str]]]:
    before, after = old.rules(), new.rules()
    named = {identity: {"identity_id": identity} for identity in (*before, *after)}
    return [
        Change(
            {**named[identity], **before[identity]} if identity in before else None,
            {**named[identity], **after[identity]} if identity in after else None,
        )
        for identity in sorted(named)
        if before.get(identity) != after.get(identity)
    ]


def _verdicts(old: Side, new: Side, pairs: list[Change[Document]]) -> list[Verdicts]:
    """Changes of verdict in the documents that both sides have; a check is known by its rule and its row."""
    counted: Counter[tuple[str, str | None, str | None]] = Counter()
    for pair in pairs:
        if pair.old is None or pair.new is None:
            continue
        before, after = old.verdicts(pair.old), new.verdicts(pair.new)
        for key in before.keys() | after.keys():
            (identity, was), (_, now) = before.get(key, ("", None)), after.get(key, ("", None))
            if was != now:
                counted[identity or after[key][0], was, now] += 1
    return [
        Verdicts(*change, count)
        for change, count in sorted(counted.items(), key=lambda item: tuple(each or "" for each in item[0]))
    ]
