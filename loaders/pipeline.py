"""Loading: files → documents → tidy rows, whatever their order or folder; what cannot be read is quarantined."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from traceback import extract_tb

from loaders import readers, rows
from loaders.readers.archive import Member, members
from loaders.readers.errors import UnreadableError
from loaders.readers.formats import recognise
from loaders.readers.limits import beyond
from loaders.readers.model import Place, SourceFile
from loaders.reports.coverage import Coverage, cover
from loaders.reports.document import Content, Segment
from loaders.reports.duplicates import Fingerprint, duplicates
from loaders.reports.normalise import normalise
from loaders.reports.readings.choice import DOUBTFUL, with_readings_chosen
from loaders.reports.recognise import segments
from loaders.reports.regions import Department, department
from loaders.seedfiles import Row
from loaders.workers import read_apart

# So many doubtful readings are named one by one.
_SHOWN_MAX = 10
LOADED, DUPLICATE, QUARANTINED, BLANK = "loaded", "duplicate", "quarantined", "blank"


@dataclass(frozen=True)
class Document:
    """One document with its key, its fate and, unless it is quarantined, its content."""

    document_id: str
    file_name: str
    sha256: str
    media_type: str
    ordinal: int
    segment: Segment | None
    department: Department | None
    content: Content = field(default_factory=Content, repr=False)
    coverage: Coverage | None = None
    status: str = LOADED
    reason: str = ""
    detail: str = ""
    duplicate_of: str | None = None
    place: Place = field(default_factory=Place)

    @property
    def sort_key(self) -> tuple[str, int, str, str, str]:
        """Documents in one order for all runs: by department, year, kind, then key."""
        return (
            self.department.department_id if self.department else "~",
            (self.segment.fiscal_year or 9999) if self.segment else 9999,
            self.segment.kind if self.segment else "~",
            self.file_name,
            self.document_id,
        )


@dataclass(frozen=True)
class LoadResult:
    """All documents of one load, in their fixed order."""

    documents: tuple[Document, ...]

    def tables(self) -> dict[str, list[Row]]:
        """The tidy rows of every seed file."""
        return rows.tables(self.documents)

    def count(self, status: str) -> int:
        """How many documents have that status."""
        return sum(document.status == status for document in self.documents)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those in the folders named, without hidden ones.

    Raises UnreadableError for a path that does not exist and for folders in which no file is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = [
                file
                for file in sorted(path.rglob("*"))
                if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
            ]
            if not inside:
                raise UnreadableError(
                    "no_documents", f"the folder {path} holds no documents", advice="name a folder with reports"
                )
            found.update(dict.fromkeys(inside))
        else:
            found[path] = None  # a missing file is quarantined like any other that cannot be read
    return list(found)


def load(
    paths: Iterable[Path], progress: Callable[[int, int, str], None] | None = None, *, apart: bool = False
) -> LoadResult:
    """Reads all documents. `progress` is called with (done, total, file name) after each file.

    `apart` reads each file in a process of its own, on all cores and within limits (see `loaders.workers`): for
    documents from outside. Without it everything happens in this process.
    """
    files = find_files(paths)
    found: list[Document] = []
    each = read_apart(files, _documents, _stopped) if apart else map(_documents, files)
    for done, (path, documents) in enumerate(zip(files, each, strict=True), start=1):
        found.extend(documents)
        if progress is not None:
            progress(done, len(files), path.name)
    return LoadResult(tuple(sorted(_mark_duplicates(_mark_copies(found)), key=lambda document: document.sort_key)))


def _documents(path: Path) -> list[Document]:
    """The documents of one file; of an archive, those of every file inside."""
    try:
        data = readers.load_bytes(path)
    except UnreadableError as error:
        return [_unread(Member(path.name, error=error), error)]
    return [document for member in members(path.name, data) for document in _member_documents(member)]


def _stopped(path: Path, error: UnreadableError) -> list[Document]:
    """What stands for a file whose reading was stopped: the file as a whole, by its bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        head = file.read(1 << 20)
        digest.update(head)
        while block := file.read(1 << 20):
            digest.update(block)
    sha256 = digest.hexdigest()
    document = Document(_document_id(sha256, 1), path.name, sha256, recognise(head).media_type, 1, None, None)
    return [_quarantined(document, error)]


def _member_documents(member: Member) -> list[Document]:
    """The documents of one file; a file that cannot be read is one quarantined document."""
    try:
        with _failing_alone():
            source = readers.read_bytes(member.file_name, member.content())
            found = segments(source)
    except UnreadableError as error:
        return [_unread(member, error)]
    return [_document(source, segment) for segment in found]


