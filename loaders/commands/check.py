"""juesuan check: a document to its findings."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from loaders import messages
from loaders.commands import FOUND, OK, UNREADABLE, add_progress
from loaders.messages import SaidError, say
from loaders.progress import Progress
from loaders.report_formats import FORMATS

DESCRIPTION = """\
Read documents, check every identity, and print what a reader should look at, with page and line.
读取文档，核对全部勾稽关系，列出应当查看之处及其页码和行号。

Nothing is published; the warehouse is neither read nor changed.

exit status: 0 no finding; 1 findings; 2 a document could not be read (the findings of the others are printed)"""
EXAMPLE = """\
example:
  juesuan check final-accounts.txt --format json --output findings.json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a document or a folder 文档或文件夹")
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="default: text 输出格式")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there, not to stdout 写入文件")
    add_progress(parser)


def run(arguments: argparse.Namespace) -> int:
    """Checks and prints. Whatever keeps the check from its end is status 2, for 1 means findings."""
    from loaders.check import check
    from loaders.files import replace_whole

    output_format = FORMATS[arguments.format]
    if output_format.is_binary and arguments.output is None:
        raise SaidError(messages.NEEDS_OUTPUT.fill(format=arguments.format), usage=True)
    try:
        progress = Progress(wanted=arguments.progress)
        found = check(tuple(arguments.paths), progress, with_evidence=output_format.with_evidence)
        data = output_format.render(found)
        if arguments.output is not None:
            replace_whole(arguments.output, data)
            say(messages.WRITTEN.fill(file=arguments.output))
        else:
            sys.stdout.write(data.decode("utf-8"))
    except SaidError as error:
        say(error.message)
        return UNREADABLE
    except BrokenPipeError:
        raise
    except OSError as error:
        say(messages.SYSTEM_REFUSED.fill(detail=error))
        return UNREADABLE
    if any(document.status == "quarantined" for document in found.documents):
        return UNREADABLE
    return FOUND if found.findings else OK
