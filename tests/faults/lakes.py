"""Loads into a lake and builds from it killed at random moments of all their steps, and then let to their end."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from loaders import messages
from loaders.lake import messages as lake_messages
from loaders.lake.lake import Lake
from loaders.sql import literal
from loaders.warehouse.parts.part import BUILDING, is_there
from tests.faults import killed
from tests.faults.killed import BEGINS, ROOT, Place, Whole

_SUPPORT = Path(__file__).resolve().parents[1] / "python"
_SMALL = (
    "import sys; sys.path[:0] = [{support!r}, {root!r}]\n"
    "import miniature\nfrom pathlib import Path\nfrom loaders.warehouse.build import BuildFailedError\n"
    "if __name__ == '__main__':\n"
    "    try: miniature.run_lake(Path({project!r}), sys.argv[1:])\n"
    "    except (BuildFailedError, OSError) as error: sys.exit(str(error))\n"
)
_BEGINS = {
    **{step: BEGINS[step] for step in ("start", "load")},
    "parts": lake_messages.PARTS.en.split("{")[0].strip(),
    "publish": messages.STEP_PUBLISH.en,
}
_LOAD_BEGINS = {step: BEGINS[step] for step in ("start", "load")}
STARTS = ("nothing", "former")
"""What a run may start from: an empty folder, or a lake with a warehouse built from it."""
_MOST_IN_A_ROW = 4
_WHOLE_FIGURES = ("1", "1000000")
"""Settings with which the published file has views of the parts' rows, or the rows."""
_A_MINUTE = 120
"""Seconds by which what a kill left is made older: after a minute it is nobody's who is still at work."""
_STAYS = frozenset({".lock"})
# Two reports in a batch, and in a part.
_SETTINGS = {"JUESUAN_BATCH_FILES": "2", "JUESUAN_PART_FIGURES": "700"}


@dataclass(frozen=True)
class Ground:
    """A place with a lake, and what it is set back to before a run: nothing, or a lake with a warehouse built from it.

    Both are below `at_work`, in the same folder each time: a warehouse in parts names it.
    """

    place: Place

    @property
    def at_work(self) -> Path:
        """The folder of lake and warehouse."""
        return self.place.folder

    @property
    def lake(self) -> Path:
        """The lake's folder."""
        return self.at_work / "lake"

    @property
    def parts(self) -> Path:
        """The folder of the warehouse's parts."""
        return self.place.warehouse.with_suffix(".parts")

    def kept(self, start: str) -> Path:
        """Where what it starts from is kept."""
        return self.at_work.parent / "kept" / start

    def keep(self, start: str) -> None:
        """Keeps what is there now."""
        shutil.rmtree(self.kept(start), ignore_errors=True)
        self.kept(start).mkdir(parents=True)
        for name in ("lake", "w"):
            if (self.at_work / name).exists():
                shutil.copytree(self.at_work / name, self.kept(start) / name)

    def set_back(self, start: str) -> None:
        """Puts back what was kept."""
        for name in ("lake", "w"):
            shutil.rmtree(self.at_work / name, ignore_errors=True)
            if (self.kept(start) / name).exists():
                shutil.copytree(self.kept(start) / name, self.at_work / name)
        self.place.scratch.mkdir(exist_ok=True)

    def told(self, **settings: str) -> Place:
        """The place with further settings."""
        return replace(self.place, settings={**self.place.settings, **settings})


def small(folder: Path) -> Ground:
    """With a project of three models, and guards that pass everything."""
    return _ground(folder, small_program(folder), {"JUESUAN_JOBS": "1"})


def small_program(folder: Path) -> list[str]:
    """A program in the folder that takes the words of `juesuan build --lake` and `juesuan load --lake`."""
    import miniature

    project = folder / "project"
    if not project.exists():
        miniature.project(project)
    script = folder / "juesuan.py"
    script.write_text(_SMALL.format(support=str(_SUPPORT), root=str(ROOT), project=str(project)))
    return [sys.executable, str(script)]


def real(folder: Path) -> Ground:
    """With the project itself, its guards and all its tests; two parts are built at once."""
    return _ground(folder, [sys.executable, "-m", "loaders.cli"], {**killed.home(folder), "JUESUAN_JOBS": "2"})


def _ground(folder: Path, program: list[str], settings: Mapping[str, str]) -> Ground:
    at_work = folder / "work"
    at_work.mkdir(exist_ok=True)
    first, second = _reports(folder)
    lake = ["--lake", str(at_work / "lake"), "--progress"]
    warehouse = ["--wait", "--warehouse", str(at_work / "w" / "juesuan.duckdb")]
    commands = {
        "former": [*program, "build", str(first), *lake, *warehouse],
        "build": [*program, "build", str(second), *lake, *warehouse],
        "load": [*program, "load", str(second), *lake],
    }
    return Ground(Place(at_work, commands, {**settings, **_SETTINGS}, _BEGINS))


def _reports(folder: Path) -> tuple[Path, Path]:
    """Five reports; two of them and three more, one of which is a corrected edition of one of the five."""
    from samples import Accounts, final_accounts

    sets = {"first": "一二三四五", "second": "四五六七"}
    for name, departments in sets.items():
        (folder / name).mkdir(exist_ok=True)
        for each in departments:
            text = final_accounts(Accounts(department=f"广州市天河区第{each}服务局"))
            (folder / name / f"{each}.txt").write_text(text, encoding="utf-8")
    corrected = Accounts(department="广州市天河区第一服务局", other_revenue=Accounts().other_revenue + 1000)
    (folder / "second" / "更正.txt").write_text(final_accounts(corrected), encoding="utf-8")
    return folder / "first", folder / "second"


