"""Builds killed at random moments of all their steps: what is published is always one build's, whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from loaders import messages
from loaders.paths import ROOT

_SUPPORT = Path(__file__).resolve().parents[1] / "python"
_SMALL = (
    "import sys; sys.path[:0] = [{support!r}, {root!r}]\n"
    "import miniature\nfrom pathlib import Path\nfrom loaders.warehouse.build import BuildFailedError\n"
    "def build():\n"
    "    paths = [Path(each) for each in ({project!r}, {documents!r}, {warehouse!r})]\n"
    "    try: miniature.run(*paths, wait=True, progress=True)\n"
    "    except (BuildFailedError, OSError) as error: sys.exit(str(error))\n"
    "if __name__ == '__main__': build()\n"
)
_STAYS = frozenset({"build_report.json", "failed_build_report.json", "guards.json", "juesuan.parts"})
BEGINS = {
    "start": "",
    "load": messages.READING.en.split("{")[0].strip(),
    "models": messages.STEP_MODELS.en,
    "tests": messages.STEP_TESTS.en,
    "publish": messages.STEP_PUBLISH.en,
}
"""The steps of a build, each with what the build says when it begins."""
_WHOLE_EACH = 5
"""After so many kills a build is let to its end."""
ONE_OF_ITS_PROCESSES = "a process of the build killed"
Command = Sequence[str]


@dataclass(frozen=True)
class Place:
    """Where builds happen: the commands by name, what they are told by the environment, and the steps they take."""

    folder: Path
    commands: dict[str, Command]
    settings: Mapping[str, str] = field(default_factory=dict)
    begins: Mapping[str, str] = field(default_factory=lambda: BEGINS)

    @property
    def warehouse(self) -> Path:
        """The published file."""
        return self.folder / "w" / "juesuan.duckdb"

    @property
    def said(self) -> Path:
        """What the build that runs has said."""
        return self.folder / "said.txt"

    @property
    def scratch(self) -> Path:
        """The folder for temporary files."""
        return self.folder / "tmp"

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """Starts that build."""
        self.scratch.mkdir(exist_ok=True)
        surroundings = {**os.environ, **self.settings, "TMPDIR": str(self.scratch)}
        with self.said.open("wb") as said:
            return subprocess.Popen(self.commands[name], stderr=said, stdout=said, env=surroundings, cwd=ROOT)


def small_project(folder: Path) -> Place:
    """A project of three models without the guards' process: a build takes a second or two."""
    import miniature

    project = miniature.project(folder / "project")
    commands = {}
    for name, documents in _documents(folder).items():
        values = {"support": _SUPPORT, "root": ROOT, "project": project, "documents": documents}
        text = {key: str(value) for key, value in {**values, "warehouse": folder / "w" / "juesuan.duckdb"}.items()}
        script = folder / f"{name}.py"
        script.write_text(_SMALL.format(**text))
        commands[name] = [sys.executable, str(script)]
    return Place(folder, commands)


def real_project(folder: Path) -> Place:
    """The project itself, with guards and all tests, and a cache of its own."""
    words = [sys.executable, "-m", "loaders.cli", "build"]
    ends = ["--wait", "--progress", "--warehouse", str(folder / "w" / "juesuan.duckdb")]
    commands = {name: [*words, str(each), *ends] for name, each in _documents(folder).items()}
    return Place(folder, commands, home(folder))


def home(folder: Path) -> dict[str, str]:
    """The setting that makes a folder of links the project, so that its cache is its own."""
    project = folder / "project"
    project.mkdir(exist_ok=True)
    for each in ("dbt_project.yml", "macros", "models", "profiles", "seeds", "tests", "loaders", "pyproject.toml"):
        if not (project / each).exists():
            (project / each).symlink_to(ROOT / each)
    return {"JUESUAN_HOME": str(project)}


def _documents(folder: Path) -> dict[str, Path]:
    from samples import Accounts, final_accounts

    sets = {}
    for name, departments in (("one", "一"), ("two", "一二")):
        sets[name] = folder / name
        sets[name].mkdir(exist_ok=True)
        for each in departments:
            text = final_accounts(Accounts(department=f"广州市天河区第{each}服务局"))
            (sets[name] / f"{each}.txt").write_text(text, encoding="utf-8")
    return sets


