"""Scans: seconds a page, and the numbers that are right before and after the identities have chosen among readings."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks.read import documents
from loaders import pipeline
from loaders.paths import SEEDS
from loaders.readers.ocr import engine
from loaders.reports.figures import Figure
from loaders.samples.layout import layout
from loaders.samples.render import render
from loaders.samples.source import Source, from_seeds

LAYOUTS = (["straight"], ["tilted"])
_Place = tuple[str, str | None, str | None]


def measure(folder: Path) -> list[dict[str, Any]]:
    """The committed final accounts as a scan, straight and askew, with grain and dirt; nothing without the extra."""
    if not engine.is_installed():
        print(f"scans are left out: {engine.INSTALL}")
        return []
    source = next(one for one in from_seeds(SEEDS / "reports") if one.kind == "final_accounts")
    return [_measured(source, names, folder) for names in LAYOUTS]


def _measured(source: Source, names: list[str], folder: Path) -> dict[str, Any]:
    chosen = layout(names, seed=3)
    text, scan = folder / "truth.html", folder / "scan.pdf"
    text.write_bytes(render(source, "html", chosen))
    pages = documents.scan(scan, source, chosen)
    start, processor = time.monotonic(), time.process_time()
    read = pipeline.load([scan])
    seconds, processor = time.monotonic() - start, time.process_time() - processor
    truth, found = _figures(pipeline.load([text])), _figures(read)
    pairs = [(figure, found.get(place)) for place, figure in truth.items()]
    return {
        "layout": " ".join(names),
        "pages": pages,
        "seconds_per_page": round(seconds / pages, 2),
        "processor_seconds_per_page": round(processor / pages, 2),
        "status": [document.status for document in read.documents],
        "numbers": len(pairs),
        "right_as_recognised": sum(_recognised(other) == figure.printed_text for figure, other in pairs),
        "right_after_repair": sum(other is not None and other.magnitude == figure.magnitude for figure, other in pairs),
        "repaired": sum(other is not None and other.read_by == "repaired" for _, other in pairs),
        "repaired_wrongly": sum(
            other is not None and other.read_by == "repaired" and other.magnitude != figure.magnitude
            for figure, other in pairs
        ),
        "doubtful": sum(other is not None and other.read_by == "doubtful" for _, other in pairs),
    }


def _figures(loaded: pipeline.LoadResult) -> dict[_Place, Figure]:
    """The amounts printed in tables, by coordinate."""
    return {
        (figure.table_code, figure.row_key, figure.column_key): figure
        for document in loaded.documents
        for figure in document.content.figures
        if figure.row_key and figure.column_key and figure.amount_cny is not None
        if figure.table_code != "narrative" and not figure.is_blank and not figure.is_repeat
    }


def _recognised(figure: Figure | None) -> str | None:
    """The text that recognition read, the lines of a narrow cell joined."""
    reading = figure.place.reading if figure is not None else None
    return None if reading is None else "".join(reading.text.split())
