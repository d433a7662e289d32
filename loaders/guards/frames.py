"""The tables that the suites look at: the loaders' CSV files, and what can be derived from them together."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from loaders.layouts import layout
from loaders.reports.tables.words import table_words
from loaders.seedfiles import COLUMNS, FIGURE_TABLES

Frames = dict[str, pd.DataFrame]

_GROUP = ["document_id", "table_code"]
# Rows of the basic expenditure table that a report may leave unprinted although they contain others.
_UNPRINTED_PARENTS = {
    "basic_expenditure": {"total", "personnel", "public"},
    # Budgets that tell expenditure a second time, by use, print one total for both.
    "income_expenditure_summary": {"by_use"},
    "appropriation_summary": {"by_use"},
}


def read_seeds(folder: Path) -> Frames:
    """Each seed file as text, its empty cells null, with its name (`file`) and each row's line in it (`csv_line`)."""
    frames = {}
    for name in COLUMNS:
        path = folder / f"{name}.csv"
        frame = pd.read_csv(path, dtype=str, keep_default_na=False) if path.is_file() else pd.DataFrame()
        frame = frame.mask(frame == "")
        frame.insert(0, "file", path.name)
        # Exact unless a cell holds a line break; the loaders write none.
        frame.insert(1, "csv_line", [str(index + 2) for index in range(len(frame))])
        frames[name] = frame
    return frames


def header(frame: pd.DataFrame) -> str:
    """The columns a file was found to have."""
    return ", ".join(column for column in frame.columns if column not in ("file", "csv_line"))


def standard_tables() -> set[str]:
    """The tables of final accounts and of budgets."""
    return {*table_words("final_accounts").tables, *table_words("budget").tables}


def figures(seeds: Frames) -> pd.DataFrame:
    """The rows of all figure files, with the table's name and what the suites ask of each row."""
    parts = [seeds[f"figures_{table}"].assign(table_code=table) for table in FIGURE_TABLES]
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    measures = found[["amount_cny", "value"]].notna().sum(axis="columns")
    # A figure is money or something else, never both; a dash in a number's place ("增长--") is neither.
    found["measures"] = measures.map(lambda count: "one" if count == 1 else "none" if count == 0 else "both")
    return found


def file_counts(seeds: Frames) -> pd.DataFrame:
    """Each file given to the load, with the documents that really stand for it."""
    counted = seeds["documents"].groupby("input_file_id").size().rename("counted_documents").reset_index()
    found = seeds["input_files"].merge(counted, how="left", on="input_file_id")
    found["counted_documents"] = found["counted_documents"].fillna(0).astype(int).astype(str)
    return found


def table_counts(seeds: Frames, all_figures: pd.DataFrame) -> pd.DataFrame:
    """Each table of each document, with the figures and rows that are really there."""
    tables = seeds["document_tables"]
    counted = all_figures.groupby(_GROUP).size().rename("counted_figures").reset_index()
    found = tables.merge(counted, how="left", on=_GROUP)
    found["counted_figures"] = found["counted_figures"].fillna(0).astype(int).astype(str)
    return found


def required_tables(seeds: Frames, all_figures: pd.DataFrame) -> pd.DataFrame:
    """Each loaded document with each table its kind requires, and whether it has rows or says that it is empty."""
    kinds = layout("kinds")["kinds"]
    with_rows = set(zip(all_figures["document_id"], all_figures["table_code"], strict=True))
    tables = seeds["document_tables"]
    stated_empty = tables[tables["is_empty"] == "true"]
    empty = set(zip(stated_empty["document_id"], stated_empty["table_code"], strict=True))
    rows = []
    for document in seeds["documents"].to_dict("records"):
        # A table that no layout places is said with the document; its numbers are kept as unplaced figures.
        if document["load_status"] != "loaded" or document["status_reason"] == "table_unplaced":
            continue
        required = kinds.get(document["document_kind"], {}).get("requires_tables", {})
        for table in (table for table, since in required.items() if since != "announced"):
            key = (document["document_id"], table)
            state = "has rows" if key in with_rows else "stated empty" if key in empty else "missing"
            rows.append({**document, "table_code": table, "state": state})
    return pd.DataFrame(rows, columns=[*seeds["documents"].columns, "table_code", "state"])


def parts(all_figures: pd.DataFrame) -> pd.DataFrame:
    """Each figure of a hierarchy that names a parent, and whether that row is printed in the same table."""
    found = all_figures[
        all_figures["table_code"].isin(standard_tables()) & all_figures["parent_row_key"].notna()
    ].copy()
    printed = set(zip(all_figures["document_id"], all_figures["table_code"], all_figures["row_key"], strict=True))
    found["parent"] = [
        "printed"
        if (document, table, parent) in printed
        else "left out"
        if parent in _UNPRINTED_PARENTS.get(table, ())
        else "missing"
        for document, table, parent in zip(
            found["document_id"], found["table_code"], found["parent_row_key"], strict=True
        )
    ]
    return found


def totals(seeds: Frames, all_figures: pd.DataFrame) -> pd.DataFrame:
    """Each total of a standard table that is not zero, and how many rows of its column are parts of it.

    A budget's table may be one row, told by type alone: it has no total, and is no part of the answer.
    """
    standard = all_figures[all_figures["table_code"].isin(standard_tables())]
    rows = standard.groupby(_GROUP)["row_number"].transform("nunique")
    documents = seeds["documents"]
    budgets = documents.loc[documents["stage"].eq("budget"), "document_id"]
    standard = standard[(rows > 1) | ~standard["document_id"].isin(budgets)]
    standard = standard.assign(parent_row_key=standard["parent_row_key"].replace({"by_use": "total_expenditure"}))
    is_total = standard["row_level"].eq("0") & standard["amount_cny"].notna() & standard["amount_cny"].ne("0.00")
    key = [*_GROUP, "row_key"]
    counted = (
        standard[standard["parent_row_key"].notna()]
        .groupby([*_GROUP, "parent_row_key"])
        .size()
        .rename("parts")
        .reset_index()
        .rename(columns={"parent_row_key": "row_key"})
    )
    found = standard[is_total].merge(counted, how="left", on=key)
    found["has_parts"] = found["parts"].notna().map({True: "true", False: "false"})
    return found