def run(place: Place, count: int, report: Callable[[str], None] = print) -> dict[str, int]:
    """Kills so many builds, those of an earlier run in the same folder included; returns what was seen.

    Raises AssertionError for what must not be.
    """
    usual = {name: whole(place, name) for name in sorted(place.commands, reverse=True)}
    journal = place.folder / "kills.jsonl"
    kept = journal.read_text().splitlines() if journal.is_file() else []
    seen = Counter[str](word for line in kept for word in json.loads(line))
    published = "one"  # the last of those built whole
    for number in range(len(kept), count):
        rng = random.Random(f"kill {number}")
        wanted = rng.choice(sorted(place.commands))
        words = killed(place, wanted, usual[wanted].seconds, rng)
        found = answers(place.warehouse)
        now = next((name for name, each in usual.items() if each.answers == found), "")
        if now:
            assert now in (published, wanted), f"kill {number}: {now} is published, neither {published} nor {wanted}"
            words.append("new published" if now == wanted != published else "former kept" if now != wanted else "same")
        else:
            assert reader_died(place, words), f"kill {number}: what is published is no build's"
            words.append("new published without the document whose reader was killed")
        published = now
        if number % _WHOLE_EACH == _WHOLE_EACH - 1 or number == count - 1:
            published = rng.choice(sorted(place.commands))
            again = whole(place, published)
            assert again.answers == usual[published].answers, f"kill {number}: the next build differs"
            words.append("next build whole")
        seen.update(words)
        with journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(words) + "\n")
        if number % 20 == 19:
            report(f"{number + 1} kills: {dict(seen)}")
    return dict(seen)


@dataclass(frozen=True)
class Whole:
    """A build that came to its end: the seconds until each step began, and what its warehouse answers."""

    seconds: dict[str, float]
    answers: dict[str, tuple[int, str]]


def whole(place: Place, name: str) -> Whole:
    """Builds to the end. Raises AssertionError where that fails or leaves anything behind."""
    start, begun = time.monotonic(), {"start": 0.0}
    build = place.start(name)
    while build.poll() is None:
        for step in _steps_begun(place):
            begun.setdefault(step, time.monotonic() - start)
        time.sleep(0.02)
    said = place.said.read_text(encoding="utf-8")
    assert build.returncode == 0, said
    expected = {place.warehouse.name, f"{place.warehouse.name}.lock"} | _STAYS
    left = {path.name for path in place.warehouse.parent.iterdir()} - expected
    assert not left, f"left behind: {left}"
    json.loads((place.warehouse.parent / "build_report.json").read_text(encoding="utf-8"))
    for step in place.begins:  # one that began and ended between two looks
        begun.setdefault(step, time.monotonic() - start)
    return Whole({**begun, "end": time.monotonic() - start}, answers(place.warehouse))


def killed(place: Place, name: str, usual: Mapping[str, float], rng: random.Random) -> list[str]:
    """Kills a build in a step chosen by chance, at a moment of it by chance; returns words for what was met."""
    steps = list(place.begins)
    step = rng.choice(steps)
    moments = [*(usual[each] for each in steps), usual["end"]]
    lasts = max(moments[steps.index(step) + 1] - moments[steps.index(step)], 0.05)
    build = place.start(name)
    while step not in _steps_begun(place) and build.poll() is None:
        time.sleep(0.002)
    time.sleep(rng.uniform(0, lasts))
    family = [build.pid, *descendants(build.pid)]
    victim = rng.choice(family) if rng.random() < 0.3 else build.pid
    late = build.poll() is not None
    met = _steps_begun(place)[-1]
    if not late:
        _kill(victim)
    build.wait()
    gone(family)
    if late:
        return ["too late"]
    return [f"in {met}", ONE_OF_ITS_PROCESSES if victim != build.pid else "build killed"]


def reader_died(place: Place, words: Sequence[str]) -> bool:
    """Whether a process was killed that was reading a document, so that this is quarantined for it."""
    with duckdb.connect(str(place.warehouse), read_only=True) as connection:
        [(count,)] = connection.execute(
            "select count(*) from marts.dim_document where status_reason = 'reader_died'"
        ).fetchall()
    return ONE_OF_ITS_PROCESSES in words and count == 1


def _steps_begun(place: Place) -> list[str]:
    said = place.said.read_text(encoding="utf-8", errors="replace")
    return [step for step, words in place.begins.items() if words in said]


def answers(warehouse: Path) -> dict[str, tuple[int, str]]:
    """Rows and a digest of each published table but for the history of builds, and that this has one present build."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = connection.execute(
            "select table_schema, table_name from information_schema.tables where table_schema in ('marts', 'bi')"
        ).fetchall()
        tables = {f"{schema}.{name}" for schema, name in names if not name.startswith("fct_build")}
        [(present,)] = connection.execute("select count(*) from marts.fct_build where is_current").fetchall()
        assert present == 1
        found = {}
        for table in sorted(tables):
            [row] = connection.execute(f"select count(*), bit_xor(hash(t))::varchar from {table} as t").fetchall()
            found[table] = row
        return found


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def descendants(pid: int) -> list[int]:
    """The processes that this one's threads have started, and those that these have."""
    try:
        told = [(task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []
    return [each for child in " ".join(told).split() for each in (int(child), *descendants(int(child)))]


def gone(pids: list[int], seconds: float = 60) -> None:
    """Waits for the processes to end; raises AssertionError where one goes on so long."""
    end = time.monotonic() + seconds
    for pid in pids:
        while runs(pid):
            assert time.monotonic() < end, f"process {pid} goes on alone"
            time.sleep(0.05)


def runs(pid: int) -> bool:
    """Whether that process is there and no corpse."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
