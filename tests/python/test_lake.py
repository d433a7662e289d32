"""Documents in a lake: the same rows as in seeds, never read twice, each batch whole or not there."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from lake_support import D, by_file, entries, load, report
from miniature import Lenient

from loaders import pipeline, seedfiles
from loaders.guards.process import Answer
from loaders.guards.results import Failure, GuardReport, SuiteResult
from loaders.lake import documents, extract, index, loading, tables
from loaders.lake.lake import Lake
from loaders.lake.schema import types
from loaders.messages import SaidError
from loaders.progress import Progress
from loaders.readers.errors import UnreadableError
from loaders.workers import READER_DIED


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two departments, one of them in two years."""
    report(tmp_path / "reports", "a-2023.txt")
    report(tmp_path / "reports", "a-2022.txt", year=2022)
    report(tmp_path / "reports", "b-2023.txt", department="广州市天河区另一服务局")
    return tmp_path / "reports"


def test_a_lake_holds_the_rows_of_the_seeds(lake: Lake, folder: Path, tmp_path: Path) -> None:
    """Read back, typed values are those of the CSV files, cell by cell."""
    seedfiles.write(pipeline.load([folder]).tables(), tmp_path / "seeds")
    load(lake, folder)
    with duckdb.connect() as connection:
        extract.extract(lake, list(entries(lake).values()), tmp_path / "typed", connection)
        for name in seedfiles.COLUMNS:
            typed = connection.execute(f"select * from read_parquet('{tables.file(tmp_path / 'typed', name)}')")
            assert [column[0] for column in typed.description or ()] == list(seedfiles.COLUMNS[name])
            found = typed.fetchall()
            said = ", ".join(f"'{column}': '{each}'" for column, each in types(name).items())
            seed = tmp_path / "seeds" / f"{name}.csv"
            read = connection.execute(
                f"""select * from read_csv('{seed}', header = true, nullstr = '', quote = '"', columns = {{{said}}})"""
            ).fetchall()
            assert sorted(map(repr, found)) == sorted(map(repr, read)), name


def test_the_types_are_those_of_staging(published: Path) -> None:
    """So that both forms of a table stage alike."""
    staged = {
        "input_files": "stg_input_files",
        "documents": "stg_documents",
        "document_tables": "stg_document_tables",
        "document_units": "stg_document_units",
        "figures_revenue": "stg_figures",
        "project_indicators": "stg_project_indicators",
        "project_item_statuses": "stg_project_item_statuses",
        "figure_readings": "stg_figure_readings",
    }
    with duckdb.connect(str(published), read_only=True) as connection:
        for seed, model in staged.items():
            found = {row[0]: row[1] for row in connection.execute(f"describe staging.{model}").fetchall()}
            expected = {column: each.replace(", ", ",") for column, each in types(seed).items()}
            assert {column: found[column] for column in expected} == expected


