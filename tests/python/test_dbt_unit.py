"""The unit tests that stand beside the models, run by dbt where the loaders found nothing."""

from __future__ import annotations

from pathlib import Path

from loaders import seedfiles
from loaders.paths import ROOT
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import overlay


def test_the_models_unit_tests_hold(tmp_path: Path) -> None:
    seedfiles.write({}, overlay(ROOT, tmp_path / "project"))
    dbt = Dbt(project=tmp_path / "project", warehouse=tmp_path / "juesuan.duckdb", scratch=tmp_path / "dbt")
    outcome = dbt.unit_test()
    assert outcome.failures == ()
    ran = [node for node in outcome.nodes if node.kind == "unit_test"]
    assert len(ran) == _written(), "some unit tests were not run"


def _written() -> int:
    """Unit tests as the YAML files have them."""
    return sum(
        text.count("\n    given:")
        for text in (file.read_text(encoding="utf-8") for file in ROOT.glob("models/**/*.yml"))
    )
