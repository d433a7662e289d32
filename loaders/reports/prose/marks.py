"""What is written with digits and is no figure: dates, numbers of documents, names, list numbers, references."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.reports.prose.prosetext import ProseText

_YEAR = r"(?:19|20)\d{2}"
_NOT_INSIDE_NUMBER = r"(?<!\d)(?<!\d[.,])"
_LIST_START = r"(?:^|(?<=[:;。]))"

# In order: a later pattern does not see what an earlier one has taken.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("title", r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|〈[^〈〉]*〉"),
    ("document_number", r"[\[〔(【]\d{4}[\]〕)】]第?\d+号"),
    ("page_number", r"^[-·.]*\d{1,4}[-·.]*$|(?<=[.…·]{3})\d{1,4}$"),
    ("enumerator", rf"{_LIST_START}\d{{1,2}}[.、](?=\D|$|{_YEAR}年|12\d{{3}}(?!\d|[.,]\d))"),
    ("enumerator", r"(?:^|(?<=[:;。,、]))\(\d{1,2}\)|^\d{1,2}\)"),
    ("reference", r"附[件表注图]\d+(?:[-.]\d+)?|(?<!报)[表图]\d+(?:[-.]\d+)?(?![个张份幅]|\d)"),
    ("reference", r"(?:公开|财决|财预)\D{0,2}\d{1,2}表"),
    ("base_note", r"基数为0"),
    ("name", r"(?:电话|传真|手机|热线|邮编|邮政编码)[^\d,。;]{0,8}[\d()-]{6,20}"),
    ("date", rf"{_NOT_INSIDE_NUMBER}{_YEAR}年?度?[-~至]{_YEAR}(?!\d)(?:年(?:度|初|末|底|期间)?)?"),
    ("date", rf"{_NOT_INSIDE_NUMBER}{_YEAR}(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?:[-~至]{_YEAR}[01]\d(?:[0-3]\d)?)?"
             r"(?=\))"),
    ("date", rf"{_NOT_INSIDE_NUMBER}{_YEAR}[./-]\d{{1,2}}(?:[./-]\d{{1,2}})(?!\d)"),
    ("date", rf"{_NOT_INSIDE_NUMBER}{_YEAR}年\d{{1,2}}(?:月?[-~至]\d{{1,2}})?月(?:\d{{1,2}}日|[底初末份])?"),
    ("date", rf"{_NOT_INSIDE_NUMBER}{_YEAR}(?:年度|年(?![初末底])|(?=年[初末底]))"),
    ("date", r"(?<![\d,.])\d{1,2}(?:月?[-~至]\d{1,2})?月(?:\d{1,2}日|份|[底初末]|[上中下]旬)?"),
    ("date", r"(?<![\d,.])\d{1,2}日(?!内|均)|(?<![\d,.])\d{1,2}:\d{2}|(?<![\d,.])\d{1,2}时(?![效间段长])"),
    ("ordinal", r"第\d+|(?<=[届府组委局])\d+次(?=[^,。;]{0,4}会议)"),
    ("name", r"\d+(?:\+[\dA-Za-z]+)+|\d+[×xX*]\d+小时|(?<![\d,.])24小时(?!内|以内|之内)"),
    ("name", r"[A-Za-z][A-Za-z+./_-]*\d+(?:[.\dA-Za-z+]*[\dA-Za-z])?"),
    ("name", r"(?<![\d,.])\d+(?:\.\d+)?(?!(?:GB|TB|PB|MB|KB|km|kg|KW|kW|kWh|m²|m)(?![A-Za-z]))[A-Za-z][\dA-Za-z+]*"),
    ("name", r"(?<![\d,.])\d+号(?!召)"),
    ("threshold", r"(?:单位价值|单台|单价|单项)\D{0,6}\d[\d,.]*[百千万亿]*元?(?:\(含\))?(?:以[上下]|及以[上下])"),
    ("threshold", r"(?<=之日起)\d+个?(?:工作日|日|小时|天)(?:以内|之内|内)?"),
    ("threshold", r"(?:超过|大于|不足|低于)\d[\d,.]*[百千万亿]*元\(含\)"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_BLANK = "\ufffc"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text whose digits are no figure, and why."""

    start: int
    end: int
    kind: str


def marks(prose: ProseText) -> tuple[Mark, ...]:
    """All marks of a paragraph, in order; they do not overlap, but for those inside a quotation."""
    found: list[Mark] = []
    text = prose.text
    for kind, pattern in _COMPILED:
        for match in list(pattern.finditer(text)):
            found.append(Mark(match.start(), match.end(), kind))
            text = text[: match.start()] + _BLANK * len(match.group()) + text[match.end() :]
    found.extend(_quotations(prose))
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end)))


def _quotations(prose: ProseText) -> list[Mark]:
    """Matched pairs of quotes: what stands in them is a name or someone's words."""
    open_at: list[int] = []
    found: list[Mark] = []
    for position, char in enumerate(prose.text):
        if char != '"':
            continue
        printed = prose.paragraph.text[prose.offsets[position]]
        opens = printed in "“„〝" or (printed not in "”〞" and not open_at)
        if opens:
            open_at.append(position)
        elif open_at:
            found.append(Mark(open_at.pop(), position + 1, "quotation"))
    return found
