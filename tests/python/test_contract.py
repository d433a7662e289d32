"""The warehouse and the commands against the text of the contract: whoever relies on its words finds them true."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import duckdb
import pytest
import yaml

from loaders import cli
from loaders.paths import ROOT

_CODE = re.compile(r"`([^`]+)`")
_LISTED = re.compile(r"(\w+)s `([a-z_]+(?:, [a-z_]+)*)`")
_ONE_OF = re.compile(r"`(\w+)` is one of `([a-z_]+(?:, [a-z_]+)*)`")
_COMMON = ("document_id", "department_id", "fiscal_year")
"""What an ellipsis before the columns of a fact stands for."""
_TYPES = {"amount_cny": "DECIMAL(20,2)", "rounding_unit_cny": "DECIMAL", "fiscal_year": "INTEGER"}


@dataclass(frozen=True)
class Contract:
    """What the text promises: commands as written, columns of each table, values of columns of a table ('' for all)."""

    commands: tuple[str, ...]
    tables: dict[str, tuple[str, ...]]
    values: dict[tuple[str, str], frozenset[str]]


def parsed(text: str) -> Contract:
    """The promises of a text in the contract's form."""
    commands, tables = [], {}
    values = {("", column): _names(listed) for column, listed in _ONE_OF.findall(text)}
    heading = ""
    for line in text.splitlines():
        heading = line if line.startswith("## ") else heading
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells or not (name := _CODE.fullmatch(cells[0])):
            continue
        if heading == "## Commands":
            commands.append(name[1].replace("\\|", "|"))
        elif heading.startswith("## Tables"):
            tables[name[1]] = _columns(cells[2])
            values |= {(name[1], column): _names(listed) for column, listed in _LISTED.findall(cells[2])}
    return Contract(tuple(commands), tables, values)


def _columns(cell: str) -> tuple[str, ...]:
    listed = [code for code in _CODE.findall(_LISTED.sub("", cell)) if not code.startswith("bbox,")]
    words = [word.strip() for code in listed for part in code.split(",") for word in part.split(" or ")]
    return tuple(column for word in words for column in (_COMMON if word == "…" else (word,)))


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split(", "))


