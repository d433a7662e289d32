"""The command line: says what there is, calls it, and turns what came of it into an exit status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from loaders import messages
from loaders.commands import (
    FOUND,
    INTERRUPTED,
    OK,
    UNREADABLE,
    build,
    check,
    dashboard,
    diff,
    docs,
    export,
    load,
    query,
    sample,
    serve,
)
from loaders.messages import SaidError, say
from loaders.readers.errors import UnreadableError

_DESCRIPTION = """\
Published government accounts to an audited warehouse.
把公开的部门决算读入可核验的数据仓库。"""
_EXAMPLE = """\
example:
  juesuan check final-accounts.txt"""
_COMMANDS = {
    "load": load,
    "build": build,
    "check": check,
    "query": query,
    "diff": diff,
    "export": export,
    "docs": docs,
    "dashboard": dashboard,
    "serve": serve,
    "sample": sample,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status (see each command's help)."""
    arguments = parser().parse_args(argv)
    command = _COMMANDS[arguments.command]
    try:
        status: int = command.run(arguments)
        sys.stdout.flush()
        return status
    except UnreadableError as error:  # a path that names nothing to read
        reason = messages.REASONS.get(error.reason, messages.OTHER_REASON)
        say(messages.NOT_READABLE.fill(reason=reason, detail=error))
        return UNREADABLE
    except SaidError as error:
        say(error.message)
        return UNREADABLE if error.usage else FOUND
    except BrokenPipeError:  # the reader of the output had enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        say(messages.SYSTEM_REFUSED.fill(detail=error))
        return FOUND
    except MemoryError:
        say(messages.NO_MEMORY)
        return UNREADABLE
    except KeyboardInterrupt:
        say(messages.INTERRUPTED)
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """The whole command line; each command's help ends in an example."""
    form = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog="juesuan", description=_DESCRIPTION, epilog=_EXAMPLE, formatter_class=form)
    top.add_argument("--version", action="version", version=f"juesuan {_version()}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in _COMMANDS.items():
        command = commands.add_parser(
            name,
            help=module.DESCRIPTION.splitlines()[0],
            description=module.DESCRIPTION,
            epilog=module.EXAMPLE,
            formatter_class=form,
        )
        module.add_arguments(command)
    return top


def _version() -> str:
    try:
        return version("juesuan")
    except PackageNotFoundError:  # run from the source without an installation
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
