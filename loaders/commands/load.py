"""juesuan load: documents to tables."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from loaders import messages, paths
from loaders.commands import OK, UNREADABLE, add_lake, add_progress, quarantined
from loaders.inputs import find_files, is_for_lake, lake_from
from loaders.lake import messages as lake_messages
from loaders.messages import say
from loaders.progress import Progress

if TYPE_CHECKING:
    from loaders import pipeline

DESCRIPTION = """\
Read documents and write the normalised tables as CSV files, replacing those in the folder.
读取文档，写出规范化的 CSV 表（替换文件夹中原有的表）。

With --lake they are added to a lake of Parquet files, for many documents: what is there already, by content and name,
is not read again, and what stops a load leaves all that was read before.
使用 --lake 时，读取结果追加到数据湖（Parquet 文件），已有的文件不再读取，中断后可接着读取。

Documents that cannot be read are listed and left out; the others are loaded."""
EXAMPLE = """\
example:
  juesuan load reports/ --seeds seeds/reports
  juesuan load county/ --lake lake/"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a document or a folder 文档或文件夹")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--seeds",
        type=Path,
        default=paths.SEEDS / "reports",
        metavar="DIR",
        help="folder for the tables; default: seeds/reports of the project 写入的文件夹",
    )
    add_lake(parser, where)
    add_progress(parser)


def run(arguments: argparse.Namespace) -> int:
    """Loads, and lists what could not be read."""
    if arguments.lake is not None:
        return _run_lake(arguments)
    if is_for_lake(arguments.paths):
        say(lake_messages.TOO_MANY_FOR_SEEDS.fill(count=len(find_files(arguments.paths)), limit=lake_from()))
        return UNREADABLE
    from loaders import pipeline
    from loaders.files import write_seeds

    result = pipeline.load(arguments.paths, progress=Progress(wanted=arguments.progress).file, apart=True)
    say_quarantined(result)
    _say_what_was_read(result)
    if not result.count(pipeline.LOADED) + result.count(pipeline.BLANK):
        say(messages.NOTHING_READ)
        return UNREADABLE
    counts = write_seeds(result.tables(), arguments.seeds)
    say(
        messages.LOADED.fill(
            loaded=result.count(pipeline.LOADED),
            duplicate=result.count(pipeline.DUPLICATE),
            quarantined=result.count(pipeline.QUARANTINED),
            rows=sum(counts.values()),
            folder=arguments.seeds,
        )
    )
    return OK


def _run_lake(arguments: argparse.Namespace) -> int:
    from loaders import pipeline
    from loaders.guards.process import GuardProcess
    from loaders.lake import loading
    from loaders.lake.lake import Lake

    progress = Progress(wanted=arguments.progress)
    with GuardProcess() as guards:
        told = loading.load(Lake(arguments.lake), arguments.paths, guards, progress, again=arguments.again)
    for name, reason, detail in told.quarantined:
        say(quarantined(name, reason, detail))
    if told.outdated:
        say(lake_messages.OUTDATED.fill(count=told.outdated))
    counts = {status: told.documents[status] for status in (pipeline.LOADED, pipeline.BLANK, pipeline.DUPLICATE)}
    say(
        lake_messages.LOADED.fill(
            read=told.read, known=told.known, quarantined=len(told.quarantined), folder=arguments.lake, **counts
        )
    )
    return OK if told.known or told.documents[pipeline.LOADED] + told.documents[pipeline.BLANK] else UNREADABLE


def _say_what_was_read(result: pipeline.LoadResult) -> None:
    """For each document that was read, what became of the numbers on its pages, and what is to be known of it."""
    from loaders import pipeline

    for document in result.documents:
        if document.coverage is not None:
            said = messages.COVERAGE.fill(**asdict(document.coverage))
            say(messages.COVERED.fill(file=document.file_name, zh=said.zh, en=said.en))
        if document.reason and document.status != pipeline.QUARANTINED:
            reason = messages.REASONS.get(document.reason, messages.OTHER_REASON)
            say(messages.TO_BE_KNOWN.fill(reason=reason, file=document.file_name, detail=document.detail))


def say_quarantined(result: pipeline.LoadResult) -> None:
    """Lists the documents that could not be read."""
    from loaders import pipeline

    for document in result.documents:
        if document.status == pipeline.QUARANTINED:
            say(quarantined(document.file_name, document.reason, document.detail))
