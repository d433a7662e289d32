"""From a segment to its content: what no reading can make sense of is quarantined, never a crash."""

from __future__ import annotations

import pytest

from loaders.readers import read_bytes
from loaders.readers.errors import UnreadableError
from loaders.reports.normalise import normalise
from loaders.reports.recognise import segments

_REPORT = (
    "岭东市云溪区气象局2022年部门整体支出绩效自评报告\n\n"
    "一、自评结论\n\n综上，自评得分为{points}分，等级：优。\n\n"
    "二、存在的问题\n\n指标不细。\n"
)


def test_report_with_a_score_is_read() -> None:
    (segment,) = segments(read_bytes("report.txt", _REPORT.format(points="93.5").encode()))
    assert [f.printed_text for f in normalise(segment).figures if f.column_key == "score"] == ["93.5"]


def test_number_of_impossible_length_is_quarantined_with_its_report() -> None:
    (segment,) = segments(read_bytes("report.txt", _REPORT.format(points="9" * 20).encode()))
    with pytest.raises(UnreadableError, match="cannot be one"):
        normalise(segment)
