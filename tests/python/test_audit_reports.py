"""The real errors of the five reports, each recomputed here from the committed figures: found, placed and explained."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from loaders.paths import SEEDS

Rows = dict[str, dict[str, str]]
FILES = {
    "accounts": "panyu-2023-final-accounts.txt",
    "self": "panyu-2023-self-evaluation.txt",
    "city": "guangzhou-2023-self-evaluation.txt",
    "project": "panyu-2023-digital-government-evaluation.txt",
}


@pytest.fixture(scope="module")
def findings(published: Path) -> list[dict[str, object]]:
    with duckdb.connect(str(published), read_only=True) as connection:
        found = connection.execute(
            "select fct_finding.*, dim_document.file_name from marts.fct_finding inner join marts.dim_document"
            " using (document_id)"
        )
        columns = [column[0] for column in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


@dataclass(frozen=True)
class Known:
    """An error in a report: the line, what is printed, what it should be in the figure's unit, and why."""

    file: str
    line: int
    printed: str
    should_be: str
    hypothesis: str


KNOWN = [
    Known("accounts", 514, "18.7", "84.7", "share_or_rate_misprinted"),
    Known("project", 358, "77.3", "75.5", "share_or_rate_misprinted"),
    Known("project", 380, "428.54", "4285400", "unit_slip"),
    Known("project", 486, "4", "5", "digit_slip"),
    Known("project", 630, "17", "8", "wrong_factor"),
    Known("self", 200, "1,180.85", "11808500", "unit_slip"),
    Known("self", 208, "17,865.48", "178654800", "unit_slip"),
    Known("self", 300, "65.85", "564000", "roles_exchanged"),
    Known("city", 691, "7", "8", "count_wrong"),
    Known("city", 697, "26", "25", "count_wrong"),
]


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known.file}-{known.line}")
def test_each_known_error_is_one_finding_at_its_line(findings: list[dict[str, object]], known: Known) -> None:
    (finding,) = [
        found
        for found in findings
        if (found["file_name"], found["line"], found["printed_text"]) == (FILES[known.file], known.line, known.printed)
    ]
    assert finding["suggested_value"] == Decimal(known.should_be)
    assert finding["hypothesis"] == known.hypothesis
    assert finding["severity"] in ("error", "warning")


def test_counts_that_do_not_add_up_are_said_without_blaming_one(findings: list[dict[str, object]]) -> None:
    (finding,) = [f for f in findings if (f["file_name"], f["line"]) == (FILES["accounts"], 522)]
    assert finding["suspected_figure_id"] is None
    assert finding["hypothesis"] == "count_wrong"
    values = sorted(text.rpartition("=")[2] for text in str(finding["alternatives"]).split(", "))
    assert values == ["15", "25", "28"]  # 34 = 9 + 19 holds with 28, with 15 or with 25


def test_there_is_nothing_else_but_a_last_digit_that_differs(findings: list[dict[str, object]]) -> None:
    """Read line by line: what is left is a note, 7,511.88 in prose against 7,511.89 in the table."""
    others = [
        (f["file_name"], f["line"], f["severity"])
        for f in findings
        if not any((f["file_name"], f["line"]) == (FILES[known.file], known.line) for known in KNOWN)
    ]
    assert sorted(others) == [(FILES["accounts"], 522, "warning"), (FILES["accounts"], 526, "note")]


def test_one_unit_slip_explains_all_it_breaks(findings: list[dict[str, object]]) -> None:
    (finding,) = [f for f in findings if f["printed_text"] == "17,865.48" and f["line"] == 208]
    assert finding["check_count"] == 4
    assert set(str(finding["identity_ids"]).split(", ")) == {
        "CROSS-expenditure.project-amount",
        "PROSE-COMPLETION-RATE",
        "PROSE-PARTS-execution-amount",
        "PROSE-PARTS-projects-amount",
    }
    assert "17,865.48元" in str(finding["message_zh"])
    assert "17,865.48万元" in str(finding["message_zh"])


def test_the_benefit_indicators_are_one_finding_with_what_was_computed_from_it(
    findings: list[dict[str, object]],
) -> None:
    (finding,) = [f for f in findings if f["line"] == 486]
    assert finding["row_label"] == "项目效益绩效情况综合评价"
    assert sorted(text.rpartition("=")[2] for text in str(finding["alternatives"]).split(", ")) == ["100", "23", "92"]
    assert set(str(finding["identity_ids"]).split(", ")) == {"EVAL-PROSE-SCORES", "EVAL-SHEET-PROSE"}


def test_a_copy_of_a_report_repeats_no_finding(findings: list[dict[str, object]], published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        copies = {
            row[0]
            for row in connection.execute(
                "select document_id from marts.dim_document where duplicate_of_document_id is not null"
            ).fetchall()
        }
    assert copies
    assert not [f for f in findings if f["document_id"] in copies]


def test_the_arithmetic_behind_the_known_errors() -> None:
    """From the figures as committed, by hand."""
    at = _figures()
    goods, services = at["accounts", 512, "148.28"], at["accounts", 512, "788.45"]
    award = at["accounts", 512, "815.95"]
    share = (award - goods) / services * 100
    assert round(share, 1) == Decimal("84.7")
    assert round(at["project", 358, "20.38"] / at["project", 358, "27"] * 100, 1) == Decimal("75.5")
    assert abs(at["project", 380, "428.54"] * 10_000 - at["project", 87, "4285434.4"]) < 50
    assert at["project", 406, "47"] - at["project", 410, "24"] == at["project", 454, "22"] + 1
    basic, project = at["self", 200, "1,180.85"] * 10_000, at["self", 208, "20,585.55"]
    assert basic + project == at["self", 194, "21766.40"]
    assert round(at["self", 200, "1,112.47"] / basic * 100, 2) == Decimal("94.21")
    assert round(at["self", 208, "17,865.48"] * 10_000 / project * 100, 2) == Decimal("86.79")
    # Of the operating cost, budget and expenditure change places: 56.40 of 65.85 is 85.65 %.
    assert round(at["self", 298, "56.40"] / at["self", 300, "65.85"] * 100, 2) == Decimal("85.65")
    assert at["self", 298, "56.40"] == at["accounts", 508, "56.4"]
    assert at["accounts", 522, "34"] != at["accounts", 522, "9"] + at["accounts", 522, "19"]


def _figures() -> dict[tuple[str, int, str], Decimal]:
    """Values by file, line and printed text, in yuan or the figure's unit."""
    with (SEEDS / "reports" / "documents.csv").open(encoding="utf-8", newline="") as file:
        names = {row["document_id"]: row["file_name"] for row in csv.DictReader(file)}
    short = {name: key for key, name in FILES.items()}
    found = {}
    for path in sorted((SEEDS / "reports").glob("figures_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                value = row["amount_cny"] or row["value"]
                if value and names[row["document_id"]] in short and row["line"]:
                    key = (short[names[row["document_id"]]], int(row["line"]), row["printed_text"])
                    found.setdefault(key, Decimal(value))
    return found
