"""The benchmark at scale in short: its rows are consistent, typed, and judged as the reports they are copies of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks.scale import generate, judge, originals, warehouse
from benchmarks.scale.bodies import body, counties
from benchmarks.scale.fill import fill
from benchmarks.scale.rivals import frames, sql
from benchmarks.scale.rivals.identities import IDENTITIES, IDS
from benchmarks.scale.rivals.score import tables
from loaders import pipeline, seedfiles
from loaders.lake import documents
from loaders.lake.lake import Lake
from loaders.lake.schema import types
from loaders.reports.regions import department

SEED, DISTINCT, COUNT = 7, 40, 100
_WITH_ERROR = originals.CHUNK // 2


@pytest.fixture(scope="module", autouse=True)
def _kept_here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Distinct reports are made anew, and once for all these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(originals, "KEPT", tmp_path_factory.mktemp("kept"))
        yield


@pytest.fixture(scope="module")
def batches(_kept_here: None, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A hundred reports of forty distinct ones, in three batches."""
    return list(generate.batches(COUNT, tmp_path_factory.mktemp("rows"), SEED, distinct=DISTINCT, batch=DISTINCT))


@pytest.fixture(scope="module")
def verdicts(batches: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """The verdicts of each document of the first two batches, originals and first copies, in one warehouse."""
    folder = tmp_path_factory.mktemp("warehouse")
    both, path = folder / "both", folder / "juesuan.duckdb"
    both.mkdir()
    for file in batches[0].glob("*.parquet"):
        files = [str(batch / file.name) for batch in batches[:2]]
        duckdb.execute(f"copy (from read_parquet($1)) to '{both / file.name}' (format parquet)", [files])
    warehouse.build(both, path)
    found: dict[str, list[tuple[Any, ...]]] = {}
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "select document_id, identity_id, group_row, group_column, lhs, rhs, allowed_difference, verdict "
            "from marts.fct_identity_check order by all"
        ).fetchall()
    for document_id, *verdict in rows:
        found.setdefault(document_id, []).append(tuple(verdict))
    return found


def _rows(batches: list[Path], table: str, query: str) -> list[tuple[Any, ...]]:
    files = [str(batch / f"{table}.parquet") for batch in batches if (batch / f"{table}.parquet").is_file()]
    return duckdb.execute(query, [files]).fetchall() if files else []


def _figures(batches: list[Path], query: str) -> list[tuple[Any, ...]]:
    return duckdb.execute(
        query, [[str(file) for batch in batches for file in batch.glob("figures_*.parquet")]]
    ).fetchall()


# --- rows


def test_batches_hold_all_reports_once(batches: list[Path]) -> None:
    counted = "count(*), count(distinct document_id), count(distinct sha256), count(distinct file_name)"
    assert _rows(batches, "documents", f"select {counted} from read_parquet($1)") == [(COUNT, COUNT, COUNT, COUNT)]
    assert [len(generate.truths(batch)) for batch in batches] == [40, 40, 20]


def test_types_and_columns_are_the_lakes(batches: list[Path]) -> None:
    for file in (file for batch in batches for file in batch.glob("*.parquet")):
        described = duckdb.execute(f"describe select * from '{file}'").fetchall()
        assert [name for name, *_ in described] == list(seedfiles.COLUMNS[file.stem])
        expected = [kind.replace(" ", "") for kind in types(file.stem).values()]
        assert [kind for _, kind, *_ in described] == expected


def test_what_is_missing_is_null_and_no_table_is_empty(batches: list[Path]) -> None:
    for file in (file for batch in batches for file in batch.glob("*.parquet")):
        texts = [name for name, kind in types(file.stem).items() if kind == "VARCHAR"]
        empty = " + ".join(f"count(*) filter ({name} = '')" for name in texts)
        assert duckdb.execute(f"select {empty}, count(*) > 0 from '{file}'").fetchone() == (0, True), file


def test_every_row_belongs_to_a_document_and_figures_have_keys_of_their_own(batches: list[Path]) -> None:
    known = {row[0] for row in _rows(batches, "documents", "select document_id from read_parquet($1)")}
    held = {
        row[0] for row in _figures(batches, "select distinct document_id from read_parquet($1, union_by_name = true)")
    }
    assert held == known
    keys = "count(*) - count(distinct figure_id), count(*) filter (not starts_with(figure_id, document_id || '.'))"
    assert _figures(batches, f"select {keys} from read_parquet($1, union_by_name = true)") == [(0, 0)]
    described = "select distinct document_id from read_parquet($1)"
    assert {row[0] for row in _rows(batches, "document_tables", described)} == known


def test_files_are_those_of_the_documents(batches: list[Path]) -> None:
    columns = "input_file_id, file_name, sha256"
    files = _rows(batches, "input_files", f"select {columns}, document_count from read_parquet($1) order by 1")
    given = _rows(batches, "documents", f"select {columns}, count(*) from read_parquet($1) group by all order by 1")
    assert files == given
    for input_file_id, _, sha256, _ in files:
        assert input_file_id == f"file-{sha256[:12]}"
        assert len(sha256) == 64


