"""From bytes to text: the encodings Chinese offices write."""

from __future__ import annotations

import codecs
import re

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Place

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Python's decoders say of a character whose last bytes are missing.
_CUT_REASONS = ("unexpected end of data", "incomplete multibyte sequence", "truncated data")
# All but ASCII, Latin letters and signs such as × ÷ · °, Greek, punctuation, arrows, enclosed numbers, box drawing, CJK
# with its punctuation and its compatibility and full-width forms.
_STRANGE = re.compile(
    "[^\t\n\r\f\v\x20-\x7e\xa0-\u024f\u0370-\u03ff\u2000-\u27ff\u3000-\u9fff\uf900-\ufaff\ufe10-\uffef\U00020000-\U0010ffff]+"
)
# Share of characters that may be neither CJK, ASCII nor common punctuation before a decoding is held to be wrong.
_STRANGE_SHARE = 0.02
# Characters without which no report on public money gets by. Bytes of another encoding read as GB18030 give Chinese
# characters too, but rare ones: at least this share of the Chinese characters must be among these.
_COMMON = frozenset("的年度支出收入部门财政项目预决算万元一般公共单位合计资金管理情况基本")
_COMMON_SHARE = 0.05


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of the encoding it was read with.

    A byte-order mark decides; else UTF-8 if the bytes are valid UTF-8, else GB18030, the superset of GBK and
    GB2312 that Chinese offices use, else UTF-16 whose mark was lost. Raises UnreadableError where no reading gives
    Chinese text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return accept(_decoded(data, encoding)), encoding.removesuffix("-sig")
    try:
        return accept(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        if _is_cut(error):
            raise _cut(data) from error
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            if _is_cut(error) and _is_chinese(data[: error.start].decode(encoding)):
                raise _cut(data) from error
            continue
        if _is_chinese(text):
            return accept(text), encoding.removesuffix("-le").removesuffix("-be")
    raise _undecodable()


def _decoded(data: bytes, encoding: str) -> str:
    """The text of bytes whose encoding is known by their mark."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise (_cut(data) if _is_cut(error) else _undecodable()) from error


def _is_cut(error: UnicodeDecodeError) -> bool:
    """Whether only the last character is broken off."""
    return error.start >= len(error.object) - 3 and error.reason in _CUT_REASONS


def _is_chinese(text: str) -> bool:
    """Whether text is Chinese as reports on public money write it, and not other bytes read as Chinese."""
    chinese = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    return bool(chinese) and sum(char in _COMMON for char in chinese) >= _COMMON_SHARE * len(chinese)


def accept(text: str) -> str:
    """`text`, unless it is the kind of nonsense that rubbish decodes to."""
    if not text:
        return text
    strange = sum(len(piece) for piece in _STRANGE.findall(text))
    if "\x00" in text or strange > _STRANGE_SHARE * len(text):
        raise _undecodable()
    return text


def _cut(data: bytes) -> UnreadableError:
    return UnreadableError(
        "cut",
        "the file ends in the middle of a character",
        place=Place(line=data.count(b"\n") + 1),
        expected="a whole file",
        advice="fetch it again",
    )


def _undecodable() -> UnreadableError:
    return UnreadableError(
        "not_text",
        "the bytes are not text in UTF-8, GB18030 or UTF-16",
        expected="a report as text",
        advice="save the file again as UTF-8, or give the original document",
    )
