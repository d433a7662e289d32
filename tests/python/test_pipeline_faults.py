"""A fault of the program met in one document stops that document alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import final_accounts

from loaders import pipeline
from loaders.reports.document import Content, Segment


def test_fault_in_one_document_quarantines_it_and_loads_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("good.txt", "odd.txt"):
        (tmp_path / name).write_text(
            final_accounts() + ("\n\n注：另附。\n" if name == "odd.txt" else ""), encoding="utf-8"
        )
    original = pipeline.normalise

    def failing(segment: Segment) -> Content:
        if "另附" in "".join(getattr(block, "text", "") for block in segment.blocks):
            raise KeyError("unforeseen")
        return original(segment)

    monkeypatch.setattr(pipeline, "normalise", failing)
    found = {document.file_name: document for document in pipeline.load([tmp_path]).documents}
    assert found["good.txt"].status == pipeline.LOADED
    assert (found["odd.txt"].status, found["odd.txt"].reason) == (pipeline.QUARANTINED, "reader_failed")
    assert "KeyError: 'unforeseen' (test_pipeline_faults.py:" in found["odd.txt"].detail


def test_without_a_fault_every_document_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(final_accounts(), encoding="utf-8")
    assert [document.status for document in pipeline.load([tmp_path]).documents] == [pipeline.LOADED]
