"""The models as dbt compiles them, kept: a check runs them without dbt, whose start alone takes longer than they do.

What dbt makes of the project depends on the project's files and on dbt alone, so it is kept under a digest of both
(`.cache/compiled.json`). Where that does not fit, dbt compiles anew.
"""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from loaders import messages, paths, seedfiles
from loaders.files import replace_whole
from loaders.messages import SaidError
from loaders.sql import literal
from loaders.warehouse.overlay import REPORT_SEEDS, overlay
from loaders.warehouse.parsed import key_of

DATABASE = "juesuan"
"""The compiled names begin with it: the stem of a warehouse's file."""

_CACHE = "compiled.json"
_FORM = "2"  # of the file
# As in macros/materializations/seed.sql.
_CSV = """header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = ''"""
_KINDS = ("seed", "table", "view", "python")


@dataclass(frozen=True, slots=True)
class Step:
    """One seed or model. `code` is its query, or for a seed and a Python model its file below the project; `scope` is
    what a build in parts makes of it (dbt_project.yml). `comment` and `column_comments` describe what is published."""

    name: str
    kind: str
    relation: str
    code: str
    columns: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    scope: str = ""
    comment: str = ""
    column_comments: Mapping[str, str] = field(default_factory=dict)

    @property
    def local(self) -> str:
        """Its relation without the database's name, which is the file's and may change."""
        return ".".join(self.relation.split(".")[-2:])


@dataclass(frozen=True, slots=True)
class Compiled:
    """Seeds and models in an order in which each comes after what it reads."""

    steps: tuple[Step, ...]

    def needed_for(self, *names: str) -> Compiled:
        """Only these and what they read, directly or not. Raises KeyError for a name that is not there."""
        by_name = {step.name: step for step in self.steps}
        wanted, open_names = set(), list(names)
        while open_names:
            name = open_names.pop()
            if name not in wanted:
                wanted.add(name)
                open_names += by_name[name].after
        return Compiled(tuple(step for step in self.steps if step.name in wanted))

    def run(self, connection: duckdb.DuckDBPyConnection, project: Path, seeds: Path) -> None:
        """Makes everything in the connection's present database, which must be called DATABASE.

        `seeds` is the folder of the loaders' tables; lists and rules are read from the project. Raises SaidError with
        the name of the model that cannot be made.
        """
        relations = {step.name: step.relation for step in self.steps}
        for schema in dict.fromkeys(step.relation.rpartition(".")[0] for step in self.steps):
            connection.execute(f"create schema if not exists {schema}")
        for step in self.steps:
            try:
                make(step, connection, project, seeds, relations)
            except duckdb.Error as error:
                raise SaidError(messages.DBT_FAILED.fill(detail=f"{step.name}: {error}")) from error


def compiled(project: Path, scratch: Path) -> Compiled:
    """The project's models: as kept, if the project is as it was then, else compiled by dbt in the folder `scratch`.

    Raises SaidError where dbt cannot compile them.
    """
    key = key_of(project)
    kept = _kept(key)
    if kept is not None:
        return kept
    from loaders.warehouse.dbt_runner import Dbt

    seedfiles.write({}, overlay(project, scratch / "project"))
    dbt = Dbt(project=scratch / "project", warehouse=scratch / f"{DATABASE}.duckdb", scratch=scratch / "dbt")
    outcome = dbt.compile()
    if outcome.failures:
        raise SaidError(messages.DBT_FAILED.fill(detail="; ".join(outcome.failures)))
    return keep(project, key, dbt.nodes)


def keep(project: Path, key: str, nodes: Iterable[Any]) -> Compiled:
    """What dbt has compiled, its seeds and models, in order; kept for later if the project is still as at `key`.

    Where nothing may be written, each check compiles anew. Raises SaidError for a model that only dbt can make.
    """
    found = _steps(nodes)
    in_database = all(step.relation.startswith(f'"{DATABASE}".') for step in found.steps)
    if in_database and key_of(project) == key and _kept(key) is None:
        text = json.dumps({"form": _FORM, "key": key, **asdict(found)}, ensure_ascii=False, indent=1)
        with suppress(OSError):
            replace_whole(paths.CACHE / _CACHE, text.encode("utf-8"))
    return found


def _steps(nodes: Iterable[Any]) -> Compiled:
    """dbt's nodes in order."""
    by_id = {node.unique_id: node for node in nodes}
    order = TopologicalSorter({name: [one for one in _read(node) if one in by_id] for name, node in by_id.items()})
    return Compiled(tuple(_step(by_id[name], by_id) for name in order.static_order()))


def _read(node: Any) -> list[str]:
    return sorted(node.depends_on.nodes) if node.resource_type != "seed" else []


def _step(node: Any, by_id: Mapping[str, Any]) -> Step:
    kind = "python" if node.language == "python" else str(node.config.materialized)
    if kind not in _KINDS:
        raise SaidError(messages.ONLY_DBT.fill(name=node.name, kind=kind))
    return Step(
        name=node.name,
        kind=kind,
        relation=node.relation_name,
        code=node.original_file_path if kind in ("seed", "python") else node.compiled_code,
        columns=tuple(node.config.column_types) if kind == "seed" else (),
        after=tuple(by_id[name].name for name in _read(node) if name in by_id),
        scope=str(node.config.meta.get("scope") or ""),
        comment=node.description,
        column_comments={name: column.description for name, column in node.columns.items() if column.description},
    )


def make(
    step: Step, connection: duckdb.DuckDBPyConnection, project: Path, seeds: Path, relations: Mapping[str, str]
) -> None:
    """Makes one seed or model, whose schema is there, under its own name; `relations` names all that it may read."""
    if step.kind == "seed":
        path = Path(step.code)
        file = literal(str((seeds if path.parent == REPORT_SEEDS else project / path.parent) / path.name))
        columns = ", ".join(step.columns) or "*"
        connection.execute(f"create table {step.relation} as select {columns} from read_csv({file}, {_CSV})")
    elif step.kind == "python":
        model = runpy.run_path(str(project / step.code))["model"]
        connection.register("found", model(_Dbt(connection, relations), connection))
        connection.execute(f"create table {step.relation} as from found")
        connection.unregister("found")
    else:
        connection.execute(f"create {step.kind} {step.relation} as ({step.code}\n)")


class _Dbt:
    """What a Python model is given for `dbt`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relations: Mapping[str, str]) -> None:
        self._connection = connection
        self._relations = relations

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        """A model or seed."""
        return self._connection.query(f"select * from {self._relations[name]}")

    def config(self, **_: Any) -> None:
        """Was read when it was compiled."""


def _kept(key: str) -> Compiled | None:
    with suppress(OSError, ValueError, TypeError, KeyError):  # not there, or not whole: made anew
        kept = json.loads((paths.CACHE / _CACHE).read_text(encoding="utf-8"))
        if (kept["form"], kept["key"]) == (_FORM, key):
            return Compiled(
                tuple(Step(**step | {"columns": tuple(step["columns"]), "after": tuple(step["after"])})
                      for step in kept["steps"])
            )  # fmt: skip
    return None
