"""Zip archives: each file inside is a document of its own; nothing that an archive says can do harm."""

from __future__ import annotations

import hashlib
import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import Accounts, final_accounts

from loaders import pipeline
from loaders.readers.archive import Member, members
from loaders.readers.errors import UnreadableError
from loaders.readers.limits import Limits, allowed, from_environment

ROOT = Path(__file__).parents[2]


def _zip(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


def _raw_named(name: bytes, extra: bytes = b"", flag: int = 0) -> bytes:
    """An archive of one file whose name is these bytes, as other programs write it."""
    data = b"x"
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, flag, 0, 0, 0, zlib.crc32(data), 1, 1, len(name), len(extra))
    central = struct.pack(
        "<4sHHHHHHIIIHHHHHII",
        *(b"PK\1\2", 20, 20, flag, 0, 0, 0, zlib.crc32(data), 1, 1, len(name), len(extra), 0, 0, 0, 0, 0),
    )
    begin = local + name + extra + data
    directory = central + name + extra
    return begin + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(directory), len(begin), 0)


def _names(data: bytes) -> list[str]:
    return [member.file_name for member in members("a.zip", data)]


def _errors(data: bytes) -> dict[str, str]:
    return {m.file_name: m.error.reason for m in members("a.zip", data) if m.error is not None}


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets limits for one test, as a person sets them."""

    def to(**values: int) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"JUESUAN_{name.upper()}", str(value))
        allowed.cache_clear()

    yield to
    monkeypatch.undo()
    allowed.cache_clear()


def test_a_file_that_is_no_archive_is_its_own_member() -> None:
    assert list(members("report.txt", b"x")) == [Member("report.txt", b"x")]


def test_files_inside_are_named_with_their_way() -> None:
    inner = _zip({"b.txt": b"2"})
    assert [(m.file_name, m.data) for m in members("a.zip", _zip({"x/a.txt": b"1", "in.zip": inner}))] == [
        ("a.zip/x/a.txt", b"1"),
        ("a.zip/in.zip/b.txt", b"2"),
    ]


@pytest.mark.parametrize(
    ("raw", "extra", "flag", "name"),
    [
        ("决算/报告.txt".encode("gb18030"), b"", 0, "决算/报告.txt"),
        ("决算/报告.txt".encode(), b"", 0, "决算/报告.txt"),
        ("决算/报告.txt".encode(), b"", 0x800, "决算/报告.txt"),
        (b"r\x82sum\x82.txt", b"", 0, "résumé.txt"),
        (
            b"?.txt",
            struct.pack("<HHBI", 0x7075, 5 + len("表.txt".encode()), 1, zlib.crc32(b"?.txt")) + "表.txt".encode(),
            0,
            "表.txt",
        ),
        (b"a.txt", struct.pack("<HHBI", 0x7075, 6, 1, 0) + b"z", 0, "a.txt"),
        (b"../../etc/passwd", b"", 0, "etc/passwd"),
        (b"/etc/passwd", b"", 0, "etc/passwd"),
        (b"C:\\x\\..\\a.txt", b"", 0, "x/a.txt"),
        (b"a\x1b[2J\nb.txt", b"", 0, "a[2Jb.txt"),
    ],
)
def test_names_in_every_encoding_and_none_leads_out(raw: bytes, extra: bytes, flag: int, name: str) -> None:
    assert _names(_raw_named(raw, extra, flag)) == [f"a.zip/{name}"]


def test_what_systems_add_is_left_out() -> None:
    files = {"r.txt": b"1", "__MACOSX/._r.txt": b"2", ".DS_Store": b"3", "x/Thumbs.db": b"4", "x/": b""}
    assert _names(_zip(files)) == ["a.zip/r.txt"]


def test_an_archive_without_files_is_told() -> None:
    assert _errors(_zip({})) == {"a.zip": "empty"}
    assert _errors(_zip({"x/": b""})) == {"a.zip": "empty"}


def test_a_protected_file_is_told_and_the_others_are_read() -> None:
    data = bytearray(_zip({"a.txt": b"1", "b.txt": b"2"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert _errors(bytes(data)) == {"a.zip/a.txt": "password"}
    assert [m.data for m in members("a.zip", bytes(data)) if m.error is None] == [b"2"]


def test_a_damaged_file_is_told_and_the_others_are_read() -> None:
    data = _zip({"a.txt": b"first", "b.txt": b"second"}, zipfile.ZIP_STORED).replace(b"first", b"fxrst", 1)
    assert _errors(data) == {"a.zip/a.txt": "damaged"}
    assert [m.data for m in members("a.zip", data) if m.error is None] == [b"second"]


def test_a_cut_archive_is_told() -> None:
    data = _zip({"a.txt": random.Random(1).randbytes(5000)})
    assert _errors(data[:3000]) == {"a.zip": "damaged"}


def test_an_unknown_compression_is_told() -> None:
    data = bytearray(_zip({"a.txt": b"1"}))
    for mark, offset in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        data[data.index(mark) + offset] = 9
    assert _errors(bytes(data)) == {"a.zip/a.txt": "format_not_read"}


def test_archives_inside_archives_have_an_end(limit: Callable[..., None]) -> None:
    limit(archive_depth=2)
    data = _zip({"r.txt": b"x"})
    assert _names(_zip({"1.zip": data})) == ["a.zip/1.zip/r.txt"]
    assert _errors(_zip({"2.zip": _zip({"1.zip": data})})) == {"a.zip/2.zip/1.zip": "beyond_limit"}


def test_limits_count_what_is_unpacked(limit: Callable[..., None]) -> None:
    """The first file beyond a limit is told; of the archive's own limits it is the last."""
    limit(file_bytes=100)
    assert _errors(_zip({"big": bytes(101), "small": bytes(100)})) == {"a.zip/big": "beyond_limit"}
    limit(file_bytes=1000, archive_bytes=100)
    assert _names(_zip({"1": bytes(60), "2": bytes(60), "3": bytes(60)})) == ["a.zip/1", "a.zip/2"]
    assert _errors(_zip({"1": bytes(60), "2": bytes(60), "3": bytes(60)})) == {"a.zip/2": "beyond_limit"}
    limit(archive_bytes=1 << 30, archive_entries=1)
    assert _errors(_zip({"1": b"", "2": b"", "3": b""})) == {"a.zip/2": "beyond_limit"}
    limit(file_bytes=1 << 30, archive_ratio=10)
    assert _errors(_zip({"1": bytes(20 << 20)})) == {"a.zip/1": "beyond_limit"}


