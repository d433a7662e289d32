"""Compound files (OLE2): the small file system that doc, xls and protected docx and xlsx live in.

Written after Microsoft's specification [MS-CFB]: header §2.2, allocation §2.3 and §2.5, mini stream §2.4,
directory §2.6.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.readers.errors import UnreadableError

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # larger numbers are marks: end of chain, free, allocation table
_STREAM, _ROOT = 2, 5
_MINI_SECTOR = 64


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the directory: its name, kind, first sector and size in bytes."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """The streams of a compound file. Raises UnreadableError where its tables lead nowhere or in circles."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MARK):
            raise _broken("its header is missing")
        self._data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise _broken("its sectors have no known size")
        self._size = 1 << shift
        directory, self._mini_limit, mini_start = struct.unpack_from("<I4xII", data, 48)
        self._table = self._allocation()
        self._entries = tuple(self._directory(directory))
        root = next((entry for entry in self._entries if entry.kind == _ROOT), None)
        self._mini = self._chain(root.start) if root is not None and root.start < _LAST_SECTOR else b""
        table = self._chain(mini_start) if mini_start < _LAST_SECTOR else b""
        self._mini_table = _numbers(table)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all streams, whatever folder they are in."""
        return tuple(entry.name for entry in self._entries if entry.kind == _STREAM)

    def stream(self, name: str) -> bytes:
        """The bytes of the first stream of that name; raises KeyError where there is none."""
        entry = next((entry for entry in self._entries if entry.kind == _STREAM and entry.name == name), None)
        if entry is None:
            raise KeyError(name)
        content = self._mini_chain(entry.start) if entry.size < self._mini_limit else self._chain(entry.start)
        if len(content) < entry.size:
            raise _broken(f"its stream {name} ends early")
        return content[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise _broken("it ends before its last sector")
        return self._data[start : start + self._size]

    def _allocation(self) -> tuple[int, ...]:
        """For each sector the one that follows it (FAT); its own sectors are listed in the header and behind it."""
        (count,) = struct.unpack_from("<I", self._data, 44)
        listed = list(struct.unpack_from("<109I", self._data, 76))
        (following,) = struct.unpack_from("<I", self._data, 68)
        seen = set()
        while following < _LAST_SECTOR:
            if following in seen:
                raise _broken("its allocation table runs in a circle")
            seen.add(following)
            *more, following = _numbers(self._sector(following))
            listed += more
        sectors = [number for number in listed if number < _LAST_SECTOR][:count]
        return _numbers(b"".join(self._sector(number) for number in sectors))

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(start, self._table))

    def _mini_chain(self, start: int) -> bytes:
        return b"".join(
            self._mini[number * _MINI_SECTOR : (number + 1) * _MINI_SECTOR]
            for number in _follow(start, self._mini_table)
        )

    def _directory(self, start: int) -> Iterator[_Entry]:
        content = self._chain(start)
        for offset in range(0, len(content) - 127, 128):
            length, kind = struct.unpack_from("<HB", content, offset + 64)
            first, size = struct.unpack_from("<IQ", content, offset + 116)
            if kind in (_STREAM, _ROOT):
                name = content[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                # The upper half of the size is not set by all writers of 512-byte sectors (§2.6.1).
                yield _Entry(name, kind, first, size & 0xFFFFFFFF if self._size == 512 else size)


def stream_names(data: bytes) -> tuple[str, ...]:
    """The names of the streams inside; raises UnreadableError where the file's tables are broken."""
    return CompoundFile(data).names


def _follow(start: int, table: tuple[int, ...]) -> Iterator[int]:
    """The sectors of a chain."""
    number = start
    for _ in range(len(table) + 1):
        if number >= _LAST_SECTOR:
            return
        if number >= len(table):
            raise _broken("a chain of sectors leads out of the file")
        yield number
        number = table[number]
    raise _broken("a chain of sectors runs in a circle")


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _broken(what: str) -> UnreadableError:
    return UnreadableError(
        "damaged",
        f"the file is damaged: {what}",
        expected="a whole Office file",
        advice="fetch it again, or open it in Office and save it anew",
    )
