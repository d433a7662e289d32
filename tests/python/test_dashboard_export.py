"""The dashboard's data: what it shows is what its queries say, and every number has its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from loaders.dashboard import queries
from loaders.dashboard.export import UNSTATED_YEAR, export
from loaders.paths import DASHBOARD, ROOT

QUERIES = queries.load(DASHBOARD / "queries")
_TABLE = re.compile(r"\b(?:marts|seeds)\.([a-z_]+)")
PANYU = "440113-cd26b93ee4"


@pytest.fixture(scope="session")
def data(published: Path, once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The data of the committed seeds' warehouse."""

    def make(folder: Path) -> None:
        with duckdb.connect(str(published), read_only=True) as connection:
            export(connection, QUERIES, folder)

    return once("dashboard-data", make)


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def _records(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]


def _answers(data: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(data.rglob("*.json")):
        for name, answer in _read(file).items():
            yield f"{file.relative_to(data)}: {name}", answer


def test_each_query_shown_gives_the_rows_beside_it(data: Path, published: Path) -> None:
    seen = set()
    with duckdb.connect(str(published), read_only=True) as connection:
        for name, answer in _answers(data):
            found = connection.execute(answer["sql"]).fetchall()
            assert [[_as_json(cell) for cell in row] for row in found] == answer["rows"], name
            seen.add(name.rpartition(" ")[2])
    assert seen == {query.name for page in QUERIES.values() for query in page}


def _as_json(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, bool | int) else str(cell)


def test_every_query_says_its_grain() -> None:
    for page in QUERIES.values():
        for query in page:
            assert query.text.startswith("-- Grain: "), query.name


def test_the_totals_are_those_printed(data: Path) -> None:
    """Table 1 of the final accounts, lines 132 to 139: 18,980.28, 18,981.05, 2.66 and 1.89 万元; in all 18,982.94."""
    totals = _records(_read(data / "departments" / PANYU / "2023.json")["totals"])
    assert {row["measure"]: Decimal(row["amount_cny"]) for row in totals} == {
        "revenue_of_year": Decimal("189802800"),
        "expenditure_of_year": Decimal("189810500"),
        "opening_balance": Decimal("26600"),
        "closing_balance": Decimal("18900"),
        "total_income": Decimal("189829400"),
        "total_expenditure": Decimal("189829400"),
    }


def test_the_budget_of_the_year_is_told_by_stage(data: Path) -> None:
    """The self-evaluation, lines 178 to 194: 15,094.71 + 6,671.69 = 21,766.40 万元, of which 18,977.96 were spent."""
    stages = _records(_read(data / "departments" / PANYU / "2023.json")["budget_stages"])
    told = {(row["measure"], row["stage"], Decimal(row["amount_cny"]) / 10_000) for row in stages}
    assert {
        ("overall.budget", "initial", Decimal("15094.71")),
        ("overall.budget", "adjustment", Decimal("6671.69")),
        ("overall.execution", "budget", Decimal("21766.40")),
        ("overall.execution", "final", Decimal("18977.96")),
    } <= told


def test_every_number_of_a_page_has_its_place(data: Path) -> None:
    for page in [*data.glob("departments/*/*.json"), *data.glob("projects/*.json")]:
        content = _read(page)
        known = {row["figure_id"] for row in _records(content["figures"])}
        for name, answer in content.items():
            if name != "figures" and "figure_id" in answer["columns"]:
                used = {row["figure_id"] for row in _records(answer)} - {None}
                assert used <= known, f"{page.name}: {name}"


def test_terms_of_a_finding_add_up_to_its_sides(data: Path) -> None:
    """Where a side is a sum, the terms shown are that sum: a reader can redo it by hand."""
    redone = 0
    for page in data.glob("evidence/*.json"):
        content = _read(page)
        terms = _records(content["terms"])
        for check in _records(content["checks"]):
            own = [term for term in terms if term["check_id"] == check["check_id"]]
            assert own
            for side in ("lhs", "rhs"):
                if check["operator"] == "eq":
                    total = sum(Decimal(term["term_value"]) for term in own if term["side"] == side)
                    assert abs(total - Decimal(check[side])) <= Decimal("0.01"), check["check_id"]
                    redone += 1
    assert redone


def test_documents_that_do_not_say_their_year_have_a_file(data: Path) -> None:
    documents = _records(_read(data / "departments" / PANYU / f"{UNSTATED_YEAR}.json")["documents"])
    assert [row["document_kind"] for row in documents] == ["project_targets"]


_PAGES = {
    "overview": ("overview",),
    "department": ("department",),
    "projects": ("performance", "projects"),
    "findings": ("findings", "evidence"),
    "compare": ("compare",),
    "documents": ("documents", "document"),
    "sql": (),
}
"""The folders of queries behind each page, beside `site`, which every page reads."""


def test_exposures_name_what_the_pages_read() -> None:
    """Each page is an exposure; what it depends on are the tables in its queries, for SQL those of its examples."""
    examples = (DASHBOARD / "src" / "sql" / "examples.ts").read_text(encoding="utf-8")
    exposures = yaml.safe_load((ROOT / "models" / "marts" / "exposures.yml").read_text(encoding="utf-8"))["exposures"]
    assert set(QUERIES) == {"site", *(folder for folders in _PAGES.values() for folder in folders), "sql"}
    assert [exposure["name"] for exposure in exposures] == [f"dashboard_{page}" for page in _PAGES]
    for exposure, (page, folders) in zip(exposures, _PAGES.items(), strict=True):
        texts = [query.text for folder in ("site", *folders) for query in QUERIES[folder]]
        read = _TABLE.findall("\n".join([*texts, examples if page == "sql" else ""]))
        assert exposure["depends_on"] == [f"ref('{table}')" for table in sorted(set(read))], page
        assert exposure["url"].startswith("http://127.0.0.1:8320/#/"), page
        assert exposure["owner"]["name"], page


def test_quotes_in_a_value_stay_inside_its_literal() -> None:
    query = queries.Query("q", "select {{ name }} as name, {{ year }} as year, {{ none }} as none")
    sql = query.fill({"name": "o'; drop table x; --", "year": 2023, "none": None})
    assert duckdb.sql(sql).fetchall() == [("o'; drop table x; --", 2023, None)]


def test_a_parameter_without_a_value_is_refused() -> None:
    with pytest.raises(KeyError, match="year"):
        queries.Query("q", "select {{ year }}").fill({})


def test_a_value_without_a_json_form_is_refused() -> None:
    with duckdb.connect() as connection, pytest.raises(TypeError, match="float"):
        queries.answer(connection, (queries.Query("q", "select 0.1::double"),), {})


@pytest.mark.parametrize("key", ["../x", "a/b", "", ".hidden", "a.json"])
def test_a_key_that_cannot_name_a_file_is_refused(key: str, tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.dim_document as select ?::varchar as department_id, 2023 as fiscal_year", [key]
        )
        with pytest.raises(ValueError, match="cannot name a file"):
            export(connection, dict.fromkeys(QUERIES, ()), tmp_path)
    assert not any(tmp_path.parent.rglob("x"))
