"""The data of the dashboard: one JSON file for each page a reader may open, so that each page loads only its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from loaders.dashboard.queries import Json, Query, Values, answer, literal

_KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
UNSTATED_YEAR = "unstated"
"""Stands in the place of the year in the name of a file about documents that do not state theirs."""


@dataclass(frozen=True, slots=True)
class Page:
    """One JSON file: its path, the folder of its queries, and what these are about."""

    path: str
    queries: str
    values: Values = field(default_factory=dict)


# The proofs are a view, which each query that asks it works out anew for the whole warehouse.
_PROOFS = """
create temp table proof as
with explained as (
    select distinct unnest(string_split(check_ids, chr(10))) as check_id
    from marts.fct_finding
)
select proof.*
from marts.rpt_proof as proof
inner join explained
    on proof.check_id = explained.check_id;
drop view if exists marts.rpt_proof;
create or replace table marts.rpt_proof as select * from proof;
-- Thousands of small questions follow: one thread answers each sooner than several.
set threads = 1;
"""


# What the SQL page says of the view holds for the table in its place.
_MEANINGS = """
select
    'table marts.rpt_proof' as place,
    comment
from duckdb_views()
where schema_name = 'marts' and view_name = 'rpt_proof'
union all
select
    'column marts.rpt_proof.' || column_name,
    comment
from duckdb_columns()
where schema_name = 'marts' and table_name = 'rpt_proof'
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Works out the proofs of all findings once; the connection is that of a copy that is thrown away."""
    meanings = connection.execute(_MEANINGS).fetchall()
    connection.execute(_PROOFS)
    for place, meaning in meanings:
        connection.execute(f"comment on {place} is {literal(meaning)}")


def export(connection: duckdb.DuckDBPyConnection, queries: dict[str, tuple[Query, ...]], folder: Path) -> None:
    """Writes the files of all pages into `folder`. Raises ValueError for a key that cannot name a file."""
    for page in pages(connection):
        write(folder / page.path, answer(connection, queries[page.queries], page.values))


def pages(connection: duckdb.DuckDBPyConnection) -> Iterator[Page]:
    """All pages of the warehouse."""
    for name in ("site", "overview", "performance", "documents", "findings", "compare", "sql"):
        yield Page(f"{name}.json", name)
    for department, year in _rows(
        connection,
        "select distinct department_id, fiscal_year from marts.dim_document where department_id is not null",
    ):
        name = UNSTATED_YEAR if year is None else str(year)
        values = {"department_id": department, "fiscal_year": year}
        yield Page(f"departments/{_key(department)}/{name}.json", "department", values)
    for (department,) in _rows(connection, "select department_id from marts.dim_department"):
        yield Page(f"projects/{_key(department)}.json", "projects", {"department_id": department})
    for (document,) in _rows(connection, "select document_id from marts.dim_document"):
        yield Page(f"documents/{_key(document)}.json", "document", {"document_id": document})
    for (document,) in _rows(connection, "select distinct document_id from marts.fct_finding"):
        yield Page(f"evidence/{_key(document)}.json", "evidence", {"document_id": document})


def write(file: Path, content: Json) -> None:
    """Writes one JSON file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[str, ...]]:
    return connection.execute(sql).fetchall()


def _key(key: str) -> str:
    """`key` as the name of a file; keys are made by the loaders of letters, digits and hyphens."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"a key that cannot name a file: {key!r}")
    return key
