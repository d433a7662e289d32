"""Names and values as words of a statement.

Where a value is the project's own this is as safe as a parameter, and it spares a build half a second: DuckDB imports
pandas as soon as it is handed a parameter.
"""

from __future__ import annotations

from decimal import Decimal


def name(text: str) -> str:
    """A name as SQL takes it, whatever it holds."""
    return '"' + text.replace('"', '""') + '"'


def literal(value: str | int | float | Decimal | None) -> str:
    """A value as SQL takes it; a text may hold anything."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
