"""The subcommands of `juesuan`: each adds its arguments and says what its work returned."""

from __future__ import annotations

import argparse
from pathlib import Path

from loaders import paths
from loaders.messages import OTHER_REASON, QUARANTINED, REASONS, Message

OK, FOUND, UNREADABLE, UNTOLD, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses: nothing wrong; something found, or not published; could not read or wrongly asked; published, and
something after that failed; Ctrl-C."""


def add_progress(parser: argparse.ArgumentParser) -> None:
    """The option of every command that may take long."""
    parser.add_argument(
        "--progress", action="store_true", help="report progress even if stderr is not a terminal 显示进度"
    )


def add_warehouse(parser: argparse.ArgumentParser) -> None:
    """The option of every command that reads a published warehouse."""
    parser.add_argument(
        "--warehouse",
        type=Path,
        default=paths.WAREHOUSE,
        metavar="FILE",
        help="default: warehouse/juesuan.duckdb of the project 数据仓库文件",
    )


def add_lake(parser: argparse.ArgumentParser, where: argparse._MutuallyExclusiveGroup) -> None:
    """The options of the commands that read documents into a lake; `where` is the group of places to read them into."""
    where.add_argument("--lake", type=Path, metavar="DIR", help="folder of a lake, for many documents 数据湖的文件夹")
    parser.add_argument(
        "--again", action="store_true", help="with --lake: read known files again 重新读取湖中已有的文件"
    )


def quarantined(file: str, reason: str, detail: str) -> Message:
    """One document that could not be read: where, what was expected and what to do are in its detail."""
    return QUARANTINED.fill(file=file, reason=REASONS.get(reason, OTHER_REASON), detail=detail)
