"""A warehouse in parts holds the rows of one built as a whole, however it came about."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import duckdb
import pytest
from lake_support import D, by_file, load, report
from miniature import Lenient

from loaders import cli, workspace
from loaders.commands import build as build_command
from loaders.dashboard import site
from loaders.lake.lake import Lake
from loaders.messages import SaidError
from loaders.progress import Progress
from loaders.warehouse.build import BuildFailedError, Request, build
from loaders.warehouse.parts import expiry, part, workers
from loaders.warehouse.parts.assemble import former
from loaders.warehouse.parts.place import parts_of
from loaders.warehouse.query import ask

_UNIT = "广州市天河区样例服务局信息中心"


def _first_reports(folder: Path) -> Path:
    """Departments, one with a wrong total, and a unit that its department does not list yet: four documents of
    sixteen, to which something will happen."""
    report(folder, "a-2022.txt", year=2022)
    text = report(folder, "a-2023.txt").read_text(encoding="utf-8")
    assert text.count("3.52") > 1
    (folder / "a-2023.txt").write_text(text.replace("3.52", "5.32", 1), encoding="utf-8")
    report(folder, "b-2023.txt", department="广州市天河区另一服务局", reception=D("6000.00"))
    report(folder, "unit-2023.txt", department=_UNIT, scope="单位", fund={})
    for number in range(12):  # whom nothing happens to
        report(folder, f"c-{number}.txt", department=f"广州市天河区第{number}服务局", year=2020 + number % 3)
    return folder


def _later_reports(folder: Path) -> Path:
    """A correction of a-2023 that lists the unit, another year of b, and what cannot be read."""
    report(folder, "a-2023-corrected.txt", units=("广州市天河区样例服务局本级", _UNIT), other_revenue=D("24000.00"))
    report(folder, "b-2024.txt", year=2024, department="广州市天河区另一服务局")
    (folder / "broken.txt").write_text("2023年度某局部门决算", encoding="utf-8")
    return folder


def _build(lake: Lake, warehouse: Path, *documents: Path, full: bool = False) -> dict[str, float]:
    request = Request(warehouse, documents, lake=lake.folder, full=full)
    return build(request, Progress(), Lenient()).seconds


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
            " and table_name not like 'fct_build%' order by 1"
        ).fetchall()
    ]


def _rows(warehouse: Path, *without: str) -> dict[str, list[str]]:
    """Every mart, row by row, and the columns with their types and comments."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = {}
        for name in _tables(connection):
            if name not in without:
                rows = connection.execute(f"select * from marts.{name}").fetchall()
                found[name] = sorted(map(repr, rows))
                found[f"{name}:columns"] = connection.execute(
                    "select column_name, data_type, comment from duckdb_columns()"
                    f" where schema_name = 'marts' and table_name = '{name}' order by column_index"
                ).fetchall()
        return found


