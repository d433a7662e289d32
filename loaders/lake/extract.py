"""Some documents of a lake as one folder of tables, in the form in which a build reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from loaders.lake import index, tables
from loaders.lake.documents import Entry
from loaders.lake.lake import Lake
from loaders.seedfiles import COLUMNS
from loaders.sql import literal

_FATE = {
    "load_status": "wanted.status",
    "duplicate_of_document_id": "wanted.duplicate_of",
    "superseded_by_document_id": "wanted.superseded_by",
}


def extract(lake: Lake, entries: Sequence[Entry], folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Writes every one of the loaders' tables, also those without rows; each document with what became of it.

    Of a file that holds other documents too, `document_count` says how many of it are here.
    """
    folder.mkdir(parents=True)
    batches = sorted({entry.batch for entry in entries})
    rows = ", ".join(
        f"({literal(entry.document_id)}, {entry.batch}, {literal(entry.status)},"
        f" {literal(entry.duplicate_of)}, {literal(entry.superseded_by)})"
        for entry in entries
    )
    connection.execute(
        "create or replace temp table wanted"
        " (document_id varchar, batch integer, status varchar, duplicate_of varchar, superseded_by varchar)"
    )
    connection.execute(f"insert into wanted values {rows}")
    for name, columns in COLUMNS.items():
        if name == "input_files":
            sql = _files(lake, batches, columns)
        else:
            chosen = ", ".join(f"{_FATE.get(column, f'rows.{column}')} as {column}" for column in columns)
            sql = (
                f"select {chosen} from {index.scan(lake, name, batches)} as rows"
                " inner join wanted on rows.document_id = wanted.document_id and rows.batch = wanted.batch"
            )
        connection.execute(f"copy ({sql}) to {literal(str(tables.file(folder, name)))} (format parquet)")


def _files(lake: Lake, batches: Sequence[int], columns: Sequence[str]) -> str:
    chosen = ", ".join("held.document_count" if column == "document_count" else f"rows.{column}" for column in columns)
    return (
        f"select {chosen} from {index.scan(lake, 'input_files', batches)} as rows"
        " inner join (select documents.input_file_id, wanted.batch, cast(count(*) as integer) as document_count"
        f" from {index.scan(lake, 'documents', batches)} as documents"
        " inner join wanted on documents.document_id = wanted.document_id and documents.batch = wanted.batch"
        " group by all) as held on rows.input_file_id = held.input_file_id and rows.batch = held.batch"
    )
