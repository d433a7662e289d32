"""RapidOCR, an optional extra: what it reads in pictures of lines, how sure it is, and what else it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Place, Reading
from loaders.readers.pages.arrays import Floats, changes

Picture = NDArray[np.uint8]
"""Grey values, 0 black to 255 white."""

DOTS_PER_INCH = 200
"""The resolution at which pictures are read."""
INSTALL = "pip install 'juesuan[ocr]'"
# Lines are looked for in pictures no wider or higher than this, in dots.
_SEARCHED = 1280
# The model reads lines of this height; narrow ones are padded to this width: less is faster and reads the same.
_HEIGHT, _LEAST_WIDTH = 48, 96
_BATCH = 8
# The model's sign for no character.
_NONE = 0
# What is less likely than this is no other reading.
_POSSIBLE = 0.02
_OTHERS_MAX = 8


def is_installed() -> bool:
    """Whether pictures can be read."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def require(place: Place, reason: str = "picture_only", why: str = "the page is a picture without text") -> None:
    """Raises UnreadableError, with that reason, where pictures cannot be read."""
    if not is_installed():
        raise UnreadableError(
            reason,
            why,
            place=place,
            expected="text that can be selected, or the extra that reads pictures",
            advice=f"install it: {INSTALL}; or give the original document",
        )


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _SEARCHED,
        }
    )


@cache
def _recogniser() -> Any:
    """The part that reads lines; it loads its model with the first one."""
    _engine().recognize_txt([np.full((_HEIGHT, _LEAST_WIDTH, 3), 255, np.uint8)])
    return _engine().text_rec


def read_lines(pictures: Sequence[Picture]) -> list[Reading]:
    """What stands in pictures of one line each; empty where nothing was recognised."""
    if not pictures:
        return []
    model = _recogniser()
    found: dict[int, Reading] = {}
    # Lines of about one width go through the model together.
    order = sorted(range(len(pictures)), key=lambda index: pictures[index].shape[1] / pictures[index].shape[0])
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        last = pictures[batch[-1]]
        ratio = max(_LEAST_WIDTH / _HEIGHT, last.shape[1] / last.shape[0])
        shown = np.stack([model.resize_norm_img(_coloured(pictures[index]), ratio) for index in batch])
        for index, one in zip(batch, model.session(shown.astype(np.float32)), strict=True):
            found[index] = _decoded(one, model.postprocess_op.character)
    return [found[index] for index in range(len(pictures))]


def _decoded(likely: Floats, characters: Sequence[str]) -> Reading:
    """A line from how likely each character is at each step across it.

    Steps at which one character is the likeliest are that character once; another reading has one of them exchanged for
    the next likely, left out, or one more where there is none.
    """
    best = likely.argmax(axis=1)
    text, confidence, others = "", 1.0, []
    for steps in np.split(likely, np.flatnonzero(changes(best))[1:]):
        shares = steps.max(axis=0)
        char = int(shares.argmax())
        at = len(text)
        if char != _NONE:
            text += characters[char]
            confidence = min(confidence, float(shares[char]))
        shares[char] = 0.0
        second = int(shares.argmax())
        if shares[second] >= _POSSIBLE:
            others.append((float(shares[second]), at, char != _NONE, "" if second == _NONE else characters[second]))
    if not text.strip():
        return Reading("", 0.0)
    return Reading(text.strip(), confidence, tuple(dict.fromkeys(_exchanged(text, others))))


def _exchanged(text: str, others: list[tuple[float, int, bool, str]]) -> Iterator[str]:
    for _, at, takes_place, char in sorted(others, reverse=True)[:_OTHERS_MAX]:
        other = (text[:at] + char + text[at + takes_place :]).strip()
        if other and other != text.strip():
            yield other


def find_lines(picture: Picture) -> Floats:
    """The boxes (left, top, right, bottom) around the lines of text in a picture, in its points."""
    found = _engine()(_coloured(picture), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None or not len(found.boxes):
        return np.zeros((0, 4))
    corners = np.asarray(found.boxes, np.float64)
    return np.hstack([corners.min(axis=1), corners.max(axis=1)])


def _coloured(picture: Picture) -> Picture:
    return np.repeat(picture[:, :, None], 3, axis=2)
