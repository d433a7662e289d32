"""What a build did, for people and for programs: build_report.json beside the warehouse."""

from __future__ import annotations

import csv
import hashlib
import json
import platform
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import duckdb

from loaders.guards.results import GuardReport
from loaders.warehouse import verdicts

VERSION = 2
"""Of the report's form: docs/schemas/build_report.schema.json."""
KEPT_FAILURES = 50
"""How many failed builds in a row are remembered until one succeeds."""

_PACKAGES = ("juesuan", "dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "pandas")
_NOT_LOADED = ("file_name", "status_reason", "status_detail", "page", "line")
_LOADED = ("document_id", "file_name", "sha256", "document_kind", "title", "fiscal_year")


@dataclass(frozen=True, slots=True)
class Failure:
    """A build that published nothing, as the next failed build's report, and then the history, remember it."""

    build_id: str
    started: str
    seconds: float
    failure: str
    versions: str


@dataclass
class BuildReport:
    """Filled step by step; a failed build's report holds what was known when it failed."""

    started: str = field(default_factory=lambda: _now("milliseconds"))
    finished: str = ""
    succeeded: bool = False
    warehouse: str = ""
    input_sha256: str = ""
    versions: dict[str, str] = field(default_factory=lambda: _versions())
    seconds: dict[str, float] = field(default_factory=dict)
    part_seconds: dict[str, float] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    loaded: list[dict[str, str]] = field(default_factory=list)
    quarantined: list[dict[str, str]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    checks: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    guards: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    earlier_failures: list[Failure] = field(default_factory=list)

    @property
    def build_id(self) -> str:
        """Key of the build: when it began, in UTC, to the millisecond. One warehouse has one build at a time."""
        return self.started.replace("-", "").replace(":", "").replace("+0000", "Z")

    def later(self) -> None:
        """Dates the build a millisecond later, and so gives it another key."""
        moved = datetime.fromisoformat(self.started) + timedelta(milliseconds=1)
        self.started = moved.isoformat(timespec="milliseconds")

    @property
    def version_words(self) -> str:
        """The versions in one line: juesuan 0.1.0, …"""
        return ", ".join(f"{name} {version}" for name, version in self.versions.items())

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Notes the seconds of a step, also when it fails."""
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[step] = round(time.monotonic() - start, 3)

    def add_documents(self, seeds: Path) -> None:
        """Counts the documents by status, lists what was read and what could not be, and digests the tables."""
        with (seeds / "documents.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.input_sha256 = _digest(seeds)
        self.loaded = [
            {name: row.get(name, "") for name in _LOADED} for row in rows if row.get("load_status") == "loaded"
        ]
        self.documents = _counted(row.get("load_status", "") for row in rows)
        self.quarantined = [
            {name: row.get(name, "") for name in _NOT_LOADED} for row in rows if row.get("load_status") == "quarantined"
        ]

    def add_warehouse(self, warehouse: Path, views: Collection[str] = ()) -> None:
        """Counts the rows of each mart, the checks by verdict and the findings by severity.

        `views` are those that hold rows of their own: of a warehouse in parts.
        """
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            names = connection.execute(
                "select table_name, true from duckdb_tables() where schema_name = 'marts'"
                " union all select view_name, false from duckdb_views() where schema_name = 'marts' order by 1"
            ).fetchall()
            for name in (name for name, is_table in names if is_table or name in views):
                found = connection.execute(f'select count(*) from marts."{name}"').fetchone()
                self.rows[name] = found[0] if found else 0
            counted = verdicts.relation(connection)
            self.checks |= connection.execute(
                f"select verdict, cast(sum(checks) as bigint) from {counted} group by verdict order by verdict"
            ).fetchall()
            self.findings |= connection.execute(
                "select severity, count(*) from marts.fct_finding group by all order by all"
            ).fetchall()

    def add_guard(self, found: GuardReport) -> None:
        """Keeps the results of one border's suites."""
        self.guards.append(found.as_json())

    def render(self) -> bytes:
        """The report as JSON."""
        self.finished = _now()
        return as_json({"report_version": VERSION, "build_id": self.build_id, **asdict(self)})

    def render_guards(self) -> bytes:
        """The guards' results alone, for guards.json."""
        return as_json({"report_version": VERSION, "started": self.started, "borders": self.guards})


def earlier_failures(report: Path) -> list[Failure]:
    """The failed builds that a failed build's report tells of, its own first; none where it cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        told = json.loads(report.read_text(encoding="utf-8"))
        own = Failure(
            build_id=told["build_id"],
            started=told["started"],
            seconds=told["seconds"].get("total", 0.0),
            failure="\n".join(told["failures"]).partition("\n")[0],
            versions=", ".join(f"{name} {version}" for name, version in told["versions"].items()),
        )
        return [own, *(Failure(**each) for each in told["earlier_failures"])][:KEPT_FAILURES]
    return []


def as_json(value: Any) -> bytes:
    """JSON as the project writes it."""
    return (json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n").encode("utf-8")


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a folder's files."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        digest.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _now(precision: str = "seconds") -> str:
    return datetime.now(UTC).isoformat(timespec=precision)


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found
