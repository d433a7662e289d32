"""Progress of long work on stderr: for a person at a terminal, or for a log that asks for it."""

from __future__ import annotations

import sys
from typing import TextIO

from loaders import messages
from loaders.messages import Message


class Progress:
    """Says one line for each step and each file; silent unless stderr is a terminal or `wanted`."""

    def __init__(self, *, wanted: bool = False, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._speaks = wanted or self._stream.isatty()

    def step(self, message: Message) -> None:
        """A step begins."""
        if self._speaks:
            print(f"· {message.zh} · {message.en}", file=self._stream, flush=True)

    def file(self, done: int, total: int, name: str) -> None:
        """A file was read; the shape that `loaders.pipeline.load` calls."""
        self.step(messages.READING.fill(done=done, total=total, name=name))
