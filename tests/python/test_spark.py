"""Spark: the same rows as DuckDB from the same documents, and words for what is missing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import miniature
import pytest
from samples import final_accounts
from spark_support import need_spark

from benchmarks.spark.compare import compare
from loaders import cli, paths, pipeline
from loaders.lake import loading, tables
from loaders.lake.documents import entries
from loaders.lake.extract import extract
from loaders.lake.lake import Lake
from loaders.messages import SaidError
from loaders.progress import Progress
from loaders.seedfiles import COLUMNS
from loaders.spark import session as spark
from loaders.spark.publish import MARK, put_in_place, refuse_foreign


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports in several formats, with and without errors; a copy, a file that is no report, a report of its own."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "accounts.txt").write_text(final_accounts(), encoding="utf-8")
    shutil.copyfile(folder / "accounts.txt", folder / "copy-of-accounts.txt")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    for number, (form, error) in enumerate((("text", "digit-changed"), ("html", "sign"))):
        words = ["sample", "--random", str(number + 1), "--format", form, "--error", error]
        assert cli.main([*words, "--output", str(folder / f"made-{number}.{form}")]) == 0
    return folder


def test_spark_and_duckdb_give_the_same_rows_in_every_mart(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Documents through both engines: each mart row by row, verdicts and findings among them."""
    need_spark(monkeypatch)
    warehouse, output = tmp_path / "juesuan.duckdb", tmp_path / "spark"
    given = [str(documents)]
    assert cli.main(["build", *given, "--warehouse", str(warehouse)]) == 0
    assert cli.main(["build", *given, "--engine", "spark", "--output", str(output)]) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if "broken.pdf" in line], "what could not be read is named"
    compared = compare(warehouse, output)
    assert [table for table in compared if table.differences] == []
    rows = {table.table: table.rows for table in compared}
    assert rows["marts.fct_reported_figure"] > 1000
    assert rows["marts.fct_finding"] >= 2, "the errors that were planted, at least"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        verdicts = dict(
            connection.execute("select verdict, count(*) from marts.fct_identity_check group by 1").fetchall()
        )
    assert set(verdicts) == {"exact", "within_rounding", "violated", "not_applicable"}
    assert (output / MARK).is_file()
    assert not list(tmp_path.glob(".building-*")), "nothing is left beside what is published"

    _change_one_row(output)
    assert [table.table for table in compare(warehouse, output) if table.differences] == ["marts.fct_revenue"]


def _change_one_row(output: Path) -> None:
    """A cent more in one row: the comparison must see it."""
    folder = output / "marts" / "fct_revenue"
    changed = folder / "changed.parquet"
    duckdb.sql(
        "select * replace (case when figure_id = (select min(figure_id) from read_parquet($files))"
        " then cast(amount_cny + 0.01 as decimal(20, 2)) else amount_cny end as amount_cny) from read_parquet($files)",
        params={"files": str(folder / "part-*.parquet")},
    ).write_parquet(str(changed))
    for part in folder.glob("part-*.parquet"):
        part.unlink()


def test_loading_on_spark_gives_the_tables_of_load(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents dealt out to tasks come back as if read here, in the same order, those that cannot be read among them;
    and a lake that takes them from there is the lake that reads them itself."""
    need_spark(monkeypatch)
    from loaders.spark.load import load, reader

    with spark.spark_session(tmp_path / "spark") as session:
        dealt = load(session, [documents])
        lakes = [_lake(tmp_path / "dealt", documents, read=reader(session)), _lake(tmp_path / "here", documents)]
    here = pipeline.load([documents])
    assert dealt.tables() == here.tables()
    assert {document.status for document in dealt.documents} >= {pipeline.LOADED, pipeline.QUARANTINED}
    assert lakes[0] == lakes[1]
    assert len(lakes[0]["documents"]) == len(here.documents)


def _lake(folder: Path, documents: Path, **elsewhere: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The tables of a lake of these documents, loaded in batches of two files."""
    lake = Lake(folder)
    loading.load(lake, [documents], miniature.Lenient(), Progress(), batch_files=2, **elsewhere)
    with duckdb.connect() as connection:
        extract(lake, entries(lake, connection), folder / "tables", connection)
        return {
            name: connection.execute(f"from {tables.scan([folder / 'tables'], name)} order by all").fetchall()
            for name in COLUMNS
        }


_CONTRACTED = {
    "other_type": ("select 'a' as key, cast(1 as bigint) as amount", "amount: bigint, not int"),
    "more": ("select 'a' as key, cast(1 as int) as amount, 2 as more", "more: not in the contract"),
    "less": ("select 'a' as key", "amount: missing, not int"),
    "empty": ("select cast(null as string) as key, cast(1 as int) as amount", "NOT NULL constraint failed: empty.key"),
    "kept": ("select 'a' as key, cast(1 as int) as amount", ""),
}
"""Models of one contract, a key that is not null and an amount, each with the words of what is wrong with it."""


def test_contracts_are_kept_on_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spark_project: Path) -> None:
    """A table of other columns or types than its contract's, or with a null where it allows none, is not built."""
    need_spark(monkeypatch)
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    from loaders.spark.dbt import SparkDbt

    with spark.spark_session(tmp_path / "spark") as session:
        dbt = SparkDbt(session, project=spark_project, tables=tmp_path / "none", scratch=tmp_path / "scratch")
        outcome = dbt.build()
        failed = {node.name: node.message for node in outcome.nodes if node.failed}
        assert failed.keys() == {name for name, (_, words) in _CONTRACTED.items() if words}
        assert [name for name, message in failed.items() if _CONTRACTED[name][1] not in message] == []
        assert [tuple(row) for row in session.table("main.kept").collect()] == [("a", 1)]
        assert [tuple(row) for row in session.table("main.listed").collect()] == [("1", None, "a\nb"), ("2", "x", None)]
        assert [tuple(row) for row in session.table("main.counted").collect()] == [("2",)]


