"""juesuan diff: what changed between two warehouses, or two editions of a report."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

from loaders import messages
from loaders.commands import FOUND, OK, UNREADABLE, add_progress
from loaders.messages import SaidError, say
from loaders.progress import Progress

DESCRIPTION = """\
Compare two warehouses, or two editions of a report, and say what changed, to the cell.
比较两个数据仓库或一份报告的两个版本，逐个单元格列出变化。

OLD and NEW are each a warehouse, a document or a folder of documents. Figures are compared by what they are (table,
row, column), not by where they stand: one that only moved has not changed. Findings and verdicts are compared too,
and between two warehouses the rules. A warehouse is opened read only; documents are judged in a temporary folder.

exit status: 0 no difference; 1 something differs; 2 one side could not be read, or wrong usage"""
EXAMPLE = """\
example:
  juesuan diff final-accounts.txt final-accounts-corrected.txt"""
_FORMATS = ("text", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("old", type=Path, metavar="OLD", help="a warehouse, a document or a folder 旧的一方")
    parser.add_argument("new", type=Path, metavar="NEW", help="a warehouse, a document or a folder 新的一方")
    parser.add_argument("--format", choices=_FORMATS, default="text", help="default: text 输出格式")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there, not to stdout 写入文件")
    add_progress(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compares and prints. Whatever keeps it from its end is status 2, for 1 means a difference."""
    from loaders.commands.load import say_quarantined
    from loaders.diff.compare import compare
    from loaders.diff.render import as_json, as_text
    from loaders.diff.side import open_side
    from loaders.files import replace_whole

    progress = Progress(wanted=arguments.progress)
    try:
        with ExitStack() as stack:
            sides = [
                stack.enter_context(open_side(path, progress, say_quarantined))
                for path in (arguments.old, arguments.new)
            ]
            found = compare(*sides)
        text = (as_json if arguments.format == "json" else as_text)(found)
        if arguments.output is None:
            sys.stdout.write(text)
        else:
            replace_whole(arguments.output, text.encode("utf-8"))
            say(messages.WRITTEN.fill(file=arguments.output))
    except SaidError as error:
        say(error.message)
        return UNREADABLE
    except BrokenPipeError:
        raise
    except OSError as error:
        say(messages.SYSTEM_REFUSED.fill(detail=error))
        return UNREADABLE
    return FOUND if found.differs else OK
