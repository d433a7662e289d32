"""The types of the loaders' columns. A column of one name has one type in every table; what is not named is text.

These are the types that the staging models give to the text of the seeds, so both forms of a table stage alike.
"""

from __future__ import annotations

from loaders.seedfiles import COLUMNS

TEXT = "VARCHAR"
_TYPES = {
    "BIGINT": ("size_bytes",),
    "INTEGER": (
        "column_number", "document_count", "document_ordinal", "figure_count", "fiscal_year", "indicator_number",
        "item_number", "line", "numbers_labelled", "numbers_not_figures", "numbers_placed", "numbers_printed",
        "numbers_unplaced", "page", "row_count", "row_level", "row_number", "units_stated",
    ),
    "BOOLEAN": ("is_blank", "is_empty", "is_in_service", "is_own_level", "is_repeat", "is_within_other"),
    "DATE": ("accepted_on", "service_end", "service_start"),
    "DECIMAL(5, 4)": ("read_confidence",),
    "DECIMAL(20, 2)": ("amount_cny", "rounding_unit_cny"),
    "DECIMAL(24, 6)": (
        "period_target_value", "period_target_value_high", "resolution", "rounding_unit", "target_value",
        "target_value_high", "value",
    ),
}  # fmt: skip
_TYPE_OF = {name: data_type for data_type, names in _TYPES.items() for name in names}


def types(table: str) -> dict[str, str]:
    """The columns of one of the loaders' tables, in their order, each with its type in DuckDB's words."""
    return {name: _TYPE_OF.get(name, TEXT) for name in COLUMNS[table]}
