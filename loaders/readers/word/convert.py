"""Word documents of other forms (doc, RTF, Word XML), which LibreOffice turns into docx where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from loaders.readers import word
from loaders.readers.compound import MARK, CompoundFile
from loaders.readers.errors import UnreadableError
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Block
from loaders.workspace import workspace

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_FLAGS, _ENCRYPTED = 11, 0x01
# LibreOffice is a script that starts a program that starts the next: the kernel would end only the first of them with
# this process. So one of their group waits for the end of a pipe that this process holds open, and ends all of them.
_WATCHED = 'exec 3<&0 </dev/null; (read -r _ <&3; kill -KILL 0) & exec 3<&-; exec "$@"'
# The profile of one conversion: no macros, nothing fetched from elsewhere.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of the document, read from what LibreOffice makes of it."""
    if data.startswith(MARK):
        _require_open(data)
    return word.blocks(converted(data))


def program() -> str | None:
    """LibreOffice's program, if it is there."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def converted(data: bytes) -> bytes:
    """The document as docx. Raises UnreadableError where LibreOffice is missing, fails, or takes too long."""
    soffice = program()
    if soffice is None:
        raise UnreadableError(
            "converter_missing",
            "this is an old Word document, and LibreOffice, which reads it, is not installed",
            expected="LibreOffice (soffice), or the document as docx",
            advice="install it (apt-get install libreoffice-writer, brew install --cask libreoffice), or save as docx",
        )
    with workspace(Path(tempfile.gettempdir()), "juesuan-convert-") as folder:
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = folder / "in.doc"
        source.write_bytes(data)
        _run(
            [
                soffice,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault"),
                *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)),
            ]
        )
        result = folder / "out" / "in.docx"
        if not result.is_file():
            raise UnreadableError(
                "damaged",
                "LibreOffice cannot read the document",
                expected="a whole Word document",
                advice="open it in Word or WPS and save it as docx",
            )
        return result.read_bytes()


def _run(command: list[str]) -> None:
    """Runs the program and all that it starts, no longer than allowed, and no longer than this process lives."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", _WATCHED, "sh", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(allowed().convert_seconds)
    except subprocess.TimeoutExpired as error:
        raise beyond("convert_seconds", "seconds for LibreOffice to read the document") from error
    finally:
        # Also where this program is interrupted: neither what LibreOffice started nor the watch must outlive it.
        with suppress(ProcessLookupError):  # nothing of them is left
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def _require_open(data: bytes) -> None:
    """Raises UnreadableError for a document with a password: its header says so ([MS-DOC] §2.5.2, fEncrypted)."""
    header = CompoundFile(data).stream("WordDocument")
    if len(header) > _FLAGS and header[_FLAGS] & _ENCRYPTED:
        raise UnreadableError(
            "password",
            "the document is protected by a password",
            expected="a file without a password",
            advice="open it with the password and save it without one",
        )
