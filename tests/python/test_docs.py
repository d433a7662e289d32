"""The documents say what is so: their queries, their words for what the marts hold, their commands, their links."""

from __future__ import annotations

import argparse
import csv
import io
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from docs_support import (
    COOKBOOK,
    DOCUMENTS,
    READMES,
    WAREHOUSE,
    Example,
    Script,
    answer,
    build_warehouse,
    examples,
    printed,
    replay,
    scripts,
    sessions,
)
from tools_support import tool

from loaders.cli import parser
from loaders.layouts import layout
from loaders.paths import ROOT
from loaders.seedfiles import FIGURE_TABLES
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import REPORT_SEEDS, copy_seeds, overlay

DOCS = ROOT / "docs"
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
EXAMPLES = [example for path in DOCUMENTS for example in examples(path)]
SCRIPTS = [script for path in DOCUMENTS for script in scripts(path)]


@pytest.fixture(scope="session")
def warehouse(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A warehouse of the committed seeds, built once for all test processes."""

    def make(folder: Path) -> None:
        build_warehouse(folder)

    return once("documents", make) / WAREHOUSE


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_query_answers_as_shown(example: Example, warehouse: Path) -> None:
    """To print the answers anew: python tests/python/docs_support.py."""
    assert example.shown is not None, "no answer is printed below it"
    assert answer(warehouse, example.sql) == example.shown


def test_readme_shows_one_session_that_runs_as_shown(tmp_path: Path) -> None:
    """A report is written and checked: the same in both languages."""
    (one,), (other,) = (tuple(sessions(path)) for path in READMES)
    assert one == other
    assert replay(one, tmp_path) == one


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: f"{script.path.name}-{script.tool or 'own'}")
def test_script_prints_as_shown(script: Script, warehouse: Path, tmp_path: Path) -> None:
    """To print the answers anew: python tests/python/docs_support.py."""
    python = str(tool(script.tool) / "python") if script.tool else sys.executable
    assert printed(script, warehouse, tmp_path, python) == script.shown


def test_cookbook_answers_fifteen_questions_at_least() -> None:
    assert sum(1 for _ in examples(COOKBOOK)) >= 15


def test_both_readmes_show_the_same_queries() -> None:
    one, other = ([(example.sql, example.shown) for example in examples(path)] for path in READMES)
    assert one == other


# Commands


def _subcommands() -> set[str]:
    actions = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return set(actions[0].choices)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_readme_names_every_subcommand(readme: Path) -> None:
    named = set(re.findall(r"`juesuan (\w+)", readme.read_text(encoding="utf-8")))
    assert _subcommands() <= named


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documented_subcommands_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert set(re.findall(r"(?:`|bin/)juesuan ([a-z]\w*)", text)) <= _subcommands()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documented_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([\w-]+)", document.read_text(encoding="utf-8"), re.MULTILINE)) <= targets


# Words


def _mart_models(floors: Sequence[str] = ("marts", "audit", "history")) -> Iterator[dict[str, Any]]:
    """The tables of the marts as declared: dbt's models, and the history, which is a source to dbt."""
    for floor in floors:
        for path in sorted((ROOT / "models" / floor).glob("*.yml")):
            declared = yaml.safe_load(path.read_text(encoding="utf-8"))
            yield from declared.get("models", ())
            yield from (table for source in declared.get("sources", ()) for table in source["tables"])


def _accepted_values() -> Iterator[tuple[str, str]]:
    """Each value that a column of the marts may have, with model and column."""
    for model in _mart_models():
        for column in model["columns"]:
            for test in column.get("data_tests", ()):
                if isinstance(test, dict) and "accepted_values" in test:
                    for value in test["accepted_values"]["arguments"]["values"]:
                        yield f"{model['name']}.{column['name']}", str(value)


def _listed(name: str, column: str) -> list[str]:
    with (ROOT / "seeds" / "classifications" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


ENUMERATIONS = {
    "document_kind": [*layout("kinds")["kinds"], "unknown"],
    "table_code": list(FIGURE_TABLES),
    "fund": _listed("funds", "fund"),
    "revenue_source": _listed("revenue_sources", "revenue_source"),
    "expenditure_type": _listed("expenditure_types", "expenditure_type"),
}


def test_glossary_has_every_mart() -> None:
    assert {model["name"] for model in _mart_models()} == set(
        re.findall(r"^\| `(\w+)` .*", _section("Tables of the marts"), re.M)
    )


def test_connecting_has_every_view() -> None:
    text = (DOCS / "connect.md").read_text(encoding="utf-8")
    assert [model["name"] for model in _mart_models(["bi"]) if f"`bi.{model['config']['alias']}`" not in text] == []


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_glossary_has_every_value_of_a_list(name: str) -> None:
    assert [value for value in ENUMERATIONS[name] if f"`{value}`" not in GLOSSARY] == []


def test_glossary_has_every_accepted_value() -> None:
    assert [(column, value) for column, value in _accepted_values() if f"`{value}`" not in GLOSSARY] == []


@pytest.mark.parametrize("column", ["column_key", "qualifier"])
def test_glossary_has_every_kind_of_figure(column: str, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            f"select distinct {column} from marts.fct_reported_figure where {column} is not null"
        ).fetchall()
    assert sorted(value for (value,) in rows if f"`{value}`" not in GLOSSARY) == []


def test_glossary_has_every_column_that_layouts_name() -> None:
    tables = layout("final_accounts")["tables"].values()
    roles = [role["aspect"] for role in layout("prose_roles")["roles"]]
    names = {*roles, *(column for table in tables for column in table["columns"])}
    assert sorted(name for name in names if f"`{name}`" not in GLOSSARY) == []


def test_glossary_has_every_category_of_rule() -> None:
    with (ROOT / "seeds" / "rules" / "identities.csv").open(encoding="utf-8", newline="") as file:
        categories = {row["category"] for row in csv.DictReader(file)}
    assert sorted(value for value in categories if f"`{value}`" not in GLOSSARY) == []


def test_glossary_counts_the_measures() -> None:
    assert f"({len(_listed('measures', 'measure'))} kinds of statement" in GLOSSARY


def test_every_mart_and_column_is_described_in_both_languages() -> None:
    models = [*_mart_models(), *_mart_models(["bi"])]
    described = [(model["name"], model["description"]) for model in models]
    described += [
        (f"{model['name']}.{column['name']}", column["description"]) for model in models for column in model["columns"]
    ]
    assert [name for name, text in described if not re.search(r"[A-Za-z].*[一-鿿]", text, re.DOTALL)] == []


def _section(title: str) -> str:
    return GLOSSARY.split(f"## {title}", 1)[1].split("\n## ", 1)[0]


# What is read


def test_coverage_has_every_reason_for_quarantine() -> None:
    """The reasons are the first words of every UnreadableError in the loaders, and those that formats refuse with."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "loaders").rglob("*.py"))
    raised = set()
    for first, second in re.findall(r'UnreadableError\(\s*"(\w+)"(?: if \w+ else "(\w+)")?', code):
        raised |= {first, second} - {""}
    raised |= set(re.findall(r'\breason(?:: str = |=)"(\w+)"', code))
    named = dict(re.findall(r'^([A-Z_]+) = "(\w+)"$', code, re.MULTILINE))
    raised |= {named[name] for name in re.findall(r"(?:UnreadableError|fault)\(\s*([A-Z_]+),", code)}
    coverage = (DOCS / "coverage.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", coverage.split("## Quarantine", 1)[1], re.MULTILINE))
    assert listed == raised - {"no_documents"}


def test_coverage_has_every_kind_and_standard_table() -> None:
    coverage = (DOCS / "coverage.md").read_text(encoding="utf-8")
    assert [kind for kind in layout("kinds")["kinds"] if f"`{kind}`" not in coverage] == []
    tables = layout("final_accounts")["tables"]
    assert [code for code, spec in tables.items() if f"{spec['name_zh']} `{code}`" not in coverage] == []


# Rules

ARCHITECTURE = (DOCS / "architecture.md").read_text(encoding="utf-8")


def test_architecture_explains_every_column_of_a_term() -> None:
    with (ROOT / "seeds" / "rules" / "identity_terms.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    assert [
        name for name in columns if name not in ("identity_id", "term_number") and f"`{name}`" not in ARCHITECTURE
    ] == []


def test_worked_example_of_a_rule_is_judged(tmp_path: Path) -> None:
    """The rows shown are added to the catalogue; the rule then judges the final accounts of the seeds."""
    project = tmp_path / "project"
    copy_seeds(ROOT / REPORT_SEEDS, overlay(ROOT, project))
    rules = project / "seeds" / "rules"
    rules.unlink()
    shutil.copytree(ROOT / "seeds" / "rules", rules)
    blocks = re.findall(r"```csv\n(.*?)```", ARCHITECTURE, re.DOTALL)
    for name, block in zip(("identities", "identity_terms"), blocks, strict=True):
        path = rules / f"{name}.csv"
        header, rows = block.split("\n", 1)
        text = path.read_text(encoding="utf-8")
        assert next(csv.reader(io.StringIO(text))) == header.split(",")
        path.write_text(text.rstrip("\n") + "\n" + rows, encoding="utf-8")
    built = tmp_path / "juesuan.duckdb"
    outcome = Dbt(project=project, warehouse=built, scratch=tmp_path / "dbt").build("+fct_identity_check")
    assert not outcome.failures
    with duckdb.connect(str(built), read_only=True) as connection:
        verdicts = connection.execute(
            "select lhs, rhs, verdict from marts.fct_identity_check where identity_id = 'T1-T4-OPENING'"
        ).fetchall()
    # 年初结转和结余: 2.66 万元 in table 1, 0.00 in table 4.
    assert [(int(lhs), int(rhs), verdict) for lhs, rhs, verdict in verdicts] == [(26600, 0, "exact")]


# Links


def _anchor(heading: str) -> str:
    """As GitHub makes it: lower case, punctuation dropped, spaces to hyphens."""
    bare = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return bare.replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", document.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        name, _, anchor = target.partition("#")
        path = document.parent / name if name else document
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_named_exist(document: Path) -> None:
    """Paths of the repository in backticks, such as `loaders/layouts/`."""
    named = re.findall(r"`((?:loaders|models|seeds|tests|docs|macros)/[\w./-]*)`", document.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []
