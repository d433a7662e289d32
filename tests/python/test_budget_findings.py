"""What is said of budgets: nothing of one that adds up, each error of one that does not, and the published ones'."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from budget_samples import SHANGHAI

from loaders.check import CheckResult, check
from loaders.progress import Progress

PATH = Path(os.environ.get("JUESUAN_OTHER_REPORTS", Path(__file__).parents[3] / "shared/documents/other-departments"))

# What is wrong, in words that stand once in the sample, and the rule that says so.
ERRORS = {
    "sources": ("213\t03\t01\t行政运行\t1,600,000\t1,500,000\t100,000", "1,500,000", "1,400,000", "T2-"),
    "summary": ("收入总计\t3,100,000\t支出总计\t3,100,000", "支出总计\t3,100,000", "支出总计\t3,110,000", "T1-"),
    "economic": ("302\t01\t办公费\t285,000\t\t285,000", "285,000", "265,000", "T6-"),
    "three public": ("4.50\t0\t1.50\t3.00\t0\t3.00\t30.00", "4.50", "5.40", "T9-"),
    "year": ("2025年部门支出预算总表", "2025", "2024", "STATED-YEAR"),
}  # fmt: skip


def checked(folder: Path, *texts: str) -> CheckResult:
    for number, text in enumerate(texts):
        (folder / f"budget-{number}.txt").write_text(text, encoding="utf-8")
    return check((folder,), Progress(wanted=False))


def test_a_budget_that_adds_up_has_no_finding_and_each_error_has_one(tmp_path: Path) -> None:
    """Each error in a report of another department, so that all are judged in one run."""
    texts = [SHANGHAI]
    for ordinal, (line, old, new, _) in enumerate(ERRORS.values()):
        assert SHANGHAI.count(line) == 1
        broken = SHANGHAI.replace(line, line.replace(old, new))
        texts.append(broken.replace("白石市水务局", f"白石市第{'一二三四五'[ordinal]}水务局"))
    found = {document.file_name: document for document in checked(tmp_path, *texts).documents}
    assert found["budget-0.txt"].findings == ()
    for number, (_, _, _, rule) in enumerate(ERRORS.values(), start=1):
        said = [finding.identity_id for finding in found[f"budget-{number}.txt"].findings]
        assert any(rule in identity_id for identity_id in said), (number, said)


@pytest.mark.skipif(not PATH.is_dir(), reason=f"the published reports are not at {PATH}")
def test_findings_on_the_published_reports() -> None:
    """Read from the pages and worked out by hand: see docs/coverage.md."""
    result = check((PATH,), Progress(wanted=False))
    found = {
        (document.file_name.split("-20")[0], finding.identity_id, finding.page)
        for document in result.documents
        for finding in document.findings
        if finding.severity != "note"
    }
    finance, wanli = "putuo-finance-bureau", "putuo-wanli"
    assert found == {
        (finance, "PROSE-TABLE-appropriation.total-amount", 21),  # 0.3万元; the table has 2,961.68
        (finance, "PROSE-SHARE-of-expenditure.appropriation.general_public_budget", 21),  # 71.73 %; 71.65 %
        (wanli, "BUD-PROSE-INCREASE-LIMIT-amount", 6),  # 0万元 after an increase of 1421.25万元
        (wanli, "BUD-PROSE-LAST-YEAR-RATE", 6),  # item 3: 45.41 after 11.67 is 289.12 %, printed 314.82 %
        (wanli, "BUD-PROSE-ITEM-TWICE", 7),  # item 16: 220.63万元, then 441.25万元 of the item before
        (wanli, "BUD-PROSE-LAST-YEAR-RATE", 7),  # item 16: 60.54 % of the item before
        (wanli, "CROSS-TARGETS-AMOUNT", 29),  # 3328.13万元; the five forms have 33,513,343元
        (wanli, "TARGET-FORM-YEAR", 35),  # 10,903,043.00 with 11,419,043.00 of it
        (wanli, "TARGET-PART-LIMIT", 35),
    }
