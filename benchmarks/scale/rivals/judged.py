"""What a way to judge says of a batch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Judged:
    """Checks evaluated, of how many identities, and the document and identity of each check called wrong."""

    checks: int
    identities: int
    alarms: tuple[tuple[str, str], ...]
