"""The seed files: their columns, and how rows are written so that the same rows are always the same bytes."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = Mapping[str, str]

INPUT_FILES = ("input_file_id", "file_name", "sha256", "size_bytes", "document_count")
DOCUMENTS = (
    "document_id",
    "input_file_id",
    "file_name",
    "sha256",
    "media_type",
    "document_ordinal",
    "document_kind",
    "rule_kind",
    "stage",
    "title",
    "department_id",
    "department_name",
    "administrative_level",
    "region_code",
    "fiscal_year",
    "fiscal_year_evidence",
    "load_status",
    "status_reason",
    "status_detail",
    "duplicate_of_document_id",
    "superseded_by_document_id",
    "numbers_printed",
    "numbers_placed",
    "numbers_labelled",
    "numbers_not_figures",
    "numbers_unplaced",
    "page",
    "line",
)
DOCUMENT_TABLES = (
    "document_id",
    "table_code",
    "title",
    "unit",
    "row_count",
    "figure_count",
    "is_empty",
    "page",
    "line",
)
DOCUMENT_UNITS = (
    "document_id",
    "unit_id",
    "unit_name",
    "is_own_level",
    "is_within_other",
    "units_stated",
    "page",
    "line",
)
FIGURES = (
    "figure_id",
    "document_id",
    "project_id",
    "project_name",
    "row_number",
    "column_number",
    "row_label",
    "column_label",
    "row_key",
    "column_key",
    "row_level",
    "parent_row_key",
    "printed_text",
    "unit",
    "amount_cny",
    "rounding_unit_cny",
    "value",
    "rounding_unit",
    "resolution",
    "qualifier",
    "is_blank",
    "is_repeat",
    "page",
    "line",
    "bbox",
)
PROJECT_INDICATORS = (
    "indicator_id",
    "document_id",
    "project_id",
    "project_name",
    "indicator_set",
    "indicator_number",
    "level_1",
    "level_1_code",
    "level_2",
    "level_2_code",
    "indicator_name",
    "period_target_text",
    "period_target_comparator",
    "period_target_value",
    "period_target_value_high",
    "period_target_unit",
    "target_text",
    "target_comparator",
    "target_value",
    "target_value_high",
    "target_unit",
    "actual_text",
    "is_repeat",
    "page",
    "line",
)
FIGURE_READINGS = (
    "figure_id",
    "document_id",
    "read_by",
    "read_text",
    "read_confidence",
)
PROJECT_ITEM_STATUSES = (
    "document_id",
    "project_id",
    "project_name",
    "item_number",
    "item_name",
    "group_name",
    "service_start",
    "service_end",
    "accepted_on",
    "is_in_service",
    "page",
    "line",
)

FIGURE_TABLES = (
    "income_expenditure_summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_budget_expenditure",
    "basic_expenditure",
    "government_fund",
    "state_capital",
    "three_public",
    "revenue_by_source",
    "appropriation_expenditure",
    "appropriation_basic_expenditure",
    "operating_cost",
    "procurement",
    "state_capital_balance",
    "government_fund_basic_expenditure",
    "appropriation_economic",
    "general_budget_detail",
    "basic_expenditure_detail",
    "general_budget_project_detail",
    "general_budget_project_economic",
    "general_budget_project_expenditure",
    "project_expenditure",
    "project_balance",
    "government_fund_three_public",
    "purchased_services",
    "operating_information",
    "narrative",
    "project_payment",
    "project_execution",
    "project_target",
    "project_indicator",
    "evaluation_sheet",
    "evaluation_prose",
    "stated",
    "unplaced",
)
"""Tables whose rows are figures; each has a seed file of its own name."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "input_files": INPUT_FILES,
    "documents": DOCUMENTS,
    "document_tables": DOCUMENT_TABLES,
    "document_units": DOCUMENT_UNITS,
    **{f"figures_{table}": FIGURES for table in FIGURE_TABLES},
    "project_indicators": PROJECT_INDICATORS,
    "project_item_statuses": PROJECT_ITEM_STATUSES,
    "figure_readings": FIGURE_READINGS,
}


def render(columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    """CSV as the project writes it: UTF-8, line feeds, quotes only where needed, a missing value empty."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def write(tables: Mapping[str, Iterable[Row]], folder: Path) -> dict[str, int]:
    """Writes every seed file of the loaders, each replaced as a whole; returns the rows written to each.

    A table without rows is written with its header, so that no stale file stays behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for name, columns in COLUMNS.items():
        rows = list(tables.get(name, ()))
        counts[name] = len(rows)
        path = folder / f"{name}.csv"
        beside = path.with_suffix(".csv.new")
        beside.write_bytes(render(columns, rows))
        os.replace(beside, path)
    return counts
