"""Zip archives: the files inside, each to be read on its own. Nothing is written to disk."""

from __future__ import annotations

import io
import lzma
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.readers.errors import UnreadableError
from loaders.readers.formats import ZIP, recognise
from loaders.readers.limits import allowed, beyond

_ENCRYPTED, _UTF8 = 0x1, 0x800
_UNICODE_PATH = 0x7075
_CHUNK = 1 << 20
# Below this size a high ratio does no harm.
_RATIO_FROM = 16 << 20
# What zipfile raises for contents that are broken or packed in a way it does not know.
UNPACKING = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError, struct.error)
# What systems put beside the files of an archive.
_SYSTEM = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))


@dataclass(frozen=True, slots=True)
class Member:
    """One file to read, named with its way through archives. `error` says why it cannot be; it may have no bytes."""

    file_name: str
    data: bytes | None = field(default=None, repr=False)
    error: UnreadableError | None = None

    def content(self) -> bytes:
        """Its bytes; raises UnreadableError where they cannot be had."""
        if self.error is not None:
            raise self.error
        return self.data or b""


@dataclass(slots=True)
class _Spent:
    """What an archive has asked for so far, those inside it included."""

    entries: int = 0
    unpacked: int = 0

    @property
    def is_over(self) -> bool:
        """Whether the archive has used up what it may."""
        return self.entries > allowed().archive_entries or self.unpacked > allowed().archive_bytes


def members(file_name: str, data: bytes) -> Iterator[Member]:
    """The files that a file consists of: those inside where it is an archive, else itself.

    An archive that cannot be opened is one member with its error; so is each file inside that cannot be unpacked. At
    the first file that passes a limit of the whole archive, its reading ends.
    Folders and what systems hide or add (names that begin with a dot, __MACOSX) are left out.
    """
    yield from _members(file_name, data, 0, _Spent())


def _members(file_name: str, data: bytes, depth: int, spent: _Spent) -> Iterator[Member]:
    if recognise(data) != ZIP:
        yield Member(file_name, data)
        return
    try:
        if depth >= allowed().archive_depth:
            raise beyond("archive_depth", "archives inside archives")
        archive = _open(data)
    except UnreadableError as error:
        yield Member(file_name, data, error)
        return
    found = False
    with archive:
        for entry in archive.infolist():
            parts = _parts(_name(entry))
            if entry.is_dir() or not parts or any(part.startswith(".") or part in _SYSTEM for part in parts):
                continue
            found = True
            inner = "/".join((file_name, *parts))
            try:
                unpacked = _unpacked(archive, entry, spent)
            except UnreadableError as error:
                yield Member(inner, error=error)
                if spent.is_over:
                    return
                continue
            yield from _members(inner, unpacked, depth + 1, spent)
    if not found:
        yield Member(
            file_name,
            data,
            UnreadableError("empty", "the archive holds no files", expected="reports", advice="fetch it again"),
        )


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except UNPACKING as error:
        raise _damaged(f"its list of files cannot be read ({error})") from error


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, spent: _Spent) -> bytes:
    """The bytes of an entry. Sizes are counted while unpacking: those that an archive states may be lies."""
    spent.entries += 1
    if spent.entries > allowed().archive_entries:
        raise beyond("archive_entries", "files in the archive")
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableError(
            "password",
            "the file is protected by a password inside the archive",
            expected="files without a password",
            advice="unpack it with the password and load the file",
        )
    pieces = []
    size = 0
    try:
        with archive.open(entry) as file:
            while piece := file.read(_CHUNK):
                pieces.append(piece)
                size += len(piece)
                spent.unpacked += len(piece)
                if size > allowed().file_bytes:
                    raise beyond("file_bytes", "bytes of the file inside the archive")
                if spent.unpacked > allowed().archive_bytes:
                    raise beyond("archive_bytes", "bytes of the archive's files together")
                if size > _RATIO_FROM and size > allowed().archive_ratio * max(1, entry.compress_size):
                    raise beyond("archive_ratio", "unpacked bytes for each packed one")
    except NotImplementedError as error:
        raise UnreadableError(
            "format_not_read",
            f"the file is packed in a way that is not known here ({error})",
            expected="zip's usual compression",
            advice="unpack it and load the file",
        ) from error
    except UNPACKING as error:
        raise _damaged(f"the file inside cannot be unpacked ({error})") from error
    return b"".join(pieces)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: as Unicode where the archive says so, else in the encoding that its bytes are valid in.

    Archives made on a Chinese Windows hold names in GBK, those of other systems often UTF-8, and neither says so.
    """
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437", "replace")
    if (unicode_path := _unicode_path(entry.extra, raw)) is not None:
        return unicode_path
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.orig_filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the extra field that Info-ZIP defined for it, if it belongs to this name."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        content, extra = extra[4 : 4 + size], extra[4 + size :]
        # A version of one byte, the checksum of the other name, the name.
        if kind == _UNICODE_PATH and content[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return content[5:].decode("utf-8", "replace")
    return None


def _parts(name: str) -> list[str]:
    """The folders and the name, without control characters and what would lead out of the archive: drives, roots and
    parent folders.
    """
    visible = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cs"))
    parts = re.split(r"[/\\]", re.sub(r"^[A-Za-z]:", "", visible))
    return [part for part in parts if part not in ("", ".", "..")]


def _damaged(what: str) -> UnreadableError:
    return UnreadableError(
        "damaged", f"the archive is damaged: {what}", expected="a whole zip archive", advice="fetch it again"
    )
