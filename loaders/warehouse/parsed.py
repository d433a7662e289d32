"""What dbt makes of the project's files, kept from run to run: reading them takes it longer than most builds' SQL.

Kept twice: as dbt's own file, from which it parses only what has changed, and as it then stands in memory, which holds
while nothing at all has changed.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from contextlib import suppress
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

from loaders import paths
from loaders.files import replace_whole
from loaders.warehouse.overlay import settings_of

_READ = frozenset({".sql", ".py", ".yml", ".yaml", ".md"})  # of a project's files, by dbt
_FOLDERS = ("model-paths", "macro-paths", "test-paths")
_DIGEST_BYTES = 32
_FORM = "2"  # of what is kept


def key_of(project: Path) -> str:
    """Digest of all that matters to what dbt makes of a project. Of a seed that is its name: its rows are read anew."""
    digest = hashlib.sha256("\n".join([_FORM, sys.version, version("dbt-core"), version("dbt-duckdb")]).encode())
    settings = settings_of(project)
    folders = [*(name for key in _FOLDERS for name in settings.get(key, ())), "profiles"]
    seeds = sorted(file for name in settings.get("seed-paths", ()) for file in (project / name).rglob("*.csv"))
    files = sorted(file for name in folders for file in (project / name).rglob("*") if file.suffix in _READ)
    for file in (project / "dbt_project.yml", *files):
        data = file.read_bytes()
        digest.update(f"{file.relative_to(project)} {len(data)}\n".encode() + data)
    digest.update("\n".join(str(seed.relative_to(project)) for seed in seeds).encode())
    return digest.hexdigest()


class ParsedProject:
    """The cache of one form of the project (`overlay` and `bare_overlay` differ in their settings).

    `database` is what the warehouse is called in SQL, its file's stem: what dbt makes of the project names it.
    """

    def __init__(self, project: Path, database: str) -> None:
        self._key = bytes.fromhex(key_of(project))
        form = hashlib.sha256(database.encode() + b"\n" + (project / "dbt_project.yml").read_bytes())
        self.partial = paths.CACHE / f"parsed-{form.hexdigest()[:12]}.msgpack"
        """dbt's own file."""
        self._whole = self.partial.with_suffix(".pickle")

    def recall(self) -> Any:
        """dbt's manifest as it was when nothing differed from now; None without one."""
        with suppress(OSError):
            kept = self._whole.read_bytes()
            head, body = kept[: 2 * _DIGEST_BYTES], kept[2 * _DIGEST_BYTES :]
            if head == self._key + hashlib.sha256(body).digest():
                from dbt.contracts.graph.manifest import Manifest

                return Manifest(**pickle.loads(body))
        return None

    def keep(self, manifest: Any, partial: Path) -> None:
        """Both, for later runs. Where nothing may be written, these are slower and no worse."""
        with suppress(OSError):
            # Its parts by name: what dbt 1.11 pickles of a manifest comes back with its lookups in each other's places.
            parts = {part.name: getattr(manifest, part.name) for part in fields(manifest) if part.name[0] != "_"}
            body = pickle.dumps(parts, protocol=pickle.HIGHEST_PROTOCOL)
            replace_whole(self._whole, self._key + hashlib.sha256(body).digest() + body)
            if partial.is_file():
                replace_whole(self.partial, partial.read_bytes())
