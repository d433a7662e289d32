-- Grain: one figure in one term of one rule, with the group (row, column) that the rule compares it in.
-- This is what a verdict is made of: the proof of every check reads from here.
{{ config(materialized='table') }}

with

terms as (
    select * from {{ ref('stg_identity_terms') }}
),

rules as (
    select * from {{ ref('stg_identities') }}
),

figures as (
    select *
    from {{ ref('int_figures_placed') }}
    -- A word such as 约 or 超 makes a figure inexact; a row printed twice is one row.
    where not is_repeat and qualifier is null
),

final as (
    select
        figures.document_id,
        terms.identity_id,
        terms.term_number,
        terms.side,
        terms.aggregate,
        terms.when_absent,
        terms.is_driver,
        case terms.group_row
            when 'row_key' then figures.row_key
            when 'parent_row_key' then figures.parent_row_key
            when 'row_number' then cast(figures.row_number as varchar)
            when 'column_key' then figures.column_key
            else terms.group_row
        end as group_row,
        case terms.group_column
            when 'column_key' then figures.column_key
            else terms.group_column
        end as group_column,
        figures.figure_id,
        figures.row_number,
        figures.column_number,
        figures.row_label,
        figures.column_label,
        figures.unit,
        cast(terms.sign * terms.factor as integer) as multiplier,
        cast(terms.sign * terms.factor * figures.magnitude as decimal(24, 6)) as term_value,
        cast(terms.factor * figures.half_unit as decimal(24, 6)) as term_slack,
        figures.page,
        figures.line
    from figures
    inner join terms
        on
            figures.table_code = terms.table_code
            and (terms.column_key is null or figures.column_key = terms.column_key)
            and (terms.row_key is null or figures.row_key = terms.row_key)
            and (terms.row_level is null or figures.row_level = terms.row_level)
            and (terms.parent_row_key is null or figures.parent_row_key = terms.parent_row_key)
            and (terms.is_leaf is null or figures.is_leaf = terms.is_leaf)
    inner join rules
        on
            terms.identity_id = rules.identity_id
            and figures.document_kind = rules.document_kind
)

select *
from final
where group_row is not null
