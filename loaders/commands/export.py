"""juesuan export: the published warehouse to files."""

from __future__ import annotations

import argparse
from pathlib import Path

from loaders import messages
from loaders.commands import OK, add_warehouse
from loaders.exports import FORMATS
from loaders.messages import say

DESCRIPTION = """\
Write the tables of the published warehouse to files; it is opened read only.
把已发布数据仓库中的表导出为文件（只读）。

parquet, csv and datapackage write a folder with a file per table, xlsx writes one workbook with a sheet per table and
a cover with the sources. The same warehouse gives the same bytes. A text that a spreadsheet would run as a formula has
an apostrophe before it in csv, xlsx and datapackage; parquet holds all values as they are.

exit status: 0 written; 1 a table does not fit the format, or the system refused, and nothing was replaced;
2 wrong usage, or there is no warehouse"""
EXAMPLE = """\
example:
  juesuan export --format xlsx --output juesuan.xlsx"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--format", choices=tuple(FORMATS), required=True, help="the form of the files 格式")
    parser.add_argument("--output", type=Path, required=True, metavar="PATH", help="a folder, or the workbook 输出位置")
    parser.add_argument("--tables", nargs="+", default=(), metavar="NAME", help="default: all tables 只导出这些表")
    parser.add_argument("--schema", default="marts", help="default: marts 数据库模式")
    add_warehouse(parser)


def run(arguments: argparse.Namespace) -> int:
    """Exports, and says what was written."""
    from loaders.exports.delivery import export

    counts = export(
        arguments.warehouse, arguments.output, arguments.format, schema=arguments.schema, names=arguments.tables
    )
    say(messages.EXPORTED.fill(tables=len(counts), rows=sum(counts.values()), output=arguments.output))
    return OK
