"""What is installed is locked with hashes, is asked for weaknesses and licences, and is enough without its extras."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.machinery import SourceFileLoader
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PIL import Image
from samples import final_accounts

from loaders.paths import ROOT

_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)")
_SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Python runs this at the start of each process, so those that read documents are without them too.
_WITHOUT = """
from importlib.machinery import PathFinder

def found(name, *rest, find=PathFinder.find_spec):
    return None if name.partition(".")[0] in {gone!r} else find(name, *rest)

PathFinder.find_spec = found
"""


def _locked(name: str) -> dict[str, tuple[str, list[str]]]:
    """Version and hashes of each package of a lock file."""
    found: dict[str, tuple[str, list[str]]] = {}
    package = ""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            package = canonicalize_name(pin[1])
            found[package] = (pin[2], [])
        found.get(package, ("", []))[1].extend(re.findall(r"--hash=sha256:([0-9a-f]{64})\b", line))
    return found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-spark.lock"])
def test_every_version_is_locked_with_hashes_of_its_files(name: str) -> None:
    locked = _locked(name)
    assert locked
    assert [package for package, (_, hashes) in locked.items() if not hashes] == []
    # A package with compiled parts has a file for each system: the lock is not this machine's alone.
    compiled = locked.keys() & {"duckdb", "lxml", "numpy", "pandas", "pyarrow"}
    assert compiled
    assert min(len(locked[package][1]) for package in compiled) >= 10


def test_the_locks_agree_and_hold_what_the_project_asks_for() -> None:
    base, dev = _locked("requirements.lock"), _locked("requirements-dev.lock")
    assert {name: dev.get(name) for name in base} == base
    extras = _SETTINGS["project"]["optional-dependencies"]
    wanted = {"requirements.lock": [*_SETTINGS["project"]["dependencies"], *_SETTINGS["build-system"]["requires"]]}
    wanted["requirements-dev.lock"] = [*wanted["requirements.lock"], *extras["dev"], *extras["ocr"]]
    wanted["requirements-spark.lock"] = extras["spark"]
    for lock, asked in wanted.items():
        for requirement in map(Requirement, asked):
            version, _ = _locked(lock)[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), f"{lock}: {requirement}, locked is {version}"


def test_a_file_that_is_not_the_locked_one_is_not_installed(tmp_path: Path) -> None:
    """pip refuses a file whose hash is another, as `make build` asks it to."""
    wheel = tmp_path / "odd-1-py3-none-any.whl"
    wheel.write_bytes(b"PK\x05\x06" + bytes(18))
    lock = tmp_path / "odd.lock"
    lock.write_text(f"odd @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n")
    command = [sys.executable, "-m", "pip", "install", "--require-hashes", "--no-deps", "--target", str(tmp_path / "t")]
    asked = subprocess.run([*command, "-r", str(lock)], capture_output=True, text=True)
    assert asked.returncode != 0
    assert "DO NOT MATCH THE HASHES" in asked.stderr
    installs = re.findall(r"\$\(PIP\) install (.*-r requirements.*)", (ROOT / "Makefile").read_text())
    assert len(installs) == 2
    assert all("--require-hashes" in each for each in installs)


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    """The program that `make audit` runs."""
    loader = SourceFileLoader("ci_audit", str(ROOT / ".ci" / "audit"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_a_known_weakness_is_told_with_what_mends_it(audit: ModuleType) -> None:
    answer = {
        "dependencies": [
            {"name": "sound", "version": "1.0", "vulns": []},
            {"name": "weak", "version": "1.0", "vulns": [{"id": "CVE-2024-1", "fix_versions": ["1.1"]}]},
            {"name": "other", "version": "2.0", "vulns": [{"id": "CVE-2024-2", "fix_versions": []}]},
            {"name": "unheard-of", "skip_reason": "Dependency not found"},
        ]
    }
    known, untold = audit.weaknesses(answer)
    assert known == ["weak 1.0: CVE-2024-1, mended in 1.1", "other 2.0: CVE-2024-2, mended in no version yet"]
    assert untold == ["unheard-of"]


_TOOL = """#!{python}
import json, sys
if sys.argv[0].endswith("pip-licenses"):
    print(json.dumps({licences!r}))
elif {answer!r} is None:
    sys.exit("connection refused")
else:
    open(sys.argv[sys.argv.index("--output") + 1], "w").write({answer!r})
