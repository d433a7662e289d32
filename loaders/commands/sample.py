"""juesuan sample: figures to reports, in any format and layout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loaders import messages, paths
from loaders.commands import OK, add_progress
from loaders.messages import SaidError, say
from loaders.progress import Progress
from loaders.samples.layout import ANY, VARIATIONS, Layout, layout

if TYPE_CHECKING:
    from loaders.samples.slips import Planted
    from loaders.samples.source import Source

_FORMATS = ("pdf", "pdf-unruled", "scan", "png", "docx", "xlsx", "xls", "html", "text")
_ERRORS = (
    "digit-changed",
    "digits-exchanged",
    "digit-lost",
    "sign",
    "unit-slip",
    "column-shifted",
    "row-lost",
    "row-doubled",
    "budget-final-exchanged",
    "prose-changed",
    "rate-wrong",
    "direction-wrong",
)
_SETS = ("nine", "beijing", "sichuan", "inner-mongolia")
_ALL = "all"
DESCRIPTION = f"""\
Write a report from figures, as departments publish them: PDF, scan, Word, Excel, web page or text.
由数字写出报告：PDF、扫描件、Word、Excel、网页或文本，版式各异。

Without DOCUMENT the figures are those of a made-up department, in which every identity holds. All words are the
program's own, whatever report the figures are from. The same arguments give the same bytes; a scan looks as the
Chinese font of this machine does (the environment variable JUESUAN_FONT names another).

layouts (--layout; several go together):
{chr(10).join(f"  {name:<18} {words}" for name, words in VARIATIONS.items())}
  {ANY:<18} one of each, drawn by --seed

errors (--error; those from column-shifted on in a made-up report only):
  {", ".join(_ERRORS[:7])},
  {", ".join(_ERRORS[7:])}

exit status: 0 written; 2 wrong usage, no such report, or no font to draw a scan with"""
EXAMPLE = """\
example:
  juesuan sample --random 7 --format pdf --error digit-changed --output sample.pdf"""


@dataclass(frozen=True)
class _Job:
    """One report to write: its figures, its layout, the error in it, and its file's name among several."""

    source: Source
    layout: Layout
    planted: Planted | None
    name: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "document",
        nargs="?",
        metavar="DOCUMENT",
        help="a loaded report: its id, or a part of its title or of its file's name; all: each of them 已读取的报告",
    )
    parser.add_argument(
        "--random", type=int, metavar="SEED", help="a department made up from this seed; default: 1 生成的部门"
    )
    parser.add_argument(
        "--count", type=_positive, default=1, metavar="N", help="so many, from the seeds that follow 份数"
    )
    parser.add_argument("--codes", type=_codes, metavar="N", help="functional codes of a made-up department 科目数")
    parser.add_argument(
        "--set",
        choices=_SETS,
        default=_SETS[0],
        dest="table_set",
        help="tables of a made-up department; default: the nine 表套",
    )
    parser.add_argument("--format", choices=_FORMATS, default="pdf", help="default: pdf 格式")
    parser.add_argument(
        "--layout", nargs="+", default=[], choices=(*VARIATIONS, ANY), metavar="NAME", help="see above 版式"
    )
    parser.add_argument("--unit", choices=("万元", "元"), help="unit of the tables; default: the report's own 单位")
    parser.add_argument("--error", choices=_ERRORS, metavar="KIND", help="plant one error, see above 埋入一处错误")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="what is left to chance: page breaks, a scan's tilt 随机数"
    )
    parser.add_argument(
        "--seeds",
        type=Path,
        default=paths.SEEDS / "reports",
        metavar="DIR",
        help="folder of the loaded tables; default: seeds/reports of the project 读取结果的文件夹",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there; several reports: a folder 写入")
    add_progress(parser)


def run(arguments: argparse.Namespace) -> int:
    """Writes the reports, and says which errors are in them."""
    from loaders.files import replace_whole
    from loaders.samples.formats import FORMATS
    from loaders.samples.render import render

    chosen = FORMATS[arguments.format]
    several = arguments.document == _ALL or arguments.count > 1
    if arguments.output is None and (several or not chosen.is_text):
        raise SaidError(messages.NEEDS_OUTPUT.fill(format=arguments.format), usage=True)
    jobs = list(_jobs(arguments))
    progress = Progress(wanted=arguments.progress)
    for done, job in enumerate(jobs, start=1):
        data = render(job.source, arguments.format, job.layout)
        if arguments.output is None:
            sys.stdout.buffer.write(data)
            continue
        file = arguments.output / f"{job.name}{chosen.suffix}" if several else arguments.output
        replace_whole(file, data)
        if several:
            progress.step(messages.WRITING.fill(done=done, total=len(jobs), name=file.name))
        if job.planted is not None:
            _say_planted(job.planted, file)
    if arguments.output is not None:
        say(messages.WRITTEN.fill(file=arguments.output))
    return OK


def _say_planted(planted: Planted, file: Path) -> None:
    say(
        messages.PLANTED.fill(
            file=file.name, kind=planted.kind, table=planted.table_code, old=planted.old, new=planted.new
        )
    )


def _jobs(arguments: argparse.Namespace) -> Iterator[_Job]:
    """The reports asked for. Raises SaidError for one that there is not, or that has no place for the error."""
    from loaders.samples import slips

    try:
        if arguments.document is not None:
            yield from _loaded(arguments)
            return
        first = 1 if arguments.random is None else arguments.random
        for step in range(arguments.count):
            source, planted = slips.made_up(
                first + step, arguments.codes, arguments.unit, arguments.error, arguments.table_set
            )
            yield _Job(source, layout(arguments.layout, seed=arguments.seed + step), planted, f"sample-{first + step}")
    except slips.NoPlaceError as error:
        raise SaidError(messages.ERROR_HAS_NO_PLACE.fill(kind=arguments.error), usage=True) from error


def _loaded(arguments: argparse.Namespace) -> Iterator[_Job]:
    from loaders.samples import slips
    from loaders.samples.source import UnknownDocumentError, from_seeds

    if arguments.error and arguments.error not in slips.IN_AMOUNTS:
        words = messages.ERROR_NEEDS_MADE_UP.fill(kind=arguments.error, found=", ".join(slips.IN_AMOUNTS))
        raise SaidError(words, usage=True)
    chosen = layout(arguments.layout, unit=arguments.unit, seed=arguments.seed)
    try:
        sources = from_seeds(arguments.seeds, None if arguments.document == _ALL else arguments.document)
    except UnknownDocumentError as error:
        words = messages.UNKNOWN_REPORT.fill(name=error.name, found="; ".join(error.found))
        raise SaidError(words, usage=True) from error
    for source in sources:
        planted = None
        if arguments.error:
            source, planted = slips.planted(source, arguments.error, arguments.seed)
        yield _Job(source, chosen, planted, source.document["document_id"])


def _positive(text: str) -> int:
    return _up_to(10_000, text)


def _codes(text: str) -> int:
    return _up_to(1_000, text)


def _up_to(most: int, text: str) -> int:
    value = int(text)
    if not 0 < value <= most:
        raise argparse.ArgumentTypeError(f"{value} is not within 1 and {most}")
    return value
