"""The marts as files: what `juesuan export` writes. A new form is a module and a line in `FORMATS`.

A module is imported when its form is asked for: a spreadsheet's library takes time to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.exports.marts import Marts


@dataclass(frozen=True, slots=True)
class Format:
    """One form: the module whose `write` makes it, and whether it is a folder of files or one file.

    `write(marts, folder)` writes into an empty folder and returns nothing; a form of one file writes `result` there.
    """

    module: str
    is_folder: bool = True

    def write(self, marts: Marts, folder: Path) -> None:
        """Writes the files of this form into `folder`; raises SaidError where a table does not fit the form."""
        make: Callable[[Marts, Path], None] = import_module(f"{__name__}.{self.module}").write
        make(marts, folder)


RESULT = "result"
"""Name under which a form of one file leaves it in its folder."""

FORMATS: dict[str, Format] = {
    "parquet": Format("parquet"),
    "csv": Format("csv_files"),
    "xlsx": Format("workbook", is_folder=False),
    "datapackage": Format("datapackage"),
}
