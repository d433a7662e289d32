"""Every build leaves a report and a row; both outlive the replacement of the warehouse, whatever the former one is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import miniature
import pytest
import yaml

from loaders.paths import ROOT
from loaders.warehouse import build_report, history
from loaders.warehouse.build import BuildFailedError, NothingReadError
from loaders.warehouse.build_report import BuildReport, Failure

_SCHEMA = json.loads((ROOT / "docs" / "schemas" / "build_report.schema.json").read_text(encoding="utf-8"))


def _report(started: str = "2024-05-01T03:00:00.000+00:00", **values: Any) -> BuildReport:
    report = BuildReport(started=started, **values)
    report.seconds = {"load": 1.5, "models": 2.25}
    report.documents = {"loaded": 3, "duplicate": 1, "superseded": 1, "quarantined": 2}
    report.checks, report.findings = {"exact": 7, "violated": 2}, {"error": 1}
    return report


def _built(folder: Path, verdicts: dict[str, list[str]] | None = None) -> Path:
    """A warehouse as it is before its history: checks of rules with those verdicts, a finding for each violation."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "juesuan.duckdb"
    path.unlink(missing_ok=True)
    rows = [(rule, verdict) for rule, found in (verdicts or {"R1": ["exact"]}).items() for verdict in found]
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.fct_identity_check (identity_id varchar, verdict varchar)")
        connection.executemany("insert into marts.fct_identity_check values (?, ?)", rows)
        connection.execute(
            "create table marts.fct_finding as select identity_id from marts.fct_identity_check"
            " where verdict = 'violated'"
        )
    return path


def _ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _keep(tmp_path: Path, former: Path, report: BuildReport, *failed: Failure, **verdicts: list[str]) -> Path:
    """One more build upon the former warehouse; returns its own, which is the next one's former."""
    scratch = tmp_path / report.build_id
    built = _built(scratch, verdicts or None)
    history.keep(built, former, report, failed, scratch)
    return built


# The history


def test_a_build_is_one_row_with_what_it_did(tmp_path: Path) -> None:
    built = _keep(
        tmp_path, tmp_path / "none.duckdb", _report(), R1=["exact", "exact", "violated"], R2=["not_applicable"]
    )
    (row,) = _ask(
        built,
        "select build_id, started_at::varchar, status, is_current, total_seconds::varchar, documents_loaded,"
        " documents_duplicate, documents_quarantined, checks_exact, checks_violated, checks_within_rounding,"
        " findings_error, findings_note, failure from marts.fct_build",
    )
    assert row == (
        "20240501T030000.000Z", "2024-05-01 03:00:00", "published", True, "3.750", 3, 2, 2, 7, 2, 0, 1, 0, None,
    )  # fmt: skip
    assert _ask(built, "from marts.fct_build_check order by identity_id") == [
        ("20240501T030000.000Z", "R1", 2, 0, 1, 0, 1),
        ("20240501T030000.000Z", "R2", 0, 0, 0, 1, 0),
    ]


def test_trends_show_over_builds(tmp_path: Path) -> None:
    former = tmp_path / "none.duckdb"
    for day in range(1, 5):
        former = _keep(
            tmp_path, former, _report(f"2024-05-0{day}T03:00:00.000+00:00"), R1=["violated"] * day, R2=["exact"]
        )
    found = _ask(
        former,
        "select day(started_at), is_current, rule.checks_violated from marts.fct_build"
        " inner join marts.fct_build_check as rule using (build_id) where identity_id = 'R1' order by all",
    )
    assert found == [(1, False, 1), (2, False, 2), (3, False, 3), (4, True, 4)]


def test_the_history_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT_BUILDS", 2)
    former = tmp_path / "none.duckdb"
    for day in range(1, 5):
        former = _keep(tmp_path, former, _report(f"2024-05-0{day}T03:00:00.000+00:00"))
    builds = [("20240503T030000.000Z",), ("20240504T030000.000Z",)]
    assert _ask(former, "select build_id from marts.fct_build order by 1") == builds
    assert _ask(former, "select distinct build_id from marts.fct_build_check order by 1") == builds


def test_builds_that_failed_in_between_are_rows_too(tmp_path: Path) -> None:
    failed = Failure("20240501T020000.000Z", "2024-05-01T02:00:00.000+00:00", 12.5, "test t failed", "juesuan 0.1.0")
    built = _keep(tmp_path, tmp_path / "none.duckdb", _report(), failed)
    assert _ask(
        built, "select status, is_current, total_seconds::float, failure from marts.fct_build order by started_at"
    ) == [("failed", False, 12.5, "test t failed"), ("published", True, 3.75, None)]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda path: path.write_bytes(b"not a database" * 1000), id="no database"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(
            lambda path: duckdb.connect(str(path)).execute(
                "create schema marts; create table marts.fct_build (build_id varchar[], status varchar)"
                "; insert into marts.fct_build values (['a'], null)"
            ),
            id="other types",
        ),
        pytest.param(
            lambda path: duckdb.connect(str(path)).execute(
                "create schema marts; create table marts.fct_build as select 'soon' as started_at, 'b' as build_id"
            ),
            id="no time",
        ),
    ],
)
def test_a_former_warehouse_that_cannot_be_read_is_warned_of(tmp_path: Path, make: Any) -> None:
    former = tmp_path / "former.duckdb"
    connection = make(former)
    if isinstance(connection, duckdb.DuckDBPyConnection):
        connection.close()
    report = _report()
    built = _keep(tmp_path, former, report)
    assert _ask(built, "select build_id from marts.fct_build") == [(report.build_id,)]
    assert former.stat().st_size == 0 or "历史" in report.warnings[0]


