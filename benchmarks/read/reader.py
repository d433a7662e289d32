"""One tool reads the tables of one PDF; what it read, its processor time and its memory go to standard output as JSON.

Usage: python reader.py TOOL FILE. It is run by the interpreter of the tool's own environment, so it imports nothing of
this project but for the tool `juesuan`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Read = Iterator[tuple[int, list[list[str]]]]
"""Tables with their page: rows of cells, "" where a merged cell covers."""


def _juesuan() -> Callable[[Path], Read]:
    from loaders.readers import pdf
    from loaders.readers.model import Grid

    def read(path: Path) -> Read:
        for block in pdf.iter_blocks(path.read_bytes()):
            if isinstance(block, Grid):
                yield block.place.page or 0, [[cell.text for cell in row] for row in block.rows]

    return read


def _pdfplumber() -> Callable[[Path], Read]:
    import pdfplumber

    def read(path: Path) -> Read:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                for table in page.extract_tables():
                    yield page.page_number, [[cell or "" for cell in row] for row in table]
                page.close()

    return read


def _camelot() -> Callable[[Path], Read]:
    import camelot

    def read(path: Path) -> Read:
        for table in camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True):
            yield int(table.page), [[str(cell) for cell in row] for row in table.df.values.tolist()]

    return read


TOOLS = {"juesuan": _juesuan, "pdfplumber": _pdfplumber, "camelot": _camelot}


def main() -> None:
    """Reads once and tells. What is measured begins when the tool is imported and ends when the last table is read."""
    read = TOOLS[sys.argv[1]]()
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    found = list(read(Path(sys.argv[2])))
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF)
    tables = [(page, [["".join(cell.split()) for cell in row] for row in rows]) for page, rows in found]
    json.dump(
        {
            "seconds": seconds,
            "processor_seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            "peak_bytes": after.ru_maxrss * 1024,
            "tables": tables,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
