"""The same documents give the same bytes, keys and marts, in whatever order, folder and time zone; more change none."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from samples import Accounts, final_accounts

from loaders import pipeline, seedfiles
from loaders.paths import ROOT
from tests.faults.corpus import document
from tests.faults.killed import answers

_OF_THE_DOCUMENT = ("sha256", "document_kind", "title", "department_id", "fiscal_year", "numbers_printed")
"""Columns of documents.csv that no other document changes."""


def _documents() -> dict[str, bytes]:
    """Files of every fate: loaded, byte for byte the same, the same report twice, in an archive, unreadable."""
    first, second = (Accounts(department=f"广州市天河区第{name}服务局") for name in "一二")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(zipfile.ZipInfo("决算/甲.txt"), final_accounts(Accounts(department="广州市越秀区样例局")))
        packed.writestr(zipfile.ZipInfo("决算/乙.txt"), "no report")
    other = Accounts(year=2022, basic={"2010301": Decimal("99.99")})
    return {
        "a.txt": final_accounts(first).encode("utf-8"),
        "b.txt": final_accounts(second).encode("gb18030"),
        "c.txt": final_accounts(first).encode("utf-8"),
        "d.txt": ("\n" + final_accounts(second)).encode("utf-8"),
        "e.zip": archive.getvalue(),
        "f.txt": b"",
        "g.txt": final_accounts(other).encode("utf-16"),
        "h.html": document("targets.html"),
    }


_FILES = _documents()


@cache
def _read(names: tuple[str, ...], folders: tuple[int, ...]) -> Mapping[str, bytes]:
    """The loaders' tables of these files, given in this order, each in the folder with its number."""
    with tempfile.TemporaryDirectory(prefix="juesuan-same-") as root:
        paths = []
        for name, folder in zip(names, folders, strict=True):
            path = Path(root, f"{folder}", name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(_FILES[name])
            paths.append(path)
        tables = pipeline.load(paths).tables()
    return {name: seedfiles.render(columns, tables[name]) for name, columns in seedfiles.COLUMNS.items()}


def _rows(tables: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables[name].decode("utf-8"))))


_orders = st.permutations(sorted(_FILES))
_places = st.lists(st.integers(0, 2), min_size=len(_FILES), max_size=len(_FILES))


@settings(max_examples=6)
@given(order=_orders, folders=_places)
def test_order_and_folders_change_no_byte(order: list[str], folders: list[int]) -> None:
    assert _read(tuple(order), tuple(folders)) == _read(tuple(sorted(_FILES)), (0,) * len(_FILES))


@settings(max_examples=6)
@given(order=_orders, count=st.integers(1, len(_FILES) - 1))
def test_documents_that_come_change_no_key_and_no_figure(order: list[str], count: int) -> None:
    before, after = (_read(tuple(names), (0,) * len(names)) for names in (order[:count], order))
    assert _described(before).items() <= _described(after).items()
    for name, columns in seedfiles.COLUMNS.items():
        if name in ("documents", "input_files"):
            continue
        lost = {tuple(row.values()) for row in _rows(before, name)} - {
            tuple(row.values()) for row in _rows(after, name)
        }
        assert lost == set(), f"{name}: {columns}"


def _described(tables: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """What each document is, by its key; not what became of it, for that others may change."""
    rows = _rows(tables, "documents")
    found = {row["document_id"]: tuple(row[column] for column in _OF_THE_DOCUMENT) for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_documents_here_have_every_fate() -> None:
    statuses = [row["load_status"] for row in _rows(_read(tuple(_FILES), (0,) * len(_FILES)), "documents")]
    assert {status: statuses.count(status) for status in statuses} == {"loaded": 5, "duplicate": 2, "quarantined": 2}


# The guards change no byte, and take a third of the time.
_BUILD = """
import sys
from pathlib import Path
from miniature import Lenient
from loaders.progress import Progress
from loaders.warehouse.build import Request, build

warehouse, seeds, *documents = map(Path, sys.argv[1:])
build(Request(warehouse, tuple(documents), seeds=seeds), Progress(), Lenient())
"""


def _built(folder: Path, order: Sequence[str], **surroundings: str) -> Path:
    """The warehouse of all files, which stand in folders of this folder and are named in this order."""
    paths = []
    for number, name in enumerate(order):
        path = folder / "in" / f"{number % 3}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_FILES[name])
        paths.append(str(path))
    warehouse = folder / "w" / "juesuan.duckdb"
    command = [sys.executable, "-c", _BUILD, str(warehouse), str(folder / "seeds"), *paths]
    environment = {**os.environ, **surroundings, "PYTHONPATH": str(Path(__file__).parent)}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return warehouse


def test_two_builds_far_apart_give_the_same_bytes_and_marts(tmp_path: Path) -> None:
    """On either side of the date line, with other names sorting otherwise, other hashes, and one or two at a time."""
    here = _built(
        tmp_path / "here", sorted(_FILES), TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="1", JUESUAN_JOBS="1"
    )
    there = _built(
        tmp_path / "far" / "there", sorted(_FILES, reverse=True), TZ="Pacific/Pago_Pago", LC_ALL="C.UTF-8",
        PYTHONHASHSEED="2", JUESUAN_JOBS="2",
    )  # fmt: skip
    for name in seedfiles.COLUMNS:
        one, other = (folder / "seeds" / f"{name}.csv" for folder in (tmp_path / "here", tmp_path / "far" / "there"))
        assert one.read_bytes() == other.read_bytes(), name
    found = answers(here)
    assert len(found) > 20
    assert found["marts.fct_reported_figure"][0] > 100
    assert found == answers(there)