def broken(contract: Contract, connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What a warehouse does not keep of the contract's tables, columns, types and values."""
    rows = connection.execute(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'marts'"
    ).fetchall()
    types = {(table, column): kind for table, column, kind in rows}
    found = []
    for table, columns in contract.tables.items():
        found += [f"{table}.{column} is missing" for column in columns if (table, column) not in types]
    for (table, column), kind in types.items():
        if table not in contract.tables or column not in contract.tables[table]:
            continue
        wanted = _TYPES.get(column, "VARCHAR" if column.endswith("_id") else "")
        if not kind.startswith(wanted):
            found.append(f"{table}.{column} is {kind}, not {wanted}")
    for (named, column), allowed in contract.values.items():
        for table in [named] if named else [table for table, columns in contract.tables.items() if column in columns]:
            if (table, column) in types:
                others = connection.execute(f"select distinct {column} from marts.{table}").fetchall()
                found += [f"{table}.{column}: {value}" for (value,) in others if value not in allowed]
    return found


@pytest.fixture(scope="module")
def contract() -> Contract:
    """The contract. Its text is no part of the repository: what needs it may be skipped."""
    file = Path(os.environ.get("JUESUAN_CONTRACT", ROOT.parent / "shared" / "docs" / "contract.md"))
    if not file.is_file():
        pytest.skip(f"the contract's text is not at {file}; name it in JUESUAN_CONTRACT")
    return parsed(file.read_text(encoding="utf-8"))


def test_the_published_warehouse_keeps_the_contract(contract: Contract, published: Path) -> None:
    assert len(contract.tables) == 19
    assert {column for table, column in contract.values if not table} == {"verdict", "severity"}
    assert {column for table, column in contract.values if table} == {"item", "stage"}
    with duckdb.connect(str(published), read_only=True) as connection:
        assert broken(contract, connection) == []


def test_the_guards_of_every_build_ask_for_what_the_contract_names(contract: Contract) -> None:
    guarded = yaml.safe_load((ROOT / "loaders" / "guards" / "contract.yml").read_text(encoding="utf-8"))
    left_out = {
        (table, column)
        for table, columns in contract.tables.items()
        for column in columns
        if column not in guarded.get(table, {}).get("columns", ())
    }
    assert left_out == set()
    for (table, column), allowed in contract.values.items():
        for name in [table] if table else [name for name, columns in contract.tables.items() if column in columns]:
            assert set(guarded[name]["values"][column]) <= allowed, f"{name}.{column}"


def test_every_command_is_taken_as_it_is_written(contract: Contract) -> None:
    made = [command.split()[1] for command in contract.commands if command.startswith("make ")]
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert made == ["build", "test"]
    assert [name for name in made if not re.search(rf"^{name}:", rules, re.MULTILINE)] == []
    ours = [command for command in contract.commands if command.startswith("juesuan ")]
    assert len(ours) == 4
    for command in ours:
        for words in _spelled_out(command):
            arguments = cli.parser().parse_args(words)
            assert arguments.command == words[0]


def _spelled_out(command: str) -> list[list[str]]:
    """A usage line as arguments: each option with each of its values, and the line without its options."""
    options = re.findall(r"\[(--\w+) ([^\]]+)\]", command)
    bare = re.sub(r"\s*\[--[^\]]+\]", "", command).split()[1:]
    fixed = [word.strip('"') for word in bare if word != "[PATH…]"]
    given = [[[], *([name, value] for value in values.split("|"))] for name, values in options]
    return [[*fixed, *(word for pair in chosen for word in pair)] for chosen in product(*given)]


_SMALL = """
## Commands
| command | what |
|---|---|
| `make build` | x |
| `juesuan check PATH… [--format text\\|json] [--output FILE]` | x |

## Tables (schema `marts`)
| table | grain | columns |
|---|---|---|
| `dim_a` | one | `a_id, name` |
| `fct_b` | one | `…, item, amount_cny or value` (and `bbox` where there is one); items `one, two` |

`verdict` is one of `exact, violated`.
"""


def test_the_form_of_the_text_is_understood() -> None:
    found = parsed(_SMALL)
    assert found.commands == ("make build", "juesuan check PATH… [--format text|json] [--output FILE]")
    assert found.tables == {
        "dim_a": ("a_id", "name"),
        "fct_b": ("document_id", "department_id", "fiscal_year", "item", "amount_cny", "value", "bbox"),
    }
    assert found.values == {("", "verdict"): {"exact", "violated"}, ("fct_b", "item"): {"one", "two"}}
    assert _spelled_out(found.commands[1]) == [
        ["check", "PATH…", *form, *output]
        for form in ([], ["--format", "text"], ["--format", "json"])
        for output in ([], ["--output", "FILE"])
    ]


_WHOLE = (
    "create table marts.dim_a as select 'k' as a_id, 'n' as name",
    "create table marts.fct_b as select 'd' as document_id, 'p' as department_id, 2023 as fiscal_year, 'one' as item,"
    " 1.5::decimal(20, 2) as amount_cny, 2.0 as value, 'b' as bbox",
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("select 1", []),
        ("alter table marts.dim_a add column more integer", []),
        ("alter table marts.dim_a drop column name", ["dim_a.name is missing"]),
        ("drop table marts.dim_a", ["dim_a.a_id is missing", "dim_a.name is missing"]),
        ("update marts.fct_b set item = 'three'", ["fct_b.item: three"]),
        ("alter table marts.fct_b alter amount_cny type double", ["fct_b.amount_cny is DOUBLE, not DECIMAL(20,2)"]),
        ("alter table marts.dim_a alter a_id type blob", ["dim_a.a_id is BLOB, not VARCHAR"]),
    ],
)
def test_what_is_missing_or_other_is_told(change: str, words: list[str]) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        for statement in (*_WHOLE, change):
            connection.execute(statement)
        assert broken(parsed(_SMALL), connection) == words
