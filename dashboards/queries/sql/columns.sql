-- Grain: one column of one table or view that may be asked, with its meaning in both languages.
with asked as (
    select
        schema_name,
        table_name,
        comment
    from duckdb_tables()
    union all
    select
        schema_name,
        view_name as table_name,
        comment
    from duckdb_views()
)

select
    found.schema_name,
    found.table_name,
    asked.comment as table_comment,
    found.column_name,
    found.data_type,
    found.comment
from duckdb_columns() as found
inner join asked
    on
        found.schema_name = asked.schema_name
        and found.table_name = asked.table_name
where found.schema_name in ('marts', 'bi')
order by found.schema_name desc, found.table_name asc, found.column_index asc
