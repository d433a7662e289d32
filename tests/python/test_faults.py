"""The faults of `make faults` in short: damaged documents of every format, killed builds, readers beside publishes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults import builds, corpus, fuzz, killed, lakes
from tests.faults.corpus import LABELS


def test_damaged_documents_of_every_format_are_read_or_refused() -> None:
    outcomes = list(fuzz.run(fuzz.names(2 * len(LABELS), LABELS)))
    assert len(outcomes) == 2 * len(LABELS)
    assert [(outcome.name, outcome.detail) for outcome in outcomes if outcome.is_fault] == []


# Found by long runs: a picture that became 128,000 dots high, and characters whose matrix is beyond all numbers.
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["picture.jpeg+895", "accounts.pdf+296+1085+1778"])
def test_damages_that_were_faults_are_none(name: str) -> None:
    if any(name.split("+")[0] in group for group in corpus.missing()):
        pytest.skip("pictures cannot be drawn or read here: a Chinese font, or the extra ocr, is missing")
    outcome = fuzz.read_damaged(Path(name))
    assert not outcome.is_fault, outcome.detail


def test_the_same_name_is_the_same_damage() -> None:
    assert fuzz.damaged("accounts.docx+7") == fuzz.damaged("accounts.docx+7") != fuzz.damaged("accounts.docx+8")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told from /proc")
def test_killed_builds_leave_one_build_whole(tmp_path: Path) -> None:
    seen = killed.run(killed.small_project(tmp_path), 2)
    assert seen["next build whole"] == 1
    assert seen.get("build killed", 0) + seen.get("a process of the build killed", 0) + seen.get("too late", 0) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told from /proc")
def test_killed_loads_into_a_lake_and_builds_from_it_go_on_to_the_same_end(tmp_path: Path) -> None:
    seen = lakes.run(lakes.small(tmp_path), 2, starts=["nothing"])
    assert seen["went on to the same end"] >= 1
    assert seen.get("build killed", 0) + seen.get("a process of the build killed", 0) + seen.get("too late", 0) == 2


def test_readers_beside_publishes_see_one_build_whole(tmp_path: Path) -> None:
    assert builds.readers(tmp_path, 8, processes=2)["answers"] > 0
