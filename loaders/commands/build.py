"""juesuan build: tables, or documents, to the published warehouse."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from loaders import messages, paths
from loaders.commands import FOUND, OK, UNREADABLE, UNTOLD, add_lake, add_progress, quarantined
from loaders.inputs import is_for_lake
from loaders.lake import messages as lake_messages
from loaders.messages import SaidError, say
from loaders.progress import Progress
from loaders.terminal import printable

if TYPE_CHECKING:
    from loaders.warehouse.build_report import BuildReport

DESCRIPTION = """\
Build the warehouse beside the published one, test it, and put it in its place in one step.
在已发布的数据仓库旁边新建、检验，全部通过后一步替换。

Without PATH the tables in seeds/reports (or --seeds) are built. With PATH the documents are loaded first: into
--seeds if it is given, else for this build only; the tables in seeds/reports are then neither read nor changed.
With --lake all documents of that lake are built, after those of PATH have been added to it; what has not changed since
the last build stands as it is. More than 2,000 files (JUESUAN_LAKE_FROM) go into a lake beside the warehouse.
What the build did is kept in build_report.json beside the warehouse; why one failed, in failed_build_report.json.

--engine spark loads, builds and tests on Spark (Java 17 or newer, pip install 'juesuan[spark]') and writes every mart
to --output as Parquet: DIR/marts/<table>/*.parquet, with build_report.json in DIR.

exit status: 0 published; 1 a test or guard failed, or another build is running, and nothing was published;
2 wrong usage, or nothing could be read; 3 published, but what comes after failed: build_report.json may be the
former build's"""
EXAMPLE = """\
example:
  juesuan build reports/ --warehouse warehouse/juesuan.duckdb
  juesuan build new-reports/ --lake lake/"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a document or a folder 文档或文件夹")
    parser.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="what runs the models; spark also loads the documents 计算引擎",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="with spark: the folder to publish 用 Spark 时写入的文件夹",
    )
    parser.add_argument(
        "--warehouse",
        type=Path,
        metavar="FILE",
        help="the published file; default: warehouse/juesuan.duckdb of the project 发布的文件",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--seeds", type=Path, metavar="DIR", help="folder of the loaded tables 读取结果的文件夹")
    add_lake(parser, where)
    parser.add_argument("--full", action="store_true", help="with --lake: divide all into parts anew 全部重新分部")
    parser.add_argument("--wait", action="store_true", help="wait for a build that is running 等待正在进行的构建")
    add_progress(parser)


def _target(arguments: argparse.Namespace) -> Path:
    """What is published. Raises SaidError where it is named with the other engine's option, or not at all."""
    if arguments.engine == "spark":
        if arguments.output is None or arguments.warehouse is not None:
            raise SaidError(messages.SPARK_NEEDS_OUTPUT, usage=True)
        return Path(arguments.output)
    if arguments.output is not None:
        raise SaidError(messages.OUTPUT_IS_SPARKS, usage=True)
    return Path(arguments.warehouse or paths.WAREHOUSE)


def _built(arguments: argparse.Namespace) -> BuildReport:
    target, progress = _target(arguments), Progress(wanted=arguments.progress)
    documents = tuple(arguments.paths)
    if arguments.engine == "spark":
        from loaders.spark.session import require_java, require_packages

        require_packages()  # before what is imported from them
        require_java()
        from loaders.spark import build as spark
        from loaders.spark.inputs import Request as SparkRequest

        asked = SparkRequest(
            target, documents, arguments.seeds, arguments.wait, _lake(arguments, target), arguments.again
        )
        return spark.build(asked, progress)
    from loaders.warehouse.build import Request, build

    request = Request(
        warehouse=target,
        documents=documents,
        seeds=arguments.seeds,
        wait=arguments.wait,
        lake=_lake(arguments, target),
        again=arguments.again,
        full=arguments.full,
    )
    return build(request, progress)


def run(arguments: argparse.Namespace) -> int:
    """Builds, and says what was published or what failed."""
    from loaders.commands.load import say_quarantined
    from loaders.warehouse.build import BuildFailedError, NothingReadError, UntoldError

    undone: list[str] = []
    try:
        report = _built(arguments)
    except UntoldError as error:
        report, undone = error.report, error.undone
    except NothingReadError as error:
        say_quarantined(error.result)
        say(messages.NOTHING_READ)
        return UNREADABLE
    except BuildFailedError as error:
        say(messages.BUILD_FAILED.fill(report=error.kept_at))
        _list(error.report.failures)
        return FOUND
    for document in report.quarantined:
        say(quarantined(document["file_name"], document["status_reason"], document["status_detail"]))
    say(
        messages.BUILT.fill(
            warehouse=_target(arguments),
            loaded=report.documents.get("loaded", 0),
            checks=sum(report.checks.values()),
            findings=sum(report.findings.values()),
            seconds=report.seconds["total"],
        )
    )
    if undone:
        say(messages.UNTOLD)
        _list(undone)
        return UNTOLD
    return OK


def _list(failures: list[str]) -> None:
    for failure in failures:
        for line in failure.splitlines():
            print(f"  {printable(line)}", file=sys.stderr)


def _lake(arguments: argparse.Namespace, target: Path) -> Path | None:
    """The lake to build from: the one named, or one beside the warehouse where there are many files."""
    if arguments.lake is None and arguments.seeds is None and is_for_lake(arguments.paths):
        beside = target.with_suffix(".lake")
        say(lake_messages.USED.fill(folder=beside))
        return beside
    named: Path | None = arguments.lake
    return named
