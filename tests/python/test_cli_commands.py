"""The command line as a person meets it: help, exit statuses, messages in both languages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from samples import final_accounts

from loaders import cli, pipeline, seedfiles
from loaders.report_formats import FORMATS
from loaders.warehouse.build import UntoldError
from loaders.warehouse.build_report import BuildReport


@pytest.mark.parametrize("command", ["load", "build", "check", "query", "dashboard", "serve", "sample"])
def test_help_is_in_both_languages_and_ends_in_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main([command, "--help"])
    text = capsys.readouterr().out
    assert stopped.value.code == 0
    assert re.search("[\u4e00-\u9fff]", text)
    examples = text.partition("\nexample:\n")[2].splitlines()
    assert examples
    assert all(line.startswith(f"  juesuan {command} ") for line in examples)


def test_the_examples_are_accepted_by_the_parser() -> None:
    for command in ("load", "build", "check", "sample"):
        for example in cli._COMMANDS[command].EXAMPLE.splitlines()[1:]:
            assert cli.parser().parse_args(example.split()[1:]).command == command


@pytest.mark.parametrize("arguments", [[], ["check"], ["unknown"], ["check", "a.txt", "--format", "parquet"]])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2


def test_only_formats_that_work_are_offered() -> None:
    assert set(FORMATS) == {"text", "json", "xlsx", "html"}


def test_the_command_line_starts_without_its_heavy_libraries() -> None:
    code = (
        "import sys, contextlib, loaders.cli\n"
        "with contextlib.suppress(SystemExit): loaders.cli.main(['--version'])\n"
        "heavy = ('dbt', 'duckdb', 'great_expectations', 'pandas', 'openpyxl', 'reportlab', 'yaml')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.startswith("juesuan ")
    assert found.stdout.splitlines()[-1] == "[]"


def test_load_writes_every_table(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seeds = tmp_path / "seeds"
    assert cli.main(["load", str(sample), "--seeds", str(seeds), "--progress"]) == 0
    assert {file.name for file in seeds.iterdir()} == {f"{name}.csv" for name in seedfiles.COLUMNS}
    said = capsys.readouterr().err
    assert "读取 1/1" in said
    assert "1 documents loaded" in said


def test_load_of_nothing_readable_keeps_the_tables(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds = tmp_path / "seeds"
    cli.main(["load", str(sample), "--seeds", str(seeds)])
    before = {file.name: file.read_bytes() for file in seeds.iterdir()}
    assert cli.main(["load", str(tmp_path / "missing.txt"), "--seeds", str(seeds)]) == 2
    assert {file.name: file.read_bytes() for file in seeds.iterdir()} == before
    said = capsys.readouterr().err
    assert "missing.txt" in said
    assert "Not one document could be read" in said


def test_an_interrupted_load_leaves_the_tables_whole(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds = tmp_path / "seeds"
    cli.main(["load", str(sample), "--seeds", str(seeds)])
    before = {file.name: file.read_bytes() for file in seeds.iterdir()}
    written = seedfiles.render

    def stop_at_the_third(columns: tuple[str, ...], rows: object, calls: list[int] = []) -> bytes:  # noqa: B006
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return written(columns, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(seedfiles, "render", stop_at_the_third)
    (sample / "more.txt").write_text(final_accounts(unit="元"), encoding="utf-8")
    assert cli.main(["load", str(sample), "--seeds", str(seeds)]) == 130
    assert {file.name: file.read_bytes() for file in seeds.iterdir()} == before
    assert "已中断" in capsys.readouterr().err


def test_values_in_messages_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "a\x1b[2Jb\u202etxt.txt"
    (tmp_path / name).write_bytes(b"")
    assert cli.main(["load", str(tmp_path), "--seeds", str(tmp_path / "seeds")]) == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert r"a\x1b[2Jb\u202etxt.txt" in said


def test_progress_is_only_for_terminals_and_those_who_ask(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["load", str(sample), "--seeds", str(tmp_path / "seeds")])
    assert "读取 1/1" not in capsys.readouterr().err


def test_a_system_that_refuses_is_told_of(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "seeds")

    monkeypatch.setattr(pipeline.LoadResult, "tables", full)
    assert cli.main(["load", str(sample), "--seeds", str(tmp_path / "seeds")]) == 1
    assert "No space left on device" in capsys.readouterr().err


def test_a_build_that_published_and_could_not_tell_says_so(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def untold(*_: object) -> None:
        report = BuildReport(succeeded=True, seconds={"total": 1.0}, documents={"loaded": 1})
        raise UntoldError(report, ["[Errno 30] Read-only file system: 'w/build_report.json'"])

    monkeypatch.setattr("loaders.warehouse.build.build", untold)
    assert cli.main(["build", str(sample), "--warehouse", "w/juesuan.duckdb"]) == 3
    said = capsys.readouterr().err
    assert "Published w/juesuan.duckdb: 1 documents" in said
    assert "新的数据仓库已经发布" in said
    assert "The new warehouse is published and whole." in said
    assert said.endswith("  [Errno 30] Read-only file system: 'w/build_report.json'\n")


def test_check_of_a_consistent_report_finds_nothing(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(sample)]) == 0
    assert "没有发现 no finding" in capsys.readouterr().out


def test_check_names_the_line_of_a_wrong_total_and_goes_on_past_what_it_cannot_read(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = final_accounts().replace("本年收入合计\t9\t805.78", "本年收入合计\t9\t815.78")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "815.78" in row)
    (sample / "accounts.txt").write_text(text, encoding="utf-8")
    assert cli.main(["check", str(sample), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    (document,) = found["documents"]
    assert found["summary"]["findings"] == len(document["findings"]) > 0
    assert line in {finding["line"] for finding in document["findings"]}
    assert all(finding["message"] and finding["message_zh"] for finding in document["findings"])

    (sample / "rubbish.bin").write_bytes(bytes(range(256)) * 20)
    assert cli.main(["check", str(sample), "--format", "json"]) == 2
    mixed = json.loads(capsys.readouterr().out)
    assert mixed["summary"]["documents"] == {"loaded": 1, "duplicate": 0, "superseded": 0, "blank": 0, "quarantined": 1}
    assert mixed["summary"]["findings"] == found["summary"]["findings"]


def test_check_of_nothing_readable_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(tmp_path / "missing.txt")]) == 2
    assert "missing.txt" in capsys.readouterr().out


def test_check_wants_a_file_for_a_workbook(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(sample), "--format", "xlsx"]) == 2
    assert "--output" in capsys.readouterr().err