def _parts(folder: Path) -> dict[str, int]:
    """The parts that a warehouse reads, each with how many documents are gone from it."""
    found = former(folder / "juesuan.duckdb", folder / "juesuan.parts")
    return {known.part.key: len(known.gone) for known in found}


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lake, a warehouse built from it twice, reports having come in between, and one built whole."""
    folder = tmp_path_factory.mktemp("grown")
    lake = Lake(folder / "lake")
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("JUESUAN_WHOLE_FIGURES", "1")
        _build(lake, folder / "first" / "juesuan.duckdb", _first_reports(folder / "reports"))
        shutil.copytree(folder / "first", folder / "second")
        before = _parts(folder / "first")
        _build(lake, folder / "second" / "juesuan.duckdb", _later_reports(folder / "later"))
        (folder / "keys.json").write_text(json.dumps([before, _parts(folder / "second")]))
        settings.setenv("JUESUAN_PART_FIGURES", "2000")
        _build(lake, folder / "anew" / "juesuan.duckdb", full=True)
    return folder


def test_reports_added_give_the_warehouse_that_a_full_build_gives(grown: Path) -> None:
    before, after = json.loads((grown / "keys.json").read_text())
    (kept,) = before
    assert before[kept] == 0
    assert after[kept] == 4
    assert len(after) == 2
    assert len(_parts(grown / "anew")) > 1
    added, anew = _rows(grown / "second" / "juesuan.duckdb"), _rows(grown / "anew" / "juesuan.duckdb")
    assert added == anew
    assert all(added[name] for name in ("fct_revenue", "fct_identity_check", "fct_finding", "fct_identity_term"))


def test_a_warehouse_in_parts_is_that_of_an_ordinary_build(grown: Path, tmp_path: Path) -> None:
    """But for the terms of checks that nobody has to look at."""
    build(Request(tmp_path / "juesuan.duckdb", (grown / "reports",)), Progress(), Lenient())
    ordinary = _rows(tmp_path / "juesuan.duckdb", "fct_identity_term", "rpt_proof")
    parts = _rows(grown / "first" / "juesuan.duckdb", "fct_identity_term", "rpt_proof")
    assert parts.keys() == ordinary.keys()
    assert {name: parts[name] for name in ordinary} == ordinary
    with duckdb.connect(str(grown / "first" / "juesuan.duckdb"), read_only=True) as connection:
        connection.execute(f"attach '{tmp_path / 'juesuan.duckdb'}' as ordinary (read_only)")
        (missing,) = connection.execute(
            "select count(*) from ordinary.marts.fct_identity_term as terms"
            " inner join ordinary.marts.fct_identity_check as checks using (check_id)"
            " anti join marts.fct_identity_term as kept using (check_term_id) where checks.verdict = 'violated'"
        ).fetchone() or (None,)
        assert missing == 0
        assert connection.execute("select count(*) > 0 from marts.rpt_proof").fetchone() == (True,)


def test_a_small_lake_is_published_as_one_file(grown: Path, tmp_path: Path) -> None:
    """With every row in it: nothing is missing when the parts are."""
    _build(Lake(grown / "lake"), tmp_path / "juesuan.duckdb")
    shutil.rmtree(parts_of(tmp_path / "juesuan.duckdb"))
    assert _rows(tmp_path / "juesuan.duckdb") == _rows(grown / "anew" / "juesuan.duckdb")


def test_the_former_edition_stays_on_record(grown: Path) -> None:
    found = by_file(Lake(grown / "lake"))
    former_edition = found["a-2023.txt"]
    answer = ask(
        grown / "second" / "juesuan.duckdb",
        "select load_status, superseded_by_document_id, is_counted, figure_count > 0,"
        f" (select count(*) from marts.fct_reported_figure where document_id = '{former_edition.document_id}') > 0,"
        f" (select count(*) from marts.fct_identity_check where document_id = '{former_edition.document_id}')"
        f" from marts.dim_document where document_id = '{former_edition.document_id}'",
        timeout=60,
    )
    assert answer.rows == (("superseded", found["a-2023-corrected.txt"].document_id, False, True, True, 0),)


def test_a_build_without_news_builds_nothing(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_WHOLE_FIGURES", "1")

    def refuse(*_: object) -> None:
        raise AssertionError("a part was built")

    monkeypatch.setattr(part._PartBuild, "run", refuse)
    before = _rows(grown / "anew" / "juesuan.duckdb")
    _build(Lake(grown / "lake"), grown / "anew" / "juesuan.duckdb")
    assert _rows(grown / "anew" / "juesuan.duckdb") == before


def test_a_part_that_fails_publishes_nothing_and_the_others_are_kept(
    grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(grown / "lake", tmp_path / "lake")
    shutil.copytree(grown / "anew", tmp_path / "warehouse")
    monkeypatch.setenv("JUESUAN_WHOLE_FIGURES", "1")
    warehouse = tmp_path / "warehouse" / "juesuan.duckdb"
    digest = warehouse.read_bytes()
    parts = sorted(path.name for path in parts_of(warehouse).iterdir())
    lake = Lake(tmp_path / "lake")
    load(lake, report(tmp_path, "c.txt", department="广州市天河区第三服务局"))

    def broken(*_: object) -> None:
        raise duckdb.IOException("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(part._PartBuild, "_export", broken)
        with pytest.raises(BuildFailedError, match="no space left"):
            _build(lake, warehouse)
    assert warehouse.read_bytes() == digest
    assert sorted(path.name for path in parts_of(warehouse).iterdir()) == parts
    _build(lake, warehouse)
    answer = ask(warehouse, "select count(*) from marts.dim_department", timeout=60)
    assert answer.rows == ((17,),)


def test_parts_that_are_left_stay_for_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("old", "new", ".part-building1"):
        (tmp_path / key).mkdir()
    clock = [1_000_000.0]
    monkeypatch.setattr(expiry.time, "time", lambda: clock[0])
    expiry.expire(tmp_path, {"new"})
    assert (tmp_path / "old").is_dir()
    clock[0] -= 10 * 86400  # set back
    expiry.expire(tmp_path, {"new"})
    assert (tmp_path / "old").is_dir()
    clock[0] = 1_000_000 + 23 * 3600
    expiry.expire(tmp_path, {"new"})
    assert (tmp_path / "old").is_dir()
    clock[0] = 1_000_000 + 25 * 3600
    expiry.expire(tmp_path, {"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [".part-building1", "left.json", "new"]
    (tmp_path / "back").mkdir()
    expiry.expire(tmp_path, {"back"})
    clock[0] += 2 * 86400
    expiry.expire(tmp_path, {"back"})
    assert not (tmp_path / "new").exists()
    assert (tmp_path / "back").is_dir()


def test_a_part_whose_removal_is_killed_is_no_part_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "parts_document.parquet").touch()
    (tmp_path / "left.json").write_text('{"old": 0.0}')

    class Killed(BaseException):
        """Stands for SIGKILL."""

    def killed(*_: object, **__: object) -> None:
        raise Killed

    monkeypatch.setattr(shutil, "rmtree", killed)
    with pytest.raises(Killed):
        expiry.expire(tmp_path, set())
    monkeypatch.undo()
    assert not part.is_there(tmp_path, "old")
    workspace.sweep(tmp_path, part.BUILDING, spare_seconds=0)
    assert [path.name for path in tmp_path.iterdir()] == ["left.json"]


def test_a_record_of_left_parts_that_is_damaged_lets_them_stay_longer(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "left.json").write_text('{"old": ')
    expiry.expire(tmp_path, set())
    assert (tmp_path / "old").is_dir()
    assert list(json.loads((tmp_path / "left.json").read_text())) == ["old"]


def test_many_files_go_into_a_lake_beside_the_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import argparse

    folder = tmp_path / "reports"
    for number in range(3):
        report(folder, f"{number}.txt", year=2020 + number)
    parser = argparse.ArgumentParser()
    build_command.add_arguments(parser)
    arguments = parser.parse_args([str(folder), "--warehouse", str(tmp_path / "w.duckdb")])
    assert build_command._lake(arguments, arguments.warehouse) is None
    monkeypatch.setenv("JUESUAN_LAKE_FROM", "2")
    assert build_command._lake(arguments, arguments.warehouse) == tmp_path / "w.lake"
    assert os.environ["JUESUAN_LAKE_FROM"] == "2"


def test_a_warehouse_that_was_moved_says_what_to_do(grown: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(grown / "anew", tmp_path / "moved")) / "juesuan.duckdb"
    with pytest.raises(SaidError, match="it was moved"):
        ask(moved, "select count(*) from marts.fct_revenue", timeout=60)
    with pytest.raises(SaidError, match="file system operations are disabled"):
        ask(moved, "select * from read_csv('/etc/hostname')", timeout=60)
    (count,) = ask(grown / "anew" / "juesuan.duckdb", "select count(*) from marts.fct_revenue", timeout=60).rows[0]
    assert count > 0


def test_a_warehouse_in_parts_makes_no_site(grown: Path, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index.html").write_text("<html></html>", encoding="utf-8")
    source = site.Source(grown / "anew" / "juesuan.duckdb", tmp_path / "assets", tmp_path / "queries")
    with pytest.raises(SaidError, match="too large for a site"):
        site.assemble(source, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_warehouse_in_parts_is_exported(grown: Path, tmp_path: Path) -> None:
    warehouse = grown / "anew" / "juesuan.duckdb"
    what = ["--tables", "fct_revenue", "dim_department", "--warehouse", str(warehouse)]
    assert cli.main(["export", "--format", "parquet", "--output", str(tmp_path / "out"), *what]) == 0
    with duckdb.connect(str(grown / "anew" / "juesuan.duckdb"), read_only=True) as connection:
        for name in ("fct_revenue", "dim_department"):
            (file,) = (tmp_path / "out").rglob(f"{name}.parquet")
            counts = connection.execute(
                f"select (select count(*) from '{file}'), (select count(*) from marts.{name})"
            ).fetchone()
            assert counts is not None
            assert counts[0] == counts[1] > 0


def test_a_lake_without_a_readable_document_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "a.txt").write_text("2023年度某局部门决算", encoding="utf-8")
    with pytest.raises(SaidError, match="not one readable document"):
        _build(Lake(tmp_path / "lake"), tmp_path / "w" / "juesuan.duckdb", tmp_path / "broken")
    assert not (tmp_path / "w" / "juesuan.duckdb").exists()


def _die(_: object) -> None:
    os.abort()


def test_a_process_that_dies_stops_the_build_with_what_to_do(
    grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two parts are built at once, and one process is gone, as the system ends it without memory."""
    monkeypatch.setenv("JUESUAN_WHOLE_FIGURES", "1")
    monkeypatch.setenv("JUESUAN_PART_FIGURES", "2000")
    monkeypatch.setenv("JUESUAN_JOBS", "2")
    monkeypatch.setattr(workers, "_build", _die)
    with pytest.raises(BuildFailedError, match="JUESUAN_PART_MEMORY_BYTES"):
        _build(Lake(grown / "lake"), tmp_path / "juesuan.duckdb")
    assert not (tmp_path / "juesuan.duckdb").exists()
