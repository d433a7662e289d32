"""What a report says: the rows of the seed files of one document, of a loaded report or of a made-up department."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loaders.samples.made.further import SETS
from loaders.samples.made.report import Report
from loaders.samples.made.rows import rows
from loaders.seedfiles import COLUMNS, DOCUMENT_TABLES, DOCUMENTS, FIGURE_TABLES, FIGURES

SeedRow = Mapping[str, str]
STANDARD_TABLES = FIGURE_TABLES[:9]
"""The standard tables of final accounts, in the order of their usual numbers."""
ACCOUNT_TABLES = (*STANDARD_TABLES, *dict.fromkeys(code for codes in SETS.values() for code in codes))
"""These, and the tables that made-up sets have beside them."""


class UnknownDocumentError(LookupError):
    """No report, or more than one, goes by the name given; `found` are the names there are."""

    def __init__(self, name: str, found: list[str]) -> None:
        self.name = name
        self.found = found
        super().__init__(name)


@dataclass(frozen=True)
class Source:
    """One document's rows. `figures` are by table code; `paragraphs` are its prose where that is not to be composed."""

    document: SeedRow
    tables: tuple[SeedRow, ...] = ()
    figures: Mapping[str, tuple[SeedRow, ...]] = field(default_factory=dict)
    indicators: tuple[SeedRow, ...] = ()
    statuses: tuple[SeedRow, ...] = ()
    paragraphs: tuple[str, ...] | None = None

    @property
    def kind(self) -> str:
        """The kind of report."""
        return self.document["document_kind"]

    def table(self, code: str) -> SeedRow | None:
        """The first table of that kind."""
        return next((row for row in self.tables if row["table_code"] == code), None)

    def rows(self, code: str) -> tuple[SeedRow, ...]:
        """The figures of that kind of table."""
        return self.figures.get(code, ())


def from_seeds(folder: Path, name: str | None = None) -> list[Source]:
    """The documents of a folder of seed files in their order; with a name only those that go by it.

    A name is a document's id, its file's name, or a part of either or of its title. Raises UnknownDocumentError
    where none goes by it, or several go by a part.
    """
    files = {stem: _read(folder / f"{stem}.csv") for stem in COLUMNS}
    documents = [row for row in files["documents"] if row["load_status"] != "quarantined"]
    if name is not None:
        documents = _named(documents, name)
    return [_source(document, files) for document in documents]


def from_report(made: Report) -> Source:
    """The rows of a made-up department's report, with its own prose."""
    own = rows(made)
    paragraphs = tuple(
        "".join(piece if isinstance(piece, str) else piece.text for piece in paragraph) for paragraph in made.prose
    )
    return Source(
        document=dict(zip(DOCUMENTS, own.document, strict=True)),
        tables=tuple(dict(zip(DOCUMENT_TABLES, row, strict=True)) for row in own.tables),
        figures={
            code: tuple(dict(zip(FIGURES, row, strict=True)) for row in figures)
            for code, figures in own.figures.items()
        }
        | {"evaluation_prose": (_grade(own.document_id),)},
        paragraphs=paragraphs,
    )


def _grade(document_id: str) -> SeedRow:
    """The grade that a made-up report states of itself in its last section: the one word among its figures."""
    return dict.fromkeys(FIGURES, "") | {
        "figure_id": f"{document_id}.evaluation_prose.1.1",
        "document_id": document_id,
        "row_number": "1",
        "column_number": "1",
        "row_label": "绩效评价情况的说明",
        "column_label": "自评结果",
        "column_key": "grade",
        "printed_text": "优",
        "qualifier": "word",
        "is_blank": "false",
        "is_repeat": "false",
    }


def _read(path: Path) -> list[SeedRow]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _named(documents: list[SeedRow], name: str) -> list[SeedRow]:
    exact = [row for row in documents if row["document_id"] == name]
    found = exact or [
        row for row in documents if any(name in row[key] for key in ("document_id", "file_name", "title"))
    ]
    originals = [row for row in found if row["load_status"] == "loaded"]
    if len(found) > 1 and len(originals) == 1:
        found = originals
    if len(found) != 1:
        raise UnknownDocumentError(name, [f"{row['document_id']} {row['title']}" for row in found or documents])
    return found


def _source(document: SeedRow, files: Mapping[str, list[SeedRow]]) -> Source:
    def own(stem: str) -> tuple[SeedRow, ...]:
        return tuple(row for row in files[stem] if row["document_id"] == document["document_id"])

    return Source(
        document=document,
        tables=own("document_tables"),
        figures={code: found for code in FIGURE_TABLES if (found := own(f"figures_{code}"))},
        indicators=own("project_indicators"),
        statuses=own("project_item_statuses"),
    )
