"""What builds did, carried from one published warehouse to the next, so that trends outlive the file's replacement.

The tables are declared as a dbt source in models/history/sources.yml, which is where their columns are explained.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from loaders import messages, paths, yamltext
from loaders.sql import literal
from loaders.warehouse import verdicts
from loaders.warehouse.build_report import BuildReport, Failure

KEPT_BUILDS = 366
"""A year of daily builds."""
_DECLARED = paths.ROOT / "models" / "history" / "sources.yml"
_CHECKS = """
    insert into marts.fct_build_check by name
    with checks as (
        select
            identity_id,
            coalesce(sum(checks) filter (where verdict = 'exact'), 0) as checks_exact,
            coalesce(sum(checks) filter (where verdict = 'within_rounding'), 0) as checks_within_rounding,
            coalesce(sum(checks) filter (where verdict = 'violated'), 0) as checks_violated,
            coalesce(sum(checks) filter (where verdict = 'not_applicable'), 0) as checks_not_applicable
        from {counted}
        group by identity_id
    ),
    findings as (
        select identity_id, count(*) as finding_count from marts.fct_finding group by identity_id
    )
    select {build_id} as build_id, checks.*, coalesce(findings.finding_count, 0) as finding_count
    from checks left join findings using (identity_id)
    order by identity_id"""


def keep(built: Path, former: Path, report: BuildReport, failed: Iterable[Failure], scratch: Path) -> dict[str, int]:
    """Gives the built warehouse its history: the former one's, the builds that failed since, and this one.

    `former` is the published file, if there is one; what it has is taken over by name of column, as far as it is
    there. Where it cannot be read the history starts anew, and the report warns of it. `scratch` is a folder for a copy
    of it. Returns the rows of each table.
    """
    with duckdb.connect(str(built)) as connection:
        _create(connection)
        if former.is_file():
            try:
                _carry_over(connection, former, scratch)
            except (duckdb.Error, OSError) as error:
                report.warnings.append(str(messages.HISTORY_LOST.fill(detail=error)))
        for failure in failed:
            _insert(connection, _failed_row(failure))
        while _is_known(connection, report.build_id):  # the clock was set back to the very moment of another build
            report.later()
        _insert(connection, _row(report))
        connection.execute(_CHECKS.format(build_id=literal(report.build_id), counted=verdicts.relation(connection)))
        _forget(connection)
        return {
            name: count
            for name in declared()
            for (count,) in connection.execute(f"select count(*) from marts.{name}").fetchall()
        }


@cache
def declared() -> dict[str, dict[str, Any]]:
    """The tables as declared, by name."""
    (source,) = yamltext.parse(_DECLARED.read_text(encoding="utf-8"))["sources"]
    return {table["name"]: table for table in source["tables"]}


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    for name, table in declared().items():
        columns = ", ".join(
            f"{column['name']} {column['data_type']}{' not null' if 'constraints' in column else ''}"
            for column in table["columns"]
        )
        connection.execute(f"create table marts.{name} ({columns})")
        connection.execute(f"comment on table marts.{name} is {literal(table['description'])}")
        for column in table["columns"]:
            connection.execute(f"comment on column marts.{name}.{column['name']} is {literal(column['description'])}")


def _carry_over(connection: duckdb.DuckDBPyConnection, former: Path, scratch: Path) -> None:
    """Reads a copy: the published file may be open elsewhere in this process, which DuckDB does not allow twice."""
    copy = scratch / "former.duckdb"
    shutil.copyfile(former, copy)
    connection.execute(f"attach {literal(str(copy))} as former (read_only)")
    try:
        connection.execute("begin")
        for name, table in declared().items():
            there = connection.execute(
                "select column_name from duckdb_columns()"
                f" where database_name = 'former' and schema_name = 'marts' and table_name = {literal(name)}"
            ).fetchall()
            common = [column for column in table["columns"] if (column["name"],) in there]
            if common:
                values = ", ".join(
                    f"cast({column['name']} as {column['data_type']}) as {column['name']}" for column in common
                )
                connection.execute(f"insert into marts.{name} by name select {values} from former.marts.{name}")
        connection.execute("update marts.fct_build set is_current = false where is_current")
        connection.execute("commit")
    except duckdb.Error:
        connection.execute("rollback")
        raise
    finally:
        connection.execute("detach former")


def _is_known(connection: duckdb.DuckDBPyConnection, build_id: str) -> bool:
    found = connection.execute("select count(*) from marts.fct_build where build_id = ?", [build_id]).fetchall()
    return bool(found[0][0])


def _forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drops what is older than the builds to keep; never this build, though the clock may have been set back."""
    connection.execute(
        "delete from marts.fct_build where build_id not in"
        " (select build_id from marts.fct_build"
        f" order by is_current desc, started_at desc, build_id desc limit {KEPT_BUILDS})"
    )
    connection.execute("delete from marts.fct_build_check where build_id not in (select build_id from marts.fct_build)")


def _row(report: BuildReport) -> dict[str, Any]:
    """This build, as far as it has got: all that is left is to publish it."""
    documents, checks, findings = report.documents, report.checks, report.findings
    known = {"loaded", "quarantined"}
    return {
        "build_id": report.build_id,
        "started_at": report.started,
        "status": "published",
        "is_current": True,
        "total_seconds": sum(report.seconds.values()),
        "documents_loaded": documents.get("loaded", 0),
        "documents_duplicate": sum(count for status, count in documents.items() if status not in known),
        "documents_quarantined": documents.get("quarantined", 0),
        "figure_count": report.rows.get("fct_reported_figure"),
        "row_count": sum(report.rows.values()),
        **{
            f"checks_{name}": checks.get(name, 0) for name in ("exact", "within_rounding", "violated", "not_applicable")
        },
        **{f"findings_{name}": findings.get(name, 0) for name in ("error", "warning", "note")},
        "input_sha256": report.input_sha256,
        "versions": report.version_words,
    }


def _failed_row(failure: Failure) -> dict[str, Any]:
    return {
        "build_id": failure.build_id,
        "started_at": failure.started,
        "status": "failed",
        "is_current": False,
        "total_seconds": failure.seconds,
        "versions": failure.versions,
        "failure": failure.failure,
    }


def _insert(connection: duckdb.DuckDBPyConnection, row: Mapping[str, Any]) -> None:
    """Adds a build, in the place of one of the same key."""
    connection.execute(f"delete from marts.fct_build where build_id = {literal(row['build_id'])}")
    values = ", ".join(literal(value) for value in row.values())
    connection.execute(f"insert into marts.fct_build ({', '.join(row)}) values ({values})")