@pytest.fixture
def spark_project(tmp_path: Path) -> Path:
    """A project with the materialisations of this one: a seed, models with a contract, and one in Python."""
    project = tmp_path / "project"
    for folder in ("models", "seeds/lists", "seeds/reports", "profiles"):
        (project / folder).mkdir(parents=True)
    root = Path(spark.__file__).parents[2]
    shutil.copytree(root / "macros" / "materializations", project / "macros" / "materializations")
    shutil.copyfile(root / "macros" / "limits.sql", project / "macros" / "limits.sql")
    shutil.copyfile(root / "profiles" / "profiles.yml", project / "profiles" / "profiles.yml")
    (project / "dbt_project.yml").write_text(
        "name: small\nversion: '1.0'\nprofile: juesuan\nseed-paths: [seeds/lists, seeds/reports]\n"
        "models: {small: {+materialized: table}}\n",
        encoding="utf-8",
    )
    properties = ["version: 2", "models:"]
    for name, (query, _) in _CONTRACTED.items():
        (project / "models" / f"{name}.sql").write_text(query, encoding="utf-8")
        properties += [
            f"- name: {name}",
            '  description: "It\'s kept"',
            "  config: {contract: {enforced: true}}",
            "  columns:",
            "  - {name: key, data_type: varchar, constraints: [{type: not_null}]}",
            "  - {name: amount, data_type: integer}",
        ]
    (project / "models" / "models.yml").write_text("\n".join(properties), encoding="utf-8")
    (project / "models" / "counted.py").write_text(
        "def model(dbt, session):\n"
        "    listed = dbt.ref('listed')\n"
        "    return session.sql(f'select cast({len(listed.fetchall())} as varchar) as n')\n",
        encoding="utf-8",
    )
    (project / "seeds" / "lists" / "listed.csv").write_text('a,b,c\n1,,"a\nb"\n2,x,""\n', encoding="utf-8")
    return project


def test_missing_java_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Java, or with an old one, the words say what is needed, where it was looked for and what else to do."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SaidError, match=re.escape(f"JAVA_HOME={tmp_path}")) as missing:
        spark.require_java()
    assert "Java 17" in missing.value.message.zh
    assert "--engine duckdb" in missing.value.message.en
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    for version, is_enough in (("11.0.2", False), ("1.8.0_292", False), ("17.0.1", True), ("21", True)):
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2021-01-01' >&2\n")
        java.chmod(0o755)
        if is_enough:
            spark.require_java()
        else:
            with pytest.raises(SaidError, match="Java 17 or newer"):
                spark.require_java()


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the extra, the words say how to install it, and nothing is begun."""
    monkeypatch.setattr(spark, "PACKAGES", ("pyspark_that_is_not_there", "there.is.none"))
    assert cli.main(["build", "--engine", "spark", "--output", "anywhere"]) == 2
    said = capsys.readouterr().err
    assert "pip install 'juesuan[spark]'" in said
    assert "pyspark_that_is_not_there, there.is.none" in said
    assert "缺少 Spark 的组件" in said


@pytest.mark.parametrize(
    "words", [["--engine", "spark"], ["--engine", "spark", "--output", "a", "--warehouse", "b"], ["--output", "a"]]
)
def test_each_engine_has_its_own_place(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A folder for Spark, a file for DuckDB: another is refused in words."""
    assert cli.main(["build", *words]) == 2
    assert "--output" in capsys.readouterr().err


def test_a_folder_is_exchanged_in_one_step(tmp_path: Path) -> None:
    """The new folder in the old one's place, the old one in the new one's; a name that is free is simply taken."""
    made, target = tmp_path / "made", tmp_path / "published"
    for content in ("first", "second"):
        made.mkdir(exist_ok=True)
        (made / MARK).write_text(content)
        put_in_place(made, target)
        assert (target / MARK).read_text() == content
        refuse_foreign(target)
    assert (made / MARK).read_text() == "first"


def test_foreign_folders_are_left_alone(tmp_path: Path) -> None:
    """What no build has written is not replaced."""
    refuse_foreign(tmp_path / "not-there")
    refuse_foreign(tmp_path)
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SaidError, match="left alone"):
        refuse_foreign(tmp_path)
