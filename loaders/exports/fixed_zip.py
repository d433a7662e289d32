"""Zip archives whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import os
import shutil
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can note."""


class FixedZip(ZipFile):
    """A zip archive that notes one fixed time and one set of rights for all its members."""

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        """Adds a member of that content."""
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        super().writestr(_member(name), data)

    def write(self, filename: str | os.PathLike[str], arcname: str | os.PathLike[str] | None = None, *_: Any) -> None:
        """Adds the file's content as a member."""
        entry = _member(str(arcname or filename))
        entry.file_size = os.stat(filename).st_size  # a sheet may need the form for more than 2 GiB
        with open(filename, "rb") as source, self.open(entry, "w") as member:
            shutil.copyfileobj(source, member)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, FIXED_TIME)
    member.compress_type = ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member
