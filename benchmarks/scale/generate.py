"""The rows of any number of reports as typed Parquet: `python -m benchmarks.scale.generate COUNT FOLDER`.

Two thousand reports are distinct (`originals`); the rest are copies of them under other departments, with keys, names,
regions and digests of their own everywhere. A batch is a folder of a thousand reports with a file for each of the
loaders' tables that has rows; beside it stands what is known of its reports, `batch-0000.truth.json`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import duckdb

from benchmarks.scale import originals
from benchmarks.scale.bodies import body
from benchmarks.scale.originals import Truth
from loaders import seedfiles
from loaders.lake.schema import types

SEED = 20241
DISTINCT, BATCH = 2_000, 1_000
_MEMORY = "1GB"
_ROW_GROUP = 122_880
# What a copy has of its own; all else is its original's.
_OWN = {
    "documents": (
        "document_id", "input_file_id", "file_name", "sha256", "title", "department_id", "department_name",
        "administrative_level", "region_code",
    ),
    "input_files": ("input_file_id", "file_name", "sha256"),
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What a run made. `processor_seconds` are those of copying; originals may have been kept from before."""

    reports: int
    distinct: int
    with_error: int
    figures: int
    bytes: int
    originals_seconds: float
    seconds: float
    processor_seconds: float


def batches(
    count: int, folder: Path, seed: int = SEED, *, first: int = 0, distinct: int = DISTINCT, batch: int = BATCH
) -> Iterator[Path]:
    """The batch folders of so many reports, each given as soon as it is whole; the same arguments, the same rows.

    Of `distinct` reports copies are made where more are asked for. With `first` they are those that follow so many
    others: one more report for 100,000 that there are. Raises FileExistsError for a batch that is there.
    """
    distinct, end = min(first + count, distinct), first + count
    chunks = originals.chunks(distinct, seed)
    with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": str(folder / ".spilled")}) as connection:
        for index, start in enumerate(range(first, end, batch)):
            path = folder / f"batch-{index:04d}"
            path.mkdir(parents=True)
            known = [_copy(number, distinct, chunks) for number in range(start, min(start + batch, end))]
            _write(connection, known, chunks, path)
            truth_of(path).write_text(json.dumps([asdict(copy.truth) for copy in known]), encoding="utf-8")
            yield path


def truth_of(batch: Path) -> Path:
    """The file that says what is known of a batch's reports."""
    return batch.with_suffix(".truth.json")


def truths(batch: Path) -> list[Truth]:
    """What is known of a batch's reports."""
    found = json.loads(truth_of(batch).read_text(encoding="utf-8"))
    return [Truth(**one | {"contradictions": tuple(one["contradictions"])}) for one in found]


@dataclass(frozen=True)
class _Copy:
    """One report of a batch: the original it is of, its truth, and its number among the copies (0: the original)."""

    original_id: str
    chunk: int
    repetition: int
    truth: Truth


def _copy(number: int, distinct: int, chunks: list[Path]) -> _Copy:
    repetition, original = divmod(number, distinct)
    chunk, place = divmod(original, originals.CHUNK)
    truth = _known(chunks[chunk])[place]
    if not repetition:
        return _Copy(truth.document_id, chunk, 0, truth)
    key = hashlib.sha256(f"{truth.document_id}.{repetition}".encode()).hexdigest()[:12]
    return _Copy(truth.document_id, chunk, repetition, replace(truth, number=number, document_id=f"doc-{key}-1"))


_KNOWN: dict[Path, list[Truth]] = {}


def _known(chunk: Path) -> list[Truth]:
    if chunk not in _KNOWN:
        _KNOWN[chunk] = list(originals.truths(chunk))
    return _KNOWN[chunk]


def _write(connection: duckdb.DuckDBPyConnection, copies: list[_Copy], chunks: list[Path], path: Path) -> None:
    """One batch: every table of the chunks it needs, its rows under the copies' keys."""
    needed = [chunks[index] for index in sorted({copy.chunk for copy in copies})]
    if len({copy.original_id for copy in copies}) < len(copies):
        raise ValueError("a batch holds each original once: make it no larger than the number of distinct reports")
    _describe(connection, copies, needed)
    for table in seedfiles.COLUMNS:
        files = [str(chunk / f"{table}.parquet") for chunk in needed if (chunk / f"{table}.parquet").is_file()]
        if not files:
            continue
        target = path / f"{table}.parquet"
        connection.execute(
            f"copy ({_select(table)}) to '{target}' (format parquet, compression zstd, row_group_size {_ROW_GROUP})",
            [files],
        )


