-- Grain: one term of one rule (int_identity_terms_expanded) at one coordinate at which figures stand, with its group.
-- Thousands of documents print the same rows and columns: what a term selects is decided once for all of them.
{{ config(materialized='table') }}

with

terms as (
    select * from {{ ref('int_identity_terms_expanded') }}
),

figures as (
    select * from {{ ref('int_figures_placed') }}
    where not is_repeat
),

reaches as (
    select distinct
        reach_number,
        document_kind,
        reach
    from {{ ref('int_documents_reached') }}
),

coordinates as (
    select distinct
        rule_kind as document_kind,
        table_code,
        row_key,
        column_key,
        row_level,
        parent_row_key,
        branch_key,
        is_leaf,
        inexact_word
    from figures
),

numbered as (
    select
        *,
        -- A column that is an economic class belongs to the class above it, and that to the row's total.
        case
            when {{ matches('column_key', '[0-9]{5}') }} then left(column_key, 3)
            when {{ matches('column_key', '[0-9]{3}') }} then 'total'
        end as parent_column_key,
        cast(
            row_number() over (
                order by
                    document_kind, table_code, row_key, column_key, row_level, parent_row_key, is_leaf, inexact_word
            ) as integer
        ) as coordinate_number
    from coordinates
),

-- Narrow until what no figure can open is left out.
selected as (
    select
        numbered.coordinate_number,
        reaches.reach_number,
        terms.rule_number,
        terms.judged_kind,
        terms.term_number,
        terms.is_driver,
        terms.is_everywhere,
        case terms.group_row
            when 'row_key' then numbered.row_key
            when 'parent_row_key' then numbered.parent_row_key
            when 'column_key' then numbered.column_key
            when 'branch' then numbered.branch_key
            when 'row_number' then ''
            else terms.group_row
        end as group_row,
        case terms.group_column
            when 'column_key' then numbered.column_key
            when 'parent_column_key' then numbered.parent_column_key
            else terms.group_column
        end as group_column
    from numbered
    inner join terms
        on
            numbered.document_kind = terms.from_kind
            and numbered.table_code = terms.table_code
            and numbered.inexact_word = terms.inexact_word
            and (terms.column_key is null or numbered.column_key = terms.column_key)
            and (terms.row_key is null or numbered.row_key = terms.row_key)
            and (terms.row_level is null or numbered.row_level = terms.row_level)
            and (terms.parent_row_key is null or numbered.parent_row_key = terms.parent_row_key)
            and (terms.is_leaf is null or numbered.is_leaf = terms.is_leaf)
    inner join reaches
        on
            terms.judged_kind = reaches.document_kind
            and terms.reach = reaches.reach
),

-- Numbered by themselves: a window over the terms would sort all that is said of them.
groups as (
    select
        rule_number,
        group_row,
        group_column,
        max(is_driver) as is_opened,
        cast(row_number() over (order by rule_number, group_row, group_column) as integer) as group_number
    from selected
    where group_row is not null and group_column is not null
    group by rule_number, group_row, group_column
),

-- A group that no figure anywhere can open is not compared: a code without codes below it, where parts are added up.
final as (
    select
        numbered.coordinate_number,
        numbered.document_kind,
        numbered.table_code,
        numbered.row_key,
        numbered.column_key,
        numbered.row_level,
        numbered.parent_row_key,
        numbered.is_leaf,
        numbered.inexact_word,
        selected.reach_number,
        selected.rule_number,
        selected.group_row,
        selected.group_column,
        groups.group_number,
        terms.identity_id,
        terms.alternative,
        terms.term_number,
        terms.term_bit,
        terms.found_bits,
        terms.side,
        terms.multiplier,
        terms.times_row_key,
        terms.times_column_key,
        terms.aggregate,
        terms.when_absent,
        terms.is_opener,
        terms.is_plain,
        terms.is_everywhere,
        {% for side in ('lhs', 'rhs') %}
        terms.{{ side }}_times,
        terms.{{ side }}_times_half_unit,
        {% endfor %}
        terms.group_row = 'row_number' as is_by_row_number
    from selected
    inner join groups
        on
            selected.rule_number = groups.rule_number
            and selected.group_row = groups.group_row
            and selected.group_column = groups.group_column
    inner join terms
        on
            selected.rule_number = terms.rule_number
            and selected.judged_kind = terms.judged_kind
            and selected.term_number = terms.term_number
    inner join numbered
        on selected.coordinate_number = numbered.coordinate_number
    where groups.is_opened or selected.is_everywhere
)

select *
from final
