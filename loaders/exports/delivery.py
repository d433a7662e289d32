"""Exports put in their place: whole files only, and nothing of anybody else's overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from loaders import messages
from loaders.exports import FORMATS, RESULT
from loaders.exports.marts import SCHEMA, Build, open_marts
from loaders.files import sync_file, sync_folder, uninterrupted
from loaders.messages import SaidError
from loaders.workspace import workspace

MANIFEST = "juesuan-export.json"
"""Lists an export's files with their SHA-256, and is put in place last: files that agree with it belong together."""
_VERSION = 1


def export(
    warehouse: Path, output: Path, form: str, *, schema: str = SCHEMA, names: Sequence[str] = ()
) -> dict[str, int]:
    """Writes the tables in that form to `output`, a folder or a file; returns the rows of each.

    Everything is written beside `output` first. A new folder appears in one step; in one that is there, each file is
    replaced whole, and what an earlier export left and this one no longer has is removed. Raises SaidError where the
    form cannot hold a table or `output` holds files that no export wrote; OSError where the system refuses.
    """
    target = output.resolve()
    chosen = FORMATS[form]
    _refuse(target, is_folder=chosen.is_folder)
    with workspace(target.parent, f".exporting-{target.name}-") as beside:
        made = beside / "made"
        made.mkdir()
        with open_marts(warehouse, schema=schema, names=names, writes_to=made) as marts:
            chosen.write(marts, made)
            build, counts = marts.build, {table.name: table.row_count for table in marts.tables}
        if chosen.is_folder:
            _deliver(made, target, _manifest(made, form, build))
        else:
            sync_file(made / RESULT)
            (made / RESULT).replace(target)
            sync_folder(target.parent)
    return counts


def _refuse(target: Path, *, is_folder: bool) -> None:
    if is_folder and target.exists() and not target.is_dir():
        raise SaidError(messages.EXPORT_NEEDS_FOLDER.fill(path=target), usage=True)
    if not is_folder and target.is_dir():
        raise SaidError(messages.EXPORT_NEEDS_FILE.fill(path=target), usage=True)


def _deliver(made: Path, target: Path, manifest: bytes) -> None:
    (made / MANIFEST).write_bytes(manifest)
    written = _files(made)
    for name in written:
        sync_file(made / name)
    if not target.exists():
        made.replace(target)
        sync_folder(target.parent)
        return
    former = _former(target)
    if foreign := [name for name in written if name not in former and (target / name).exists()]:
        raise SaidError(messages.EXPORT_FOREIGN.fill(folder=target, files=", ".join(foreign)), usage=True)
    with uninterrupted():
        for name in sorted(written, key=lambda name: name == MANIFEST):
            (target / name).parent.mkdir(exist_ok=True)
            (made / name).replace(target / name)
        for name in former - set(written):
            (target / name).unlink(missing_ok=True)
    sync_folder(target)


def _manifest(made: Path, form: str, build: Build) -> bytes:
    files = {name: hashlib.sha256((made / name).read_bytes()).hexdigest() for name in _files(made)}
    value = {"version": _VERSION, "format": form, "build_id": build.build_id, "sha256": files}
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _former(target: Path) -> set[str]:
    """The files that an earlier export wrote there; a name that leads elsewhere is none of them."""
    with suppress(OSError, ValueError, AttributeError):
        listed: Any = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        names = {MANIFEST, *listed.get("sha256", {})}
        return {name for name in names if (target / name).resolve().is_relative_to(target)}
    return set()


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
