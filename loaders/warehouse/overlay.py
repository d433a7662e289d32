"""The dbt project as one build sees it: the project's own models and lists, and the build's own seeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from loaders import files, messages, yamltext
from loaders.messages import SaidError

REPORT_SEEDS = Path("seeds/reports")
_FOR_PUBLISHING = frozenset(
    {"data_tests", "tests", "unit_tests", "constraints", "contract", "+contract", "+persist_docs"}
)
_PATHS = ("model-paths", "macro-paths", "test-paths", "seed-paths")


def overlay(project: Path, folder: Path) -> Path:
    """Makes `folder` a copy of the project in symbolic links, all but the report seeds; returns their empty folder.

    dbt would take seeds from elsewhere by an absolute path too, but then writes its compiled SQL over them.
    """
    folder.mkdir(parents=True)
    for name in [*_project_paths(project), Path("dbt_project.yml")]:
        link = folder / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to((project / name).resolve())
    return _report_seeds(folder)


def bare_overlay(project: Path, folder: Path) -> Path:
    """The same without tests, contracts and column comments, which cost seconds and serve a published warehouse."""
    folder.mkdir(parents=True)
    settings = _without(settings_of(project), _FOR_PUBLISHING)
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    for name in _project_paths(project):
        for file in (file for file in sorted((project / name).rglob("*")) if file.is_file()):
            copy = folder / file.relative_to(project)
            copy.parent.mkdir(parents=True, exist_ok=True)
            if file.suffix == ".yml":
                properties = yamltext.parse(file.read_text(encoding="utf-8"))
                copy.write_text(json.dumps(_without(properties, _FOR_PUBLISHING)), encoding="utf-8")
            else:
                copy.symlink_to(file.resolve())
    return _report_seeds(folder)


def settings_of(project: Path) -> dict[str, Any]:
    """The project's dbt_project.yml."""
    settings: dict[str, Any] = yamltext.parse((project / "dbt_project.yml").read_text(encoding="utf-8"))
    return settings


def _project_paths(project: Path) -> list[Path]:
    """The folders dbt reads, but for the report seeds."""
    settings = settings_of(project)
    names = {Path(name) for key in _PATHS for name in settings.get(key, ())} | {Path("profiles")}
    return sorted(name for name in names - {REPORT_SEEDS} if (project / name).exists())


def _report_seeds(folder: Path) -> Path:
    seeds = folder / REPORT_SEEDS
    seeds.mkdir(parents=True)
    return seeds


def _without(value: Any, keys: frozenset[str]) -> Any:
    """`value` without the entries of those names, at any depth."""
    if isinstance(value, dict):
        return {key: _without(inner, keys) for key, inner in value.items() if key not in keys}
    if isinstance(value, list):
        return [_without(inner, keys) for inner in value]
    return value


def copy_seeds(source: Path, target: Path) -> None:
    """Takes a copy of the loaders' tables, so that a build reads the same bytes from its first step to its last.

    Raises SaidError where the folder does not hold them.
    """
    if not (source / "documents.csv").is_file():
        raise SaidError(messages.NO_SEEDS.fill(folder=source), usage=True)
    files.copy_seeds(source, target)