@pytest.mark.parametrize(
    ("sql", "builds"),
    [
        ("select 1 as other", 1),
        (
            "select 'old' as build_id, timestamp '2020-01-01 00:00:00' as started_at, 'published' as status,"
            " true as is_current, 'x' as a_column_of_a_later_version",
            2,
        ),
    ],
)
def test_a_former_warehouse_of_another_version_gives_what_it_has(tmp_path: Path, sql: str, builds: int) -> None:
    former = tmp_path / "former.duckdb"
    with duckdb.connect(str(former)) as connection:
        connection.execute(f"create schema marts; create table marts.fct_build as {sql}")
    report = _report()
    built = _keep(tmp_path, former, report)
    found = _ask(built, "select build_id, is_current from marts.fct_build order by started_at")
    assert found == [("old", False), (report.build_id, True)][-builds:]
    assert report.warnings == ([] if builds == 2 else report.warnings)


def test_a_former_warehouse_that_somebody_reads_is_read_too(tmp_path: Path) -> None:
    former = _keep(tmp_path, tmp_path / "none.duckdb", _report())
    with duckdb.connect(str(former), read_only=True):
        built = _keep(tmp_path, former, _report("2024-05-02T03:00:00.000+00:00"))
    assert len(_ask(built, "from marts.fct_build")) == 2


def test_tables_are_as_declared(tmp_path: Path) -> None:
    built = _keep(tmp_path, tmp_path / "none.duckdb", _report())
    found = _ask(
        built,
        "select table_name, column_name, lower(data_type), comment, is_nullable from duckdb_columns()"
        " where table_name in ('fct_build', 'fct_build_check') order by table_name, column_index",
    )
    (source,) = yaml.safe_load((ROOT / "models/history/sources.yml").read_text(encoding="utf-8"))["sources"]
    assert found == [
        (table["name"], column["name"], column["data_type"], column["description"], "constraints" not in column)
        for table in source["tables"]
        for column in table["columns"]
    ]


# The report


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Where to publish; nothing is there yet."""
    return tmp_path / "warehouse" / "juesuan.duckdb"


def _read(warehouse: Path, name: str) -> Any:
    return json.loads((warehouse.parent / name).read_text(encoding="utf-8"))


def test_builds_report_and_remember(sample: Path, warehouse: Path, tmp_path: Path) -> None:
    """Two builds with a failed one between them: reports as the schema says, three rows in the history."""
    good = miniature.project(tmp_path / "good")
    bad = miniature.project(tmp_path / "bad", test="select 1 as n")
    (sample / "empty.txt").write_bytes(b"")
    miniature.run(good, sample, warehouse)
    first = _read(warehouse, "build_report.json")
    jsonschema.validate(first, _SCHEMA)
    assert [(each["file_name"], each["document_kind"]) for each in first["loaded"]] == [
        ("accounts.txt", "final_accounts")
    ]
    assert len(first["loaded"][0]["sha256"]) == 64
    assert (first["rows"]["fct_build"], first["rows"]["fct_build_check"]) == (1, 1)

    for count in range(2):
        with pytest.raises(BuildFailedError):
            miniature.run(bad, sample, warehouse)
        failed = _read(warehouse, "failed_build_report.json")
        jsonschema.validate(failed, _SCHEMA)
        assert len(failed["earlier_failures"]) == count
        assert _read(warehouse, "build_report.json") == first
    with pytest.raises(NothingReadError):
        miniature.run(good, sample / "empty.txt", warehouse)
    nothing = _read(warehouse, "failed_build_report.json")
    jsonschema.validate(nothing, _SCHEMA)
    assert nothing["quarantined"][0]["file_name"] == "empty.txt"

    miniature.run(good, sample, warehouse)
    assert _ask(warehouse, "select status, is_current from marts.fct_build order by started_at") == [
        ("published", False), ("failed", False), ("failed", False), ("failed", False), ("published", True),
    ]  # fmt: skip
    last = _read(warehouse, "build_report.json")
    assert last["input_sha256"] == first["input_sha256"]
    assert (last["earlier_failures"], last["rows"]["fct_build"]) == ([], 5)
    assert not (warehouse.parent / "failed_build_report.json").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"build_id": "b"}', '{"earlier_failures": 3}', "\x00"])
def test_a_failed_report_that_cannot_be_read_counts_for_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "failed.json").write_text(text)
    assert build_report.earlier_failures(tmp_path / "failed.json") == []
    assert build_report.earlier_failures(tmp_path / "none.json") == []


def test_failures_are_bounded(tmp_path: Path) -> None:
    report = _report()
    report.failures = ["test a failed\nwith rows", "test b failed"]
    report.earlier_failures = [Failure(f"b{n}", "2024-01-01T00:00:00+00:00", 1.0, "f", "v") for n in range(80)]
    (tmp_path / "failed.json").write_bytes(report.render())
    found = build_report.earlier_failures(tmp_path / "failed.json")
    assert len(found) == 50
    assert found[0].failure == "test a failed"