def run(
    ground: Ground, count: int, report: Callable[[str], None] = print, starts: Sequence[str] = STARTS
) -> dict[str, int]:
    """Kills so many loads and builds, those of an earlier run in the same folder included; returns what was seen.

    Some are killed one after another, then the build is let to its end. Raises AssertionError for what must not be.
    """
    ends = undisturbed(ground, starts)
    journal = ground.at_work.parent / "kills.jsonl"
    kept = [json.loads(line) for line in journal.read_text().splitlines()] if journal.is_file() else []
    seen = Counter[str](word for words in kept for word in words)
    number = len(kept)
    while number < count:
        rng = random.Random(f"lake kill {number}")
        start = rng.choice(starts)
        ground.set_back(start)
        for _ in range(min(rng.randint(1, _MOST_IN_A_ROW), count - number)):
            words = [f"from {start}", *_killed(ground, start, ends[start], rng)]
            seen.update(words)
            with journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps(words) + "\n")
            number += 1
            if words[-1] == "new published":  # a run after it has next to nothing to do
                break
        goes_on(ground, ends[start], rng)
        seen["went on to the same end"] += 1
        report(f"{number} kills: {dict(seen)}")
    return dict(seen)


@dataclass(frozen=True)
class End:
    """What an undisturbed build from one start comes to, and what was published before it."""

    build: Whole
    before: Mapping[str, tuple[int, str]] | None

    @property
    def load(self) -> dict[str, float]:
        """The seconds until each step of a load alone began, and until it ends."""
        seconds = self.build.seconds
        return {"start": 0.0, "load": seconds["load"], "end": seconds["parts"]}


def undisturbed(ground: Ground, starts: Sequence[str]) -> dict[str, End]:
    """What a build comes to from each of these starts, which are kept to be set back to."""
    ends = {}
    for start in starts:
        shutil.rmtree(ground.at_work / "lake", ignore_errors=True)
        shutil.rmtree(ground.at_work / "w", ignore_errors=True)
        former = killed.whole(ground.place, "former").answers if start == "former" else None
        ground.keep(start)
        ends[start] = End(killed.whole(ground.place, "build"), former)
        assert ends[start].build.answers != former
    return ends


def _killed(ground: Ground, start: str, end: End, rng: random.Random) -> list[str]:
    """Kills a load or a build; returns words for what was met."""
    place = ground.told(JUESUAN_WHOLE_FIGURES=rng.choice(_WHOLE_FIGURES))
    if rng.random() < 0.25:
        words = ["a load", *killed.killed(replace(place, begins=_LOAD_BEGINS), "load", end.load, rng)]
    else:
        words = ["a build", *killed.killed(place, "build", end.build.seconds, rng)]
    return [*words, stands(ground, end)]


def stands(ground: Ground, end: End) -> str:
    """What is published after a build ended too soon; raises AssertionError where anything is there in part."""
    _require_whole_batches(ground.lake)
    _require_whole_parts(ground.parts)
    if not ground.place.warehouse.exists():
        assert end.before is None, "the published warehouse is gone"
        return "nothing published"
    found = killed.answers(ground.place.warehouse)
    if found == end.build.answers:
        return "new published"
    assert found == end.before, "what is published is no build's"
    return "former kept"


def goes_on(ground: Ground, end: End, rng: random.Random) -> None:
    """Lets the build run to its end: nothing is done by hand before, and nothing half made is left after it.

    What kills left is made a minute older, which is all that it takes.
    """
    for left in _half_made(ground):
        then = left.lstat().st_mtime - _A_MINUTE
        os.utime(left, (then, then), follow_symlinks=False)
    place = ground.told(JUESUAN_WHOLE_FIGURES=rng.choice(_WHOLE_FIGURES))
    again = killed.whole(place, "build")
    assert again.answers == end.build.answers, "the next build differs from one that nobody disturbed"
    _require_whole_batches(ground.lake)
    _require_whole_parts(ground.parts)
    assert not (ground.lake / "load.json").exists(), "the load is still going on"
    left = [str(path) for path in _half_made(ground)]
    assert not left, f"left behind: {left}"


def _half_made(ground: Ground) -> Iterator[Path]:
    """What is there only while something is written."""
    cache = ground.at_work.parent / "project" / ".cache"
    for folder in (ground.lake, ground.lake / "batches", ground.parts, ground.place.warehouse.parent, cache):
        if folder.is_dir():
            yield from (each for each in folder.iterdir() if each.name.startswith(".") and each.name not in _STAYS)
    yield from ground.place.scratch.iterdir()


def _require_whole_batches(folder: Path) -> None:
    """Each batch is numbered on, and each of its tables has the rows that it says."""
    batches = Lake(folder).batches()
    there = sorted(each.name for each in (folder / "batches").iterdir()) if (folder / "batches").is_dir() else []
    assert there == [batch.name for batch in batches], there
    assert [batch.number for batch in batches] == list(range(1, len(batches) + 1))
    with duckdb.connect() as connection:
        for batch in batches:
            for table, rows in batch.rows.items():
                file = Lake(folder).folder_of(batch.number) / f"{table}.parquet"
                assert _rows(connection, file) == rows, f"{batch.name} {table}"


def _require_whole_parts(folder: Path) -> None:
    """Each part has its record, and all its files can be read."""
    with duckdb.connect() as connection:
        for part in folder.iterdir() if folder.is_dir() else ():
            if part.is_dir() and not part.name.startswith(BUILDING):
                assert is_there(folder, part.name), part.name
                for file in part.iterdir():
                    _rows(connection, file)


def _rows(connection: duckdb.DuckDBPyConnection, file: Path) -> int:
    [(count,)] = connection.execute(f"select count(*) from read_parquet({literal(str(file))})").fetchall()
    return int(count)
