"""How far reports of one subject agree, worked out once, when the later of the two comes into the lake."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from loaders.lake import index, tables
from loaders.reports.editions import Likeness
from loaders.seedfiles import FIGURE_TABLES
from loaders.sql import literal

if TYPE_CHECKING:
    from loaders.lake.lake import Lake

FILE = "likeness.parquet"
# As loaders.reports.editions.fingerprint has it: each figure by its place and print, and each value that is not zero.
_COMPARED = f"""
    with
    -- Which documents stand in which pairs.
    wanted as (
        select document_id from pairs union select other_document_id as document_id from pairs
    ),
    figures as ({{figures}}),
    printed as (
        select
            document_id, 'printed' as aspect, table_code, row_key, column_key, printed_text as said, count(*) as times
        from figures
        group by all
        union all
        select
            document_id, 'amount' as aspect, table_code, row_key, column_key, cast(measure as varchar) as said,
            count(*) as times
        from figures
        where measure <> 0
        group by all
    ),
    totals as (
        select
            document_id,
            coalesce(sum(times) filter (where aspect = 'printed'), 0) as figures,
            coalesce(sum(times) filter (where aspect = 'amount'), 0) as amounts
        from printed
        group by document_id
    ),
    shared as (
        select
            pairs.document_id,
            pairs.other_document_id,
            coalesce(sum(least(one.times, other.times)) filter (where one.aspect = 'printed'), 0) as alike,
            coalesce(sum(least(one.times, other.times)) filter (where one.aspect = 'amount'), 0) as amounts_alike
        from pairs
        inner join printed as one on pairs.document_id = one.document_id
        inner join printed as other
            on
                pairs.other_document_id = other.document_id
                and one.aspect = other.aspect
                and one.table_code = other.table_code
                and one.row_key is not distinct from other.row_key
                and one.column_key is not distinct from other.column_key
                and one.said = other.said
        group by pairs.document_id, pairs.other_document_id
    )
    select
        pairs.document_id,
        pairs.other_document_id,
        {
    ", ".join(
        f"cast(greatest(coalesce(one.{name}, 0), coalesce(other.{name}, 0)) as integer) as {name}"
        for name in ("figures", "amounts")
    )
},
        {", ".join(f"cast(coalesce(shared.{name}, 0) as integer) as {name}" for name in ("alike", "amounts_alike"))}
    from pairs
    left join totals as one on pairs.document_id = one.document_id
    left join totals as other on pairs.other_document_id = other.document_id
    left join shared
        on pairs.document_id = shared.document_id and pairs.other_document_id = shared.other_document_id
"""


def write(lake: Lake, made: Path, number: int, connection: duckdb.DuckDBPyConnection) -> None:
    """Compares the reports of the batch `number`, whose tables are in `made`, with one another and with the lake's.

    Those of the lake are the ones in the tables of `index.create`. Nothing is written where no two have a subject in
    common.
    """
    loaded = "load_status = 'loaded' and department_id is not null"
    subject = "document_kind, department_id, fiscal_year"
    connection.execute(
        f"create or replace temp table newcomers as"
        f" select document_id, input_file_id, {subject} from {tables.scan([made], 'documents')} where {loaded}"
    )
    connection.execute(
        f"create or replace temp table pairs as"
        f" with others as ("
        f"   select document_id, {subject}, {number} as batch from newcomers union all"
        f"   select document_id, {subject}, batch from documents where {loaded}"
        f"   and input_file_id not in (select input_file_id from {tables.scan([made], 'input_files')}))"
        f" select newcomers.document_id, others.document_id as other_document_id, others.batch"
        f" from newcomers inner join others on newcomers.document_kind = others.document_kind"
        f" and newcomers.department_id = others.department_id"
        f" and newcomers.fiscal_year is not distinct from others.fiscal_year"
        f" where others.batch < {number} or newcomers.document_id < others.document_id"
    )
    batches = [batch for (batch,) in connection.execute("select distinct batch from pairs").fetchall()]
    if batches:
        folders = [made, *(lake.folder_of(batch) for batch in batches if batch != number)]
        figures = " union all ".join(
            f"select figures.document_id, {literal(table)} as table_code, row_key, column_key, printed_text,"
            f" coalesce(cast(amount_cny as decimal(24, 6)), value) as measure"
            f" from {tables.scan(folders, f'figures_{table}')} as figures"
            f" semi join wanted on figures.document_id = wanted.document_id where not is_blank"
            for table in FIGURE_TABLES
        )
        connection.execute(
            f"copy ({_COMPARED.format(figures=figures)} order by 1, 2)"
            f" to {literal(str(made / FILE))} ({tables.PARQUET})"
        )


def read(lake: Lake, connection: duckdb.DuckDBPyConnection) -> dict[frozenset[str], Likeness]:
    """What is known of each pair of the lake's present documents; `index.create` has been called."""
    files = [literal(str(path)) for number in lake.numbers() if (path := lake.folder_of(number) / FILE).is_file()]
    if not files:
        return {}
    found = connection.execute(
        f"select likeness.document_id, other_document_id, figures, alike, amounts, amounts_alike"
        f" from (select *, {index.BATCH_OF_FILE} as batch"
        f"   from read_parquet([{', '.join(files)}], filename = true)) as likeness"
        f" inner join documents as one on likeness.document_id = one.document_id"
        f" inner join documents as other on likeness.other_document_id = other.document_id"
        # What was read again since is compared anew, in a later batch.
        f" where likeness.batch = greatest(one.batch, other.batch)"
    ).fetchall()
    return {frozenset((one, other)): Likeness(*numbers) for one, other, *numbers in found}
