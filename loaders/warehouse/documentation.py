"""dbt's documentation of the models, with the columns of a published warehouse, as one page that needs no network."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from loaders import messages, paths
from loaders.files import replace_whole
from loaders.messages import SaidError
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import REPORT_SEEDS, copy_seeds, overlay
from loaders.workspace import workspace


def write_documentation(warehouse: Path, output: Path, project: Path = paths.ROOT) -> int:
    """Writes the page; returns the number of models, seeds and sources that it describes.

    Raises SaidError where there is no warehouse, or dbt cannot read it or the project.
    """
    source = warehouse.resolve()
    if not source.is_file():
        raise SaidError(messages.NO_WAREHOUSE.fill(path=warehouse), usage=True)
    with workspace(output.absolute().parent, f".documenting-{output.name}-") as folder:
        # dbt opens what it reads for writing; and the views name their database, which is the file's stem.
        copy = folder / source.name
        shutil.copyfile(source, copy)
        copy_seeds(project / REPORT_SEEDS, overlay(project, folder / "project"))
        dbt = Dbt(project=folder / "project", warehouse=copy, scratch=folder / "dbt")
        if error := dbt.document():
            raise SaidError(messages.DBT_FAILED.fill(detail=error))
        page = (folder / "dbt" / "target" / "static_index.html").read_text(encoding="utf-8")
        catalog: dict[str, Any] = json.loads((folder / "dbt" / "target" / "catalog.json").read_text(encoding="utf-8"))
        # Where this build and those whose parsing dbt reuses once stood is nobody's concern.
        page = re.sub(r'"root_path": "[^"]+"', '"root_path": "."', page).replace(str(folder), ".")
    replace_whole(output, page.encode("utf-8"))
    return len(catalog["nodes"]) + len(catalog["sources"])
