"""The Superset dashboard as Superset's own files, from charts.yml and the declared columns of the views.

    python dashboards/superset/bundle.py --warehouse /srv/juesuan/warehouse/juesuan.duckdb --output juesuan-superset.zip

Import the zip in Superset: Dashboards → Import dashboards. The files in dashboards/superset/juesuan/ are the same, with
a path to be replaced in databases/juesuan.yaml.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml

from loaders.exports.fixed_zip import FixedZip
from loaders.paths import ROOT

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "juesuan"
PLACEHOLDER = Path("/path/to/warehouse/juesuan.duckdb")
_VERSION = "1.0.0"
_GRID = 12


def files(warehouse: Path = PLACEHOLDER) -> dict[str, str]:
    """Superset's files by their path in the archive, for a warehouse at that path."""
    wanted = _wanted()
    views = sorted({chart["view"] for chart in wanted["charts"]})
    values: dict[str, Any] = {
        "metadata.yaml": {"version": _VERSION, "type": "Dashboard", "timestamp": "2024-01-01T00:00:00+00:00"},
        "databases/juesuan.yaml": _database(warehouse),
        "dashboards/juesuan.yaml": _dashboard(wanted),
    }
    for view in views:
        values[f"datasets/juesuan/{view.replace('.', '_')}.yaml"] = _dataset(view)
    for chart in wanted["charts"]:
        values[f"charts/{chart['key']}.yaml"] = _chart(chart)
    return {path: yaml.safe_dump(value, allow_unicode=True, sort_keys=False) for path, value in values.items()}


def write_zip(output: Path, warehouse: Path) -> None:
    """The archive that Superset imports."""
    with FixedZip(output, "w") as archive:
        for path, text in files(warehouse).items():
            archive.writestr(f"juesuan/{path}", text)


def write_folder() -> None:
    """The files as they stand in the repository."""
    for path, text in files().items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def charts() -> list[dict[str, Any]]:
    """The charts as charts.yml has them."""
    wanted: list[dict[str, Any]] = _wanted()["charts"]
    return wanted


def _wanted() -> dict[str, Any]:
    wanted: dict[str, Any] = yaml.safe_load((HERE / "charts.yml").read_text(encoding="utf-8"))
    return wanted


def _uuid(*names: str) -> str:
    """The same thing has the same key in every import, which updates it."""
    return str(uuid5(NAMESPACE_URL, "/".join(("juesuan", *names))))


def _database(warehouse: Path) -> dict[str, Any]:
    """Read only; Superset opens a connection for each query, and so sees each build as soon as it is published."""
    return {
        "database_name": "juesuan",
        "sqlalchemy_uri": f"duckdb:///{warehouse}",
        "expose_in_sqllab": True,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "extra": {"engine_params": {"connect_args": {"read_only": True}}},
        "uuid": _uuid("database"),
        "version": _VERSION,
    }


def _dataset(view: str) -> dict[str, Any]:
    schema, name = view.split(".")
    declared = _declared(schema, name)
    dates = [column["name"] for column in declared["columns"] if column["data_type"] in ("date", "timestamp")]
    return {
        "table_name": name,
        "main_dttm_col": dates[0] if dates else None,
        "description": declared["description"],
        "schema": schema,
        "sql": None,
        "uuid": _uuid("dataset", view),
        "metrics": [{"metric_name": "count", "metric_type": "count", "expression": "COUNT(*)"}],
        "columns": [
            {
                "column_name": column["name"],
                "verbose_name": _in_short(column["description"]),
                "description": column["description"],
                "type": column["data_type"].upper(),
                "is_dttm": column["name"] in dates,
                "groupby": True,
                "filterable": True,
                "is_active": True,
            }
            for column in declared["columns"]
        ],
        "database_uuid": _uuid("database"),
        "version": _VERSION,
    }


def _in_short(description: str) -> str:
    """The Chinese of a column's description up to its first mark: a heading."""
    chinese = re.split(r"[.)] (?=[^\x00-\x7f])", description, maxsplit=1)[-1]
    return re.split(r"[：；，。（]", chinese, maxsplit=1)[0]


def _declared(schema: str, name: str) -> dict[str, Any]:
    """The view or table as its YAML explains it."""
    for path in sorted((ROOT / "models" / ("bi" if schema == "bi" else "history")).glob("*.yml")):
        known = yaml.safe_load(path.read_text(encoding="utf-8"))
        tables = [
            *known.get("models", ()),
            *(table for source in known.get("sources", ()) for table in source["tables"]),
        ]
        for table in tables:
            if table.get("config", {}).get("alias", table["name"]) == name:
                found: dict[str, Any] = table
                return found
    raise KeyError(f"{schema}.{name} is not declared under models/")


def _metrics(chart: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "expressionType": "SQL",
            "sqlExpression": sql,
            "label": label,
            "hasCustomLabel": True,
            "optionName": f"metric_{_uuid(chart['key'], label)[:13]}",
        }
        for label, sql in chart.get("metrics", {}).items()
    ]


def _chart(chart: dict[str, Any]) -> dict[str, Any]:
    params = _params(chart)
    return {
        "slice_name": chart["title"],
        "viz_type": chart["viz"],
        "params": params,
        "query_context": json.dumps(_query_context(chart, params), ensure_ascii=False),
        "uuid": _uuid("chart", chart["key"]),
        "dataset_uuid": _uuid("dataset", chart["view"]),
        "version": _VERSION,
    }


