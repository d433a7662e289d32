"""A whole row lost or printed twice: a parent differs from its parts in several columns, by what fits one row."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from loaders.audit.model import Cell, Check, System


def family(check: Check) -> tuple[str, str, str] | None:
    """What the check shares with those of the other columns; None where the rule compares no columns."""
    return (check.document_id, check.identity_id, check.group_row) if check.group_column else None


def row_hypothesis(system: System, violated: list[Check]) -> tuple[str, Cell | None] | None:
    """row_doubled with the row's first cell, or row_lost; None where neither explains all the checks together.

    A row's total is the sum of its other columns, so a lost row leaves differences that add up likewise.
    """
    if len(violated) < 2 or len({family(check) for check in violated}) != 1 or family(violated[0]) is None:
        return None
    differences = {check.group_column: check.lhs - check.rhs for check in violated}
    allowed = {check.group_column: check.allowed for check in violated}
    if all(difference < 0 for difference in differences.values()):
        for cells in _rows(system, violated):
            if set(cells) == set(differences) and all(
                abs(cells[column].value + differences[column]) <= allowed[column] for column in cells
            ):
                return "row_doubled", min(cells.values(), key=lambda cell: cell.column_number)
    if "total" in differences and all(difference > 0 for difference in differences.values()):
        parts = sum((value for column, value in differences.items() if column != "total"), Fraction(0))
        if abs(differences["total"] - parts) <= sum(allowed.values()):
            return "row_lost", None
    return None


def _rows(system: System, violated: list[Check]) -> list[dict[str, Cell]]:
    """The parts' rows as printed: cells that are not zero, by column."""
    found: dict[int, dict[str, Cell]] = defaultdict(dict)
    for check in violated:
        for term in check.options[0].terms.get("rhs", ()):
            cell = system.cells[term.figure_id]
            if cell.value:
                found[cell.row_number][check.group_column] = cell
    return [cells for _, cells in sorted(found.items())]
