"""Alarms against what is known: an identity of a document that is called wrong, and is or is not."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from typing import Any

from benchmarks.scale.originals import Truth
from benchmarks.scale.rivals.judged import Judged
from loaders.paths import ROOT

_LAST_TABLE_IDENTITY = 15


def score(judged: Judged, known: Iterable[Truth]) -> dict[str, Any]:
    """What was missed and what was a false alarm, by identity and document, and by document.

    Of the identities of the nine tables only, whatever else a way to judge may know.
    """
    truths = list(known)
    wrong = {(truth.document_id, identity) for truth in truths for identity in _of(truth) if identity in tables()}
    called = {(document_id, identity) for document_id, identity in judged.alarms if identity in tables()}
    clean = {truth.document_id for truth in truths} - {document_id for document_id, _ in wrong}
    elsewhere = {t.document_id for t in truths if t.contradictions} - {document_id for document_id, _ in wrong}
    return {
        "checks": judged.checks,
        "identities": judged.identities,
        "wrong": len(wrong),
        "missed": len(wrong - called),
        "false_alarms": len(called - wrong),
        "reports_wrong": len({document_id for document_id, _ in wrong}),
        "reports_missed": len({d for d, _ in wrong} - {d for d, _ in called}),
        "reports_clean": len(clean),
        "reports_falsely_called": len(clean & {document_id for document_id, _ in called}),
        "reports_wrong_in_prose_only": len(elsewhere),
        "of_these_found": len(elsewhere & {document_id for document_id, _ in judged.alarms}),
    }


@cache
def tables() -> frozenset[str]:
    """The rules on the nine tables (identities 1 to 15) that a report of the final accounts is judged by."""
    with (ROOT / "seeds" / "rules" / "identities.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(
            row["identity_id"]
            for row in csv.DictReader(file)
            if "final_accounts" in row["document_kinds"].split("|")
            and int(row["domain_number"]) <= _LAST_TABLE_IDENTITY
            and row["category"] in ("within_table", "between_tables")
        )


def _of(truth: Truth) -> set[str]:
    return {contradiction.split(".")[0] for contradiction in truth.contradictions}
