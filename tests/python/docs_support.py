"""The documents of the project as tests read them: each SQL block with the answer printed below it.

Run as a program, it prints the answers anew from the committed seeds: `python tests/python/docs_support.py`.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools_support import tools

from loaders.paths import ROOT
from loaders.reference import findings_page, rules_page
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import REPORT_SEEDS, copy_seeds, overlay
from loaders.warehouse.query import as_table, ask

READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
COOKBOOK = ROOT / "docs" / "cookbook.md"
DOCUMENTS = (*READMES, *sorted((ROOT / "docs").rglob("*.md")))

# Pages that are made from the warehouse as a whole.
GENERATED: dict[Path, Callable[[Path], str]] = {
    ROOT / "docs" / "rules.md": rules_page,
    ROOT / "docs" / "findings.md": findings_page,
}

_EXAMPLE = re.compile(r"```sql\n(?P<sql>.*?)```\n(?:\n```text\n(?P<shown>.*?)```\n)?", re.DOTALL)
_SESSION = re.compile(r"```console\n(?P<session>.*?)```\n", re.DOTALL)
_SCRIPT = re.compile(r"```python\n(?P<code>(?:(?!```).)*)```\n\n```text\n(?P<shown>.*?)```\n", re.DOTALL)
_TIMEOUT = 60

WAREHOUSE = "juesuan.duckdb"


@dataclass(frozen=True, slots=True)
class Example:
    """One SQL block; `shown` is the answer printed below it, None where none is."""

    path: Path
    line: int
    sql: str
    shown: str | None

    @property
    def name(self) -> str:
        """Where it stands: README.md:12."""
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def examples(path: Path) -> Iterator[Example]:
    """The SQL blocks of a document in order."""
    text = path.read_text(encoding="utf-8")
    for match in _EXAMPLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Example(path, line, match["sql"], match["shown"])


def build_warehouse(folder: Path, seeds: Path = ROOT / REPORT_SEEDS) -> Path:
    """A warehouse of those seeds in `folder`, without its data tests: other tests run them."""
    copy_seeds(seeds, overlay(ROOT, folder / "project"))
    warehouse = folder / WAREHOUSE
    outcome = Dbt(project=folder / "project", warehouse=warehouse, scratch=folder / "dbt").build()
    assert not outcome.failures, outcome.failures
    return warehouse


def answer(warehouse: Path, sql: str) -> str:
    """What `juesuan query` prints, without the spaces that end its lines."""
    lines = as_table(ask(warehouse, sql, timeout=_TIMEOUT)).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def sessions(path: Path) -> Iterator[str]:
    """The console blocks of a document: commands behind `$`, and what they print."""
    for match in _SESSION.finditer(path.read_text(encoding="utf-8")):
        yield match["session"]


def replay(session: str, folder: Path) -> str:
    """The session with what its commands print when they run in `folder`, one after the other."""
    said = []
    for command in re.findall(r"^\$ \.venv/bin/(juesuan .*)$", session, re.MULTILINE):
        program = [sys.executable, "-m", "loaders.cli", *shlex.split(command)[1:]]
        done = subprocess.run(
            program, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
        )
        lines = done.stdout.rstrip().splitlines()
        said.append("".join(f"{line.rstrip()}\n" for line in [f"$ .venv/bin/{command}", *lines]))
    return "".join(said)


@dataclass(frozen=True, slots=True)
class Script:
    """One Python block with what it prints."""

    path: Path
    code: str
    shown: str

    @property
    def tool(self) -> str | None:
        """The environment (see `tools_support`) that has what the script imports; None: the project's own."""
        return "connect" if "sqlalchemy" in self.code else None


def scripts(path: Path) -> Iterator[Script]:
    """The Python blocks of a document that show what they print."""
    for match in _SCRIPT.finditer(path.read_text(encoding="utf-8")):
        yield Script(path, match["code"], match["shown"])


def printed(script: Script, warehouse: Path, folder: Path, python: str = sys.executable) -> str:
    """What the script prints in a folder where `warehouse/juesuan.duckdb` is the warehouse."""
    (folder / "warehouse").mkdir(exist_ok=True)
    link = folder / "warehouse" / WAREHOUSE
    if not link.exists():
        link.symlink_to(warehouse)
    done = subprocess.run([python, "-c", script.code], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def print_anew(path: Path, warehouse: Path) -> None:
    """Puts the present answer below each SQL block, and what is printed now below each command."""

    def block(match: re.Match[str]) -> str:
        return f"```sql\n{match['sql']}```\n\n```text\n{answer(warehouse, match['sql'])}```\n"

    def console(match: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            return f"```console\n{replay(match['session'], Path(folder))}```\n"

    def script(match: re.Match[str]) -> str:
        known = Script(path, match["code"], match["shown"])
        if known.tool is not None and not _has_tool(known.tool):
            print(f"{path.name}: left as it is: {known.tool} is not installed (make tools)", file=sys.stderr)
            return match[0]
        python = str(tools() / known.tool / "bin" / "python") if known.tool else sys.executable
        with tempfile.TemporaryDirectory() as folder:
            return f"```python\n{known.code}```\n\n```text\n{printed(known, warehouse, Path(folder), python)}```\n"

    text = _SESSION.sub(console, path.read_text(encoding="utf-8"))
    text = _SCRIPT.sub(script, text)
    path.write_text(_EXAMPLE.sub(block, text), encoding="utf-8")


def _has_tool(name: str) -> bool:
    return (tools() / name / "bin" / "python").exists()


def write_superset_files() -> None:
    """The files of the Superset dashboard name every column of the views."""
    subprocess.run([sys.executable, ROOT / "dashboards" / "superset" / "bundle.py"], check=True)


def main() -> None:
    """Prints all answers anew."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seeds", type=Path, default=ROOT / REPORT_SEEDS, help="folder of the loaders' tables")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="juesuan-docs-") as folder:
        warehouse = build_warehouse(Path(folder), arguments.seeds)
        for path in DOCUMENTS:
            print_anew(path, warehouse)
        for path, page in GENERATED.items():
            path.write_text(page(warehouse), encoding="utf-8")
    write_superset_files()


if __name__ == "__main__":
    main()
