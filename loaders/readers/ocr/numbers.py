"""Numbers as recognition reads them: points and commas taken for each other, digits for letters, signs lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from loaders.readers.model import Reading

_LOOKALIKES = str.maketrans(
    {"，": ",", "。": ".", "．": ".", "·": ".", "：": ".", ":": ".", "O": "0", "o": "0", "l": "1", "I": "1", "|": "1"}
    | {"—": "-", "－": "-", "一": "-", "〇": "0", "°": "0"}
)
# What a stroke between the digits of an amount may be: a 7 without its bar, a 1 that leans.
_STROKES = ("7", "1")
_STROKE = re.compile(r"(?<=[\d,])/(?=[\d,.])")
# A cell that holds nothing but one of these is a zero.
_ZERO = frozenset("oO〇°")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_GROUPS = re.compile(r"(-?)(\d{1,3})((?:[.,]\d{3})*)(?:[.,](\d{1,3}))?(%?)")
_WITHOUT_POINT = re.compile(r"(-?)(\d+)(\d\d)")
# So sure must recognition be of a number for its sign not to be in doubt.
_SURE = 0.9


def as_number(reading: Reading) -> tuple[str, Reading]:
    """The text of a cell, as a number where one is all it can be; and its reading with the numbers it may be else."""
    forms = list(dict.fromkeys(form for text in (reading.text, *reading.others) for form in _forms(text)))
    own = next(_forms(reading.text), None)
    if own is None:
        return reading.text, reading
    if reading.confidence < _SURE:
        forms += [form[1:] if form.startswith("-") else f"-{form}" for form in forms]
    if match := _WITHOUT_POINT.fullmatch(own):
        forms.append(f"{match[1]}{match[2]}.{match[3]}")
    return own, replace(reading, others=tuple(form for form in forms if form != own))


def _forms(text: str) -> Iterator[str]:
    """The numbers that a text may be, the likeliest first; none where something else than a number stands there."""
    if text not in _ZERO and not any(char.isdigit() for char in text):
        return
    signs = re.sub(r"\s", "", text.translate(_LOOKALIKES))
    if "/" in signs:
        # Only in an amount with its separators: a date has strokes of its own.
        read = (_STROKE.sub(digit, signs) for digit in _STROKES)
        yield from (form for form in read if _NUMBER.fullmatch(form) and ("," in form or "." in form))
        return
    if _NUMBER.fullmatch(signs):
        yield signs
    match = _GROUPS.fullmatch(signs)
    if match is None or (not match[3] and not match[4]):
        return
    minus, first, groups, last, percent = match.groups()
    whole = first + "".join("," + group for group in re.findall(r"\d+", groups))
    if last is None:
        *rest, last = re.findall(r"\d+", groups)
        whole = first + "".join("," + group for group in rest)
    forms = [f"{minus}{whole}.{last}{percent}"]
    if len(last) == 3:
        forms.insert(0, f"{minus}{whole},{last}{percent}")
    yield from (form for form in forms if form != signs)
