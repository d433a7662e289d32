"""A Frictionless data package: CSV files described by datapackage.json, with the types of the Fiscal Data Package.

Specifications: Data Package, Tabular Data Resource and Table Schema 1.0; Fiscal Data Package 1.0-rc.1 with its budget
taxonomy. Keys and references come from the contract of the marts.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from loaders import yamltext
from loaders.exports.csv_files import write_table
from loaders.exports.marts import Column, Marts, Table
from loaders.guards.mart_suites import contract

DESCRIPTOR = "datapackage.json"
_TYPES = {
    "VARCHAR": "string", "DECIMAL": "number", "DOUBLE": "number", "BOOLEAN": "boolean", "DATE": "date",
    "INTEGER": "integer", "BIGINT": "integer", "HUGEINT": "integer", "SMALLINT": "integer", "TIMESTAMP": "datetime",
}  # fmt: skip
_CURRENCY = {
    "name": "currency", "type": "string", "columnType": "value-currency:code", "constant": "CNY",
    "description": "All amounts are in yuan. 金额单位为元。",
}  # fmt: skip
_NEUTRAL = (
    "A text that a spreadsheet would run as a formula has an apostrophe before it, and so has one that begins with an"
    " apostrophe: take one leading apostrophe away. 可能被电子表格当作公式的文本前加一个撇号，"
    "以撇号开头的文本同样如此；去掉一个开头的撇号即为原文。"
)


def write(marts: Marts, folder: Path) -> None:
    """Writes `data/<table>.csv` and the descriptor."""
    data = folder / "data"
    data.mkdir()
    resources = []
    for table in marts.tables:
        path = data / f"{table.file_stem}.csv"
        write_table(marts, table, path)
        resources.append(_resource(table, path, {other.name for other in marts.tables}))
    text = json.dumps(_package(marts, resources), ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")


def _package(marts: Marts, resources: list[dict[str, Any]]) -> dict[str, Any]:
    types = fiscal_types()
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "juesuan",
        "title": "决算 Juesuan",
        "description": f"Published accounts of government departments. 政府部门公开的决算。 {_NEUTRAL}",
        "countryCode": "CN",
        "granularity": "aggregated",
        "columnTypes": [types["taxonomy"], *types["own"]],
    }
    if marts.build.started_at:
        package["created"] = marts.build.started_at
        package["version"] = marts.build.build_id
    years = sorted({source["fiscal_year"] for source in marts.sources if source["fiscal_year"]})
    if years:
        package["fiscalPeriod"] = {"start": f"{years[0]:04d}-01-01", "end": f"{years[-1]:04d}-12-31"}
    if marts.sources:
        package["sources"] = [_source(source) for source in marts.sources]
    return {**package, "resources": resources}


def _source(source: dict[str, Any]) -> dict[str, Any]:
    """A document as a source. The specification wants a title; the rest is ours, and absent where it is not known."""
    known = {name: value for name, value in source.items() if value not in (None, "")}
    return {"title": source["title"] or source["file_name"], **{name: known[name] for name in known if name != "title"}}


def _resource(table: Table, path: Path, tables: set[str]) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": table.file_stem.lower(),
        "path": f"data/{path.name}",
        "title": table.name,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(table, tables),
    }


def _schema(table: Table, tables: set[str]) -> dict[str, Any]:
    promised = contract().get(table.name, {})
    never_null = {*promised.get("key", ()), *promised.get("required", ())}
    schema: dict[str, Any] = {
        "fields": [_field(table, column, required=column.name in never_null) for column in table.columns],
        "missingValues": [""],
    }
    if key := promised.get("key"):
        schema["primaryKey"] = list(key)
    references = [
        {"fields": [column], "reference": {"resource": other.lower(), "fields": [column]}}
        for column, other in promised.get("references", {}).items()
        if other in tables
    ]
    if references:
        schema["foreignKeys"] = references
    if extra := _extra_fields(table):
        schema["extraFields"] = extra
    return schema


def _field(table: Table, column: Column, *, required: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.base_type, "string"),
        "description": column.description,
    }
    if field["type"] == "datetime":
        field["format"] = "%Y-%m-%dT%H:%M:%SZ"
    if column_type := _column_type(table, column):
        field["columnType"] = column_type
    if required:
        field["constraints"] = {"required": True}
    return field


def _column_type(table: Table, column: Column) -> str | None:
    types = fiscal_types()
    found: str | None = {**types["columns"], **types["tables"].get(table.name, {})}.get(column.name)
    return found


def _extra_fields(table: Table) -> list[dict[str, Any]]:
    """What the table's rows have in common: the currency of its values and whether they are income or expenditure."""
    if "value" not in {_column_type(table, column) for column in table.columns}:
        return []
    constants = [
        {"name": name, "type": "string", "columnType": name, "constant": value}
        for name, value in fiscal_types()["constants"].get(table.name, {}).items()
    ]
    return [_CURRENCY, *constants] if any(column.name == "amount_cny" for column in table.columns) else constants


@cache
def fiscal_types() -> dict[str, Any]:
    """The columns' types, parsed from fiscal_types.yml."""
    text = files("loaders.exports").joinpath("fiscal_types.yml").read_text(encoding="utf-8")
    parsed: dict[str, Any] = yamltext.parse(text)
    return parsed
