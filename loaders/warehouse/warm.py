"""`python -m loaders.warehouse.warm` has dbt read the project at set-up, so that no build waits for it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from loaders import paths
from loaders.warehouse.compiled import compiled

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        compiled(paths.ROOT, Path(folder))
