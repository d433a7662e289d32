"""juesuan dashboard: the published warehouse to a static site."""

from __future__ import annotations

import argparse
from pathlib import Path

from loaders import messages, paths
from loaders.commands import OK, add_warehouse
from loaders.messages import say

DESCRIPTION = """\
Make the dashboard, a static site that any web server can serve, from the published warehouse.
由已发布的数据仓库生成看板网站（静态文件，可由任何网页服务器提供）。

The pages themselves are built once by `make dashboard`, which needs Node; this needs none.

exit status: 0 made; 1 the system refused; 2 there is no warehouse, or the pages have not been built"""
EXAMPLE = """\
example:
  juesuan dashboard --output public/"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_sources(parser)
    parser.add_argument(
        "--output",
        type=Path,
        default=paths.SITE,
        metavar="DIR",
        help="folder of the site; default: site of the project 网站文件夹",
    )


def add_sources(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what a site is made of."""
    add_warehouse(parser)
    parser.add_argument(
        "--assets",
        type=Path,
        default=paths.DASHBOARD / "dist",
        metavar="DIR",
        help="the built pages; default: dashboards/dist of the project 已构建的网页",
    )


def run(arguments: argparse.Namespace) -> int:
    """Makes the site."""
    from loaders.dashboard.site import Source, assemble

    assemble(Source(arguments.warehouse, arguments.assets), arguments.output)
    say(messages.SITE_MADE.fill(path=arguments.output))
    return OK
