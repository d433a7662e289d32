"""A department against its units: what adds up has no finding, a digit changed has one, others' reports are not mixed.

Each case is a department of its own, so that all are judged in one run. The department's amounts are the sums of its
units', in yuan; each report rounds them on its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from samples import Accounts, Amounts, final_accounts

from loaders import pipeline
from loaders.warehouse.trial import trial_warehouse

D = Decimal
OWN = Accounts(
    basic={"2010301": D("1234567.86"), "2080505": D("300004.99")},
    project={"2010302": D("2500004.93")},
    fund={"2290402": D("4000000.49")},
    vehicle_operation=D("35244.44"),
    reception=D("5144.44"),
    reception_budget=D("12144.44"),
    scope="单位",
)
CENTRE = Accounts(
    basic={"2010301": D("765404.44"), "2080505": D("90004.44")},
    project={"2010302": D("810004.44")},
    fund={"2290402": D("20004.44")},
    vehicle_operation=D("10004.44"),
    reception=D("2004.44"),
    reception_budget=D("3004.44"),
    scope="单位",
)


def added(one: Amounts, other: Amounts) -> Amounts:
    return {code: one[code] + other[code] for code in one}


def whole(name: str, *listed: str) -> Accounts:
    """The department that both units make up."""
    return Accounts(
        department=name,
        basic=added(OWN.basic, CENTRE.basic),
        project=added(OWN.project, CENTRE.project),
        fund=added(OWN.fund, CENTRE.fund),
        vehicle_operation=OWN.vehicle_operation + CENTRE.vehicle_operation,
        reception=OWN.reception + CENTRE.reception,
        reception_budget=OWN.reception_budget + CENTRE.reception_budget,
        units=listed or (f"{name}（本级）", f"{name}服务中心"),
    )


def own(name: str) -> Accounts:
    return dataclasses.replace(OWN, department=f"{name}（本级）")


def centre(name: str) -> Accounts:
    return dataclasses.replace(CENTRE, department=f"{name}服务中心")


@dataclass(frozen=True)
class Built:
    """The warehouse of all cases."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, name: str, sql: str) -> list[tuple[object, ...]]:
        """Rows of a mart on the documents whose file bears the case's name, with its file."""
        return self.connection.execute(
            f"select {sql} and file_name like ? order by all", [f"{name}-%"]
        ).fetchall()  # fmt: skip

    def verdicts(self, name: str, rules: str) -> set[str]:
        found = self.rows(
            name,
            "verdict from marts.fct_identity_check inner join marts.dim_document using (document_id) "
            f"where starts_with(identity_id, '{rules}') and document_kind = 'final_accounts'",
        )
        return {str(verdict) for (verdict,) in found}

    def findings(self, name: str) -> list[tuple[object, ...]]:
        return self.rows(
            name,
            "identity_id, file_name, message_zh, check_ids from marts.fct_finding "
            "inner join marts.dim_document using (document_id) where severity <> 'note'",
        )


def name_of(case: str) -> str:
    return f"广州市天河区{case}局"


CASES: dict[str, list[tuple[Accounts, str]]] = {}
for _case in ("合计", "差错", "缺一", "超出", "异年", "甲", "乙", "归口", "少列"):
    _name = name_of(_case)
    CASES[_case] = [(whole(_name), "万元"), (own(_name), "万元"), (centre(_name), "元")]
# 0.20 in the centre's receptions, printed as 0.30 in all of its tables.
CASES["差错"][2] = (dataclasses.replace(centre(name_of("差错")), reception=D("3004.44")), "万元")
del CASES["缺一"][2]
CASES["超出"] = [CASES["超出"][0], (dataclasses.replace(own(name_of("超出")), reception=D("8144.44")), "万元")]
CASES["异年"][2] = (dataclasses.replace(centre(name_of("异年")), year=2022), "元")
# Two departments, each with a centre of the same name and no region; only one report of such a centre is there.
for _case in ("甲", "乙"):
    CASES[_case][0] = (whole(name_of(_case), f"{name_of(_case)}（本级）", "信息中心"), "万元")
CASES["甲"][2] = (dataclasses.replace(CENTRE, department="信息中心", reception=D("99999.99")), "元")
del CASES["乙"][2]
# The centre has no report: the own level's accounts hold it.
CASES["归口"] = [
    (whole(name_of("归口"), f"{name_of('归口')}本级", f"{name_of('归口')}服务中心不单列决算，并入本级"), "万元"),
    (dataclasses.replace(whole(name_of("归口")), department=f"{name_of('归口')}本级", scope="单位", units=()), "元"),
]
# Three bodies, of which the list names two.
CASES["少列"][0] = (whole(name_of("少列"), f"{name_of('少列')}本级", f"{name_of('少列')}服务中心", "XX站"), "万元")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder: Path = tmp_path_factory.mktemp("levels")
    reports = folder / "reports"
    reports.mkdir()
    for case, printed in CASES.items():
        for number, (accounts, unit) in enumerate(printed):
            text = final_accounts(accounts, unit=unit)
            (reports / f"{case}-{number}.txt").write_text(text, encoding="utf-8")
    loaded = pipeline.load([reports])
    assert {document.status for document in loaded.documents} == {pipeline.LOADED}
    trial = folder / "trial"
    trial.mkdir()
    marts = ("dim_document", "fct_finding", "fct_identity_check", "fct_identity_term", "fct_reported_figure")
    with trial_warehouse(loaded, trial, marts) as connection:
        yield Built(connection)


