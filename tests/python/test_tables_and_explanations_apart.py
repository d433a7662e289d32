"""A report published as two files, tables and explanation: the prose of one is judged by the tables of the other.

Each case is a department of its own, so that all are judged in one run.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pytest
from samples import Accounts, final_accounts

from loaders import pipeline
from loaders.warehouse.trial import trial_warehouse

PROSE = "第三部分"
RULE = "PROSE-TABLE-revenue.of_year-amount"


def halves(department: str) -> tuple[str, str]:
    """The tables and the explanation of one report, each under the report's title."""
    accounts = Accounts(department=department)
    tables, prose = final_accounts(accounts).split(PROSE)
    title = tables.splitlines()[0]
    spent = accounts.general + sum(accounts.fund.values()) + accounts.other_spent
    said = (
        f"本年度支出合计{in_ten_thousands(spent)}万元，详见支出决算表。",
        f"“三公”经费支出决算为{in_ten_thousands(accounts.vehicle_operation + accounts.reception)}万元。",
    )
    return tables, "\n\n".join((title, f"{PROSE}{prose}", *said, ""))


def in_ten_thousands(yuan: Decimal) -> Decimal:
    return (yuan / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def changed(prose: str) -> str:
    """With the revenue of the year larger by 0.02万元, more than two rounded figures can differ."""
    before, mark, after = prose.partition("本年度收入合计")
    stated, unit, rest = after.partition("万元")
    whole, _, cents = stated.partition(".")
    return f"{before}{mark}{whole}.{int(cents) + 2:02}{unit}{rest}"


def name_of(case: str) -> str:
    return f"广州市天河区{case}局"


def reports() -> dict[str, str]:
    files = {}
    for case in ("两份", "差错", "无表", "异年", "三份"):
        tables, prose = halves(name_of(case))
        files |= {f"{case}-表.txt": tables, f"{case}-说明.txt": prose}
    files["差错-说明.txt"] = changed(files["差错-说明.txt"])
    del files["无表-表.txt"]
    files["异年-说明.txt"] = files["异年-说明.txt"].replace("2023年", "2022年")
    # Other tables under the same title: nobody can tell which the explanation means.
    others = Accounts(
        department=name_of("三份"),
        basic={"2010301": Decimal(77_777_000), "2080505": Decimal(8_888_000)},
        project={"2010302": Decimal(9_999_000)},
        fund={"2290402": Decimal(5_555_000)},
        other_revenue=Decimal(66_000),
        other_spent=Decimal(44_000),
        opening=Decimal(33_000),
        vehicle_operation=Decimal(22_000),
        reception=Decimal(11_000),
        reception_budget=Decimal(19_000),
    )
    files["三份-另表.txt"], _ = final_accounts(others).split(PROSE)
    files["整份-全.txt"] = final_accounts(Accounts(department=name_of("整份")))
    return files


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder: Path = tmp_path_factory.mktemp("halves")
    given = folder / "reports"
    given.mkdir()
    for name, text in reports().items():
        (given / name).write_text(text, encoding="utf-8")
    loaded = pipeline.load([given])
    assert {document.status for document in loaded.documents} == {pipeline.LOADED}
    trial = folder / "trial"
    trial.mkdir()
    marts = ("dim_document", "fct_finding", "fct_identity_check", "fct_identity_term", "fct_reported_figure")
    with trial_warehouse(loaded, trial, marts) as connection:
        yield connection


def checks(built: duckdb.DuckDBPyConnection, case: str, rules: str) -> list[tuple[str, str]]:
    """File and verdict of each check by these rules in the case's documents."""
    return built.execute(
        "select file_name, verdict from marts.fct_identity_check inner join marts.dim_document using (document_id)"
        " where starts_with(file_name, ?) and starts_with(identity_id, ?) and verdict <> 'not_applicable'"
        " order by all",
        [f"{case}-", rules],
    ).fetchall()


def findings(built: duckdb.DuckDBPyConnection, case: str) -> list[tuple[str, str]]:
    return built.execute(
        "select file_name, identity_id from marts.fct_finding inner join marts.dim_document using (document_id)"
        " where starts_with(file_name, ?) and severity <> 'note' order by all",
        [f"{case}-"],
    ).fetchall()


def test_the_prose_is_judged_by_the_tables_of_the_other_file(built: duckdb.DuckDBPyConnection) -> None:
    assert checks(built, "两份", RULE) == [("两份-说明.txt", "exact")]
    assert findings(built, "两份") == []


def test_a_slip_in_the_prose_is_found_and_blamed_there(built: duckdb.DuckDBPyConnection) -> None:
    assert checks(built, "差错", RULE) == [("差错-说明.txt", "violated")]
    assert findings(built, "差错") == [("差错-说明.txt", RULE)]


def test_the_tables_are_judged_once_where_they_are_printed(built: duckdb.DuckDBPyConnection) -> None:
    """As often, by rules on tables alone, as in a report that is one file."""
    for rules in ("T1-", "T2-", "T4-", "T8-"):
        apart, whole = checks(built, "两份", rules), checks(built, "整份", rules)
        assert len(apart) == len(whole) > 0
        assert {file for file, _ in apart} == {"两份-表.txt"}
    assert len(checks(built, "整份", RULE)) == 1


@pytest.mark.parametrize("case", ["无表", "异年", "三份"])
def test_without_just_one_file_of_tables_of_the_year_nothing_is_compared(
    built: duckdb.DuckDBPyConnection, case: str
) -> None:
    assert checks(built, case, RULE) == []


def test_the_terms_of_such_a_check_come_from_both_files(built: duckdb.DuckDBPyConnection) -> None:
    files = built.execute(
        "select distinct printed.file_name from marts.fct_identity_term as term"
        " inner join marts.fct_reported_figure as figure using (figure_id)"
        " inner join marts.dim_document as printed on figure.document_id = printed.document_id"
        " inner join marts.dim_document as judged on term.document_id = judged.document_id"
        f" where judged.file_name = '两份-说明.txt' and contains(term.check_id, '.{RULE}') order by all"
    ).fetchall()
    assert files == [("两份-表.txt",), ("两份-说明.txt",)]
