"""Tries the dashboard in a real Superset: imports it, runs every chart, and compares the numbers with DuckDB's own.

    python dashboards/superset/try.py --warehouse warehouse/juesuan.duckdb

Superset is installed from PyPI into an environment of its own (.cache/tools/superset, or that of JUESUAN_TOOLS); its
database is a temporary file. Exit status: 0 every chart answers with the right numbers, 1 one does not.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent))
import bundle

from loaders.paths import ROOT

_HERE = Path(__file__).resolve().parent
_CONFIG = """
SECRET_KEY = "of a Superset that is thrown away after the trial"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
"""
_ASK = """
import json
from superset.app import create_app
with create_app().test_client() as client:
    account = {"username": "admin", "password": "admin", "provider": "db"}
    token = client.post("/api/v1/security/login", json=account).get_json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    found = {}
    for chart in client.get("/api/v1/chart/?q=(page_size:100)", headers=headers).get_json()["result"]:
        answer = client.get(f"/api/v1/chart/{chart['id']}/data/", headers=headers)
        known = answer.get_json()
        found[chart["slice_name"]] = known["result"][0]["data"] if answer.status_code == 200 else str(known)
    dashboard = client.get("/api/v1/dashboard/juesuan/charts", headers=headers).get_json()
    with open("answers.json", "w") as file:  # stdout has Superset's own words
        json.dump({"charts": found, "dashboard": [chart["slice_name"] for chart in dashboard["result"]]}, file)
"""


def programs() -> Path:
    """Superset's programs, installed if they are not there yet."""
    tools = Path(os.environ.get("JUESUAN_TOOLS", ROOT / ".cache" / "tools"))
    folder = tools / "superset"
    if not (folder / "bin" / "superset").exists():
        print(f"Installing Superset into {folder} …", file=sys.stderr)
        venv.create(folder, with_pip=True)
        install = [folder / "bin" / "python", "-m", "pip", "--quiet", "install", "-r", _HERE / "requirements.txt"]
        subprocess.run(install, check=True)
    return folder / "bin"


def ask_superset(warehouse: Path) -> dict[str, Any]:
    """What each imported chart answers, by its title, and the titles on the dashboard."""
    binaries = programs()
    with tempfile.TemporaryDirectory(prefix="juesuan-superset-") as name:
        folder = Path(name)
        (folder / "superset_config.py").write_text(_CONFIG.format(folder=folder), encoding="utf-8")
        bundle.write_zip(folder / "juesuan.zip", warehouse.absolute())
        environment = {
            **os.environ,
            "SUPERSET_CONFIG_PATH": str(folder / "superset_config.py"),
            "FLASK_APP": "superset",
        }
        account = [
            "--username",
            "admin",
            "--firstname",
            "a",
            "--lastname",
            "b",
            "--email",
            "a@b.c",
            "--password",
            "admin",
        ]
        for command in (
            ["db", "upgrade"],
            ["fab", "create-admin", *account],
            ["init"],
            ["import-dashboards", "--path", str(folder / "juesuan.zip"), "--username", "admin"],
        ):
            _run([str(binaries / "superset"), *command], environment, folder)
        _run([str(binaries / "python"), "-c", _ASK], environment, folder)
        found: dict[str, Any] = json.loads((folder / "answers.json").read_text())
        return found


def _run(command: list[str], environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")


def ask_duckdb(warehouse: Path) -> dict[str, list[dict[str, Any]]]:
    """The same questions in SQL of our own, asked of the file itself."""
    answers = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for chart in bundle.charts():
            columns = chart.get("columns", [])
            metrics = [f'{sql} as "{label}"' for label, sql in chart.get("metrics", {}).items()]
            statement = f"select {', '.join([*columns, *metrics])} from {chart['view']}"
            statement += f" where {chart['where']}" if "where" in chart else ""
            statement += " group by all" if metrics and columns else ""
            found = connection.execute(statement)
            names = [column[0] for column in found.description or ()]
            answers[chart["title"]] = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return answers


def differences(theirs: dict[str, Any], ours: dict[str, list[dict[str, Any]]]) -> list[str]:
    """The charts that Superset answers otherwise, with both answers; and those that are not on the dashboard."""
    said = [f"{title}: not on the dashboard" for title in ours if title not in theirs["dashboard"]]
    for title, rows in ours.items():
        answer = theirs["charts"].get(title, "not imported")
        if isinstance(answer, str):
            said.append(f"{title}: {answer}")
        elif _plain(answer) != _plain(rows):
            said.append(f"{title}:\n  Superset {_plain(answer)}\n  DuckDB   {_plain(rows)}")
    return said


def _plain(rows: list[dict[str, Any]]) -> list[list[str]]:
    return sorted([_text(value) for value in row.values()] for row in rows)


def _text(value: Any) -> str:
    """Superset gives numbers as floats and times as milliseconds."""
    if hasattr(value, "timestamp"):
        return str(int(value.replace(tzinfo=UTC).timestamp() * 1000))
    if isinstance(value, int | float | Decimal):
        return f"{float(value):.4f}".rstrip("0").rstrip(".")
    return str(value)


def main() -> int:
    """Tries, and says what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warehouse", type=Path, default=ROOT / "warehouse" / "juesuan.duckdb")
    arguments = parser.parse_args()
    ours = ask_duckdb(arguments.warehouse)
    wrong = differences(ask_superset(arguments.warehouse), ours)
    print("\n".join(wrong) or f"{len(ours)} charts imported, asked and compared: all as DuckDB answers.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
