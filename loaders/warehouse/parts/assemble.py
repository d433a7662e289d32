"""The published file of a warehouse in parts: what is made over all of them, and their rows or views of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from loaders import messages
from loaders.lake.documents import Entry
from loaders.messages import SaidError
from loaders.settings import whole_number
from loaders.sql import literal, name
from loaders.warehouse import verdicts
from loaders.warehouse.compiled import DATABASE, Compiled, Step, make
from loaders.warehouse.parts.part import counted_of, file_of, record_of
from loaders.warehouse.parts.plan import Part, Standing

_SCHEMAS = ("marts", "bi", "semantic")
"""What the published file has for its readers; what lies before is in the parts, or made again when it is needed."""
_WHOLE_FIGURES = 1_000_000
# By which of its columns a row is known to be a document's that is gone from its part.
_KEYS = ("document_id", "department_id")


def whole_figures() -> int:
    """Up to so many figures the published file holds all rows itself: the setting JUESUAN_WHOLE_FIGURES."""
    return whole_number("JUESUAN_WHOLE_FIGURES", _WHOLE_FIGURES)


class Assembly:
    """Makes the file `warehouse` from parts that stand in the folder `parts`."""

    def __init__(self, warehouse: Path, parts: Path, compiled: Compiled, project: Path) -> None:
        self._warehouse = warehouse
        self._parts = parts
        self._project = project
        self._steps = _needed(compiled)

    def make(self, standing: Sequence[Standing]) -> None:
        """With the rows of the parts in the file itself, or above a size with views of them.

        Raises SaidError where a model over all parts cannot be made.
        """
        figures = sum(known.part.figures - sum(entry.figures for entry in known.gone) for known in standing)
        kind = "table" if figures <= whole_figures() else "view"
        relations = {step.name: step.relation for step in self._steps}
        with duckdb.connect() as connection:
            connection.execute(f"attach {literal(str(self._warehouse))} as {DATABASE}; use {DATABASE}")
            connection.execute("set TimeZone = 'UTC'")
            connection.execute("begin")  # else every comment is made durable by itself
            for schema in dict.fromkeys([*(step.relation.rpartition(".")[0] for step in self._steps), "parts"]):
                connection.execute(f"create schema if not exists {schema}")
            self._record(connection, standing)
            for step in self._steps:
                try:
                    if step.scope == "part":
                        rows = self._rows(connection, step, standing)
                        connection.execute(f"create {kind} {step.local} as {rows}")
                    else:
                        make(step, connection, self._project, self._project / "seeds" / "reports", relations)
                    _describe(connection, step)
                    if step.name == "fct_identity_check":
                        counted = self._counted(connection, step, standing)
                        connection.execute(f"create {kind} {verdicts.COUNTED} as {counted}")
                except duckdb.Error as error:
                    raise SaidError(messages.DBT_FAILED.fill(detail=f"{step.name}: {error}")) from error
            connection.execute("commit")

    def _record(self, connection: duckdb.DuckDBPyConnection, standing: Sequence[Standing]) -> None:
        """What the next build has to know: the parts, and which of their documents are gone."""
        connection.execute("create table parts.part (part varchar primary key, documents bigint, figures bigint)")
        connection.execute("create table parts.gone (part varchar, document_id varchar, department_id varchar)")
        for known in standing:
            row = f"{literal(known.part.key)}, {len(known.part.entries)}, {known.part.figures}"
            connection.execute(f"insert into parts.part values ({row})")
            if known.gone:
                rows = ", ".join(
                    f"({literal(known.part.key)}, {literal(entry.document_id)}, {literal(entry.department_id)})"
                    for entry in known.gone
                )
                connection.execute(f"insert into parts.gone values {rows}")

    def _rows(self, connection: duckdb.DuckDBPyConnection, step: Step, standing: Sequence[Standing]) -> str:
        """The rows of all parts, without those of documents that are gone from a part since."""
        selects = []
        whole = [self._file(step, known) for known in standing if not known.gone]
        if whole:
            selects.append(f"select * from read_parquet([{', '.join(whole)}])")
        for known in (known for known in standing if known.gone):
            file = self._file(step, known)
            columns = [row[0] for row in connection.execute(f"describe from read_parquet({file})").fetchall()]
            key = next(column for column in _KEYS if column in columns)
            selects.append(
                f"select * from read_parquet({file}) where {key} is null or {key} not in"
                f" (select {key} from parts.gone where part = {literal(known.part.key)} and {key} is not null)"
            )
        return " union all ".join(selects)

    def _counted(self, connection: duckdb.DuckDBPyConnection, step: Step, standing: Sequence[Standing]) -> str:
        """The verdicts counted: as each part has them, but where documents are gone from it counted anew."""
        whole = [literal(str(counted_of(self._parts, known.part.key))) for known in standing if not known.gone]
        selects = [f"select * from read_parquet([{', '.join(whole)}])"] if whole else []
        if parted := [known for known in standing if known.gone]:
            selects.append(verdicts.COUNT.format(checks=f"({self._rows(connection, step, parted)})"))
        return " union all ".join(selects)

    def _file(self, step: Step, known: Standing) -> str:
        return literal(str(file_of(self._parts, known.part.key, step.name)))


def former(warehouse: Path, parts: Path) -> list[Standing]:
    """The parts of the published warehouse that are still there; none where it has no parts, or cannot be read."""
    if not warehouse.is_file():
        return []
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            keys = [key for (key,) in connection.execute("select part from parts.part order by part").fetchall()]
            gone: dict[str, set[str]] = {key: set() for key in keys}
            for key, document in connection.execute("select part, document_id from parts.gone").fetchall():
                gone[key].add(document)
            found = []
            for key in keys:
                if (record := record_of(parts, key)).is_file():
                    rows = connection.execute(f"select * from read_parquet({literal(str(record))})").fetchall()
                    entries = tuple(Entry(*row) for row in rows)
                    found.append(
                        Standing(Part(key, entries), tuple(each for each in entries if each.document_id in gone[key]))
                    )
            return found
    except duckdb.Error:  # of one piece, or of no use: then all is built
        return []


def _needed(compiled: Compiled) -> list[Step]:
    """What the published file has, and what that reads, without what only a part's rows are made of."""
    steps = {step.name: step for step in compiled.steps}
    wanted: set[str] = set()
    open_names = [step.name for step in compiled.steps if step.scope == "part" or _schema(step) in _SCHEMAS]
    while open_names:
        each = open_names.pop()
        if each not in wanted:
            wanted.add(each)
            if steps[each].scope != "part":
                open_names += steps[each].after
    return [step for step in compiled.steps if step.name in wanted]


def _schema(step: Step) -> str:
    return step.relation.split(".")[-2].strip('"')


def _describe(connection: duckdb.DuckDBPyConnection, step: Step) -> None:
    """The comments that dbt gives a model of one piece."""
    schema, table = (literal(part.strip('"')) for part in step.relation.split(".")[-2:])
    is_view = connection.execute(
        f"select 1 from duckdb_views() where not internal and schema_name = {schema} and view_name = {table}"
    ).fetchall()
    kind = "view" if is_view else "table"
    if step.comment:
        connection.execute(f"comment on {kind} {step.local} is {literal(step.comment)}")
    for column, comment in step.column_comments.items():
        connection.execute(f"comment on column {step.local}.{name(column)} is {literal(comment)}")
