"""juesuan docs: dbt's documentation of the models as one page."""

from __future__ import annotations

import argparse
from pathlib import Path

from loaders import messages, paths
from loaders.commands import OK, add_warehouse
from loaders.messages import say

DESCRIPTION = """\
Write dbt's documentation of the published warehouse as one page that needs no network.
把数据仓库的 dbt 文档写成一个网页文件，无需联网即可打开。

It holds every model, seed and source with its columns, types, tests and SQL, the metrics, what depends on what (the
lineage graph), and all descriptions in both languages. The warehouse is only read.

exit status: 0 written; 1 dbt or the system refused; 2 there is no warehouse"""
EXAMPLE = """\
example:
  juesuan docs --output docs.html"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "--output",
        type=Path,
        default=paths.DOCUMENTATION,
        metavar="FILE",
        help="default: warehouse/docs.html of the project 输出文件",
    )
    add_warehouse(parser)


def run(arguments: argparse.Namespace) -> int:
    """Writes the page."""
    from loaders.warehouse.documentation import write_documentation

    count = write_documentation(arguments.warehouse, arguments.output)
    say(messages.DOCUMENTED.fill(count=count, output=arguments.output))
    return OK