def _params(chart: dict[str, Any]) -> dict[str, Any]:
    """The form's fields: one metric or several, columns as groups, axis or list, by kind of chart."""
    metrics, columns = _metrics(chart), chart.get("columns", [])
    params: dict[str, Any] = {"viz_type": chart["viz"], "row_limit": chart.get("limit", 1000)}
    if where := chart.get("where"):
        params["adhoc_filters"] = [{"expressionType": "SQL", "sqlExpression": where, "clause": "WHERE"}]
    if chart["viz"] == "big_number_total":
        params["metric"] = metrics[0]
    elif chart["viz"] in ("pie", "treemap_v2"):
        params |= {"metric": metrics[0], "groupby": columns, "sort_by_metric": True}
    elif chart["viz"] == "table" and metrics:
        params |= {"query_mode": "aggregate", "metrics": metrics, "groupby": columns, "order_desc": True}
        params["show_cell_bars"] = False
        params["column_config"] = {metric["label"]: {"d3NumberFormat": ",.2f"} for metric in metrics}
        if order := chart.get("order"):
            params["timeseries_limit_metric"] = {
                "expressionType": "SQL", "sqlExpression": order, "label": order, "optionName": "metric_order",
            }  # fmt: skip
    elif chart["viz"] == "table":
        params |= {"query_mode": "raw", "all_columns": columns, "show_cell_bars": False}
    else:
        params |= {"x_axis": columns[0], "metrics": metrics, "groupby": columns[1:], "show_legend": True}
    return {**params, **chart.get("params", {})}


def _query_context(chart: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    """What Superset asks when a report or a program wants the chart's numbers."""
    metrics = _metrics(chart)
    query = {
        "columns": chart.get("columns", []),
        "metrics": metrics or None,
        "orderby": [[metrics[0], False]] if metrics else [],
        "row_limit": params["row_limit"],
        "filters": [],
        "extras": {"where": f"({chart['where']})"} if "where" in chart else {},
        "is_timeseries": False,
    }
    return {
        "datasource": {"id": 1, "type": "table"},  # Superset puts the imported dataset's number here
        "queries": [query],
        "form_data": params,
        "force": False,
        "result_format": "json",
        "result_type": "full",
    }


def _dashboard(wanted: dict[str, Any]) -> dict[str, Any]:
    return {
        "dashboard_title": wanted["title"],
        "slug": "juesuan",
        "published": True,
        "uuid": _uuid("dashboard"),
        "position": _position(wanted),
        "metadata": {"native_filter_configuration": [_filter(one) for one in wanted["filters"]]},
        "version": _VERSION,
    }


def _filter(one: dict[str, str]) -> dict[str, Any]:
    """A filter over all charts that have the column."""
    return {
        "id": f"NATIVE_FILTER-{one['column']}",
        "name": one["name"],
        "filterType": "filter_select",
        "targets": [{"datasetUuid": _uuid("dataset", "bi.expenditure"), "column": {"name": one["column"]}}],
        "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
        "controlValues": {"multiSelect": True, "enableEmptyFilter": False},
        "defaultDataMask": {"filterState": {}, "extraFormData": {}},
        "cascadeParentIds": [],
        "type": "NATIVE_FILTER",
    }


def _rows(charts: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Charts side by side as long as they fit."""
    row: list[dict[str, Any]] = []
    for chart in charts:
        if sum(each["width"] for each in row) + chart["width"] > _GRID:
            yield row
            row = []
        row.append(chart)
    yield row


def _position(wanted: dict[str, Any]) -> dict[str, Any]:
    rows = list(_rows(wanted["charts"]))
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {
            "type": "GRID", "id": "GRID_ID", "parents": ["ROOT_ID"],
            "children": [f"ROW-{number}" for number in range(len(rows))],
        },
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": wanted["title"]}},
    }  # fmt: skip
    for number, row in enumerate(rows):
        position[f"ROW-{number}"] = {
            "type": "ROW", "id": f"ROW-{number}", "parents": ["ROOT_ID", "GRID_ID"],
            "children": [f"CHART-{chart['key']}" for chart in row], "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }  # fmt: skip
        for chart in row:
            position[f"CHART-{chart['key']}"] = {
                "type": "CHART", "id": f"CHART-{chart['key']}", "children": [],
                "parents": ["ROOT_ID", "GRID_ID", f"ROW-{number}"],
                "meta": {
                    "chartId": 0, "uuid": _uuid("chart", chart["key"]), "sliceName": chart["title"],
                    "width": chart["width"], "height": chart["height"],
                },
            }  # fmt: skip
    return position


def main() -> None:
    """Writes the archive, or the files of the repository."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument(
        "--warehouse", type=Path, default=ROOT / "warehouse" / "juesuan.duckdb", help="as Superset sees it"
    )
    parser.add_argument("--output", type=Path, help="the archive; without it the files of the repository are written")
    arguments = parser.parse_args()
    if arguments.output is None:
        write_folder()
    else:
        write_zip(arguments.output, arguments.warehouse.absolute())


if __name__ == "__main__":
    main()
