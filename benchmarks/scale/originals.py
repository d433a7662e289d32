"""The distinct reports of a run as typed Parquet, made once by all cores and kept by seed in .cache/scale.

A chunk is a folder with the rows of 50 reports: a file for each of the loaders' tables, and `truth.json`, which says
what error is in which report and which rules it contradicts in exact arithmetic.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import duckdb

from benchmarks.audit import oracle
from benchmarks.audit.judge import SeedWriter
from loaders import seedfiles
from loaders.lake.schema import types
from loaders.paths import ROOT
from loaders.samples.made import errors
from loaders.samples.made.errors import Slip
from loaders.samples.made.report import Report, report
from loaders.samples.made.rows import render, rows

CHUNK = 50
"""Reports in one chunk; of each chunk one report carries an error."""
KEPT = ROOT / ".cache" / "scale"
_WITH_ERROR = CHUNK // 2
_SOURCES = (
    "loaders/samples/made/*",
    "loaders/lake/schema.py",
    "loaders/seedfiles.py",
    "seeds/rules/identit*.csv",
    "seeds/classifications/*.csv",
    "benchmarks/audit/oracle.py",
    "benchmarks/scale/originals.py",
)


@dataclass(frozen=True)
class Truth:
    """What is known of one report: the kind of error in it ("" for none), and the checks it fails when it adds up.

    `contradictions` are written identity.row.column, as the audit's benchmark writes them.
    """

    number: int
    document_id: str
    kind: str = ""
    table_code: str = ""
    contradictions: tuple[str, ...] = ()


def made(number: int, seed: int) -> tuple[Report, Slip | None]:
    """The report of that number as printed, and the error in it, if it is one of the fiftieth part that have one."""
    clean = report(number, seed)
    if number % CHUNK != _WITH_ERROR:
        return clean, None
    kinds = list(errors.KINDS)
    first = number // CHUNK % len(kinds)
    for kind in kinds[first:] + kinds[:first]:
        try:
            return errors.make(kind, clean, random.Random(f"{seed}.{number}.{kind}"))
        except LookupError:  # this report has no place for this kind
            continue
    raise LookupError(f"report {number} of seed {seed} has no place for any error")


def chunks(count: int, seed: int, processes: int | None = None) -> list[Path]:
    """The chunks that hold the reports 0 to count - 1; those that are not kept yet are made."""
    folder = KEPT / f"{seed}-{_digest()}"
    found = [folder / f"chunk-{index:04d}" for index in range(-(-count // CHUNK))]
    missing = [(index, path, seed) for index, path in enumerate(found) if not path.is_dir()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        with ProcessPoolExecutor(min(processes or os.cpu_count() or 1, len(missing))) as pool:
            for _ in pool.map(_make, missing):
                pass
    return found


def truths(chunk: Path) -> Iterator[Truth]:
    """What is known of a chunk's reports."""
    for found in json.loads((chunk / "truth.json").read_text(encoding="utf-8")):
        yield Truth(**found | {"contradictions": tuple(found["contradictions"])})


def _make(task: tuple[int, Path, int]) -> None:
    """Makes one chunk beside its place, and moves it there when it is whole."""
    index, path, seed = task
    with tempfile.TemporaryDirectory(prefix="making-", dir=path.parent) as name:
        texts, whole = Path(name) / "texts", Path(name) / "whole"
        whole.mkdir()
        writer = SeedWriter(texts)
        known, files = [], []
        for number in range(index * CHUNK, (index + 1) * CHUNK):
            printed, slip = made(number, seed)
            rendered = render(printed)
            own = rows(printed, rendered, file_name=f"report-{number:05d}.txt")
            writer.add(own)
            known.append(_truth(number, own.document_id, slip, own.figures))
            document = dict(zip(seedfiles.DOCUMENTS, own.document, strict=True))
            size = str(len(rendered.text.encode()))
            files.append(
                {name: document[name] for name in ("input_file_id", "file_name", "sha256")}
                | {"size_bytes": size, "document_count": "1"}
            )
        writer.close()
        (texts / "input_files.csv").write_bytes(seedfiles.render(seedfiles.INPUT_FILES, files))
        with duckdb.connect(config={"threads": 1}) as connection:
            for file in sorted(texts.glob("*.csv")):
                typed(connection, file, whole / f"{file.stem}.parquet")
        (whole / "truth.json").write_text(json.dumps(list(map(asdict, known))), encoding="utf-8")
        if path.is_dir():  # made by another process meanwhile
            shutil.rmtree(whole)
        else:
            whole.rename(path)


def typed(connection: duckdb.DuckDBPyConnection, source: Path, target: Path) -> None:
    """One seed file as Parquet with the lake's types; a missing value is null. A table without rows is left out."""
    columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in types(source.stem).items())
    text = f"read_csv('{source}', header = true, all_varchar = true, nullstr = '')"
    if connection.execute(f"select count(*) from {text}").fetchone() == (0,):
        return
    connection.execute(f"copy (select {columns} from {text}) to '{target}' (format parquet, compression zstd)")


def _truth(number: int, document_id: str, slip: Slip | None, figures: dict[str, list[tuple[str, ...]]]) -> Truth:
    if slip is None:  # each figure is rounded from values that add up: nothing contradicts anything
        return Truth(number, document_id)
    failed = {f"{c.identity_id}.{c.group[0]}.{c.group[1]}" for c in oracle.checks(figures) if c.violated}
    return Truth(number, document_id, slip.kind, slip.table_code, tuple(sorted(failed)))


@cache
def _digest() -> str:
    """What the reports are made from, so that none is kept that would be made otherwise today."""
    found = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:12]