def test_what_is_there_is_not_read_again(lake: Lake, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(lake, folder).read == 3
    calls: list[int] = []
    whole = pipeline.load
    monkeypatch.setattr(pipeline, "load", lambda paths, **options: calls.append(len(paths)) or whole(paths, **options))
    told = load(lake, folder)
    assert (told.known, told.read, told.outdated) == (3, 0, 0)
    assert calls == []
    report(folder, "c-2023.txt", department="广州市天河区第三服务局")
    told = load(lake, folder)
    assert (told.known, told.read) == (3, 1)
    assert calls == [1]
    assert len(entries(lake)) == 4


def test_what_an_earlier_version_read_is_said_and_read_again_when_asked(
    lake: Lake, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(lake, folder)
    before = entries(lake)
    monkeypatch.setattr(loading, "reader", lambda: "another")
    assert load(lake, folder).outdated == 3
    told = load(lake, folder, again=True)
    assert (told.known, told.read) == (0, 3)
    after = entries(lake)
    assert {key: replace(entry, batch=0) for key, entry in after.items()} == {
        key: replace(entry, batch=0) for key, entry in before.items()
    }
    assert {entry.batch for entry in after.values()} == {2}
    assert load(lake, folder).outdated == 0


def test_the_index_grows_with_each_batch_as_if_it_were_made_anew(lake: Lake, folder: Path) -> None:
    """Else a load would have to read the whole lake again for each of its batches."""
    load(lake, folder / "a-2023.txt")
    with duckdb.connect() as grown, duckdb.connect() as anew:
        index.create(lake, grown)
        load(lake, folder)
        load(lake, folder / "a-2023.txt", again=True)
        assert lake.numbers() == [1, 2, 3]
        for batch in (2, 3):
            index.extend(lake, batch, grown)
        index.create(lake, anew)
        for table, count in (("files", 3), ("documents", 3)):
            rows = [connection.execute(f"from {table} order by all").fetchall() for connection in (grown, anew)]
            assert rows[0] == rows[1]
            assert len(rows[0]) == count


def test_a_load_that_is_interrupted_goes_on(lake: Lake, folder: Path) -> None:
    """Batches that were written stay; the load has the same number, so that none of its documents is later."""

    class Interrupting(Progress):
        def file(self, done: int, total: int, name: str) -> None:
            assert total == 3
            if done == 3:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loading.load(lake, [folder], Lenient(), Interrupting(), batch_files=1)
    written = len(lake.batches())
    assert 0 < written < 3
    assert [path.name for path in lake.folder.iterdir() if path.name.startswith(".batch-")] == []
    told = load(lake, folder)
    assert (told.known, told.read) == (written, 3 - written)
    assert {batch.load for batch in lake.batches()} == {1}
    load(lake, report(folder.parent, "later.txt", year=2021))
    assert lake.batches()[-1].load == 2


def test_a_file_whose_reader_died_is_read_again(lake: Lake, folder: Path) -> None:
    """What ended the process may have been the machine; the file keeps the number of the load that brought it."""

    def dying(paths: Sequence[Path]) -> Iterator[object]:
        for path in paths:
            if path.name == "b-2023.txt":
                yield pipeline._stopped(path, UnreadableError(READER_DIED, "it was killed"))
            else:
                yield from pipeline.read_confined([path])

    told = loading.load(lake, [folder], Lenient(), Progress(), read=dying)
    assert [(name, reason) for name, reason, _ in told.quarantined] == [("b-2023.txt", READER_DIED)]
    told = load(lake, folder)
    assert (told.known, told.read, told.quarantined) == (2, 1, [])
    assert by_file(lake)["b-2023.txt"].status == pipeline.LOADED
    with duckdb.connect() as connection:
        index.create(lake, connection)
        assert connection.execute("select distinct arrival from files").fetchall() == [(1,)]
    assert load(lake, folder).known == 3


def test_so_many_files_are_in_a_batch_as_the_setting_says(
    lake: Lake, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUESUAN_BATCH_FILES", "2")
    load(lake, folder)
    assert [batch.rows["documents"] for batch in lake.batches()] == [2, 1]


def test_a_batch_that_was_not_put_in_place_is_not_there(lake: Lake, folder: Path) -> None:
    """As a kill leaves it: the tables without their record, in a folder nobody holds."""
    (lake.folder / ".batch-abcdefgh" / "tables").mkdir(parents=True)
    (lake.folder / "batches" / "000007").mkdir(parents=True)
    load(lake, folder)
    assert len(entries(lake)) == 3
    assert not (lake.folder / ".batch-abcdefgh").exists()


def test_a_file_under_another_name_is_a_copy(lake: Lake, folder: Path) -> None:
    load(lake, folder)
    copy = folder.parent / "copy.txt"
    copy.write_bytes((folder / "a-2023.txt").read_bytes())
    assert load(lake, copy).read == 1
    found = by_file(lake)
    assert found["copy.txt"].status == "duplicate"
    assert found["copy.txt"].duplicate_of == found["a-2023.txt"].document_id
    assert found["copy.txt"].figures == 0
    assert found["a-2023.txt"].status == "loaded"


def test_a_file_that_an_archive_brings_again_is_a_copy(lake: Lake, folder: Path) -> None:
    load(lake, folder)
    with zipfile.ZipFile(folder.parent / "all.zip", "w") as archive:
        archive.write(folder / "a-2023.txt", "inside.txt")
        archive.write(report(folder.parent, "new.txt", year=2020), "new.txt")
    load(lake, folder.parent / "all.zip")
    assert sorted(entry.status for entry in entries(lake).values()) == ["duplicate", *["loaded"] * 4]
    again = load(lake, folder, folder.parent / "all.zip", again=True)
    assert again.read == 4
    assert sorted(entry.status for entry in entries(lake).values()) == ["duplicate", *["loaded"] * 4]


def test_a_later_load_supersedes_what_it_corrects(lake: Lake, folder: Path) -> None:
    load(lake, folder)
    corrected = report(folder.parent, "corrected.txt", other_revenue=D("99999.00"))
    load(lake, corrected)
    found = by_file(lake)
    assert found["corrected.txt"].status == "loaded"
    assert found["a-2023.txt"].status == "superseded"
    assert found["a-2023.txt"].superseded_by == found["corrected.txt"].document_id
    assert found["a-2022.txt"].status == found["b-2023.txt"].status == "loaded"
    load(lake, folder, again=True)  # reading it again makes it no later
    assert by_file(lake)["a-2023.txt"].status == "superseded"


def test_documents_of_one_department_and_its_units_are_one_family(lake: Lake, folder: Path) -> None:
    report(folder, "unit.txt", department="广州市天河区样例服务局信息中心", scope="单位")
    report(folder, "a-2021.txt", year=2021, units=("广州市天河区样例服务局信息中心", "广州市天河区样例服务局本级"))
    load(lake, folder)
    with duckdb.connect() as connection:
        found = documents.families(documents.entries(lake, connection), documents.units(lake, connection))
    assert sorted(len(family.entries) for family in found) == [1, 4]


def test_a_document_that_the_guards_refuse_is_quarantined(lake: Lake, folder: Path) -> None:
    class Severe(Lenient):
        def seeds(self, folder: Path) -> Answer:
            with (folder / "documents.csv").open(encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            bad = [
                row["document_id"]
                for row in rows
                if row["file_name"] == "b-2023.txt" and row["load_status"] == "loaded"
            ]
            failures = (Failure("s", "c", "错", "wrong", 1, (), tuple(bad)),) if bad else ()
            return lambda: GuardReport("seeds", (SuiteResult("s", 1, 1, failures),))

    told = load(lake, folder, guards=Severe())
    assert [(name, reason) for name, reason, _ in told.quarantined] == [("b-2023.txt", "guard_failed")]
    found = by_file(lake)
    assert (found["b-2023.txt"].status, found["b-2023.txt"].figures) == ("quarantined", 0)
    assert found["a-2023.txt"].status == "loaded"


def test_a_batch_that_the_guards_refuse_is_not_written(lake: Lake, folder: Path) -> None:
    class Refusing(Lenient):
        def seeds(self, folder: Path) -> Answer:
            return lambda: GuardReport("seeds", (SuiteResult("s", 1, 1, (Failure("s", "c", "错", "wrong", 1, ()),)),))

    with pytest.raises(SaidError, match="did not pass the guards"):
        load(lake, folder, guards=Refusing())
    assert lake.batches() == []
    assert load(lake, folder).read == 3


def test_a_lake_whose_files_were_changed_is_not_built_upon(lake: Lake, folder: Path) -> None:
    load(lake, folder)
    file = tables.file(lake.folder_of(1), "documents")
    with duckdb.connect() as connection:
        connection.execute(f"copy (from '{file}' limit 2) to '{file}.new' (format parquet)")
    os.replace(f"{file}.new", file)
    with pytest.raises(SaidError, match="should have 1 documents and has 0"):
        entries(lake)


def test_a_lake_of_another_form_is_not_read(lake: Lake, folder: Path) -> None:
    load(lake, folder)
    record = lake.folder_of(1) / "batch.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"form": 99}))
    with pytest.raises(SaidError, match="form"):
        lake.batches()


def test_a_folder_without_a_lake_is_none(lake: Lake) -> None:
    with pytest.raises(SaidError, match="no lake"):
        lake.require()


def test_one_load_at_a_time(lake: Lake, folder: Path) -> None:
    with lake.locked(), pytest.raises(SaidError, match="Another load"):
        load(lake, folder)