def test_a_department_is_the_sum_of_its_units(built: Built) -> None:
    assert built.findings("合计") == []
    assert built.verdicts("合计", "LEVEL-SUM-") == {"exact", "within_rounding"}
    assert built.verdicts("合计", "LEVEL-PART-") == {"not_applicable"}
    judged = built.rows(
        "合计",
        "distinct identity_id from marts.fct_identity_check inner join marts.dim_document using (document_id) "
        "where starts_with(identity_id, 'LEVEL-') and verdict <> 'not_applicable'",
    )
    assert [identity for (identity,) in judged] == [
        "LEVEL-SUM-T4-EXPENDITURE", "LEVEL-SUM-T4-REVENUE", "LEVEL-SUM-T5", "LEVEL-SUM-T9",
    ]  # fmt: skip


def test_a_digit_changed_in_one_unit_is_one_finding_with_both_places(built: Built) -> None:
    ((identity, _, _, check_ids),) = built.findings("差错")
    assert identity == "LEVEL-SUM-T9"
    assert str(check_ids).count("LEVEL-SUM-T9.final.official_reception") == 1
    proof = built.connection.execute(
        """
        select documents.file_name, terms.side, figures.printed_text, terms.page is not null or terms.line is not null
        from marts.fct_identity_term as terms
        inner join marts.fct_reported_figure as figures using (figure_id)
        inner join marts.dim_document as documents on figures.document_id = documents.document_id
        where terms.check_id like '%LEVEL-SUM-T9.final.official_reception' and documents.file_name like '差错-%'
        order by documents.file_name
        """
    ).fetchall()
    assert proof == [
        ("差错-0.txt", "lhs", "0.71", True),
        ("差错-1.txt", "rhs", "0.51", True),
        ("差错-2.txt", "rhs", "0.30", True),
    ]


def test_with_one_unit_missing_the_department_is_at_least_the_others(built: Built) -> None:
    assert built.findings("缺一") == []
    assert built.verdicts("缺一", "LEVEL-SUM-") == {"not_applicable"}
    assert "exact" in built.verdicts("缺一", "LEVEL-PART-")


def test_a_unit_with_more_than_its_department_is_found(built: Built) -> None:
    ((identity, *_),) = built.findings("超出")
    assert identity == "LEVEL-PART-T9"


def test_a_report_of_another_year_is_not_a_part(built: Built) -> None:
    assert built.findings("异年") == []
    assert built.verdicts("异年", "LEVEL-SUM-") == {"not_applicable"}


def test_a_centre_whose_name_says_no_region_is_nobodys(built: Built) -> None:
    for case in ("甲", "乙"):
        assert built.findings(case) == []
        assert built.verdicts(case, "LEVEL-SUM-") == {"not_applicable"}
        assert "exact" in built.verdicts(case, "LEVEL-PART-")


def test_a_unit_within_its_department_needs_no_report(built: Built) -> None:
    assert built.findings("归口") == []
    assert "violated" not in built.verdicts("归口", "LEVEL-SUM-")
    assert "exact" in built.verdicts("归口", "LEVEL-SUM-")


def test_a_list_that_names_fewer_than_it_counts_is_not_all(built: Built) -> None:
    assert built.findings("少列") == []
    assert built.verdicts("少列", "LEVEL-SUM-") == {"not_applicable"}
    assert "exact" in built.verdicts("少列", "LEVEL-PART-")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("合计", [None, "合计-0.txt", "合计-0.txt"]),
        ("缺一", [None, "缺一-0.txt"]),
        ("异年", [None, "异年-0.txt", None]),  # the centre's is of another year
        ("甲", [None, "甲-0.txt", None]),  # whose centre that is, its name does not say
        ("归口", [None, "归口-0.txt"]),
    ],
)
def test_units_whose_department_is_there_are_named_for_sums_to_leave_out(
    built: Built, case: str, expected: list[str | None]
) -> None:
    rows = built.connection.execute(
        """
        select holding.file_name
        from marts.dim_document as documents
        left join marts.dim_document as holding on documents.included_in_document_id = holding.document_id
        where documents.file_name like ?
        order by documents.file_name
        """,
        [f"{case}-%"],
    ).fetchall()
    assert [name for (name,) in rows] == expected
