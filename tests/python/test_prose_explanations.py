"""Explanations published without their tables, in the forms of three regions: no false alarm, every error found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loaders.check import CheckResult, check
from loaders.progress import Progress

FOLDER = Path(__file__).parent / "explanations"
DEPARTMENTS = {
    "county-water-bureau.txt": "青江县水利局",
    "city-service-centre.txt": "白杨市政务服务中心",
    "township-government.txt": "桃源乡人民政府",
}
# Shares of something stated, and rates of change beside the change: what can be recomputed from the prose alone.
RATE = re.compile(r"(?:占(?:本年支出合计的|政府采购支出总额的)?|万元，(?:增长|下降|减少))(?P<rate>[1-9][\d.]*)(?=%)")
IN_REASON = "厉行节约，与上年相比"


def wrong(text: str) -> list[str]:
    """The text with one rate's first digit changed, once for each rate."""
    found = []
    for match in RATE.finditer(text):
        rate, start = match["rate"], match.start("rate")
        if IN_REASON in text[max(0, start - 40) : start]:
            continue  # an explanation's figures are not the subject's own
        digit = str(int(rate[0]) % 9 + 1)
        found.append(text[:start] + digit + text[start + 1 :])
    return found


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> CheckResult:
    """Every explanation as it is and with each of its rates wrong, each of a department of its own."""
    folder = tmp_path_factory.mktemp("explanations")
    for name, department in DEPARTMENTS.items():
        text = (FOLDER / name).read_text(encoding="utf-8")
        for number, variant in enumerate([text, *wrong(text)]):
            own = "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:03}")
            (folder / f"{number:03}-{name}").write_text(variant.replace(department, own + department), encoding="utf-8")
    return check((folder,), Progress(wanted=False))


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_an_explanation_that_adds_up_has_no_finding(checked: CheckResult, name: str) -> None:
    document = next(d for d in checked.documents if d.file_name == f"000-{name}")
    assert (document.status, document.findings) == ("loaded", ())


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_every_wrong_rate_is_found_and_blamed_on_its_line(checked: CheckResult, name: str) -> None:
    variants = [d for d in checked.documents if d.file_name.endswith(name) and not d.file_name.startswith("000-")]
    assert len(variants) >= 8
    assert [d.file_name for d in variants if not d.findings] == []
    text = (FOLDER / name).read_text(encoding="utf-8")
    lines = [text.count("\n", 0, changed) + 1 for changed in (_changed(text, variant) for variant in wrong(text))]
    told = [document.findings[0].line for document in sorted(variants, key=lambda d: d.file_name)]
    assert told == lines


def _changed(text: str, variant: str) -> int:
    return next(index for index, (one, other) in enumerate(zip(text, variant, strict=True)) if one != other)
