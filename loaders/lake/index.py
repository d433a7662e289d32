"""What is in a lake: its present files and documents. A file that was read again counts as it was read last."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import duckdb

from loaders.lake import tables
from loaders.sql import literal

if TYPE_CHECKING:
    from loaders.lake.lake import Lake

BATCH_OF_FILE = "cast(split_part(filename, '/', -2) as integer)"
"""In a scan of files of batches: the batch's number."""
_NONE = {
    "arrivals": "(select null::varchar as input_file_id, null::integer as arrival where false)",
    "contents": "(select null::varchar as document_id, null::bigint as figure_count where false)",
}


def create(lake: Lake, connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the temporary tables `files` and `documents`: the loaders' columns and the batch that a row stands in.

    A file has also its `arrival`, the load that brought it first; a document has also that of its file, and the number
    of its figures (`figure_rows`).
    """
    numbers = lake.numbers()
    connection.execute(f"create or replace temp table files as {_files(lake, numbers)}")
    connection.execute(f"create or replace temp table documents as {_documents(lake, numbers)}")


def extend(lake: Lake, batch: int, connection: duckdb.DuckDBPyConnection) -> None:
    """Takes a batch that has just come into the lake into the tables that `create` has made."""
    read_again = f"select input_file_id from {scan(lake, 'input_files', [batch])}"
    for table in ("documents", "files"):
        connection.execute(f"delete from {table} where input_file_id in ({read_again})")
    connection.execute(f"insert into files {_files(lake, [batch])}")
    connection.execute(f"insert into documents {_documents(lake, [batch])}")


def _files(lake: Lake, batches: Collection[int]) -> str:
    return (
        f"select read.*, arrivals.arrival"
        f" from {scan(lake, 'input_files', batches)} as read"
        f" inner join {scan(lake, 'arrivals', batches)} as arrivals"
        f" on read.input_file_id = arrivals.input_file_id and read.batch = arrivals.batch"
        f" qualify row_number() over (partition by read.input_file_id order by read.batch desc) = 1"
    )


def _documents(lake: Lake, batches: Collection[int]) -> str:
    return (
        f"select read.*, files.arrival, contents.figure_count as figure_rows"
        f" from {scan(lake, 'documents', batches)} as read"
        f" inner join files on read.input_file_id = files.input_file_id and read.batch = files.batch"
        f" inner join {scan(lake, 'contents', batches)} as contents"
        f" on read.document_id = contents.document_id and read.batch = contents.batch"
    )


def scan(lake: Lake, table: str, batches: Collection[int] | None = None) -> str:
    """A relation of the rows of a table, with `batch`, the number of the batch that each stands in.

    It holds also what was read again since: only rows whose document and batch are those of the index are present.
    """
    numbers = lake.numbers() if batches is None else batches
    files = [str(path) for number in numbers if (path := tables.file(lake.folder_of(number), table)).is_file()]
    if not files:
        return f"(select *, 0 as batch from {_NONE.get(table) or tables.scan((), table)})"
    named = ", ".join(map(literal, files))
    return f"(select * exclude (filename), {BATCH_OF_FILE} as batch from read_parquet([{named}], filename = true))"
