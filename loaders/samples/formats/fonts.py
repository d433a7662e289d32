"""A font with Chinese characters on this machine: a scan is drawn, and so needs one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import ImageFont

from loaders import messages
from loaders.messages import SaidError

SETTING = "JUESUAN_FONT"
"""The environment variable that names a font file."""
_KNOWN = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/Library/Fonts/Songti.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
_PROBE = "决算"


def find() -> Path:
    """The font file of the setting, else one of those known, else one that fontconfig knows.

    Raises SaidError, with what to install, where there is none.
    """
    setting = os.environ.get(SETTING)
    if setting:
        path = Path(setting)
        if not _draws_chinese(path):
            raise SaidError(messages.FONT_UNFIT.fill(file=path, setting=SETTING), usage=True)
        return path
    found = next((path for path in _candidates() if path.is_file() and _draws_chinese(path)), None)
    if found is None:
        raise SaidError(messages.FONT_MISSING.fill(setting=SETTING), usage=True)
    return found


@cache
def sized(path: Path, pixels: int) -> ImageFont.FreeTypeFont:
    """The font at that size."""
    return ImageFont.truetype(str(path), pixels)


def _candidates() -> Iterator[Path]:
    yield from map(Path, _KNOWN)
    if program := shutil.which("fc-list"):
        listed = subprocess.run([program, ":lang=zh-cn", "file"], capture_output=True, text=True, check=False)
        yield from (Path(line.strip().rstrip(":")) for line in sorted(listed.stdout.splitlines()))


def _draws_chinese(path: Path) -> bool:
    """Whether the file is a font that draws two Chinese characters differently."""
    try:
        font = sized(path, 20)
    except OSError:
        return False
    drawn = [font.getmask(char).getbbox() and bytes(font.getmask(char)) for char in _PROBE]
    return all(drawn) and len(set(drawn)) == len(_PROBE)
