"""Codes that were misread in a picture: the listed code of the row's name."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.reports.fold import fold
from loaders.reports.readings.distance import distance

# A longer name may have one character misread itself.
_LONG = 4
# So many digits of a code recognition misreads or loses; one farther from every listed code is another code.
_DIGITS_MISREAD = 3


def code_read(digits: str, name: str, listed: Mapping[str, frozenset[str]], above: str = "") -> str:
    """The code of a row that was recognised, `listed` being the codes of each name.

    A listed code stays. Another becomes the code that the row's name has in the list; of several one behind that of the
    row `above`, and the one that is fewest digits away. Where none is near, or none nearest, it stays as read.
    """
    if any(digits in codes for codes in listed.values()):
        return digits
    folded = fold(name).replace('"', "")
    codes = {code for known, found in listed.items() if _is_named(folded, known) for code in found}
    ranked = sorted((distance(digits, code), code) for code in codes if code > above or len(codes) == 1)
    if not ranked or ranked[0][0] > _DIGITS_MISREAD or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return digits
    return ranked[0][1]


def _is_named(name: str, known: str) -> bool:
    if name == known:
        return True
    others = sum(one != other for one, other in zip(name, known, strict=False))
    return len(name) == len(known) >= _LONG and others == 1