def test_departments_are_as_the_loaders_name_them_and_no_two_reports_are_of_one_subject(batches: list[Path]) -> None:
    columns = "department_id, department_name, administrative_level, region_code, title, fiscal_year"
    rows = _rows(batches, "documents", f"select {columns} from read_parquet($1)")
    for department_id, name, level, region_code, title, year in rows:
        told = department(name)
        assert told.region is not None
        assert (told.department_id, told.name, told.administrative_level, told.region.code) == (
            department_id, name, level, region_code,
        )  # fmt: skip
        assert department(title.removeprefix(f"{year}年度").removesuffix("部门决算")).department_id == department_id
    assert len({row[0] for row in rows}) == COUNT
    assert len({row[3][:2] for row in rows}) > 15  # provinces


def test_no_copy_is_of_the_same_department() -> None:
    indices = [*range(200), *range(len(counties()) - 5, len(counties()) + 5), 99_990, 1_000_000]
    found = [body(index) for index in indices]
    assert len({one.department_id for one in found}) == len(indices)
    assert all(one.administrative_level == "county" for one in found)
    with pytest.raises(IndexError):
        body(len(counties()) * 400)


def test_a_copy_has_its_originals_rows_but_for_what_names_the_department(batches: list[Path]) -> None:
    figures = "* exclude (document_id, figure_id), substr(figure_id, 19) as place"
    query = f"select {figures} from read_parquet($1) where document_id = '{{}}' order by place"
    pairs = list(zip(*(generate.truths(batch) for batch in batches[:2]), strict=True))
    for original, copied in (pairs[0], pairs[_WITH_ERROR]):
        for table in ("figures_revenue", "figures_narrative"):
            own, other = (
                _rows([batch], table, query.format(known.document_id))
                for batch, known in zip(batches, (original, copied), strict=False)
            )
            assert own == other != []


def test_no_figure_names_a_department(batches: list[Path]) -> None:
    """Else a copy would still speak of its original's."""
    names = [row[0] for row in _rows(batches, "documents", "select department_name from read_parquet($1)")]
    texts = ("row_label", "column_label", "project_name", "printed_text")
    printed = " union ".join(f"select {text} from read_parquet($1, union_by_name = true)" for text in texts)
    spoken = "".join(text or "" for (text,) in _figures(batches, printed))
    bare = {name[name.index("市") + 1 :] if "市" in name else name for name in names}
    assert not [name for name in bare if name in spoken]


def test_the_same_arguments_give_the_same_rows_and_another_seed_others(batches: list[Path], tmp_path: Path) -> None:
    again = list(generate.batches(12, tmp_path / "again", SEED))
    other = list(generate.batches(12, tmp_path / "other", SEED + 1))
    query = "select * from read_parquet($1) where document_id in (select document_id from '{}/documents.parquet')"
    first = _rows(batches[:1], "figures_revenue", query.format(again[0]))
    assert first == _rows(again, "figures_revenue", query.format(again[0])) != []
    assert _rows(other, "figures_revenue", query.format(again[0])) == []


def test_one_more_report_is_the_next_copy_and_none_of_those_before(batches: list[Path], tmp_path: Path) -> None:
    (added,) = generate.batches(1, tmp_path, SEED, first=COUNT - 1, distinct=DISTINCT)
    (next_one,) = generate.batches(1, tmp_path / "next", SEED, first=COUNT, distinct=DISTINCT)
    keys = "select document_id, department_id, sha256 from read_parquet($1)"
    before = _rows(batches, "documents", keys)
    assert _rows([added], "documents", keys) == before[-1:]
    (key, department_id, sha256) = _rows([next_one], "documents", keys)[0]
    assert all(key != one[0] and department_id != one[1] and sha256 != one[2] for one in before)


def test_a_lake_takes_the_batches_and_counts_every_report(batches: list[Path], tmp_path: Path) -> None:
    """No report is another's copy or edition in the lake's eyes, and none is lost."""
    lake = Lake(tmp_path / "lake")
    assert fill(lake, batches) == len(batches)
    with duckdb.connect() as connection:
        entries = documents.entries(lake, connection)
    held = dict(
        _figures(batches, "select document_id, count(*) from read_parquet($1, union_by_name = true) group by 1")
    )
    assert {entry.document_id: entry.figures for entry in entries} == held
    assert {(entry.status, entry.duplicate_of, entry.superseded_by) for entry in entries} == {("loaded", None, None)}
    assert all(file.is_file() for batch in batches for file in batch.glob("*.parquet"))  # they stay where they were


