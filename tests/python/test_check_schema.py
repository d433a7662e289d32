"""What `juesuan check --format json` prints is what docs/schemas/check.schema.json says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from samples import final_accounts

from loaders import cli
from loaders.paths import ROOT

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "check.schema.json").read_text(encoding="utf-8"))


def _checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    cli.main(["check", str(folder), "--format", "json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_findings_and_a_quarantined_document_are_as_the_schema_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = final_accounts()
    row = next(line for line in text.splitlines() if line.startswith("2") and line.count("\t") > 3)
    cells = row.split("\t")
    wrong = "\t".join([*cells[:2], "987,654.32", *cells[3:]])
    (tmp_path / "wrong.txt").write_text(text.replace(row, wrong, 1), encoding="utf-8")
    (tmp_path / "odd.txt").write_text("没有标题的文件。\n", encoding="utf-8")
    found = _checked(tmp_path, capsys)
    jsonschema.validate(found, SCHEMA)
    assert {document["status"] for document in found["documents"]} == {"loaded", "quarantined"}
    assert found["summary"]["findings"] > 0
    findings = [finding for document in found["documents"] for finding in document["findings"]]
    assert all(proof["terms"] for finding in findings for proof in finding["evidence"])
    assert all(finding["evidence"] for finding in findings)


def test_the_schema_refuses_another_form() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": 2, "documents": [], "summary": {}}, SCHEMA)
