"""What can be wrong with a file or a report, in words a person can act on."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from loaders.readers.model import Place


class UnreadableError(Exception):
    """A file or document that cannot be loaded; it is quarantined with this reason and the others go on.

    `reason` is a short stable code (for counting), `expected` what was looked for, `advice` what to do.
    """

    def __init__(
        self, reason: str, message: str, *, place: Place | None = None, expected: str = "", advice: str = ""
    ) -> None:
        self.reason = reason
        self.message = message
        self.place = place
        self.expected = expected
        self.advice = advice
        super().__init__(str(self))

    def __reduce__(self) -> tuple[object, ...]:
        """Whole from one process to another."""
        state = {"place": self.place, "expected": self.expected, "advice": self.advice}
        return type(self), (self.reason, self.message), state

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place is not None and self.place != Place() else ""
        expected = f"; expected {self.expected}" if self.expected else ""
        advice = f" ({self.advice})" if self.advice else ""
        return f"{where}{self.message}{expected}{advice}"


def fault(error: BaseException) -> UnreadableError:
    """A fault of the program, met in one document: that document's reason, and no other's trouble."""
    frames = extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return UnreadableError(
        "reader_failed",
        f"the reader failed: {type(error).__name__}: {error}{where}",
        advice="this is a fault of the program: report it with the document",
    )
