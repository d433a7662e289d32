"""Findings as JSON, for programs: every value exact, decimals as strings."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from loaders.check import CheckedDocument, CheckResult
from loaders.report_formats import words

VERSION = 1
"""Of the form."""


def render(found: CheckResult) -> bytes:
    """`documents`, each with its findings and what they rest on, and `summary`."""
    value = {
        "version": VERSION,
        "documents": [_document(document, found) for document in found.documents],
        "summary": {
            "documents": {status: found.count(status) for status in words.STATUSES},
            "figures": found.figures,
            "checks": found.verdicts,
            "findings": len(found.findings),
        },
    }
    return (json.dumps(value, ensure_ascii=False, indent=2, default=_exact) + "\n").encode("utf-8")


def _document(document: CheckedDocument, found: CheckResult) -> dict[str, Any]:
    value = asdict(document)
    for finding in value["findings"]:
        finding["evidence"] = [asdict(proof) for proof in found.evidence.of(finding["finding_id"])]
    return value


def _exact(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
