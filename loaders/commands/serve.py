"""juesuan serve: the dashboard in a browser of this machine."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path

from loaders import messages, paths
from loaders.commands import OK
from loaders.commands.dashboard import add_sources
from loaders.messages import SaidError, say

DESCRIPTION = """\
Show the dashboard in a browser of this machine; the site is made anew if the warehouse has changed.
在本机浏览器中查看看板；数据仓库有变化时先重新生成网站。

Nothing outside this machine can reach the server, and the pages ask nothing of any other host.

exit status: 0 stopped with Ctrl-C; 1 the port is taken; 2 there is no warehouse, or the pages have not been built"""
EXAMPLE = """\
example:
  juesuan serve --open"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_sources(parser)
    parser.add_argument(
        "--port", type=_port, default=8320, metavar="PORT", help="default: 8320; 0 takes any free one 端口"
    )
    parser.add_argument(
        "--site",
        type=Path,
        default=paths.SITE,
        metavar="DIR",
        help="folder of the site; default: site of the project 网站文件夹",
    )
    parser.add_argument("--open", action="store_true", help="open it in the browser 打开浏览器")


def run(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl-C."""
    from loaders.dashboard.server import HOST, server
    from loaders.dashboard.site import Source, assemble, is_current

    source = Source(arguments.warehouse, arguments.assets)
    if not is_current(arguments.site, source):
        say(messages.SITE_MAKING)
        assemble(source, arguments.site)
    try:
        serving = server(arguments.site, arguments.port)
    except OSError as error:
        raise SaidError(messages.PORT_TAKEN.fill(port=arguments.port, detail=error.strerror)) from error
    with serving:
        url = f"http://{HOST}:{serving.server_port}/"
        say(messages.SERVING.fill(url=url))
        if arguments.open:
            webbrowser.open(url)
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            say(messages.STOPPED)
    return OK


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65_535:
        raise ValueError(text)
    return value
