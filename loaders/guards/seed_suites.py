"""What must hold of the loaders' tables before dbt reads them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from loaders.guards import frames
from loaders.guards.frames import Frames
from loaders.guards.rules import (
    Suite,
    equal,
    integers,
    key,
    known,
    one_of,
    pattern,
    required,
    truths,
    with_known,
)
from loaders.layouts import layout
from loaders.reports.numbers import MONEY_UNITS
from loaders.reports.tables.words import table_words
from loaders.seedfiles import COLUMNS

_AMOUNT = r"^-?\d+\.\d{2}$"
_POSITIVE = r"^(?=.*[1-9])\d+(\.\d+)?$"
_DECIMAL = r"^-?\d+(\.\d+)?$"
_FUNCTIONAL = r"^(total|\d{3}|\d{5}|\d{7})$"
_ECONOMIC = r"^(total|personnel|public|\d{3}|\d{5})$"


_ABOVE_ZERO_ZH, _ABOVE_ZERO_EN = "末位单位应大于零", "the rounding unit is above zero"


def schema_suite(seeds: Frames) -> Suite:
    """Every file has exactly its columns."""
    agreed = {name: ", ".join(columns) for name, columns in COLUMNS.items()}
    headers = pd.DataFrame(
        {"file": f"{name}.csv", "columns": frames.header(seeds[name]), "agreed": agreed[name]} for name in COLUMNS
    )
    return Suite(
        "columns",
        headers,
        (
            equal(
                "columns",
                "agreed",
                "栏目与约定不符，可能由其他版本写出，请重新读取文档",
                "its columns are not the agreed ones: another version may have written it; load the documents again",
            ),
        ),
    )


def content_suites(seeds: Frames) -> list[Suite]:
    """Keys, codes, units, amounts and places of all rows, and whether all rows are there."""
    documents = seeds["documents"]["document_id"].dropna().tolist()
    files = seeds["input_files"]
    of_documents = {
        name: with_known(frame, "document_id", documents)
        for name, frame in seeds.items()
        if "document_id" in frame.columns
    }
    figures = frames.figures(of_documents)
    of_files = with_known(seeds["documents"], "input_file_id", files["input_file_id"].dropna().tolist())
    return [
        _input_files(frames.file_counts(seeds)),
        _documents(
            with_known(
                with_known(of_files, "duplicate_of_document_id", documents), "superseded_by_document_id", documents
            )
        ),
        _units(of_documents["document_units"]),
        *_figures(figures),
        *_completeness(of_documents, figures),
        *_projects(of_documents),
    ]


def _of_known_document() -> list[Any]:
    return [
        *required("document_id"),
        *known("document_id", "文档不在 documents.csv 中", "the document is not in documents.csv"),
    ]


def _input_files(files: pd.DataFrame) -> Suite:
    return Suite(
        "input_files",
        files,
        (
            *key("input_file_id"),
            *required("file_name"),
            *pattern(r"^[1-9]\d*$", "输入文件没有对应的文档", "no document stands for the file", "document_count"),
            equal(
                "document_count",
                "counted_documents",
                "文档个数与所记不符",
                "not as many documents as the loaders counted",
            ),
        ),
    )


def _documents(documents: pd.DataFrame) -> Suite:
    kinds = [*layout("kinds")["kinds"], "unknown"]
    return Suite(
        "documents",
        documents,
        (
            *key("document_id"),
            *required("input_file_id", "file_name", "document_ordinal", "document_kind", "load_status"),
            *known("input_file_id", "文件不在 input_files.csv 中", "the file is not in input_files.csv"),
            *one_of(kinds, "未知的文档种类", "an unknown kind of document", "document_kind"),
            *one_of(
                ["loaded", "duplicate", "superseded", "blank", "quarantined"],
                "未知的读取状态",
                "an unknown status",
                "load_status",
            ),
            *known("duplicate_of_document_id", "所重复的文档不存在", "the document it repeats does not exist"),
            *known(
                "superseded_by_document_id", "取代它的文档不存在", "the document that took its place does not exist"
            ),
            *pattern(r"^[0-9a-f]{64}$", "不是 SHA-256 摘要", "is no SHA-256 digest", "sha256"),
            *pattern(r"^20\d{2}$", "不是年度", "is no fiscal year", "fiscal_year"),
            *integers("document_ordinal", "page", "line"),
        ),
    )


def _units(units: pd.DataFrame) -> Suite:
    return Suite(
        "document_units",
        units,
        (
            *key("document_id", "unit_id"),
            *_of_known_document(),
            *required("unit_name", "is_own_level", "is_within_other", "units_stated"),
            *integers("units_stated", "page", "line"),
            *truths("is_own_level", "is_within_other"),
        ),
    )


def _figures(figures: pd.DataFrame) -> list[Suite]:
    money = figures[figures["amount_cny"].notna()]
    printed = figures[figures["is_blank"] == "false"]
    measured = printed[printed["measures"] == "one"]
    specs = {**table_words("budget").tables, **table_words("final_accounts").tables}
    # A column that no layout knows is kept by its label: it has neither key.
    placed = figures[figures["row_key"].notna() | figures["column_key"].notna()]
    of_shape = {
        shape: placed[placed["table_code"].isin([code for code, spec in specs.items() if spec["shape"] in shapes])]
        for shape, shapes in {"functional": ("functional",), "economic": ("economic", "economic_list")}.items()
    }
    return [
        Suite(
            "figures",
            figures,
            (
                *key("figure_id"),
                *_of_known_document(),
                *required("row_number", "column_number", "is_blank", "is_repeat"),
                *one_of(["one", "none"], "同时有金额和数值", "has both an amount and a value", "measures"),
                *pattern(_AMOUNT, "金额应为两位小数", "an amount has two decimals", "amount_cny"),
                *pattern(_DECIMAL, "数值应为小数", "a value is a decimal", "value"),
                *integers("row_number", "column_number", "row_level", "page", "line"),
                *truths("is_blank", "is_repeat"),
            ),
        ),
        Suite(
            "figures in money",
            money,
            (
                *required("unit"),
                *pattern(
                    r"^元(/.+)?$", "金额应已换算为元", "money is in yuan (元, or 元 for each of something)", "unit"
                ),
                *pattern(_POSITIVE, _ABOVE_ZERO_ZH, _ABOVE_ZERO_EN, "rounding_unit_cny"),
            ),
        ),
        Suite(
            "figures as printed",
            measured,
            (
                *required("printed_text", "resolution"),
                *pattern(_POSITIVE, _ABOVE_ZERO_ZH, _ABOVE_ZERO_EN, "rounding_unit", "resolution"),
            ),
        ),
        Suite(
            "figures printed in money",
            printed[printed["amount_cny"].notna()],
            tuple(required("rounding_unit_cny")),
        ),
        Suite(
            "functional codes",
            of_shape["functional"],
            (
                *required("row_key", "column_key"),
                *pattern(
                    _FUNCTIONAL, "功能科目编码应为 3、5 或 7 位", "a functional code has 3, 5 or 7 digits", "row_key"
                ),
            ),
        ),
        Suite(
            "economic codes",
            of_shape["economic"],
            (
                *required("row_key", "column_key"),
                *pattern(_ECONOMIC, "经济科目编码应为 3 或 5 位", "an economic code has 3 or 5 digits", "row_key"),
            ),
        ),
    ]


def _completeness(seeds: Frames, figures: pd.DataFrame) -> list[Suite]:
    counts = frames.table_counts(seeds, figures)
    standard = counts[counts["table_code"].isin(frames.standard_tables()) & (counts["is_empty"] == "false")]
    return [
        Suite(
            "tables of documents",
            counts,
            (
                *_of_known_document(),
                *required("table_code", "title", "row_count", "figure_count", "is_empty"),
                *one_of([*MONEY_UNITS, "分", "%"], "未知的单位", "an unknown unit", "unit"),
                *integers("row_count", "figure_count", "page", "line"),
                *truths("is_empty"),
                equal("figure_count", "counted_figures", "数字个数与表不符", "not as many figures as the table has"),
            ),
        ),
        Suite(
            "standard tables",
            standard,
            (
                *required("unit"),
                *pattern(_POSITIVE, "表格没有行", "the table has no rows", "row_count", "counted_figures"),
            ),
        ),
        Suite(
            "required tables",
            frames.required_tables(seeds, figures),
            tuple(one_of(["has rows", "stated empty"], "缺少应有的表格", "a table of the report is missing", "state")),
        ),
        Suite(
            "parts of totals",
            frames.parts(figures),
            tuple(one_of(["printed", "left out"], "上级行不存在", "the row that contains it is missing", "parent")),
        ),
        Suite(
            "totals",
            frames.totals(seeds, figures),
            tuple(one_of(["true"], "合计没有明细", "a total without any part", "has_parts")),
        ),
    ]


def _projects(seeds: Frames) -> list[Suite]:
    comparators = ["ge", "le", "gt", "lt", "eq", "between"]
    values = ["period_target_value", "period_target_value_high", "target_value", "target_value_high"]
    return [
        Suite(
            "project_indicators",
            seeds["project_indicators"],
            (
                *key("indicator_id"),
                *_of_known_document(),
                *required("project_id", "indicator_set", "is_repeat"),
                *one_of(comparators, "未知的比较符", "an unknown comparator",
                        "period_target_comparator", "target_comparator"),
                *pattern(_DECIMAL, "数值应为小数", "a value is a decimal", *values),
                *integers("indicator_number", "page", "line"),
                *truths("is_repeat"),
            ),
        ),
        Suite(
            "figure_readings",
            seeds["figure_readings"],
            (
                *key("figure_id"),
                *_of_known_document(),
                *required("read_by", "read_confidence"),
                *one_of(["recognised", "repaired", "doubtful"], "未知的识读方式", "an unknown way of reading",
                        "read_by"),
                *pattern(_DECIMAL, "数值应为小数", "a value is a decimal", "read_confidence"),
            ),
        ),
        Suite(
            "project_item_statuses",
            seeds["project_item_statuses"],
            (
                *key("document_id", "project_id", "item_number"),
                *_of_known_document(),
                *pattern(r"^\d{4}-\d{2}-\d{2}$", "不是日期", "is no date",
                         "service_start", "service_end", "accepted_on"),
                *integers("item_number", "page", "line"),
                *truths("is_in_service"),
            ),
        ),
    ]  # fmt: skip
