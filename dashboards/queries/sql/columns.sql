-- Grain: one column of one table that may be asked, with its meaning in both languages.
select
    found.table_name,
    tables.comment as table_comment,
    found.column_name,
    found.data_type,
    found.comment
from duckdb_columns() as found
inner join duckdb_tables() as tables
    on found.table_oid = tables.table_oid
where found.schema_name = 'marts'
order by found.table_name, found.column_index
