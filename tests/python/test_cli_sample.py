"""juesuan sample: what it writes, what it says, and how it answers a wrong question."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders import cli, pipeline
from loaders.paths import SEEDS
from loaders.samples.source import from_seeds


def test_a_text_goes_to_the_terminal_and_a_pdf_needs_a_file(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["sample", "--random", "5", "--codes", "3", "--format", "text"]) == 0
    assert "部门决算" in capfdbinary.readouterr().out.decode("utf-8").splitlines()[0]
    assert cli.main(["sample", "--random", "5"]) == 2
    assert "name a file with --output" in capfdbinary.readouterr().err.decode("utf-8")


def test_a_report_is_found_by_a_part_of_its_title_or_file(tmp_path: Path) -> None:
    written = set()
    for number, name in enumerate(("doc-8c14b2cdfc0e-1", "final-accounts.txt", "政务服务数据管理局部门决算")):
        file = tmp_path / f"{number}.txt"
        assert cli.main(["sample", name, "--format", "text", "--output", str(file)]) == 0
        written.add(file.read_bytes())
    assert len(written) == 1


@pytest.mark.parametrize("name", ["no-such-report", "番禺区"])
def test_no_report_or_several_lists_those_there_are(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sample", name, "--format", "text"]) == 2
    error = capsys.readouterr().err
    assert f"goes by {name}" in error
    assert "doc-8c14b2cdfc0e-1" in error


def test_all_reports_go_into_a_folder_with_progress(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sample", "all", "--format", "html", "--output", str(tmp_path), "--progress"]) == 0
    expected = {f"{source.document['document_id']}.html" for source in from_seeds(SEEDS / "reports")}
    assert {file.name for file in tmp_path.iterdir()} == expected
    assert f"Writing {len(expected)}/{len(expected)}:" in capsys.readouterr().err


def test_many_made_up_reports_differ_in_their_department_and_layout(tmp_path: Path) -> None:
    arguments = ["--random", "40", "--count", "3", "--codes", "3", "--layout", "any"]
    assert cli.main(["sample", *arguments, "--format", "text", "--output", str(tmp_path)]) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["sample-40.txt", "sample-41.txt", "sample-42.txt"]
    assert pipeline.load([tmp_path]).count(pipeline.LOADED) == 3


@pytest.mark.parametrize("source", [["--random", "9"], ["final-accounts"]])
def test_a_planted_error_is_said_and_printed(
    source: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clean, changed = tmp_path / "clean.txt", tmp_path / "changed.txt"
    assert cli.main(["sample", *source, "--format", "text", "--output", str(clean)]) == 0
    assert cli.main(["sample", *source, "--format", "text", "--error", "unit-slip", "--output", str(changed)]) == 0
    said = next(line for line in capsys.readouterr().err.splitlines() if line.startswith("Planted"))
    new = said.rsplit(" → ", 1)[1]
    differing = [
        (one, other)
        for one, other in zip(clean.read_text().splitlines(), changed.read_text().splitlines(), strict=True)
        if one != other
    ]
    assert len(differing) == 1
    assert new in differing[0][1].split("\t")


def test_an_error_that_needs_the_whole_department_is_refused_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sample", "final-accounts", "--format", "text", "--error", "row-lost"]) == 2
    assert "made-up report (--random) only" in capsys.readouterr().err


def test_a_report_without_amounts_in_tables_has_no_place_for_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sample", "guangzhou", "--format", "text", "--error", "sign"]) == 2
    assert "no place for the error sign" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", ["--layout none", "--unit 千元", "--error typo", "--count 0", "--codes 5000", "--format ofd"]
)
def test_wrong_arguments_are_status_2(wrong: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["sample", *wrong.split()])
    assert stopped.value.code == 2
