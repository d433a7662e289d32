"""What is in a lake: its present files and documents. A file that was read again counts as it was read last."""

from __future__ import annotations

from collections.abc import Iterable
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
    connection.execute(
        f"create or replace temp table files as"
        f" select read.*, arrivals.arrival"
        f" from {scan(lake, 'input_files')} as read"
        f" inner join {scan(lake, 'arrivals')} as arrivals"
        f" on read.input_file_id = arrivals.input_file_id and read.batch = arrivals.batch"
        f" qualify row_number() over (partition by read.input_file_id order by read.batch desc) = 1"
    )
    connection.execute(
        f"create or replace temp table documents as"
        f" select read.*, files.arrival, contents.figure_count as figure_rows"
        f" from {scan(lake, 'documents')} as read"
        f" inner join files on read.input_file_id = files.input_file_id and read.batch = files.batch"
        f" inner join {scan(lake, 'contents')} as contents"
        f" on read.document_id = contents.document_id and read.batch = contents.batch"
    )


def scan(lake: Lake, table: str, batches: Iterable[int] | None = None) -> str:
    """A relation of the rows of a table, with `batch`, the number of the batch that each stands in.

    It holds also what was read again since: only rows whose document and batch are those of the index are present.
    """
    numbers = [batch.number for batch in lake.batches()] if batches is None else batches
    files = [str(path) for number in numbers if (path := tables.file(lake.folder_of(number), table)).is_file()]
    if not files:
        return f"(select *, 0 as batch from {_NONE.get(table) or tables.scan((), table)})"
    named = ", ".join(map(literal, files))
    return f"(select * exclude (filename), {BATCH_OF_FILE} as batch from read_parquet([{named}], filename = true))"
