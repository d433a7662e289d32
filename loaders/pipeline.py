"""Loading: files → documents → tidy rows, whatever their order or folder; what cannot be read is quarantined."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from loaders import readers, rows
from loaders.inputs import InputFile, find_files, input_file, shown_name
from loaders.readers.archive import Member, members
from loaders.readers.errors import UnreadableError, fault
from loaders.readers.formats import recognise
from loaders.readers.limits import beyond
from loaders.readers.model import Place, SourceFile
from loaders.reports.coverage import Coverage, cover
from loaders.reports.document import Content, Segment
from loaders.reports.editions import Candidate, fates, fingerprint, is_corrected
from loaders.reports.normalise import normalise
from loaders.reports.readings.choice import DOUBTFUL, with_readings_chosen
from loaders.reports.recognise import segments
from loaders.reports.regions import Department, department
from loaders.sanity import require_sane
from loaders.seedfiles import Row
from loaders.workers import read_apart

# So many doubtful readings are named one by one.
_SHOWN_MAX = 10
LOADED, DUPLICATE, SUPERSEDED, QUARANTINED, BLANK = "loaded", "duplicate", "superseded", "quarantined", "blank"
_COPY = "-copy"
_TO_REPORT = "it may contradict itself, or be read wrongly: compare, and report it with the document"
_DETAIL_MAX = 2_000
"""Characters of a reason: it may quote the document."""


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
    superseded_by: str | None = None
    place: Place = field(default_factory=Place)
    input_file_id: str = ""

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
    """All documents of one load, in their fixed order, and the files that were given, each with its count of them."""

    documents: tuple[Document, ...]
    files: tuple[InputFile, ...] = ()

    def tables(self) -> dict[str, list[Row]]:
        """The tidy rows of every seed file."""
        return rows.tables(self.documents, self.files)

    def without(self, refused: Mapping[str, str]) -> LoadResult:
        """The same load with some documents quarantined: `refused` says of each, by its key, what is wrong with it."""
        kept: list[Document] = []
        for document in self.documents:
            key = document.document_id.partition(_COPY)[0]
            if key in refused:
                document = _quarantined(document, UnreadableError("guard_failed", refused[key], advice=_TO_REPORT))
            kept.append(document)
        return LoadResult(tuple(_mark_editions(LoadResult(tuple(kept)).unsettled.documents)), self.files)

    @property
    def unsettled(self) -> LoadResult:
        """The same load before it was asked which report is a copy or a former edition of which: for where others have
        a say in that. A copy of the same bytes has no rows of its own and stays one."""
        result = []
        for document in self.documents:
            if document.status in (DUPLICATE, SUPERSEDED):
                key = document.document_id.partition(_COPY)[0]
                is_copy = key != document.document_id
                document = replace(
                    document,
                    status=DUPLICATE if is_copy else LOADED,
                    duplicate_of=key if is_copy else None,
                    superseded_by=None,
                )
            result.append(document)
        return LoadResult(tuple(result), self.files)

    def count(self, status: str) -> int:
        """How many documents have that status."""
        return sum(document.status == status for document in self.documents)


@dataclass(frozen=True)
class _FileRead:
    """One file as given, and the documents found in it: at least one."""

    file: InputFile
    documents: tuple[Document, ...]


def load(
    paths: Iterable[Path],
    progress: Callable[[int, int, str], None] | None = None,
    *,
    apart: bool = False,
    taken: Set[str] = frozenset(),
    read: Callable[[Sequence[Path]], Iterable[_FileRead]] | None = None,
) -> LoadResult:
    """Reads all documents. `progress` is called with (done, total, file name) after each file.

    `apart` reads each file in a process of its own, on all cores and within limits (see `loaders.workers`): for
    documents from outside. Without it everything happens in this process. `taken` are the keys of files and documents
    that were loaded before: what comes again beside them is a copy. `read` reads elsewhere: it calls `read_confined`
    for some of the files at a time, and gives what came of all in the order of the files.
    """
    files = find_files(paths)
    found: list[_FileRead] = []
    each = read(files) if read is not None else read_confined(files) if apart else map(_read_file, files)
    for done, (path, file_read) in enumerate(zip(files, each, strict=True), start=1):
        found.append(file_read)
        if progress is not None:
            progress(done, len(files), shown_name(path))
    given, documents = _numbered(found, taken)
    done_with = _mark_editions(_mark_copies(documents, taken))
    return LoadResult(tuple(sorted(done_with, key=lambda document: document.sort_key)), given)


def read_confined(files: Sequence[Path], *, jobs: int = 0) -> Iterator[_FileRead]:
    """What is in each file, read in processes of their own, `jobs` at once (0: as many as the limits allow)."""
    return read_apart(files, _read_file, _stopped, jobs=jobs)


def _read_file(path: Path) -> _FileRead:
    """The documents of one file; of an archive, those of every file inside."""
    name = shown_name(path)
    try:
        data = readers.load_bytes(path)
    except UnreadableError as error:
        return _file_read(input_file(name), [_unread(Member(name, error=error), error)])
    file = input_file(name, hashlib.sha256(data).hexdigest(), len(data))
    try:
        with _failing_alone():
            documents = [document for member in members(name, data) for document in _member_documents(member)]
            if not documents:
                raise AssertionError("no document stands for the file")
    except UnreadableError as error:
        documents = [_unread(Member(name, data), error)]
    return _file_read(file, documents)


def _stopped(path: Path, error: UnreadableError) -> _FileRead:
    """What stands for a file whose reading was stopped: the file as a whole, by its bytes."""
    name = shown_name(path)
    digest = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as file:
            head = file.read(1 << 20)
            block = head
            while block:
                digest.update(block)
                size += len(block)
                block = file.read(1 << 20)
    except OSError:  # gone since
        return _file_read(input_file(name), [_unread(Member(name, error=error), error)])
    sha256 = digest.hexdigest()
    document = Document(_document_id(sha256, 1), name, sha256, recognise(head).media_type, 1, None, None)
    return _file_read(input_file(name, sha256, size), [_quarantined(document, error)])


def _file_read(file: InputFile, documents: Sequence[Document]) -> _FileRead:
    return _FileRead(replace(file, document_count=len(documents)), tuple(documents))


def _numbered(found: Sequence[_FileRead], taken: Set[str]) -> tuple[tuple[InputFile, ...], list[Document]]:
    """The files, each with a key of its own that is not taken, and their documents with the key of their file."""
    keys = _Keys(taken)
    files: list[InputFile] = []
    documents: list[Document] = []
    for each in sorted(found, key=lambda each: (each.file.input_file_id, each.file.file_name)):
        key = keys.free(each.file.input_file_id)
        files.append(replace(each.file, input_file_id=key))
        documents += [replace(document, input_file_id=key) for document in each.documents]
    return tuple(files), documents


class _Keys:
    """Keys that are each given once: a further one of a kind has the number of its copy behind it."""

    def __init__(self, taken: Set[str]) -> None:
        self._taken = set(taken)

    def free(self, key: str) -> str:
        numbers = count(1)
        free = key
        while free in self._taken:
            free = f"{key}{_COPY}{next(numbers)}"
        self._taken.add(free)
        return free


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
            require_sane(segment, content)
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
    """A report with tables that no layout places, whose numbers are kept unplaced, or with readings in doubt; and which
    words of a picture were taken for others."""
    doubtful = [figure for figure in document.content.figures if figure.read_by == DOUBTFUL]
    said = [table.reason for table in document.content.unplaced]
    if doubtful:
        shown = "; ".join(f"{figure.place}: {figure.printed_text}" for figure in doubtful[:_SHOWN_MAX])
        said.append(f"{len(doubtful)} numbers were recognised with doubt, and no identity proves them ({shown})")
    if mended := document.content.mended:
        shown = "; ".join(map(str, mended[:_SHOWN_MAX]))
        said.append(f"{len(mended)} words were misread and can only be these ({shown})")
    if document.content.unplaced:
        return replace(document, reason="table_unplaced", detail="; ".join(said))
    if doubtful:
        return replace(document, reason="reading_doubtful", detail="; ".join(said))
    return replace(document, reason="words_mended", detail="; ".join(said)) if said else document


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
        raise fault(error) from error


def _document_id(sha256: str, ordinal: int) -> str:
    return f"doc-{sha256[:12]}-{ordinal}"


def _quarantined(document: Document, error: UnreadableError) -> Document:
    return replace(
        document,
        content=Content(),
        coverage=None,
        duplicate_of=None,
        superseded_by=None,
        status=QUARANTINED,
        reason=error.reason,
        detail=_shortened(str(error)),
        place=error.place or document.place,
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _DETAIL_MAX else f"{text[: _DETAIL_MAX - 1]}…"


def _mark_copies(documents: Sequence[Document], taken: Set[str]) -> list[Document]:
    """A file delivered twice byte for byte keeps one set of rows; each further copy is listed as a duplicate."""
    keys = _Keys(taken)
    result = []
    for document in sorted(documents, key=lambda document: (document.document_id, document.file_name)):
        key = keys.free(document.document_id)
        if key != document.document_id:
            if document.status == LOADED:
                document = replace(document, status=DUPLICATE, duplicate_of=document.document_id, content=Content())
            document = replace(document, document_id=key)
        result.append(document)
    return result


def _mark_editions(documents: Sequence[Document]) -> list[Document]:
    """Marks reports delivered more than once, by content; a further copy of such a file goes the way of the first."""
    prints = {document.document_id: fingerprint(document.content) for document in documents if _counts(document)}
    found = fates(map(_candidate, filter(_counts, documents)), lambda one, other: prints[one].likeness(prints[other]))
    result = []
    for document in documents:
        fate = found.get(document.document_id) or found.get(document.duplicate_of or "")
        if fate is not None and fate.status == SUPERSEDED:
            document = replace(document, status=SUPERSEDED, duplicate_of=None, superseded_by=fate.other)
        elif fate is not None:
            document = replace(document, status=DUPLICATE, duplicate_of=fate.other)
        result.append(document)
    return result


def _counts(document: Document) -> bool:
    return document.status == LOADED and document.segment is not None and document.department is not None


def _candidate(document: Document) -> Candidate:
    assert document.segment is not None
    assert document.department is not None
    return Candidate(
        document_id=document.document_id,
        kind=document.segment.kind,
        department_id=document.department.department_id,
        fiscal_year=document.segment.fiscal_year,
        is_annex=document.segment.ordinal > 1,
        is_corrected=is_corrected(document.segment.title, document.file_name),
    )
