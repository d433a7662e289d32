"""The Superset dashboard: its files are what bundle.py makes, every chart's SQL answers, and Superset itself agrees."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import yaml
from tools_support import tool

from loaders.paths import ROOT

_FOLDER = ROOT / "dashboards" / "superset"


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, _FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


bundle = _module("bundle")
trial = _module("try")


def test_the_files_are_what_the_declarations_say() -> None:
    """To write them anew: python tests/python/docs_support.py."""
    committed = {
        path.relative_to(bundle.FOLDER).as_posix(): path.read_text(encoding="utf-8")
        for path in bundle.FOLDER.rglob("*.yaml")
    }
    assert committed == bundle.files()


def test_the_archive_is_the_files_with_the_warehouses_path(tmp_path: Path) -> None:
    bundle.write_zip(tmp_path / "one.zip", Path("/data/juesuan.duckdb"))
    bundle.write_zip(tmp_path / "two.zip", Path("/data/juesuan.duckdb"))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "one.zip").read_bytes())) as archive:
        database = yaml.safe_load(archive.read("juesuan/databases/juesuan.yaml"))
        assert set(archive.namelist()) == {f"juesuan/{path}" for path in bundle.files()}
    assert database["sqlalchemy_uri"] == "duckdb:////data/juesuan.duckdb"
    assert database["extra"]["engine_params"]["connect_args"]["read_only"] is True


def test_every_reference_leads_to_a_file() -> None:
    files = {path: yaml.safe_load(text) for path, text in bundle.files().items()}
    keys: dict[str, set[str]] = {}
    for path, value in files.items():
        keys.setdefault(path.split("/")[0], set()).add(value.get("uuid", ""))
    charts = [value for path, value in files.items() if path.startswith("charts/")]
    assert {chart["dataset_uuid"] for chart in charts} == keys["datasets"]
    (dashboard,) = [value for path, value in files.items() if path.startswith("dashboards/")]
    shown = {part["meta"]["uuid"] for part in dashboard["position"].values() if isinstance(part, dict) and part["type"] == "CHART"}  # fmt: skip # noqa: E501
    assert shown == keys["charts"]
    for part in dashboard["position"].values():
        if isinstance(part, dict):
            assert set(part.get("children", ())) <= set(dashboard["position"])


def test_every_chart_answers(published: Path) -> None:
    answers = trial.ask_duckdb(published)
    assert [title for title, rows in answers.items() if not rows] == []
    totals = {chart["key"]: answers[chart["title"]] for chart in bundle.charts()}
    with duckdb.connect(str(published), read_only=True) as connection:
        (spent,) = connection.execute(
            "select sum(amount_cny) / 10000 from marts.fct_expenditure_by_function where stage = 'final'"
        ).fetchall()[0]
    assert totals["expenditure_total"] == [{"万元": spent}]


def test_a_wrong_answer_would_be_told() -> None:
    ours: dict[str, list[dict[str, Any]]] = {"a": [{"n": 1, "x": "y"}], "b": [{"n": 2}]}
    said = trial.differences({"charts": {"a": [{"n": 1.0, "x": "y"}], "b": [{"n": 3.0}]}, "dashboard": ["a"]}, ours)
    assert [line.splitlines()[0] for line in said] == ["b: not on the dashboard", "b:"]


def test_superset_imports_it_and_agrees(published: Path) -> None:
    """The whole trial takes minutes and a Superset: dashboards/superset/try.py installs one."""
    tool("superset")
    assert trial.differences(trial.ask_superset(published), trial.ask_duckdb(published)) == []