def _unread(member: Member, error: UnreadableError) -> Document:
    """What stands for a file of which nothing was read; without bytes, its name is its key."""
    sha256, media_type = "", ""
    if member.data is not None:
        sha256, media_type = hashlib.sha256(member.data).hexdigest(), recognise(member.data).media_type
    key = sha256 or hashlib.sha256(member.file_name.encode()).hexdigest()
    document = Document(_document_id(key, 1), member.file_name, sha256, media_type, 1, None, None)
    return _quarantined(document, error)


def _document(source: SourceFile, segment: Segment) -> Document:
    document = Document(
        document_id=_document_id(source.sha256, segment.ordinal),
        file_name=source.file_name,
        sha256=source.sha256,
        media_type=source.media_type,
        ordinal=segment.ordinal,
        segment=segment,
        department=department(segment.department_name),
        place=segment.place,
    )
    try:
        with _failing_alone():
            content = normalise(segment)
            coverage, unplaced = cover(segment, content)
            chosen = with_readings_chosen(content.figures, segment.spec.get("rules", segment.kind))
            content = replace(content, figures=chosen + unplaced)
            document = replace(document, content=content, coverage=coverage)
            return _blank(document) if content.is_blank else _warned(document)
    except UnreadableError as error:
        return _quarantined(document, error)


def _blank(document: Document) -> Document:
    """A form that nobody has filled in: no department's, and without figures."""
    return replace(
        document,
        department=None,
        status=BLANK,
        reason="blank_form",
        detail=f"{document.place}: none of its {len(document.content.tables)} tables states an amount",
    )


def _warned(document: Document) -> Document:
    """A report with tables that no layout places, whose numbers are kept unplaced, or with readings in doubt."""
    doubtful = [figure for figure in document.content.figures if figure.read_by == DOUBTFUL]
    said = [table.reason for table in document.content.unplaced]
    if doubtful:
        shown = "; ".join(f"{figure.place}: {figure.printed_text}" for figure in doubtful[:_SHOWN_MAX])
        said.append(f"{len(doubtful)} numbers were recognised with doubt, and no identity proves them ({shown})")
    if document.content.unplaced:
        return replace(document, reason="table_unplaced", detail="; ".join(said))
    return replace(document, reason="reading_doubtful", detail="; ".join(said)) if said else document


@contextmanager
def _failing_alone() -> Iterator[None]:
    """A fault of the program met in one document stops that document, with the fault as the reason, and no other."""
    try:
        yield
    except UnreadableError:
        raise
    except MemoryError as error:
        raise beyond("memory_bytes", "bytes of memory to read the file") from error
    except Exception as error:
        last = extract_tb(error.__traceback__)[-1]
        raise UnreadableError(
            "reader_failed",
            f"the reader failed: {type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})",
            advice="this is a fault of the program: report it with the document",
        ) from error


def _document_id(sha256: str, ordinal: int) -> str:
    return f"doc-{sha256[:12]}-{ordinal}"


def _quarantined(document: Document, error: UnreadableError) -> Document:
    return replace(
        document,
        status=QUARANTINED,
        reason=error.reason,
        detail=str(error),
        place=error.place or document.place,
    )


def _mark_copies(documents: Sequence[Document]) -> list[Document]:
    """A file delivered twice byte for byte keeps one set of rows; each further copy is listed as a duplicate."""
    seen: Counter[str] = Counter()
    result = []
    for document in sorted(documents, key=lambda document: (document.document_id, document.file_name)):
        seen[document.document_id] += 1
        copies = seen[document.document_id] - 1
        if copies and document.status == LOADED:
            document = replace(document, status=DUPLICATE, duplicate_of=document.document_id, content=Content())
        if copies:
            document = replace(document, document_id=f"{document.document_id}-copy{copies}")
        result.append(document)
    return result


def _mark_duplicates(documents: Sequence[Document]) -> list[Document]:
    """Marks reports delivered in several files, by content."""
    fingerprints = [
        Fingerprint(
            document_id=document.document_id,
            kind=document.segment.kind,
            department_id=document.department.department_id,
            fiscal_year=document.segment.fiscal_year,
            figures=Counter(
                f"{figure.table_code} {figure.row_key} {figure.column_key} {figure.printed_text}"
                for figure in document.content.figures
                if not figure.is_blank
            ),
            is_annex=document.ordinal > 1,
        )
        for document in documents
        if document.status == LOADED and document.segment is not None and document.department is not None
    ]
    found = duplicates(fingerprints)
    return [
        replace(document, status=DUPLICATE, duplicate_of=found[document.document_id])
        if document.document_id in found
        else document
        for document in documents
    ]
