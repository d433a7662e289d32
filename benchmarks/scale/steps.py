"""What is measured at each size: steps, one after another in one folder, each a command in a process of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from benchmarks.scale import generate, originals
from benchmarks.scale.fill import fill
from benchmarks.scale.generate import DISTINCT, SEED
from benchmarks.scale.plots import ON_SPARK
from benchmarks.scale.rivals.__main__ import RIVALS
from benchmarks.spark.compare import HISTORY, IN_PART, compare
from loaders.lake.lake import Lake
from loaders.spark.publish import MARK

DOCUMENTS_MOST = 1_000
"""Above so many reports no documents are written, only rows."""
JUDGED_MOST = 10_000
"""Judging alone is measured up to so many reports: 16 million figures."""
SPARK_MOST = 1_000
"""Spark is measured up to so many: beyond, one machine's memory is the limit, not the engine."""
_PYTHON = (sys.executable, "-m")
_JUESUAN = (*_PYTHON, "loaders.cli")


@dataclass(frozen=True)
class Place:
    """The folder that the steps of one size share, and how many reports it is about."""

    folder: Path
    reports: int
    seed: int = SEED

    @property
    def rows(self) -> Path:
        """The generated batches: typed Parquet, a folder of a thousand reports each."""
        return self.folder / "rows"

    @property
    def batches(self) -> list[Path]:
        """The batch folders, in order; empty before the step `generate`."""
        return sorted(path for path in self.rows.glob("batch-*") if path.is_dir())

    @property
    def documents(self) -> Path:
        """The reports as files, up to a thousand."""
        return self.folder / "documents"

    @property
    def lake(self) -> Path:
        """A lake of the generated rows of all reports."""
        return self.folder / "lake"

    @property
    def loaded(self) -> Path:
        """A lake of the documents as the loaders read them."""
        return self.folder / "loaded"

    @property
    def warehouse(self) -> Path:
        """The published warehouse."""
        return self.folder / "warehouse" / "juesuan.duckdb"

    @property
    def spark(self) -> Path:
        """What Spark published."""
        return self.folder / "spark"


class Step(Protocol):
    """One thing that is measured."""

    @property
    def name(self) -> str:
        """By which it stands in the results and the README."""

    @property
    def needs(self) -> Sequence[str]:
        """The steps whose products it uses; each stands before it."""

    def command(self, place: Place) -> Sequence[str] | None:
        """The command to run in the project's folder, or None where there is nothing to do at this size."""

    def prepare(self, place: Place) -> None:
        """What must be there before it and is not part of what is measured."""

    def products(self, place: Place) -> Sequence[Path]:
        """Files and folders that it writes; their bytes are counted."""

    def read(self, place: Place, output: str) -> dict[str, Any]:
        """What else to keep of it, from what it printed and wrote."""


def nothing(place: Place) -> None:
    """For a step that needs nothing prepared."""


def no_products(place: Place) -> Sequence[Path]:
    """For a step that writes nothing to keep."""
    return ()


def as_json(place: Place, output: str) -> dict[str, Any]:
    """What a command prints as JSON in its last line."""
    told: dict[str, Any] = json.loads(output.splitlines()[-1])
    return told


def silent(place: Place, output: str) -> dict[str, Any]:
    """For a step that prints nothing to keep."""
    return {}


@dataclass(frozen=True)
class CommandStep:
    """A step put together from functions; `most` is the largest size at which it is run."""

    name: str
    arguments: Callable[[Place], Sequence[str] | None]
    most: int = sys.maxsize
    needs: tuple[str, ...] = ()
    prepared: Callable[[Place], None] = field(default=nothing)
    written: Callable[[Place], Sequence[Path]] = field(default=no_products)
    told: Callable[[Place, str], dict[str, Any]] = field(default=silent)

    def command(self, place: Place) -> Sequence[str] | None:
        """See Step."""
        return self.arguments(place) if place.reports <= self.most else None

    def prepare(self, place: Place) -> None:
        """See Step."""
        self.prepared(place)

    def products(self, place: Place) -> Sequence[Path]:
        """See Step."""
        return self.written(place)

    def read(self, place: Place, output: str) -> dict[str, Any]:
        """See Step."""
        return self.told(place, output)


def _make_originals(place: Place) -> None:
    originals.chunks(min(place.reports, DISTINCT), place.seed)


def _generate(place: Place) -> Sequence[str]:
    return (*_PYTHON, "benchmarks.scale.generate", str(place.reports), str(place.rows), "--seed", str(place.seed))


def _documents(place: Place) -> Sequence[str]:
    return (*_PYTHON, "benchmarks.scale.documents", str(place.reports), str(place.documents), "--seed", str(place.seed))


def _rival(name: str, tolerance: str) -> Callable[[Place], Sequence[str] | None]:
    def command(place: Place) -> Sequence[str] | None:
        if len(place.batches) != 1:  # all are given the same rows, in one folder
            return None
        return (*_PYTHON, "benchmarks.scale.rivals", name, str(place.batches[0]), "--tolerance", tolerance)

    return command


def _load(place: Place) -> Sequence[str]:
    return (*_JUESUAN, "load", str(place.documents), "--lake", str(place.loaded))


def _fill(place: Place) -> Sequence[str]:
    return (*_PYTHON, "benchmarks.scale.fill", str(place.rows), str(place.lake))


def _judge(place: Place) -> Sequence[str]:
    return (*_PYTHON, "benchmarks.scale.judge", str(place.lake))


def _build(place: Place) -> Sequence[str]:
    return (*_JUESUAN, "build", "--lake", str(place.lake), "--warehouse", str(place.warehouse))


def _build_on_spark(place: Place) -> Sequence[str]:
    """The same lake, from the same tables, on one machine."""
    return (*_JUESUAN, "build", "--engine", "spark", "--lake", str(place.lake), "--output", str(place.spark))


def _add_one(place: Place) -> None:
    """The next report after all there are, in the lake as a load leaves it."""
    rows = place.folder / "one-more"
    fill(Lake(place.lake), generate.batches(1, rows, place.seed, first=place.reports))


def _published(place: Place) -> Sequence[Path]:
    return [place.warehouse.parent]


def _build_report(place: Place, output: str) -> dict[str, Any]:
    """What the build says of itself: seconds of its stages, and how much it judged."""
    told = json.loads((place.warehouse.parent / "build_report.json").read_text(encoding="utf-8"))
    kept = {key: told[key] for key in ("seconds", "part_seconds", "documents", "checks", "findings")}
    return kept | {"figures": told["rows"]["fct_reported_figure"]}


def _spark_report(place: Place, output: str) -> dict[str, Any]:
    """What Spark's build says of itself, and in which tables it differs from the warehouse that DuckDB built."""
    told = json.loads((place.spark / MARK).read_text(encoding="utf-8"))
    compared = compare(place.warehouse, place.spark, HISTORY | IN_PART)
    return {
        "seconds": told["seconds"],
        "figures": told["rows"]["fct_reported_figure"],
        "tables_compared": len(compared),
        "rows_compared": sum(table.rows for table in compared),
        "differing": {table.table: list(table.differences) for table in compared if table.differences},
    }


STEPS: tuple[Step, ...] = (
    CommandStep("generate", _generate, prepared=_make_originals, written=lambda place: [place.rows], told=as_json),
    CommandStep("documents", _documents, DOCUMENTS_MOST, written=lambda place: [place.documents], told=as_json),
    CommandStep("load the documents", _load, DOCUMENTS_MOST, ("documents",), written=lambda place: [place.loaded]),
    CommandStep("fill the lake", _fill, needs=("generate",), written=lambda place: [place.lake]),
    CommandStep("judge", _judge, JUDGED_MOST, ("fill the lake",), told=as_json),
    CommandStep("build", _build, needs=("fill the lake",), written=_published, told=_build_report),
    CommandStep(
        ON_SPARK,
        _build_on_spark,
        SPARK_MOST,
        ("build",),
        written=lambda place: [place.spark],
        told=_spark_report,
    ),
    CommandStep("build with one more", _build, needs=("build",), prepared=_add_one, told=_build_report),
)
"""The pipeline in its order. Later steps find what earlier ones wrote in the same place."""

_SLOW = {"great-expectations": 100}
# A suite for each document takes more than a second: a thousand take a quarter of an hour and show nothing new.
_ALSO_EXACT = "pandas-at-once"
# All of them compare the same sides; one is enough to tell what equality to the cent calls wrong.
COMPARED: tuple[Step, ...] = tuple(
    CommandStep(f"{name}{words}", _rival(name, tolerance), _SLOW.get(name, 1_000), ("generate",), told=as_json)
    for name in RIVALS
    for words, tolerance in (("", "0.001"), (", exact", "0"))
    if not words or name == _ALSO_EXACT
)
"""Juesuan and what one would write instead, on the rows of the same batch."""
