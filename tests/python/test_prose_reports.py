"""The five published reports: no number of their prose is dropped, and what an auditor looks for is found."""

from __future__ import annotations

import csv
import os
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from prose_support import magnitude, yuan

from loaders.readers import read
from loaders.reports.figures import Figure
from loaders.reports.prose import narrative
from loaders.reports.prose.vocabulary import vocabulary
from loaders.reports.recognise import segments
from loaders.reports.tables.words import table_words

ROOT = Path(__file__).parents[2]
REPORTS = Path(os.environ.get("JUESUAN_REPORTS", ROOT.parent / "shared" / "documents" / "reports"))
NAMES = [
    "guangzhou-2023-self-evaluation",
    "panyu-2023-digital-government-evaluation",
    "panyu-2023-final-accounts",
    "panyu-2023-self-evaluation",
    "panyu-project-targets",
]
needs_reports = pytest.mark.skipif(not REPORTS.is_dir(), reason=f"the reports are not at {REPORTS}")


@cache
def figures(name: str) -> tuple[Figure, ...]:
    return tuple(f for segment in segments(read(REPORTS / f"{name}.txt")) for f in narrative.read(segment).figures)


def stated(name: str, key: str, aspect: str) -> list[Decimal | None]:
    return [magnitude(f) for f in figures(name) if (f.row_key, f.column_key) == (key, aspect)]


@needs_reports
@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_unaccounted_for(name: str) -> None:
    found = segments(read(REPORTS / f"{name}.txt"))
    assert found
    assert [token for segment in found for token in narrative.coverage(segment)] == []


@needs_reports
@pytest.mark.parametrize("name", NAMES)
def test_every_figure_token_is_placed_once(name: str) -> None:
    for segment in segments(read(REPORTS / f"{name}.txt")):
        tokens = [(t.printed, t.place.line) for t in narrative.tokens(segment) if t.kind == "figure"]
        placed = [
            (f.printed_text, f.place.line)
            for f in narrative.read(segment).figures
            if any(char.isdigit() for char in f.printed_text)
        ]
        assert placed == tokens


@needs_reports
@pytest.mark.parametrize("name", NAMES)
def test_labels_are_short_and_never_empty(name: str) -> None:
    for figure in figures(name):
        assert 0 < len(figure.row_label) <= 40
        assert "。" not in figure.row_label


@needs_reports
def test_the_final_accounts_narrative() -> None:
    name = "panyu-2023-final-accounts"
    assert stated(name, "revenue.total", "amount") == [yuan("18982.94")]
    assert stated(name, "expenditure.basic", "change") == [yuan("-67.04")]
    assert stated(name, "expenditure.appropriation.general_public_budget", "budget_difference") == [yuan("-7582.82")]
    assert stated(name, "three_public.total", "completion_rate") == [Decimal("58.3")]
    assert stated(name, "procurement.services_award_sme", "share") == [Decimal("18.7")]
    assert stated(name, "overall.execution", "budget") == [yuan("21766.39")]
    assert stated(name, "assets.equipment_over_1m", "count") == [0]
    # The annex is a report of its own in the same file.
    slip, right = Decimal("428.54"), yuan("428.54")
    assert stated(name, "project.execution", "amount") == [right, right, slip, right, slip]


@needs_reports
def test_the_departmental_self_evaluation() -> None:
    name = "panyu-2023-self-evaluation"
    assert stated(name, "expenditure.basic", "budget") == [Decimal("1180.85")]
    assert stated(name, "expenditure.project", "amount") == [Decimal("17865.48")]
    assert stated(name, "overall.budget", "adjustment") == [yuan("6671.69")]
    assert stated(name, "expenditure.project.departmental_functions", "budget") == [yuan("15279.26")]
    assert stated(name, "operating_cost", "completion_rate") == [Decimal("85.65")]
    projects = [
        (f.project_name, f.amount_cny)
        for f in figures(name)
        if f.row_key == "project.execution" and f.column_key == "budget"
    ]
    assert projects == [("“数字政府”建设专项资金", yuan("507.74")), ("业务办公用房经费", yuan("3308.92"))]


@needs_reports
def test_the_city_bureau() -> None:
    name = "guangzhou-2023-self-evaluation"
    assert stated(name, "expenditure.basic.public", "amount") == [Decimal("8898931.92")]
    assert stated(name, "expenditure.basic.public", "control_rate") == [Decimal(-8)]
    assert stated(name, "performance.cumulative_execution_progress", "rate") == [Decimal("999.93")]
    assert stated(name, "revenue.operating", "amount") == [0]


@needs_reports
def test_the_evaluation() -> None:
    name = "panyu-2023-digital-government-evaluation"
    assert stated(name, "project.budget", "initial_budget") == [yuan("1164.43")] * 5
    assert stated(name, "project.budget", "adjustment_2") == [yuan("-626.68")] * 3
    assert stated(name, "project.budget", "difference") == [yuan("364.43")]
    assert stated(name, "project.total_investment", "amount") == [yuan("15000"), yuan("1412.13")]


def test_every_measure_is_in_the_seed() -> None:
    with (ROOT / "seeds" / "classifications" / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    measures = {row["measure"] for row in rows}
    assert len(measures) == len(rows)
    assert {row["parent_measure"] for row in rows} - {""} <= measures
    words = vocabulary()
    keys: set[str] = set()
    for phrase in (*words.subjects, *words.headings):
        if "{fund}" in phrase.key:
            keys |= {phrase.key.format(fund=fund) for fund in words.funds.values()} | {
                phrase.key.replace(".{fund}", "")
            }
        elif phrase.key in ("project", "overall"):
            keys |= {f"{phrase.key}.budget", f"{phrase.key}.execution"}
        else:
            keys.add(phrase.key)
    # What tables alone state.
    tables = table_words("final_accounts").tables
    keys |= {key for section in tables["operating_information"]["in_section"].values() for key in section}
    keys |= {*tables["operating_information"]["rows"], "purchased_services"}
    assert keys == measures
    parents = {row["measure"]: row["parent_measure"] for row in rows}
    assert all(parents[part] == whole for part, whole in words.wholes.items() if whole)
