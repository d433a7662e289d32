"""Figures → report → loaders gives the same rows: for the committed reports and for made-up departments.

JUESUAN_SAMPLES is the number of made-up reports; the suite writes a few, a long run some hundreds.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_support import assert_round_trip, committed, department

from loaders.samples.layout import ANY, VARIATIONS, Layout, layout
from loaders.samples.made.further import SETS
from loaders.samples.slips import made_up

SOURCES = {source.document["document_id"]: source for source in committed()}
FINAL_ACCOUNTS = next(source for source in SOURCES.values() if source.kind == "final_accounts")
EVALUATION = next(source for source in SOURCES.values() if source.kind == "project_evaluation")
TARGETS = next(source for source in SOURCES.values() if source.kind == "project_targets")
READ = ("text", "html", "docx", "xlsx", "xls", "pdf")
FURTHER = tuple(name for name, codes in SETS.items() if codes)
EXAMPLES = int(os.environ.get("JUESUAN_SAMPLES", "12"))


@pytest.mark.parametrize("format_name", READ)
@pytest.mark.parametrize("document_id", SOURCES)
def test_every_committed_report_is_read_back(document_id: str, format_name: str, tmp_path: Path) -> None:
    """Each table, each indicator and each sentence: values, words, units, rounding, hierarchy."""
    assert_round_trip(SOURCES[document_id], format_name, Layout(), tmp_path)


@pytest.mark.parametrize("name", VARIATIONS)
def test_every_variation_is_read_back(name: str, tmp_path: Path) -> None:
    for source in (FINAL_ACCOUNTS, EVALUATION, TARGETS):
        assert_round_trip(source, "text", layout([name], seed=3), tmp_path)


@pytest.mark.parametrize("format_name", ["xlsx", "xls"])
@pytest.mark.parametrize(
    "name", ["zero-dash", "zero-printed", "zero-short", "zero-blank", "separators", "numbers-as-text"]
)
def test_a_workbook_keeps_what_is_printed_where_it_is_no_number(name: str, format_name: str, tmp_path: Path) -> None:
    assert_round_trip(FINAL_ACCOUNTS, format_name, layout([name], seed=3), tmp_path)


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_both_units_are_read_back(unit: str, tmp_path: Path) -> None:
    for source in (FINAL_ACCOUNTS, EVALUATION, TARGETS):
        assert_round_trip(source, "text", layout(unit=unit), tmp_path)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6),
    codes=st.integers(2, 12),
    is_odd=st.booleans(),
    chance=st.integers(0, 10**6),
    unit=st.sampled_from([None, "元", "万元"]),
    format_name=st.sampled_from(READ),
)
def test_any_department_in_any_layout_is_read_back(
    tmp_path: Path, seed: int, codes: int, is_odd: bool, chance: int, unit: str | None, format_name: str
) -> None:
    source = department(seed, codes, is_odd=is_odd)
    assert_round_trip(source, format_name, layout([ANY], unit=unit, seed=chance), tmp_path)


@pytest.mark.parametrize("format_name", READ)
@pytest.mark.parametrize("table_set", FURTHER)
def test_every_set_of_tables_is_read_back(table_set: str, format_name: str, tmp_path: Path) -> None:
    """What regions print beside the nine tables: by economic class, projects, procurement, counts beside money."""
    source, _ = made_up(7, 4, table_set=table_set)
    assert {row["table_code"] for row in source.tables} >= {*SETS[table_set]}
    assert_round_trip(source, format_name, Layout(), tmp_path)


@pytest.mark.parametrize("name", VARIATIONS)
def test_every_variation_of_every_set_is_read_back(name: str, tmp_path: Path) -> None:
    for table_set in FURTHER:
        source, _ = made_up(11, 3, table_set=table_set)
        assert_round_trip(source, "text", layout([name], seed=3), tmp_path)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6),
    codes=st.integers(2, 8),
    chance=st.integers(0, 10**6),
    unit=st.sampled_from([None, "元", "万元"]),
    format_name=st.sampled_from(READ),
    table_set=st.sampled_from(FURTHER),
)
def test_any_set_in_any_layout_is_read_back(
    tmp_path: Path, seed: int, codes: int, chance: int, unit: str | None, format_name: str, table_set: str
) -> None:
    source, _ = made_up(seed, codes, table_set=table_set)
    assert_round_trip(source, format_name, layout([ANY], unit=unit, seed=chance), tmp_path)


def test_a_name_cut_before_its_last_sign_is_read(tmp_path: Path) -> None:
    """A row of one dot between two pages is the end of a name; only dots in a row stand for rows left out."""
    source = department(78, 4, is_odd=True)
    assert_round_trip(source, "text", layout([ANY], seed=999999), tmp_path)


def test_a_ruled_header_whose_cells_nobody_merged_is_read(tmp_path: Path) -> None:
    """An empty cell of a header goes on with its left neighbour, rules or not."""
    for items in ("items-in-pairs", "separators"):
        assert_round_trip(FINAL_ACCOUNTS, "pdf", layout(["no-merged-cells", items]), tmp_path)


def test_pages_that_end_alike_keep_what_they_say(tmp_path: Path) -> None:
    """Two empty tables, each on a page of its own and said to be empty in the same words: no running foot."""
    empty = ("government_fund", "state_capital")
    tables = tuple(
        {**row, "row_count": "0", "figure_count": "0", "is_empty": "true"} if row["table_code"] in empty else row
        for row in FINAL_ACCOUNTS.tables
    )
    figures = {code: rows for code, rows in FINAL_ACCOUNTS.figures.items() if code not in empty}
    source = replace(FINAL_ACCOUNTS, tables=tables, figures=figures)
    assert_round_trip(source, "pdf", layout(["page-breaks"]), tmp_path)
