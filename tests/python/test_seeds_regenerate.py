"""The committed seeds are what the loaders write, whatever the order and the folders of the reports."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from loaders import pipeline, seedfiles
from loaders.paths import SEEDS

COMMITTED = SEEDS / "reports"


def _rendered(paths: list[Path]) -> dict[str, bytes]:
    tables = pipeline.load(paths).tables()
    return {name: seedfiles.render(columns, tables[name]) for name, columns in seedfiles.COLUMNS.items()}


def _committed() -> dict[str, bytes]:
    return {file.stem: file.read_bytes() for file in COMMITTED.glob("*.csv")}


def test_the_committed_seeds_are_what_the_loaders_write(reports: Path) -> None:
    written, committed = _rendered([reports]), _committed()
    assert sorted(written) == sorted(committed)
    for name, data in written.items():
        assert data.splitlines() == committed[name].splitlines(), f"{name}: run juesuan load again"
        assert data == committed[name]


@pytest.mark.parametrize("seed", [1, 2])
def test_order_and_folders_do_not_matter(reports: Path, tmp_path: Path, seed: int) -> None:
    files = sorted(reports.glob("*.txt"))
    random.Random(seed).shuffle(files)
    paths = []
    for number, file in enumerate(files):
        folder = tmp_path / f"{number % 3}" / "deep"
        folder.mkdir(parents=True, exist_ok=True)
        paths.append(Path(shutil.copy(file, folder)))
    assert _rendered(paths) == _committed()


def test_seed_files_have_no_column_and_no_file_too_many() -> None:
    assert {file.name for file in COMMITTED.iterdir()} == {f"{name}.csv" for name in seedfiles.COLUMNS}
    for name, columns in seedfiles.COLUMNS.items():
        with (COMMITTED / f"{name}.csv").open(encoding="utf-8") as file:
            assert file.readline().rstrip("\n") == ",".join(columns)
