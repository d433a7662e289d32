"""The seed files: the same documents give the same bytes, whatever their order or folder."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from builders import Style, render
from hypothesis import given
from hypothesis import strategies as st

from loaders import seedfiles
from loaders.pipeline import load

# A lone surrogate is no text; the readers refuse null bytes and split lines at carriage returns.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=8)
TEXTS = {
    "b.txt": render(1, Style()).text,
    "a.txt": render(2, Style(unit="元", zero="")).text.replace("2023", "2022"),
    "c.txt": "这不是报告。\n",
}


def seeds(paths: list[Path], folder: Path) -> dict[str, bytes]:
    seedfiles.write(load(paths).tables(), folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_order_and_folder_do_not_matter(tmp_path: Path) -> None:
    for place in ("one", "two/deep"):
        (tmp_path / place).mkdir(parents=True)
        for name, text in TEXTS.items():
            (tmp_path / place / name).write_text(text, encoding="utf-8")
    one = [tmp_path / "one" / name for name in TEXTS]
    expected = seeds(one, tmp_path / "seeds")
    assert seeds(one[::-1], tmp_path / "reversed") == expected
    assert seeds([tmp_path / "two"], tmp_path / "folder") == expected


def test_a_file_delivered_twice_is_counted_once(tmp_path: Path) -> None:
    for name in ("first.txt", "second.txt"):
        (tmp_path / name).write_text(TEXTS["b.txt"], encoding="utf-8")
    rows = load([tmp_path]).tables()
    first, second = rows["documents"]
    assert (first["load_status"], second["load_status"]) == ("loaded", "duplicate")
    assert second["duplicate_of_document_id"] == first["document_id"]
    assert {row["document_id"] for row in rows["figures_revenue"]} == {first["document_id"]}


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = load([tmp_path, tmp_path / "missing.txt"])
    assert (result.count("loaded"), result.count("quarantined")) == (2, 2)
    rows = {row["file_name"]: row for row in result.tables()["documents"]}
    assert rows["c.txt"]["status_reason"] == "unknown_kind"
    assert rows["missing.txt"]["status_reason"] == "cannot_open"


def test_rows_have_the_columns_of_their_file(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXTS["b.txt"], encoding="utf-8")
    for name, rows in load([tmp_path]).tables().items():
        assert all(tuple(sorted(row)) == tuple(sorted(seedfiles.COLUMNS[name])) for row in rows)
    keys = [
        row["figure_id"]
        for name, rows in load([tmp_path]).tables().items()
        if name.startswith("figures_")
        for row in rows
    ]
    assert len(keys) == len(set(keys))


def test_a_table_without_rows_leaves_no_stale_file(tmp_path: Path) -> None:
    (tmp_path / "figures_revenue.csv").write_text("stale", encoding="utf-8")
    seedfiles.write({}, tmp_path)
    assert (tmp_path / "figures_revenue.csv").read_text(encoding="utf-8").startswith("figure_id,")
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(seedfiles.COLUMNS)


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_any_text_is_read_back(rows: list[tuple[str, str]]) -> None:
    """Property: commas, quotes and line breaks inside a value survive."""
    data = seedfiles.render(("one", "two"), [dict(zip(("one", "two"), row, strict=True)) for row in rows])
    read = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    assert [tuple(row) for row in read] == [("one", "two"), *rows]


def test_a_row_of_unknown_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="extra"):
        seedfiles.render(("one",), [{"one": "1", "extra": "2"}])
