"""One side of a comparison: a warehouse, or documents that are made into one for the occasion."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from loaders import messages, pipeline, sql
from loaders.diff.model import Document, Figure, Finding
from loaders.messages import SaidError
from loaders.progress import Progress
from loaders.warehouse.query import read_only
from loaders.warehouse.trial import trial_warehouse
from loaders.workspace import workspace

_MODELS = (
    "fct_finding",
    "fct_identity_check",
    "fct_reported_figure",
    "dim_identity",
    "dim_document",
    "dim_department",
)
_MAGIC = slice(8, 12)  # of a DuckDB file, whose first bytes are a checksum
_FIGURE = (
    "table_code, project_id, row_key, coalesce(row_label, ''), column_key, coalesce(column_label, ''),"
    " coalesce(printed_text, ''), coalesce(amount_cny, value), unit, page, line"
)
_RULE = ("severity", "category", "operator", "document_kinds", "title_en", "title_zh", "formula")


class Side:
    """What a comparison asks of one side. Every answer comes from one and the same build."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, is_warehouse: bool) -> None:
        self._connection = connection
        self.is_warehouse = is_warehouse

    def documents(self) -> list[Document]:
        """All documents, in a fixed order. Two of one fingerprint have the same figures in the same places."""
        return [
            Document(*row)
            for row in self._ask(
                f"""
                with fingerprints as (
                    select document_id, concat(count(*), '.', sum(hash({_FIGURE}))) as fingerprint
                    from marts.fct_reported_figure group by document_id
                )
                select
                    documents.document_id, documents.file_name, documents.document_kind, documents.title,
                    departments.department_name, documents.fiscal_year, documents.load_status,
                    coalesce(fingerprints.fingerprint, '')
                from marts.dim_document as documents
                left join marts.dim_department as departments on documents.department_id = departments.department_id
                left join fingerprints on documents.document_id = fingerprints.document_id
                order by documents.document_kind, documents.file_name, documents.document_id
                """
            )
        ]

    def figures(self, document: Document) -> list[Figure]:
        """Those of one document as they follow each other in print."""
        rows = self._ask(
            f"select {_FIGURE} from marts.fct_reported_figure where document_id = {sql.literal(document.document_id)}"
            " order by table_code, row_number, column_number"
        )
        return [Figure(*row) for row in rows]

    def findings(self, document: Document) -> list[Finding]:
        """Those of one document, as they follow each other in it."""
        start = len(document.document_id) + 1
        rows = self._ask(
            f"select substr(finding_id, {start}), identity_id, severity, coalesce(identity_ids, ''), hypothesis,"
            " stated_value, expected_value, suggested_value, unit, message, message_zh, page, line"
            f" from marts.fct_finding where document_id = {sql.literal(document.document_id)}"
            " order by page, line, finding_id"
        )
        return [Finding(*row) for row in rows]

    def verdicts(self, document: Document) -> dict[str, tuple[str, str]]:
        """The checks of one document: key without the document's → rule and verdict."""
        start = len(document.document_id) + 1
        rows = self._ask(
            f"select substr(check_id, {start}), identity_id, verdict from marts.fct_identity_check"
            f" where document_id = {sql.literal(document.document_id)}"
        )
        return {key: (identity, verdict) for key, identity, verdict in rows}

    def rules(self) -> dict[str, dict[str, str]]:
        """The rules by their key, in words."""
        columns = ", ".join(f"coalesce({name}, '')" for name in _RULE)
        rows = self._ask(f"select identity_id, {columns} from marts.dim_identity order by identity_id")
        return {identity: dict(zip(_RULE, values, strict=True)) for identity, *values in rows}

    def _ask(self, statement: str) -> list[Any]:
        try:
            return self._connection.execute(statement).fetchall()
        except duckdb.CatalogException as error:
            raise SaidError(messages.OTHER_WAREHOUSE.fill(detail=str(error).splitlines()[0]), usage=True) from error
        except duckdb.BinderException as error:
            raise SaidError(messages.OTHER_WAREHOUSE.fill(detail=str(error).splitlines()[0]), usage=True) from error


@contextmanager
def open_side(path: Path, progress: Progress, quarantined: Callable[[pipeline.LoadResult], None]) -> Iterator[Side]:
    """A side for as long as the block runs.

    `quarantined` is told what was read, so that it can say what was not. Raises SaidError where a warehouse cannot be
    read or not one document could, UnreadableError where the path names nothing.
    """
    if _is_warehouse(path):
        with read_only(path) as connection:
            yield Side(connection, is_warehouse=True)
        return
    loaded = pipeline.load([path], progress=progress.file)
    quarantined(loaded)
    if not loaded.count(pipeline.LOADED):
        raise SaidError(messages.NOTHING_TO_COMPARE.fill(path=path), usage=True)
    progress.step(messages.CHECKING)
    with (
        workspace(Path(tempfile.gettempdir()), "juesuan-diff-") as folder,
        trial_warehouse(loaded, folder, _MODELS) as connection,
    ):
        yield Side(connection, is_warehouse=False)


def _is_warehouse(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(_MAGIC.stop)[_MAGIC] == b"DUCK"
