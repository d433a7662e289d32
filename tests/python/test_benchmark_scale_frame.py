"""The frame of the benchmark at scale: what it measures, counts and writes; its short form runs here."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from benchmarks import section
from benchmarks.scale import __main__ as frame
from benchmarks.scale import documents, generate, measure, originals, page, plots
from benchmarks.scale.originals import Truth
from benchmarks.scale.rivals import frames
from benchmarks.scale.rivals.judged import Judged
from benchmarks.scale.rivals.score import score
from benchmarks.scale.steps import Place, as_json
from loaders import pipeline
from loaders.reports.regions import department

SEED = 7
MODULE = "benchmarks.scale.rivals"


@pytest.fixture(scope="module", autouse=True)
def _kept_here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Distinct reports are made anew, and once for all these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(originals, "KEPT", tmp_path_factory.mktemp("kept"))
        yield


def test_the_short_form_measures_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = [path.read_bytes() if path.exists() else b"" for path in (frame.RESULTS, section.README)]
    assert frame.main(["--short"]) == 0
    said = capsys.readouterr()
    for size in frame.SHORT:
        for step in ("generate", "documents", "pandas-at-once, exact"):
            assert f"| {step} | {size} |" in said.out
            assert f"{size} reports: {step}" in said.err
    assert [path.read_bytes() if path.exists() else b"" for path in (frame.RESULTS, section.README)] == before


def test_an_unknown_step_is_said_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        frame.main(["--only", "nonsense"])
    assert "no such step: nonsense; there are: generate; documents; load the documents;" in capsys.readouterr().err


def test_score_counts_misses_and_false_alarms() -> None:
    rule, other = "T1-BALANCE", "T2-ROW-SUM"
    known = [
        Truth(0, "clean"),
        Truth(1, "wrong", "sign", "revenue", (f"{rule}.*.", f"{other}.total.")),
        Truth(2, "prose", "rate_wrong", "narrative", ("PROSE-CHANGE-RATE.1.",)),
    ]
    told = score(Judged(9, 2, (("clean", rule), ("wrong", rule), ("wrong", rule))), known)
    assert (told["wrong"], told["missed"], told["false_alarms"]) == (2, 1, 1)
    assert (told["reports_clean"], told["reports_falsely_called"], told["reports_missed"]) == (2, 1, 0)
    assert (told["reports_wrong_in_prose_only"], told["of_these_found"]) == (1, 0)
    assert score(Judged(9, 2, (("prose", "PROSE-CHANGE-RATE"),)), known)["of_these_found"] == 1


@pytest.mark.parametrize("name", ["dbt-tests", "great-expectations", "pandas-loop"])
def test_every_rival_raises_the_same_alarms(name: str, tmp_path: Path) -> None:
    batch = next(generate.batches(6, tmp_path, SEED))
    checked = frames.sides(frames.read(batch))
    wrong = checked[frames.alarms(checked, 0.001)]
    found = as_json(Place(tmp_path, 6), measure.run([sys.executable, "-m", MODULE, name, str(batch)]).output)
    alarms = tuple(zip(wrong["document_id"], wrong["identity_id"], strict=True))
    expected = score(Judged(len(checked), checked["identity_id"].nunique(), alarms), generate.truths(batch))
    assert {key: found[key] for key in expected} == expected
    assert expected["false_alarms"] > 0


def test_documents_are_the_same_reports(tmp_path: Path) -> None:
    assert documents.write(5, tmp_path, SEED) == dict.fromkeys(documents.MIXED, 1)
    loaded = pipeline.load([tmp_path]).tables()
    reports = [originals.made(number, SEED)[0] for number in range(5)]
    assert {(row["department_name"], row["fiscal_year"]) for row in loaded["documents"]} == {
        (department(report.name).name, str(report.year)) for report in reports
    }
    with pytest.raises(ValueError, match="distinct"):
        documents.write(generate.DISTINCT + 1, tmp_path, SEED)


def test_measured_are_time_and_the_memory_of_all_children() -> None:
    held = "held = bytearray(64 * 2**20)"
    child = f"import time; {held}; time.sleep(1)"
    both = f"import subprocess, sys; {held}; subprocess.run([sys.executable, '-c', {child!r}]); print('done')"
    took = measure.run([sys.executable, "-c", both])
    assert took.output == "done\n"
    assert took.seconds >= 1
    assert 0 < took.processor_seconds < took.seconds
    assert 128 <= took.peak_mib < 256
    with pytest.raises(measure.CommandFailedError, match="no such thing"):
        measure.run([sys.executable, "-c", "import sys; sys.exit('no such thing')"])


@dataclass(frozen=True)
class _Writes:
    """A step that writes as many bytes as there are reports, where there are more than one."""

    name: str = "writes"
    needs: tuple[str, ...] = ()

    def command(self, place: Place) -> Sequence[str] | None:
        code = f"open({str(place.lake)!r}, 'w').write('x' * {place.reports}); print({place.reports})"
        return (sys.executable, "-c", code) if place.reports > 1 else None

    def prepare(self, place: Place) -> None:
        assert not place.lake.exists()

    def products(self, place: Place) -> Sequence[Path]:
        return [place.lake]

    def read(self, place: Place, output: str) -> dict[str, Any]:
        return {"said": int(output)}


def test_steps_are_measured_at_each_size_that_they_have_something_to_do_at(tmp_path: Path) -> None:
    found = reduce(frame.merged, frame.run([1, 10, 100], [_Writes()], tmp_path))
    assert set(found) == {"writes"}
    assert {size: (one["bytes"], one["told"]) for size, one in found["writes"].items()} == {
        "10": (10, {"said": 10}),
        "100": (100, {"said": 100}),
    }


def test_a_step_brings_the_steps_it_builds_on() -> None:
    names = [step.name for step in frame._with_what_they_need(["build with one more"])]
    assert names == ["generate", "fill the lake", "build", "build with one more"]
    assert [step.name for step in frame._with_what_they_need(["documents"])] == ["documents"]


def test_what_is_not_measured_anew_keeps_its_last_result() -> None:
    old = {"load": {"100": {"seconds": 1}, "1000": {"seconds": 9}}, "build": {"100": {"seconds": 2}}}
    new = {"load": {"100": {"seconds": 3}}}
    assert frame.merged(old, new) == {
        "load": {"100": {"seconds": 3}, "1000": {"seconds": 9}},
        "build": {"100": {"seconds": 2}},
    }


def test_exponents_are_of_growth_between_sizes() -> None:
    sizes = {"1000": {"s": 40.0}, "100": {"s": 4.0}, "10000": {"s": 4000.0}}
    assert page.exponents(sizes, "s") == pytest.approx({"1000": 1.0, "10000": 2.0})
    assert page.exponents({"10": {"s": 0.0}, "100": {"s": 4.0}}, "s") == {}


def test_a_section_of_the_readme_is_replaced_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(section, "README", tmp_path / "README.md")
    for benchmark, text in (("one", "first"), ("other", "second"), ("one", "third")):
        section.replace(benchmark, text)
    written = section.README.read_text(encoding="utf-8")
    assert [word in written for word in ("# Benchmarks", "first", "second", "third")] == [True, False, True, True]
    assert written.index("third") < written.index("second")


def test_page_and_plots_show_what_was_measured(tmp_path: Path) -> None:
    one = {"seconds": 2.0, "processor_seconds": 3.0, "peak_mib": 100, "bytes": 5_000_000, "told": {}}
    told = {
        "checks": 1000, "identities": 50, "wrong": 4, "missed": 1, "false_alarms": 87, "reports_clean": 98,
        "reports_falsely_called": 25, "seconds": 1.5, "processor_seconds": 2.0,
    }  # fmt: skip
    result = {
        "machine": {"cores": 2, "memory_gib": 24, "system": "Linux"},
        "seed": 1,
        "steps": {
            "build": {"100": one, "1000": one | {"processor_seconds": 30.0}},
            "judge": {"100": one | {"told": {
                "figures": 2_000_000, "checks": 1_700_000, "seconds": 1.25, "verdict_seconds": 0.8,
                "processor_seconds": 2.5, "written_seconds": 3.5,
            }}},
            "build on Spark": {"100": one | {"seconds": 5.0, "processor_seconds": 9.0, "told": {
                "figures": 2_000_000, "rows_compared": 4_000_000, "differing": {"marts.fct_revenue": ["a row"]},
            }}},
            "juesuan": {"100": one | {"told": told}},
            "dbt-tests": {"100": one | {"told": told | {"processor_seconds": 4.0}}},
        },
    }  # fmt: skip
    text = page.text(result)
    assert "| build | 1,000 | 2.0 | 30.0 | 1.00 | 100 | 5.0 | 30.0 |" in text
    assert "| 100 | 2,000,000 | 1,700,000 | 1.2 | 2.5 | 6.2 | 4.0 | 3.5 |" in text  # ten million: five times as many
    assert "| 100 | 2,000,000 | 2.0 | 5.0 | 2.5 | 100 | 100 | 4,000,000 | 1 |" in text
    assert "| build on Spark |" not in text  # what its processor seconds are is not known
    assert "| dbt-tests | 100 | 50 | 1,000 | 1.5 | 0.0400 | 250 | 100 | 4 | 1 | 87 | 25 of 98 |" in text
    drawn = plots.write(result, tmp_path)
    assert [file.name for file in drawn] == list(plots.PLOTS)
    first = [file.read_bytes() for file in drawn]
    assert all(data.startswith(b"\x89PNG") for data in first)
    assert [file.read_bytes() for file in plots.write(result, tmp_path)] == first