def test_a_size_that_the_archive_lies_about_is_found_out(limit: Callable[..., None]) -> None:
    limit(file_bytes=1000)
    data = bytearray(_zip({"a": bytes(100_000)}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    assert set(_errors(bytes(data)).values()) <= {"beyond_limit", "damaged"}
    assert _errors(bytes(data))


ARCHIVE = _zip({"a/决算.txt": b"x" * 50, "b.zip": _zip({"c": b"y"})})


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_bytes_end_in_members_never_in_a_fault(data: st.DataObject) -> None:
    """Property: whatever bytes of an archive are changed, each member has its bytes or its error."""
    changed = bytearray(ARCHIVE)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    for member in members("a.zip", bytes(changed)):
        assert (member.error is None) or isinstance(member.error, UnreadableError)


def test_reports_in_an_archive_are_loaded_and_the_unreadable_are_quarantined(tmp_path: Path) -> None:
    report = final_accounts().encode()
    other = final_accounts(Accounts(department="广州市越秀区良好服务局")).encode("gb18030")
    inner = _zip({"other.xls": other})
    (tmp_path / "all.zip").write_bytes(_zip({"x/report.doc": report, "in.zip": inner, "novel.txt": "春天".encode()}))
    found = {document.file_name: document for document in pipeline.load([tmp_path]).documents}
    assert {name: document.status for name, document in found.items()} == {
        "all.zip/x/report.doc": "loaded",
        "all.zip/in.zip/other.xls": "loaded",
        "all.zip/novel.txt": "quarantined",
    }
    assert found["all.zip/x/report.doc"].sha256 == hashlib.sha256(report).hexdigest()
    assert found["all.zip/x/report.doc"].media_type == "text/plain"


def test_a_report_has_one_key_inside_an_archive_and_outside(tmp_path: Path) -> None:
    report = final_accounts().encode()
    (tmp_path / "report.txt").write_bytes(report)
    (tmp_path / "all.zip").write_bytes(_zip({"report.txt": report}))
    first, second = pipeline.load([tmp_path]).documents
    assert {first.status, second.status} == {"loaded", "duplicate"}
    assert second.document_id == f"{first.document_id}-copy1"


def test_each_limit_can_be_set() -> None:
    assert from_environment({"JUESUAN_CELLS": " 5 ", "JUESUAN_SHEETS": "", "OTHER": "x"}) == Limits(cells=5)
    with pytest.raises(UnreadableError) as error:
        from_environment({"JUESUAN_CELLS": "viele"})
    assert error.value.reason == "bad_setting"


def test_coverage_lists_each_limit_with_its_default() -> None:
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    listed = {
        name.lower(): int(value.replace(",", "")) for name, value in re.findall(r"`JUESUAN_(\w+)` \| ([\d,]+) \|", text)
    }
    assert Limits(**listed) == Limits()
    assert set(listed) == set(Limits.__dataclass_fields__)
