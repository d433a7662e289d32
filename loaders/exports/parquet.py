"""One Parquet file per table: types as in the warehouse, decimals exact, descriptions in the file's metadata."""

from __future__ import annotations

import json
from pathlib import Path

from loaders.exports.marts import Marts
from loaders.sql import literal


def write(marts: Marts, folder: Path) -> None:
    """Writes `<table>.parquet`; the key-value metadata holds `description` and `columns` (JSON: name → description)."""
    for table in marts.tables:
        columns = json.dumps({column.name: column.description for column in table.columns}, ensure_ascii=False)
        metadata = f"{{description: {literal(table.description)}, columns: {literal(columns)}}}"
        target = literal(str(folder / f"{table.file_stem}.parquet"))
        marts.connection.execute(
            f"copy ({marts.select(table)}) to {target} (format parquet, compression zstd, kv_metadata {metadata})"
        )
