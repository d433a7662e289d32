"""What a build did, for people and for programs: build_report.json beside the warehouse."""

from __future__ import annotations

import csv
import json
import platform
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import duckdb

from loaders.guards.results import GuardReport

VERSION = 1
"""Of the report's form."""

_PACKAGES = ("juesuan", "dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "pandas")
_NOT_LOADED = ("file_name", "status_reason", "status_detail", "page", "line")


@dataclass
class BuildReport:
    """Filled step by step; a failed build's report holds what was known when it failed."""

    started: str = field(default_factory=lambda: _now())
    finished: str = ""
    succeeded: bool = False
    warehouse: str = ""
    versions: dict[str, str] = field(default_factory=lambda: _versions())
    seconds: dict[str, float] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    quarantined: list[dict[str, str]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    checks: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    guards: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Notes the seconds of a step, also when it fails."""
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[step] = round(time.monotonic() - start, 3)

    def add_documents(self, seeds: Path) -> None:
        """Counts the documents by status and lists those that could not be read."""
        with (seeds / "documents.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.documents = _counted(row.get("load_status", "") for row in rows)
        self.quarantined = [
            {name: row.get(name, "") for name in _NOT_LOADED} for row in rows if row.get("load_status") == "quarantined"
        ]

    def add_warehouse(self, warehouse: Path) -> None:
        """Counts the rows of each mart, the checks by verdict and the findings by severity."""
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            names = connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'marts' order by table_name"
            ).fetchall()
            for (name,) in names:
                found = connection.execute(f'select count(*) from marts."{name}"').fetchone()
                self.rows[name] = found[0] if found else 0
            verdicts = connection.execute("select verdict from marts.fct_identity_check").fetchall()
            severities = connection.execute("select severity from marts.fct_finding").fetchall()
        self.checks = _counted(verdict for (verdict,) in verdicts)
        self.findings = _counted(severity for (severity,) in severities)

    def add_guard(self, found: GuardReport) -> None:
        """Keeps the results of one border's suites."""
        self.guards.append(found.as_json())

    def render(self) -> bytes:
        """The report as JSON."""
        self.finished = _now()
        return as_json({"report_version": VERSION, **asdict(self)})

    def render_guards(self) -> bytes:
        """The guards' results alone, for guards.json."""
        return as_json({"report_version": VERSION, "started": self.started, "borders": self.guards})


def as_json(value: Any) -> bytes:
    """JSON as the project writes it."""
    return (json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n").encode("utf-8")


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found
