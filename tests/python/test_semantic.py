"""The metrics: MetricFlow answers what SQL on the marts answers; they and the exposures name what there is."""

from __future__ import annotations

import csv
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from tools_support import tool

from loaders.paths import ROOT
from loaders.warehouse.overlay import REPORT_SEEDS, copy_seeds, overlay

_SEMANTIC = ROOT / "models" / "semantic"
_CONNECT = (ROOT / "docs" / "connect.md").read_text(encoding="utf-8")
_RECIPE = re.search(r"^mf (query .*)\n```\n\n```text\n(.*?)```", _CONNECT, re.MULTILINE | re.DOTALL)

Ask = Callable[..., str]

# Written on the facts, while the metrics are on the views for BI.
_SAME_IN_SQL = {
    "revenue": "select sum(amount_cny) from marts.fct_revenue where stage = 'final'",
    "budgeted_revenue": "select sum(amount_cny) from marts.fct_revenue where stage = 'budget'",
    "expenditure": "select sum(amount_cny) from marts.fct_expenditure_by_function where stage = 'final'",
    "budgeted_expenditure": "select sum(amount_cny) from marts.fct_expenditure_by_function where stage = 'budget'",
    "basic_expenditure": "select sum(amount_cny) from marts.fct_expenditure_by_function"
    " where stage = 'final' and expenditure_type = 'basic'",
    "basic_expenditure_share": "select sum(amount_cny) filter (expenditure_type = 'basic') / sum(amount_cny)"
    " from marts.fct_expenditure_by_function where stage = 'final'",
    # The final accounts' text, line 532: a budget of 21,766.39 万元, of which 18,981.05 万元 were spent.
    "budget_to_execute": "select 217663900",
    "executed": "select 189810500",
    "execution_rate": "select 18981.05 / 21766.39",
    "project_budget": "select sum(amount_cny) from marts.fct_project_budget where stage <> 'target'",
    "project_paid": "select sum(amount_cny) from marts.fct_project_payment",
    "project_execution_rate": "select sum(paid) / sum(budget) from"
    " (select document_id, project_id, sum(amount_cny) as budget from marts.fct_project_budget where stage <> 'target'"
    " group by all) join (select document_id, project_id, sum(amount_cny) as paid from marts.fct_project_payment"
    " group by all) using (document_id, project_id)",
    "three_public_budget": "select sum(amount_cny) from marts.fct_three_public_spending join marts.dim_document"
    " using (document_id) where fct_three_public_spending.stage = 'budget' and dim_document.stage = 'final'",
    "three_public_final": "select sum(amount_cny) from marts.fct_three_public_spending where stage = 'final'",
    # Table 9: 3.52 + 0.51 of 5.70 + 1.21 万元.
    "three_public_completion": "select 4.03 / 6.91",
    "score": "select sum(score) from marts.fct_evaluation_score where is_leaf",
    "score_weight": "select sum(weight) from marts.fct_evaluation_score where is_leaf",
    # 87.38 and 94.87 of 100 points, and 45 of the 50 that the third evaluation gives a weight.
    "score_rate": "select (87.38 + 94.87 + 45) / 250",
    "documents": "select count(*) from marts.dim_document",
    "checks": "select count(*) from marts.fct_identity_check",
    "checks_violated": "select count(*) from marts.fct_identity_check where verdict = 'violated'",
    "findings": "select count(*) from marts.fct_finding",
}


@pytest.fixture(scope="module")
def ask(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """`mf` with these words, in a copy of the project, on the published warehouse; returns what it says."""
    programs = tool("metricflow")
    project = tmp_path_factory.mktemp("metricflow") / "project"
    copy_seeds(ROOT / REPORT_SEEDS, overlay(ROOT, project))
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "DBT_PROFILES_DIR": "profiles",
        "JUESUAN_TARGET": "published",
        "JUESUAN_WAREHOUSE": str(published),
        "DO_NOT_TRACK": "1",
    }

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("dbt", "--quiet", "parse")
    return lambda *words: run("mf", *words)