def test_batches_are_not_written_twice_nor_larger_than_there_are_originals(batches: list[Path], tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        next(generate.batches(5, batches[0].parent, SEED))
    with pytest.raises(ValueError, match="each original once"):
        next(generate.batches(5, tmp_path, SEED, distinct=2, batch=5))


# --- verdicts


def test_every_check_gets_its_verdict_where_none_is_written(batches: list[Path], tmp_path: Path) -> None:
    """The known contradictions are among what is counted; that it is what a build writes, `judge` sees to itself."""
    lake = Lake(tmp_path / "lake")
    fill(lake, batches[:2])
    told = judge.judge(lake, tmp_path / "judged")
    known = sum(len(truth.contradictions) for batch in batches[:2] for truth in generate.truths(batch))
    assert told["figures"] == _figures(batches[:2], "select count(*) from read_parquet($1, union_by_name = true)")[0][0]
    assert 0 < known <= told["verdicts"]["violated"] < told["verdicts"]["within_rounding"] < told["verdicts"]["exact"]
    assert told["checks"] == sum(told["verdicts"].values())
    assert told["seconds"] > 0 < told["written_seconds"]


def test_rows_are_those_that_the_loaders_read_from_the_text(batches: list[Path], tmp_path: Path) -> None:
    """Of the report with an error, whose text the generator counted the bytes of."""
    from loaders.samples.made.rows import render

    number = _WITH_ERROR
    printed, slip = originals.made(number, SEED)
    assert slip is not None
    (tmp_path / f"report-{number:05d}.txt").write_text(render(printed).text, encoding="utf-8")
    loaded = pipeline.load([tmp_path]).tables()["figures_expenditure"]
    key = generate.truths(batches[0])[number].document_id
    query = f"select printed_text, amount_cny::varchar from read_parquet($1) where document_id = '{key}'"
    own = [(printed or "", amount) for printed, amount in _rows(batches[:1], "figures_expenditure", query)]
    assert own == [(row["printed_text"], row["amount_cny"]) for row in loaded]


def test_copies_get_the_verdicts_of_their_originals(batches: list[Path], verdicts: dict[str, list[Any]]) -> None:
    for original, copied in zip(*(generate.truths(batch) for batch in batches[:2]), strict=True):
        assert verdicts[original.document_id] == verdicts[copied.document_id] != []


def test_verdicts_are_the_known_ones(batches: list[Path], verdicts: dict[str, list[Any]]) -> None:
    for batch in batches[:2]:
        wrong: Counter[str] = Counter()
        for truth in generate.truths(batch):
            called = {f"{v[0]}.{v[1]}.{v[2]}" for v in verdicts[truth.document_id] if v[-1] == "violated"}
            assert called == set(truth.contradictions)
            wrong[truth.kind] += bool(called)
        assert wrong[""] == 0
        assert sum(wrong.values()) == 1  # of forty reports one has an error, and it can be told


# --- rivals


@pytest.fixture(scope="module")
def figures(batches: list[Path]) -> Any:
    return frames.read(batches[0])


def test_pandas_and_sql_compare_the_same_sides(figures: Any) -> None:
    with duckdb.connect() as connection:
        connection.register("figures", figures)
        each = [
            f"select document_id, '{identity.identity_id}' as identity_id, place, round(lhs, 2), round(rhs, 2) "
            f"from ({sql.sides(identity, 'figures')})"
            for identity in IDENTITIES
        ]
        queried = connection.execute(" union all ".join(each)).fetchall()
        counted = connection.execute(sql.counted("figures")).fetchone()
    checked = frames.sides(figures)
    sides = checked[["document_id", "identity_id", "place", "lhs", "rhs"]].round(2)
    assert Counter(map(tuple, sides.itertuples(index=False))) == Counter(queried)
    assert counted == (len(queried), len(IDS))


def test_rivals_compare_what_juesuan_compares(figures: Any, verdicts: dict[str, list[Any]]) -> None:
    """Each side of each of their checks is one that Juesuan evaluates in the same document for the same rule."""
    ours = {
        (document_id, verdict[0], verdict[3], verdict[4])
        for document_id, found in verdicts.items()
        for verdict in found
        if verdict[-1] != "not_applicable"
    }
    ours = {(document_id, rule, round(float(lhs), 2), round(float(rhs), 2)) for document_id, rule, lhs, rhs in ours}
    checked = frames.sides(figures)
    theirs = {
        (document_id, rule, round(lhs, 2), round(rhs, 2))
        for document_id, rule, lhs, rhs in zip(
            checked["document_id"], checked["identity_id"], checked["lhs"], checked["rhs"], strict=True
        )
        if lhs or rhs
    }
    of_all, first = ours, set(figures["document_id"])
    ours = {one for one in ours if one[0] in first and one[1] in IDS and (one[2] or one[3])}
    assert theirs == ours
    assert tables() & {rule for _, rule, *_ in of_all} <= IDS  # others are of tables and columns that none has


def test_exact_comparison_calls_rounding_wrong_and_one_document_is_judged_like_many(figures: Any) -> None:
    checked = frames.sides(figures)
    exact, tolerant = (int(frames.alarms(checked, tolerance).sum()) for tolerance in (0, 0.001))
    assert exact > tolerant >= 1
    first = checked[checked["document_id"] == checked["document_id"].iloc[0]].reset_index(drop=True)
    alone = frames.sides(figures[figures["document_id"] == checked["document_id"].iloc[0]])
    assert set(alone.itertuples(index=False)) == set(first.itertuples(index=False))
