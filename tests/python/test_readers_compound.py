"""Compound files: their streams, whole and damaged."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.readers.compound import CompoundFile, stream_names
from loaders.readers.errors import UnreadableError


def _book(rows: int) -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row in range(rows):
        sheet.write(row, 0, f"科目{row}")
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("rows", [1, 3000])
def test_a_stream_is_found_by_name(rows: int) -> None:
    """The workbook's stream begins with the record that begins every workbook (BOF, 0x0809)."""
    found = CompoundFile(_book(rows))
    assert found.names == ("Workbook",)
    assert found.stream("Workbook")[:2] == b"\x09\x08"
    with pytest.raises(KeyError):
        found.stream("WordDocument")


BOOK = _book(3)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damage_is_told_and_never_ends_in_a_fault(data: st.DataObject) -> None:
    """Property: whatever bytes are changed or cut off, the names are given or UnreadableError is raised."""
    book = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 8))):
        book[data.draw(st.one_of(st.integers(0, 600), st.integers(0, len(book) - 1)))] = data.draw(st.integers(0, 255))
    cut = bytes(book[: data.draw(st.integers(0, len(book)))])
    with suppress(UnreadableError):
        assert isinstance(stream_names(cut), tuple)
