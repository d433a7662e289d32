"""From bytes to text: the encodings Chinese offices write."""

from __future__ import annotations

import codecs

from loaders.readers.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Share of characters that may be neither CJK, ASCII nor common punctuation before a decoding is held to be wrong.
_STRANGE_SHARE = 0.02


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of the encoding it was read with.

    A byte-order mark decides; else UTF-8 if the bytes are valid UTF-8, else GB18030, the superset of GBK and
    GB2312 that Chinese offices use. Raises UnreadableError where no reading gives Chinese text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _accept(data.decode(encoding)), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise _undecodable() from error
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _accept(text), encoding
    raise _undecodable()


def _accept(text: str) -> str:
    """`text`, unless it is the kind of nonsense that rubbish decodes to."""
    if not text:
        return text
    strange = sum(1 for char in text if not _usual(char))
    if "\x00" in text or strange > _STRANGE_SHARE * len(text):
        raise _undecodable()
    return text


def _usual(char: str) -> bool:
    code = ord(char)
    return (
        char in "\t\n\r\f\v"
        or 0x20 <= code < 0x7F
        or 0xA0 <= code < 0x250  # Latin letters and signs such as × ÷ · °
        or 0x370 <= code < 0x400  # Greek
        or 0x2000 <= code < 0x2800  # punctuation, arrows, enclosed numbers, box drawing
        or 0x3000 <= code < 0x9FFF + 1  # CJK and its punctuation
        or 0xF900 <= code < 0xFB00
        or 0xFE10 <= code < 0xFFEF + 1
        or code >= 0x20000
    )


def _undecodable() -> UnreadableError:
    return UnreadableError(
        "not_text",
        "the bytes are not text in UTF-8, GB18030 or UTF-16",
        expected="a report as text",
        advice="save the file again as UTF-8, or give the original document",
    )
