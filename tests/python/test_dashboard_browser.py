"""The pages in a real browser: playwright-core with the system's Chromium, on sites served from this machine.

The tests themselves are in dashboards/tests/; here stand the sites they visit and what the warehouse says of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loaders.dashboard.server import HOST, server
from loaders.dashboard.site import Source, assemble
from loaders.paths import DASHBOARD
from loaders.report_formats.neutral import neutral_cell

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_HOSTILE = '<img src=x onerror="window.pwned=1">{a|b}${1}\u202e=1+1' + "很长的名称" * 20
_NAMED = {
    "dim_department": ("department_name", "region_name"),
    "dim_document": ("title", "file_name"),
    "dim_project": ("project_name",),
    "dim_functional_class": ("functional_name",),
    "dim_economic_class": ("economic_name",),
    "fct_reported_figure": ("row_label", "column_label", "unit"),
    "fct_finding": ("message", "message_zh"),
    "fct_project_indicator": ("indicator_name", "target_text", "actual_text"),
    "fct_evaluation_score": ("indicator_name",),
    "fct_project_payment": ("item_name",),
}
_FORMULAS = ["=1+1", "+1", "-1", "@x", "\tx", 'say "hi", twice', "plain", "多行\n文本", "=HYPERLINK(A1)"]


@pytest.fixture(scope="module")
def node() -> str:
    """Node 20 or newer; skips, saying what is missing, where it, the packages or a Chromium is not there."""
    found = shutil.which("node")
    if (
        found is None
        or int(subprocess.check_output([found, "-p", "process.versions.node"], text=True).split(".")[0]) < 20
    ):
        pytest.skip("the pages are not tried in a browser: Node 20 or newer is missing")
    if not (DASHBOARD / "node_modules" / "playwright-core").is_dir():
        pytest.skip("the pages are not tried in a browser: run `npm --prefix dashboards ci` first")
    if not _browser():
        pytest.skip(f"the pages are not tried in a browser: none of {', '.join(_BROWSERS)} is installed")
    return found


def _browser() -> str | None:
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def settings(node: str, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses of the sites, and the file of facts."""
    base = tmp_path_factory.mktemp("browser")
    subprocess.run([node, "build.mjs", str(base / "dist")], cwd=DASHBOARD, check=True)
    site, hostile = base / "below" / "site", base / "hostile"
    assemble(Source(published, base / "dist"), site)
    warehouse = base / "hostile.duckdb"
    shutil.copyfile(published, warehouse)
    _make_hostile(warehouse)
    assemble(Source(warehouse, base / "dist"), hostile)
    with duckdb.connect(str(published), read_only=True) as connection:
        (base / "facts.json").write_text(json.dumps(_facts(connection)), encoding="utf-8")
    # A server that knows no ranges, and the site in a folder of its own: as on many a web server.
    plain = ThreadingHTTPServer((HOST, 0), partial(_Quiet, directory=str(base)))
    with ExitStack() as stack:
        ports = []
        for serving in (server(site, 0), server(hostile, 0), plain):
            stack.enter_context(serving)
            threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            stack.callback(serving.shutdown)
            ports.append(serving.server_port)
        yield {
            "JUESUAN_CHROMIUM": _browser() or "",
            "JUESUAN_FACTS": str(base / "facts.json"),
            "JUESUAN_SITE": f"http://{HOST}:{ports[0]}/",
            "JUESUAN_HOSTILE_SITE": f"http://{HOST}:{ports[1]}/",
            "JUESUAN_PLAIN_SITE": f"http://{HOST}:{ports[2]}/below/site/",
        }


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Requests are not logged."""


def test_the_pages_in_a_browser(node: str, settings: dict[str, str]) -> None:
    ran = subprocess.run(
        [node, "tests/all.mjs"],
        cwd=DASHBOARD,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-2000:]


def _make_hostile(warehouse: Path) -> None:
    """Puts markup, templates, a turn of the writing direction and length into every name that a report may choose."""
    with duckdb.connect(str(warehouse)) as connection:
        for table, columns in _NAMED.items():
            names = ", ".join(f"{column} = ? || {column}" for column in columns)
            connection.execute(f"update marts.{table} set {names}", [_HOSTILE] * len(columns))


def _facts(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What the tests compare the pages with, asked of the warehouse by other queries than the dashboard's."""

    def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
        return connection.execute(sql, list(values)).fetchall()

    [(document, department, name, year), *_] = rows(
        "select document_id, department_id, department_name, fiscal_year from marts.dim_document"
        " join marts.dim_department using (department_id) where document_kind = 'final_accounts' and is_counted"
        " order by document_id"
    )
    totals = {
        line: (printed, amount, place, figure)
        for line, printed, amount, place, figure in rows(
            "select row_key, printed_text, amount_cny, line, figure_id from marts.fct_reported_figure"
            " where document_id = ? and table_code = 'income_expenditure_summary' and not is_repeat",
            document,
        )
    }
    spent = rows(
        "select functional_code, amount_cny from marts.fct_expenditure_by_function where document_id = ?", document
    )
    names = dict(rows("select functional_code, functional_name from marts.dim_functional_class"))

    def below(length: int, start: str = "") -> list[dict[str, Any]]:
        codes = {code[:length] for code, _ in spent if code.startswith(start)}
        found = []
        for code in codes:
            amounts = [amount for own, amount in spent if own.startswith(code) and amount]
            if amounts:
                found.append((sum(amounts), code, len(amounts)))
        return [
            {"code": code, "name": names[code], "total": _wan(total), "below": figures}
            for total, code, figures in sorted(found, reverse=True)
        ]

    classes = below(3)
    findings = [
        {
            "id": finding,
            "document": where,
            "suspect": suspect,
            "printed": printed,
            "terms": [
                term
                for (term,) in rows(
                    "select printed_text from marts.rpt_proof where list_contains(string_split(?, chr(10)), check_id)",
                    checks,
                )
            ],
        }
        for finding, where, suspect, printed, checks in rows(
            "select finding_id, finding.document_id, suspected_figure_id, figure.printed_text, check_ids"
            " from marts.fct_finding as finding left join marts.fct_reported_figure as figure"
            " on suspected_figure_id = figure_id order by finding_id"
        )
    ]
    printed, _, line, figure = totals["revenue_of_year"]
    return {
        "department": {"id": department, "name": name, "year": str(year)},
        "pages": [
            "", "department", f"department/{department}/{year}", f"department/{department}/unstated", "projects",
            f"projects/{department}", "findings", "compare", "documents", f"document/{document}", "sql",
            *(f"finding/{each['document']}/{each['id']}" for each in (findings[0], findings[-1])),
        ],
        "totals": {key: _wan(amount) for key, (_, amount, _, _) in totals.items()},
        "classes": classes,
        "sections": next(own for each in classes if len(own := below(5, each["code"])) > 1),
        "severities": dict(rows("select severity, count(*) from marts.fct_finding group by all")),
        "findings": findings,
        "verdicts": [
            {"category": category, "verdict": verdict, "checks": checks}
            for category, verdict, checks in rows(
                "select category, verdict, count(*) from marts.fct_identity_check"
                " join marts.dim_identity using (identity_id) group by all"
            )
        ],
        "revenue": {"figure": figure, "document": document, "printed": printed, "line": line},
        "departments": [
            ["null" if cell is None else str(cell) for cell in row]
            for row in rows("select * from marts.dim_department order by department_id")
        ],
        "formulas": [[text, neutral_cell(text)] for text in _FORMULAS],
    }  # fmt: skip


def _wan(amount: Decimal) -> str:
    """Yuan in 万元, as the pages show it."""
    return f"{amount / 10_000:,.2f}"
