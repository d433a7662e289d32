"""juesuan query: a question to the published warehouse."""

from __future__ import annotations

import argparse
import sys

from loaders.commands import OK, add_warehouse

DESCRIPTION = """\
Ask the published warehouse one select. It is opened read only: no other file, no network, no extension.
向已发布的数据仓库提一个 select 查询（只读；不能访问其他文件或网络）。

csv puts an apostrophe before texts that a spreadsheet would take for a formula; json gives all values exactly,
decimals as strings.

exit status: 0 answered; 1 the query failed or took too long; 2 wrong usage, or there is no warehouse"""
EXAMPLE = """\
example:
  juesuan query "select fiscal_year, sum(amount_cny) from marts.fct_expenditure_by_function group by all"
"""
_FORMATS = ("table", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("sql", metavar="SQL", help="one select 一条查询语句")
    add_warehouse(parser)
    parser.add_argument("--format", choices=_FORMATS, default="table", help="default: table 输出格式")
    parser.add_argument(
        "--timeout", type=_seconds, default=60.0, metavar="SECONDS", help="stop after so long; default: 60 时限（秒）"
    )


def run(arguments: argparse.Namespace) -> int:
    """Asks and prints."""
    from loaders.warehouse import query

    answer = query.ask(arguments.warehouse, arguments.sql, timeout=arguments.timeout)
    sys.stdout.write(query.FORMATS[arguments.format](answer))
    return OK


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 86_400:
        raise ValueError(text)
    return value
