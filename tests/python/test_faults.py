"""The faults of `make faults` in short: damaged documents of every format, killed builds, readers beside publishes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults import builds, fuzz, killed, lakes, power
from tests.faults.corpus import LABELS


def test_damaged_documents_of_every_format_are_read_or_refused() -> None:
    outcomes = list(fuzz.run(fuzz.names(2 * len(LABELS), LABELS)))
    assert len(outcomes) == 2 * len(LABELS)
    assert [(outcome.name, outcome.detail) for outcome in outcomes if outcome.is_fault] == []


@pytest.mark.filterwarnings("error")
def test_characters_whose_matrix_is_beyond_all_numbers_are_no_fault() -> None:
    outcome = fuzz.read_damaged(Path("accounts.pdf+296+1085+1778"))
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


@pytest.fixture(scope="module")
def _disk_needed() -> None:
    if reason := power.why_not():
        pytest.skip(f"no disk can be made here: {reason}")


@pytest.mark.usefixtures("_disk_needed")
def test_what_was_not_asked_to_be_written_is_lost_with_the_power(tmp_path: Path) -> None:
    """Else the tests below would show nothing."""
    assert power.run(tmp_path, "itself", "", 1) == str({"asked for": True, "not asked for": False})


@pytest.mark.usefixtures("_disk_needed")
def test_the_power_may_be_cut_in_a_build(tmp_path: Path) -> None:
    assert "'cuts': 2" in power.run(tmp_path, "builds", "small", 2)


@pytest.mark.usefixtures("_disk_needed")
def test_a_build_that_does_not_ask_for_its_file_to_be_written_is_found(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"AssertionError|FileNotFoundError|duckdb\.\w*(Error|Exception)"):
        power.run(tmp_path, "builds", "forgetful", 1)


@pytest.mark.usefixtures("_disk_needed")
def test_the_power_may_be_cut_in_a_load_into_a_lake_and_a_build_from_it(tmp_path: Path) -> None:
    assert "'cuts': 2" in power.run(tmp_path, "lakes", "small", 2)
