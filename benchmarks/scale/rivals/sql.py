"""The identities in SQL: a query for each that gives both sides of its checks, over a relation of figures."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.scale.rivals.identities import IDENTITIES, Cell, Cells, Classes, Covers, Identity, Levels, Rows

_DISTANCE = {"eq": "abs(lhs - rhs)", "le": "greatest(lhs - rhs, 0)", "ge": "greatest(rhs - lhs, 0)"}


def tests(figures: str) -> dict[str, str]:
    """A query by name, one for each identity, that returns the checks it calls wrong.

    The share of the larger side that is forgiven is dbt's variable `tolerance`.
    """
    queries: dict[str, list[str]] = {}
    for identity in IDENTITIES:
        operator = getattr(identity, "operator", "ge" if isinstance(identity, Covers) else "eq")
        queries.setdefault(identity.identity_id, []).append(
            f"select document_id, place, lhs, rhs\nfrom ({sides(identity, figures)})\n"
            f"where {_DISTANCE[operator]} > {{{{ var('tolerance') }}}} * greatest(abs(lhs), abs(rhs))"
        )
    return {name: "\nunion all\n".join(found) for name, found in queries.items()}


def counted(figures: str) -> str:
    """How many checks there are, and of how many identities."""
    each = [
        f"select '{identity.identity_id}' as identity_id from ({sides(identity, figures)})" for identity in IDENTITIES
    ]
    return f"select count(*), count(distinct identity_id) from ({' union all '.join(each)})"


def sides(identity: Identity, figures: str) -> str:
    """A query that gives document_id, place, lhs and rhs of every check of the identity."""
    match identity:
        case Rows():
            return _rows(identity, figures)
        case Levels():
            return _levels(identity, figures)
        case Cells():
            return _cells(identity, figures)
        case Classes():
            return _classes(identity, figures)
        case Covers():
            return _covers(identity, figures)


def _rows(identity: Rows, figures: str) -> str:
    return (
        f"select document_id, row_key as place, {_sum(_in('column_key', identity.left))} as lhs, "
        f"{_sum(_in('column_key', identity.right))} as rhs from {figures} where table_code = '{identity.table}' "
        f"group by all having count(distinct case when {_in('column_key', identity.left)} then column_key end) "
        f"= {len(identity.left)}"
    )


def _levels(identity: Levels, figures: str) -> str:
    only = f" and {_in('own.row_key', identity.parents)}" if identity.parents else ""
    return (
        "select own.document_id, own.row_key || '.' || own.column_key as place, any_value(own.amount) as lhs, "
        f"sum(below.amount) as rhs from {figures} as own inner join {figures} as below on "
        "own.document_id = below.document_id and own.table_code = below.table_code "
        "and own.row_key = below.parent_row_key and own.column_key = below.column_key "
        f"where own.table_code = '{identity.table}'{only} group by all"
    )


def _cells(identity: Cells, figures: str) -> str:
    left, right = (" or ".join(map(_cell, cells)) for cells in (identity.left, identity.right))
    first = identity.left[0]
    return (
        f"select document_id, '{first[1]}.{first[2]}' as place, {_sum(left)} as lhs, {_sum(right)} as rhs "
        f"from {figures} group by document_id having bool_or({_cell(first)})"
    )


def _classes(identity: Classes, figures: str) -> str:
    return (
        "select lines.document_id, lines.row_key as place, lines.amount as lhs, coalesce(classes.amount, 0) as rhs "
        f"from {figures} as lines left join {figures} as classes on lines.document_id = classes.document_id "
        f"and lines.row_key = classes.row_key and classes.table_code = '{identity.right}' and classes.row_level = 1 "
        f"and classes.column_key = 'total' where lines.table_code = '{identity.left}' "
        f"and lines.parent_row_key = 'expenditure_of_year' and lines.column_key = '{identity.left_column}'"
    )


def _covers(identity: Covers, figures: str) -> str:
    return (
        "select whole.document_id, whole.row_key || '.' || whole.column_key as place, any_value(whole.amount) as lhs, "
        f"sum(parts.amount) as rhs from {figures} as whole inner join {figures} as parts on "
        "whole.document_id = parts.document_id and whole.row_key = parts.row_key "
        f"and whole.column_key = parts.column_key where whole.table_code = '{identity.table}' "
        f"and {_in('parts.table_code', identity.parts)} and {_in('parts.column_key', identity.columns)} group by all"
    )


def _cell(cell: Cell) -> str:
    table, row, column = cell
    which = "length(row_key) = 7" if row == "*" else f"row_key = '{row}'"
    return f"(table_code = '{table}' and {which} and column_key = '{column}')"


def _sum(condition: str) -> str:
    return f"coalesce(sum(amount) filter ({condition}), 0)"


def _in(column: str, values: Iterable[str]) -> str:
    return f"{column} in ({', '.join(repr(value) for value in values)})"
