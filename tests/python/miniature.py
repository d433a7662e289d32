"""A dbt project of three models, and guards that pass everything: for tests of the build around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from loaders import cli
from loaders.guards.process import Answer
from loaders.guards.results import GuardReport
from loaders.lake import loading
from loaders.lake.lake import Lake
from loaders.paths import ROOT
from loaders.progress import Progress
from loaders.warehouse.build import Request, build

_PROJECT = """
name: miniature
version: "1.0"
profile: juesuan
model-paths: [models]
macro-paths: [macros]
test-paths: [tests]
seed-paths: [seeds/reports]
flags: {send_anonymous_usage_stats: false}
models:
  miniature:
    +schema: marts
    +materialized: table
    +meta: {scope: part}
seeds:
  miniature:
    +enabled: false
    documents:
      +enabled: true
"""
_PROFILE = """
juesuan:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: "{{ env_var('JUESUAN_WAREHOUSE') }}", schema: main, threads: 2}
"""
_SCHEMA = "{% macro generate_schema_name(name, node) %}{{ name or target.schema }}{% endmacro %}"
_MODELS = {
    "dim_document": "select document_id, file_name, load_status, status_reason from {{ ref('documents') }}",
    "fct_identity_check": "select document_id || '.R1' as check_id, 'R1' as identity_id, document_id,"
    " 'exact' as verdict from {{ ref('dim_document') }}",
    "fct_finding": "select document_id as finding_id, 'R1' as identity_id, 'error' as severity"
    " from {{ ref('dim_document') }} where false",
}


def project(folder: Path, *, test: str = "select 1 as n where false", **models: str) -> Path:
    """Writes the project; `test` is its one data test, `models` replace or add models."""
    for name in ("models", "macros", "tests", "profiles", "seeds/reports"):
        (folder / name).mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(_PROJECT)
    (folder / "profiles" / "profiles.yml").write_text(_PROFILE)
    (folder / "macros" / "schema.sql").write_text(_SCHEMA)
    for name in ("seed.sql", "comments.sql"):  # which read the tables of a lake
        (folder / "macros" / name).symlink_to(ROOT / "macros" / "materializations" / name)
    (folder / "loaders").symlink_to(ROOT / "loaders")  # which decides what is in a part
    (folder / "tests" / "assert_nothing_wrong.sql").write_text(f"-- {{{{ ref('fct_finding') }}}}\n{test}")
    for name, sql in {**_MODELS, **models}.items():
        (folder / "models" / f"{name}.sql").write_text(sql)
    return folder


class Lenient:
    """Guards that find nothing wrong."""

    def seeds(self, folder: Path) -> Answer:
        """Passes."""
        return lambda: GuardReport("seeds", ())

    def marts(self, warehouse: Path) -> Answer:
        """Passes."""
        return lambda: GuardReport("marts", ())


def run(folder: Path, documents: Path, warehouse: Path, *, wait: bool = False, progress: bool = False) -> None:
    """Builds the miniature project in `folder`."""
    build(Request(warehouse, (documents,), wait=wait, project=folder), Progress(wanted=progress), Lenient())


def run_lake(folder: Path, argv: Sequence[str]) -> None:
    """Does with the miniature project what `juesuan build --lake` or `juesuan load --lake` with these words does."""
    arguments = cli.parser().parse_args(argv)
    lake, progress = Lake(arguments.lake), Progress(wanted=arguments.progress)
    if arguments.command == "load":
        loading.load(lake, arguments.paths, Lenient(), progress)
    else:
        build(
            Request(arguments.warehouse, tuple(arguments.paths), wait=arguments.wait, project=folder, lake=lake.folder),
            progress,
            Lenient(),
        )
