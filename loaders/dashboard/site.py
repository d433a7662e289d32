"""The site as a folder that any web server can serve: the built assets, the data, and a copy of the warehouse."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from loaders import messages, paths
from loaders.dashboard import queries
from loaders.dashboard.export import export, prepare, write
from loaders.lake import messages as lake_messages
from loaders.messages import SaidError
from loaders.warehouse.build import REPORT
from loaders.warehouse.query import is_in_parts

WAREHOUSE = "juesuan.duckdb"
_ABOUT = Path("data", "about.json")


@dataclass(frozen=True, slots=True)
class Source:
    """What a site is made of."""

    warehouse: Path
    assets: Path = paths.DASHBOARD / "dist"
    queries: Path = paths.DASHBOARD / "queries"

    def fingerprint(self) -> str:
        """A digest of the warehouse, the queries and the assets. Raises SaidError where one of them is missing."""
        if not self.warehouse.is_file():
            raise SaidError(messages.NO_WAREHOUSE.fill(path=self.warehouse), usage=True)
        if not (self.assets / "index.html").is_file():
            raise SaidError(messages.NO_ASSETS.fill(path=self.assets), usage=True)
        digest = hashlib.sha256()
        # The name of each asset holds a digest of its content, and index.html names them.
        for file in (self.warehouse, *sorted(self.queries.glob("*/*.sql")), self.assets / "index.html"):
            digest.update(_digest(file).encode())
        return digest.hexdigest()


def is_current(site: Path, source: Source) -> bool:
    """Whether the site was made of just this source."""
    about = site / _ABOUT
    return about.is_file() and json.loads(about.read_text(encoding="utf-8"))["fingerprint"] == source.fingerprint()


def assemble(source: Source, site: Path) -> None:
    """Makes the site beside its place and puts it there once it is whole. Raises SaidError where a part is missing."""
    fingerprint = source.fingerprint()
    if site.exists() and not (site / _ABOUT).is_file() and any(site.iterdir()):
        raise SaidError(messages.NOT_A_SITE.fill(path=site), usage=True)
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{site.name}-", dir=site.parent) as name:
        made, replaced = Path(name, "site"), Path(name, "replaced")
        shutil.copytree(source.assets, made)
        # The copy comes first: a build may publish another warehouse meanwhile, and the data must be of the copy.
        copy = made / WAREHOUSE
        shutil.copyfile(source.warehouse, copy)
        if is_in_parts(copy):  # or it says that it is no warehouse
            raise SaidError(lake_messages.TOO_LARGE_FOR_SITE.fill(warehouse=source.warehouse), usage=True)
        scratch = Path(name, WAREHOUSE)
        shutil.copyfile(copy, scratch)
        with duckdb.connect(str(scratch)) as connection:
            prepare(connection)
            export(connection, queries.load(source.queries), made / "data")
        about = {
            "fingerprint": fingerprint,
            "sha256": _digest(copy),
            "bytes": copy.stat().st_size,
            "built": _built(source.warehouse),
        }
        write(made / _ABOUT, about)
        if site.exists():
            site.rename(replaced)
        made.rename(site)


def _built(warehouse: Path) -> str | None:
    """When the warehouse was built (ISO 8601), as far as the report beside it tells."""
    report = warehouse.with_name(REPORT)
    if not report.is_file():
        return None
    finished: str | None = json.loads(report.read_text(encoding="utf-8")).get("finished")
    return finished


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