"""


@pytest.mark.parametrize(
    ("answer", "expression", "status", "words"),
    [
        ({"dependencies": [{"name": "p", "version": "1", "vulns": []}]}, "MIT", 0, "(已知漏洞) in the 1 others"),
        ({"dependencies": [{"name": "p", "skip_reason": "?"}]}, "MIT", 0, "does not know them (未检查): 1 of 1"),
        (None, "MIT", 0, "cannot be reached (未检查漏洞，无法连接服务): connection refused"),
        ({"dependencies": [{"name": "p", "version": "1", "vulns": [{"id": "CVE-1"}]}]}, "MIT", 1, "p 1: CVE-1"),
        (None, "AGPL-3.0-only", 1, "p 1: AGPL-3.0-only"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_and_what_is_wrong_fails(
    audit: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    answer: Mapping[str, Any] | None,
    expression: str,
    status: int,
    words: str,
) -> None:
    (tmp_path / "bin").mkdir()
    unknown = {"License-Metadata": "UNKNOWN", "License-Classifier": "UNKNOWN"}
    licences = [{"Name": "p", "Version": "1", **unknown, "License-Expression": expression}]
    text = None if answer is None else json.dumps(answer)
    for name in ("pip-audit", "pip-licenses"):
        program = tmp_path / "bin" / name
        program.write_text(_TOOL.format(python=sys.executable, answer=text, licences=licences))
        program.chmod(0o755)
    assert audit.main([str(tmp_path), str(tmp_path)]) == status
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "is_allowed"),
    [
        ({"License-Expression": "MIT"}, True),
        ({"License-Expression": "GPL-3.0-only"}, False),
        ({"License-Expression": "GPL-3.0-only OR MIT"}, True),
        ({"License-Expression": "GPL-3.0-only AND MIT"}, False),
        ({"License-Classifier": "GNU General Public License (GPL); Artistic License"}, True),
        ({"License-Classifier": "GNU Affero General Public License v3"}, False),
        ({"License-Metadata": "Apache 2.0"}, True),
        ({"License-Metadata": "all rights reserved\nMIT"}, False),
        ({}, False),
    ],
)
def test_a_licence_must_be_among_the_allowed_ones(audit: ModuleType, said: Mapping[str, str], is_allowed: bool) -> None:
    unknown = dict.fromkeys(("License-Expression", "License-Classifier", "License-Metadata"), "UNKNOWN")
    terms = tomllib.loads((ROOT / ".ci" / "licences.toml").read_text(encoding="utf-8"))
    found = audit.refused([{"Name": "p", "Version": "1", **unknown, **said}], terms)
    assert (found == []) is is_allowed


def test_the_base_is_enough_without_extras_and_tools(tmp_path: Path) -> None:
    """With nothing but what requirements.lock installs: no OCR, no Spark, no tools, and no pages of the dashboard."""
    locked = {*_locked("requirements.lock"), "juesuan"}
    owners = packages_distributions()
    gone = {top for top, names in owners.items() if not {canonicalize_name(name) for name in names} & locked}
    assert {"pytest", "hypothesis", "coverage"} <= gone
    (tmp_path / "sitecustomize.py").write_text(_WITHOUT.format(gone=gone | {"rapidocr", "onnxruntime", "pyspark"}))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "accounts.txt").write_text(final_accounts(), encoding="utf-8")
    Image.new("L", (900, 1200), 255).save(tmp_path / "in" / "picture.png")
    warehouse = tmp_path / "w" / "juesuan.duckdb"

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "loaders.cli", *map(str, words)]
        environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)

    built = run("build", tmp_path / "in", "--warehouse", warehouse)
    assert built.returncode == 0, built.stderr
    sql = "select file_name, load_status, status_reason from marts.dim_document order by 1"
    asked = run("query", sql, "--warehouse", warehouse, "--format", "json")
    assert [tuple(row.values()) for row in json.loads(asked.stdout)] == [
        ("accounts.txt", "loaded", None), ("picture.png", "quarantined", "picture_only"),
    ]  # fmt: skip
    exported = run("export", "--warehouse", warehouse, "--format", "xlsx", "--output", tmp_path / "all.xlsx")
    assert exported.returncode == 0, exported.stderr
    assert (tmp_path / "all.xlsx").stat().st_size > 1000
    checked = run("check", tmp_path / "in" / "accounts.txt")
    assert checked.returncode == 0, checked.stderr
