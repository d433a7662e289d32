"""dbt in this process: quiet, kept to the folders it is given, its failures in words."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from loaders.warehouse.parsed import ParsedProject

# Before it ends, Python looks for cycles among all that dbt has made, for more than half a second.
atexit.register(gc.freeze)

_FAILED = frozenset({"error", "fail", "runtime error"})
EXAMPLES = 3
"""How many rows of what a failed test found are shown."""
# stdout belongs to the command, and nobody reads the log and the files that dbt would write for later.
_QUIET = ("--log-level", "none", "--log-level-file", "none", "--no-use-colors", "--no-write-json")


@dataclass(frozen=True, slots=True)
class Node:
    """What became of one seed, model or test. `message` is dbt's; `examples` are rows that a failed test found."""

    name: str
    kind: str
    status: str
    message: str
    description: str
    path: str
    seconds: float
    examples: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it stops the publishing; what was skipped for another's failure does not count."""
        return self.status in _FAILED

    @property
    def words(self) -> str:
        """The failure as a person reads it."""
        said = [self.description, self.message] if self.kind == "test" else [self.message]
        lines = [line for text in said for line in text.splitlines()]
        return "\n    ".join([f"{self.kind} {self.name} ({self.path}):", *lines, *self.examples])


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run of dbt. `error` is set where it could not run at all (a model that does not parse)."""

    nodes: tuple[Node, ...]
    error: str | None = None

    @property
    def failures(self) -> tuple[str, ...]:
        """Everything that failed, in words; empty after a success."""
        failed = tuple(node.words for node in self.nodes if node.failed)
        return failed if self.error is None or failed else (self.error,)

    def seconds(self, kind: str) -> float:
        """Time spent on nodes of that kind, summed over threads."""
        return sum(node.seconds for node in self.nodes if node.kind == kind)


class Dbt:
    """dbt on a project (see `overlay`), into the warehouse file given; it writes nowhere else but into `scratch`.

    With None for a warehouse, into memory: what is made there can be had by `reading`, until `close`.

    `tables` is a folder of the loaders' tables as Parquet, which takes the place of the project's report seeds;
    `terms` says of which checks the terms are kept, all or those that are `evidence` (macros/kept_terms.sql).
    `verdict_severity`, ERROR or WARN, is what becomes of the project's tests tagged `verdict`: they fail where reports
    contradict themselves.
    """

    def __init__(
        self,
        *,
        project: Path,
        warehouse: Path | None,
        scratch: Path,
        verdict_severity: str = "ERROR",
        tables: Path | None = None,
        terms: str = "all",
    ) -> None:
        self._project = project
        self._warehouse = warehouse
        self._manifest: Any = None
        self._prepared: Future[str | None] | None = None
        self._verdict_severity = verdict_severity
        # Under which what dbt makes of the project is kept: its SQL names the database, which is the file's stem.
        self._form = warehouse.stem if warehouse else "memory"
        # Threads take turns at Python's lock: two take longer than one, and DuckDB uses all cores within a statement.
        self._threads = 1
        self._parsed = scratch / "target" / "partial_parse.msgpack"
        self._environment = {
            # As seen from the project, where dbt runs: the same words in every build, so that what dbt has parsed
            # before still holds.
            "JUESUAN_WAREHOUSE": os.path.relpath(warehouse, project) if warehouse else ":memory:",
            "DBT_TARGET_PATH": str(scratch / "target"),
            "DBT_LOG_PATH": str(scratch / "logs"),
            "DO_NOT_TRACK": "1",
            "JUESUAN_TABLES": str(tables or ""),
            "JUESUAN_TERMS": terms,
        }

    def prepare(self) -> None:
        """Begins to import dbt and to read the project, which takes seconds, beside what this process does meanwhile.

        That must name no file by a relative path: dbt changes the folder that the process works in.
        """
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="prepare-dbt")
        self._prepared = thread.submit(self._import_and_parse)
        thread.shutdown(wait=False)

    def settle(self) -> None:
        """Waits until nothing that was begun works in the project's folder any more."""
        if self._prepared is not None:
            wait([self._prepared])

    def leave_uncompressed(self) -> None:
        """Has the warehouse written as it is, which is faster; else DuckDB looks for the best form of each column."""
        self._environment["JUESUAN_COMPRESSION"] = "uncompressed"

    def parse(self) -> str | None:
        """Reads the project ahead of the build; returns what is wrong with it, if anything."""
        if self._prepared is None:
            return self._parse()
        prepared, self._prepared = self._prepared, None
        return prepared.result()

    def _import_and_parse(self) -> str | None:
        import dbt.adapters.duckdb.connections
        import dbt.cli.main  # noqa: F401

        return self._parse()

    def _parse(self) -> str | None:
        kept = ParsedProject(self._project, self._form)
        self._manifest = kept.recall()
        if self._manifest is None:
            if kept.partial.is_file():
                self._parsed.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(kept.partial, self._parsed)
            result = self._invoke("parse")
            if result.exception is not None:
                return str(result.exception)
            self._manifest = result.result
            kept.keep(self._manifest, self._parsed)
        for node in self._manifest.nodes.values():
            if node.resource_type == "seed":
                node.root_path = str(self._project)  # what was parsed before stood in another folder
            elif "verdict" in node.tags:
                node.config.severity = self._verdict_severity
        return None

    def build(self, *select: str) -> Outcome:
        """The seeds and models, all or those selected, each as soon as what it reads is there."""
        if self._manifest is None and (error := self.parse()):
            return Outcome((), error)
        selection = ["--select", *select] if select else []
        return self._outcome(self._invoke("build", *selection, "--exclude-resource-type", "test", "unit_test"))

    def test(self, *exclude: str) -> Outcome:
        """All data tests but those of models that are excluded; unit tests check the code, not the data, and are left
        to the test suite."""
        without = ["--exclude", *exclude] if exclude else []
        return self._outcome(self._invoke("test", *without, "--exclude-resource-type", "unit_test"))

    def compile(self) -> Outcome:
        """The query of every model, in `nodes`, without running any."""
        if self._manifest is None and (error := self.parse()):
            return Outcome((), error)
        return self._outcome(self._invoke("compile", "--exclude", "resource_type:test", "resource_type:unit_test"))

    def document(self) -> str | None:
        """Writes `static_index.html` and `catalog.json` into the scratch folder's `target`; returns what went wrong."""
        return self.parse() or self._outcome(self._invoke("docs generate", "--static")).error

    @property
    def nodes(self) -> list[Any]:
        """dbt's own seeds and models, as the last run left them."""
        found = self._manifest.nodes.values() if self._manifest is not None else ()
        return [node for node in found if node.resource_type in ("seed", "model")]

    def unit_test(self) -> Outcome:
        """The seeds and models, and each model's unit tests before it."""
        if self._manifest is None and (error := self.parse()):
            return Outcome((), error)
        return self._outcome(self._invoke("build", "--exclude-resource-type", "test"))

    def _outcome(self, result: Any) -> Outcome:
        results = getattr(result.result, "results", None) or ()
        error = None
        if not result.success:
            error = str(result.exception) if result.exception is not None else "dbt failed without a message"
        return Outcome(tuple(self._node(found) for found in results), error)

    def _invoke(self, command: str, *arguments: str) -> Any:
        from dbt.cli.main import dbtRunner

        words = command.split()
        threads = ["--threads", str(self._threads)]
        folders = ["--project-dir", str(self._project), "--profiles-dir", str(self._project / "profiles")]
        with _environment(self._environment), chdir(self._project), _without_collector(), _without_listeners():
            result = self._run(dbtRunner(manifest=self._manifest), [*_QUIET, *words, *folders, *threads, *arguments])
        if isinstance(result.exception, KeyboardInterrupt) or type(result.exception).__name__ == "Abort":
            raise KeyboardInterrupt
        return result

    def _run(self, runner: Any, words: list[str]) -> Any:
        """One command of dbt's, and no file left open after it."""
        try:
            return runner.invoke(words)
        finally:
            if self._warehouse is not None:
                self.close()

    def close(self) -> None:
        """Leaves the database; one in memory is gone then."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to what has been made."""
        if self._warehouse is None:
            from dbt.adapters.duckdb.connections import DuckDBConnectionManager

            connection = DuckDBConnectionManager.env().conn.cursor()
            connection.execute("set enable_progress_bar = false")  # it would be drawn on the command's standard output
        else:
            connection = duckdb.connect(str(self._warehouse), read_only=True)
        with connection:
            yield connection

    def _node(self, found: Any) -> Node:
        node = found.node
        status = str(found.status)
        failed_test = status == "fail" and str(node.resource_type) == "test"
        return Node(
            name=node.name,
            kind=str(node.resource_type),
            status=status,
            message=(found.message or "").strip(),
            description=" ".join((getattr(node, "description", "") or "").split()),
            path=node.original_file_path,
            seconds=found.execution_time,
            examples=self._examples(node.compiled_code) if failed_test else (),
        )

    def _examples(self, sql: str | None) -> tuple[str, ...]:
        """The first rows a failed test found, as `column=value` pairs."""
        if not sql:
            return ()
        columns, rows = self._first_rows(sql.strip().rstrip(";"))
        return tuple(", ".join(f"{column}={value}" for column, value in zip(columns, row, strict=True)) for row in rows)

    def _first_rows(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Names of the columns and a few rows; none where they cannot be had: a test's own message stands without."""
        try:
            with self.reading() as connection:
                found = connection.execute(f"select * from ({sql}\n) limit {EXAMPLES}")
                return [column[0] for column in found.description or ()], found.fetchall()
        except duckdb.Error:
            return [], []


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _without_listeners() -> Iterator[None]:
    """dbt makes a message of every event, thousands in a run, even where it has nobody to tell.

    Warnings and errors are still made in full: dbt may raise them.
    """
    from dbt_common.events.base_types import BaseEvent, ErrorLevel, WarnLevel
    from dbt_common.events.event_manager import EventManager
    from dbt_common.events.event_manager_client import ctx_set_event_manager, get_event_manager

    class Deaf(EventManager):
        def fire_event(self, *_: Any, **__: Any) -> None:
            pass

    def fill(event: Any, *values: Any, **named: Any) -> None:
        if isinstance(event, (WarnLevel, ErrorLevel)):
            in_full(event, *values, **named)
        else:
            event.pb_msg = getattr(event.PROTO_TYPES_MODULE, type(event).__name__)()

    before, in_full = get_event_manager(), BaseEvent.__init__
    ctx_set_event_manager(Deaf())
    BaseEvent.__init__ = fill  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        BaseEvent.__init__ = in_full  # type: ignore[method-assign]
        ctx_set_event_manager(before)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Python's search for reference cycles takes a tenth of dbt's time, and finds little worth freeing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