def _describe(connection: duckdb.DuckDBPyConnection, copies: list[_Copy], needed: list[Path]) -> None:
    """The table `copies`: what each report of the batch has of its own, and the keys of its original."""
    files = [str(chunk / "documents.parquet") for chunk in needed]
    read = connection.execute(
        "select document_id, input_file_id, file_name, sha256, title, department_id, department_name, "
        "administrative_level, region_code, fiscal_year from read_parquet($1)",
        [files],
    ).fetchall()
    by_id = {row[0]: row for row in read}
    described = [_own(copy, by_id[copy.original_id]) for copy in copies]
    names = ["original_document_id", "original_input_file_id", *_OWN["documents"]]
    columns = ", ".join(f"unnest(${place}::varchar[]) as {name}" for place, name in enumerate(names, start=1))
    connection.execute(
        f"create or replace temp table copies as select {columns}",
        [list(column) for column in zip(*described, strict=True)],
    )


def _own(copy: _Copy, original: tuple[str, ...]) -> list[str]:
    """The row of `copies`."""
    document_id, input_file_id, file_name, *_, fiscal_year = original
    if not copy.repetition:
        return [document_id, input_file_id, *original[:-1]]
    owner = body(copy.truth.number)
    assert owner.region is not None
    assert owner.administrative_level is not None
    key = copy.truth.document_id.split("-")[1]
    sha256 = key + hashlib.sha256(key.encode()).hexdigest()[len(key) :]
    return [
        document_id, input_file_id, copy.truth.document_id, f"file-{key}",
        file_name.replace(".txt", f"-{copy.repetition}.txt"), sha256,
        f"{fiscal_year}年度{owner.name}部门决算", owner.department_id, owner.name, owner.administrative_level,
        owner.region.code,
    ]  # fmt: skip


def _select(table: str) -> str:
    """The rows of a table under the copies' keys, in the order of its columns."""
    own = _OWN.get(table, ("document_id",))
    key = "input_file_id" if table == "input_files" else "document_id"
    columns = {name: f"original.{name}" for name in types(table)} | {name: f"copies.{name}" for name in own}
    if "figure_id" in columns:
        columns["figure_id"] = "copies.document_id || substr(original.figure_id, length(original.document_id) + 1)"
    chosen = ", ".join(f"{expression} as {name}" for name, expression in columns.items())
    return f"select {chosen} from read_parquet($1) as original inner join copies on original.{key} = original_{key}"


def make(count: int, folder: Path, seed: int = SEED) -> Made:
    """Makes all batches and says what it took."""
    start = time.perf_counter()
    originals.chunks(min(count, DISTINCT), seed)
    ready, used = time.perf_counter(), _processor()
    paths = list(batches(count, folder, seed))
    seconds, processor = time.perf_counter() - ready, _processor() - used
    known = [truth for path in paths for truth in truths(path)]
    files = [file for path in paths for file in path.glob("*.parquet")]
    figures = duckdb.execute(
        "select cast(sum(num_rows) as bigint) from parquet_file_metadata($1)",
        [[str(file) for file in files if file.stem.startswith("figures_")]],
    ).fetchone()
    assert figures is not None
    return Made(
        reports=count,
        distinct=min(count, DISTINCT),
        with_error=sum(bool(truth.kind) for truth in known),
        figures=figures[0],
        bytes=sum(file.stat().st_size for file in files),
        originals_seconds=round(ready - start, 2),
        seconds=round(seconds, 2),
        processor_seconds=round(processor, 2),
    )


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(arguments: list[str] | None = None) -> int:
    """The command line; prints what was made as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.generate", description=__doc__)
    parser.add_argument("count", type=int, help="reports")
    parser.add_argument("folder", type=Path, help="where the batches are written")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    print(json.dumps(asdict(make(options.count, options.folder, options.seed))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
