"""The identities in pandas: both sides of every check, of one document or of many at once.

Amounts are floats of yuan, as pandas has them; below a hundred million million they are good for the cent.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.scale.rivals.identities import EQ, GE, IDENTITIES, Cell, Cells, Classes, Covers, Identity, Levels, Rows

SIDES = ("document_id", "identity_id", "place", "operator", "lhs", "rhs")
_ROW = ["document_id", "row_key"]


def read(batch: Path) -> pd.DataFrame:
    """The figures of the nine tables: a row printed twice counts once."""
    files = [str(file) for file in sorted(batch.glob("figures_*.parquet")) if file.stem != "figures_narrative"]
    return duckdb.execute(
        "select document_id, regexp_extract(filename, 'figures_(.*)[.]parquet', 1) as table_code, row_key, column_key, "
        "row_level, parent_row_key, cast(amount_cny as double) as amount from read_parquet($1, filename = true) "
        "where not is_repeat order by document_id, table_code, row_number, column_number",
        [files],
    ).df()


class Tables:
    """The figures by table, once in long form and once a column for each of the table's."""

    def __init__(self, figures: pd.DataFrame) -> None:
        self.documents = pd.Index(figures["document_id"].unique(), name="document_id")
        self._long = dict(tuple(figures.groupby("table_code", sort=False)))
        self._wide = {code: _wide(long) for code, long in self._long.items()}

    def long(self, table: str) -> pd.DataFrame | None:
        """A table's figures, or None where no document has any."""
        return self._long.get(table)

    def wide(self, table: str) -> pd.DataFrame:
        """A table's rows by document and row key, a column for each of its columns."""
        return self._wide.get(table, _NOTHING)

    def cell(self, cell: Cell) -> pd.Series:
        """One cell of each document that has it; of row "*" the sum over the lowest level."""
        table, row, column = cell
        wide = self.wide(table)
        if column not in wide:
            return pd.Series(dtype=float)
        if row == "*":
            lowest = wide[wide.index.get_level_values("row_key").str.len() == 7]
            return lowest[column].groupby("document_id").sum()
        rows = wide.index.get_level_values("row_key") == row
        return wide.loc[rows, column].droplevel("row_key").dropna()


_NOTHING = pd.DataFrame(index=pd.MultiIndex.from_arrays([[], []], names=_ROW))


def sides(figures: pd.DataFrame) -> pd.DataFrame:
    """Every check of every identity on these figures, of whatever documents they are."""
    tables = Tables(figures)
    found = [frame for identity in IDENTITIES if (frame := _sides(identity, tables)) is not None]
    return pd.concat(found, ignore_index=True)


def alarms(checked: pd.DataFrame, tolerance: float) -> pd.Series:
    """Which checks are called wrong: apart by more than a share of the larger side; to the cent where it is zero."""
    difference = checked["lhs"] - checked["rhs"]
    apart = difference.abs()
    apart = apart.where(checked["operator"] != "le", difference.clip(lower=0))
    apart = apart.where(checked["operator"] != GE, (-difference).clip(lower=0))
    larger = checked[["lhs", "rhs"]].abs().max(axis=1)
    return apart.round(2) > (tolerance * larger).round(2)


def _wide(long: pd.DataFrame) -> pd.DataFrame:
    return long.pivot_table(index=_ROW, columns="column_key", values="amount", aggfunc="sum", sort=False)


def _sides(identity: Identity, tables: Tables) -> pd.DataFrame | None:
    match identity:
        case Rows():
            return _rows(identity, tables)
        case Levels():
            return _levels(identity, tables)
        case Cells():
            return _cells(identity, tables)
        case Classes():
            return _classes(identity, tables)
        case Covers():
            return _covers(identity, tables)


def _rows(identity: Rows, tables: Tables) -> pd.DataFrame | None:
    wide = tables.wide(identity.table)
    if not set(identity.left) <= set(wide):
        return None
    wide = wide.dropna(subset=list(identity.left))
    left = wide[list(identity.left)].sum(axis=1)
    right = wide.reindex(columns=list(identity.right)).sum(axis=1)
    return _framed(identity.identity_id, left, right)


def _levels(identity: Levels, tables: Tables) -> pd.DataFrame | None:
    long = tables.long(identity.table)
    if long is None:
        return None
    keys = ["document_id", "row_key", "column_key"]
    children = long.dropna(subset=["parent_row_key"])
    below = children.groupby(["document_id", "parent_row_key", "column_key"], sort=False)["amount"].sum()
    own = long.set_index(keys)["amount"]
    if identity.parents:
        own = own[own.index.get_level_values("row_key").isin(identity.parents)]
    joined = pd.concat([own, below.rename_axis(keys)], axis=1, join="inner", keys=["lhs", "rhs"])
    return _framed(identity.identity_id, joined["lhs"], joined["rhs"])


def _cells(identity: Cells, tables: Tables) -> pd.DataFrame | None:
    left = [tables.cell(cell) for cell in identity.left]
    printed = left[0].index
    if printed.empty:
        return None
    lhs, rhs = (
        sum((cell.reindex(printed, fill_value=0.0) for cell in cells), start=pd.Series(0.0, index=printed))
        for cells in (left, [tables.cell(cell) for cell in identity.right])
    )
    place = identity.left[0]
    return _framed(identity.identity_id, lhs, rhs, operator=identity.operator, place=f"{place[1]}.{place[2]}")


def _classes(identity: Classes, tables: Tables) -> pd.DataFrame | None:
    summary, other = tables.long(identity.left), tables.long(identity.right)
    if summary is None:
        return None
    lines = summary[
        (summary["parent_row_key"] == "expenditure_of_year") & (summary["column_key"] == identity.left_column)
    ]
    left = lines.set_index(_ROW)["amount"]
    right = pd.Series(dtype=float, index=_NOTHING.index)
    if other is not None:
        right = other[(other["row_level"] == 1) & (other["column_key"] == "total")].set_index(_ROW)["amount"]
    return _framed(identity.identity_id, left, right.reindex(left.index, fill_value=0.0))


def _covers(identity: Covers, tables: Tables) -> pd.DataFrame | None:
    keys = ["document_id", "row_key", "column_key"]
    long = tables.long(identity.table)
    parts = [part for table in identity.parts if (part := tables.long(table)) is not None]
    if long is None or not parts:
        return None
    together = pd.concat(parts)
    together = together[together["column_key"].isin(identity.columns)]
    right = together.groupby(keys, sort=False)["amount"].sum()
    left = long.set_index(keys)["amount"]
    joined = pd.concat([left, right], axis=1, join="inner", keys=["lhs", "rhs"])
    return _framed(identity.identity_id, joined["lhs"], joined["rhs"], operator=GE)


def _framed(
    identity_id: str, left: pd.Series, right: pd.Series, operator: str = EQ, place: str | None = None
) -> pd.DataFrame:
    """The two sides with their place: what the index has behind the document."""
    found = pd.DataFrame({"lhs": left, "rhs": right}).reset_index()
    names = [name for name in ("row_key", "column_key") if name in found]
    found["place"] = place if place is not None else found[names].agg(".".join, axis=1) if len(found) else ""
    return found.assign(identity_id=identity_id, operator=operator)[list(SIDES)]
