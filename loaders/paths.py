"""Where the project's own files are."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(os.environ.get("JUESUAN_HOME", Path(__file__).resolve().parents[1]))
"""The project: dbt_project.yml, models, seeds. Set JUESUAN_HOME when the package is installed elsewhere."""

SEEDS = ROOT / "seeds"
WAREHOUSE = ROOT / "warehouse" / "juesuan.duckdb"
DASHBOARD = ROOT / "dashboards"
SITE = ROOT / "site"
DOCUMENTATION = ROOT / "warehouse" / "docs.html"
CACHE = ROOT / ".cache"
"""What a later run may reuse and any run can do without."""