def _rows(ask: Ask, folder: Path, *words: str) -> list[dict[str, str]]:
    file = folder / "answer.csv"
    ask("query", *words, "--quiet", "--csv", str(file))
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_every_metric_is_what_sql_says(ask: Ask, published: Path, tmp_path: Path) -> None:
    (told,) = _rows(ask, tmp_path, "--metrics", ",".join(_SAME_IN_SQL))
    with duckdb.connect(str(published), read_only=True) as connection:
        known = {name: connection.execute(sql).fetchall()[0][0] for name, sql in _SAME_IN_SQL.items()}
    assert {name: float(value) if value else None for name, value in told.items()} == {
        name: None if value is None else pytest.approx(float(value), rel=1e-12) for name, value in known.items()
    }


def test_metrics_of_several_facts_are_grouped_by_document(ask: Ask, published: Path, tmp_path: Path) -> None:
    """Without one fact's rows doubling another's."""
    words = ("--metrics", "expenditure,findings,checks,score", "--group-by", "document__document_title")
    told = {row.pop("document__document_title"): row for row in _rows(ask, tmp_path, *words)}
    with duckdb.connect(str(published), read_only=True) as connection:
        for name in ("expenditure", "findings", "checks", "score"):
            table = re.findall(r"marts\.\w+", _SAME_IN_SQL[name])[0]
            aggregate = _SAME_IN_SQL[name].split(" from ")[0].removeprefix("select ")
            where = " where is_leaf" if name == "score" else ""
            known = connection.execute(
                f"select title, {aggregate} from {table} join marts.dim_document using (document_id){where} group by 1"
            ).fetchall()
            assert {title: float(row[name]) for title, row in told.items() if row[name]} == {
                title: pytest.approx(float(value)) for title, value in known
            }


def test_findings_are_counted_by_severity(ask: Ask, published: Path, tmp_path: Path) -> None:
    told = _rows(ask, tmp_path, "--metrics", "findings", "--group-by", "finding__severity")
    with duckdb.connect(str(published), read_only=True) as connection:
        known = connection.execute("select severity, count(*) from marts.fct_finding group by 1").fetchall()
    assert {(row["finding__severity"], int(row["findings"])) for row in told} == set(known)


def test_the_recipe_answers_as_shown(ask: Ask) -> None:
    assert _RECIPE is not None
    said = ask(*_RECIPE[1].split(), "--quiet")
    assert [line.split() for line in said.splitlines()] == [line.split() for line in _RECIPE[2].splitlines()]


def test_every_metric_is_asked_and_documented() -> None:
    metrics = [metric["name"] for metric in _declared(_SEMANTIC / "metrics.yml", "metrics")]
    assert sorted(metrics) == sorted(_SAME_IN_SQL)
    assert [name for name in metrics if f"| `{name}` |" not in _CONNECT] == []


def test_every_measure_is_described_in_both_languages() -> None:
    """Models, metrics and exposures are tested with the documentation (test_documentation.py)."""
    models = _declared(_SEMANTIC / "semantic_models.yml", "semantic_models")
    measures = [measure for model in models for measure in model["measures"]]
    assert [one["name"] for one in measures if not re.search(r"[A-Za-z].*[一-鿿]", one["description"])] == []


# Exposures: what hangs on the models outside dbt


def test_exposures_name_all_that_they_show(published: Path) -> None:
    charts = yaml.safe_load((ROOT / "dashboards" / "superset" / "charts.yml").read_text(encoding="utf-8"))["charts"]
    with duckdb.connect(str(published), read_only=True) as connection:
        marts = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()
    assert _depends_on("bi_tools") == {path.stem for path in (ROOT / "models" / "bi").glob("bi_*.yml")}
    assert _depends_on("superset_dashboard") == {
        chart["view"].replace("bi.", "bi_").removeprefix("marts.") for chart in charts
    }
    assert _depends_on("exports") == {name for (name,) in marts}


def _depends_on(exposure: str) -> set[str]:
    """Names of models and of tables of sources."""
    return {one.rstrip("')").rpartition("'")[2] for one in _exposures()[exposure]["depends_on"]}


def _exposures() -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in _declared(ROOT / "models" / "bi" / "exposures.yml", "exposures")}


def _declared(path: Path, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))[key]
    return found
