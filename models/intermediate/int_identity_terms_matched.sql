-- Grain: one figure in one term of one rule on one document, with the group (row, column) that the rule compares it in.
-- A term may take its figures from another document of the same department and year (document_kind). This is what a
-- verdict is made of: the proof of every check reads from here.
{{ config(materialized='table') }}

with

terms as (
    select * from {{ ref('stg_identity_terms') }}
),

rules as (
    select * from {{ ref('stg_identities') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
    where is_counted
),

figures as (
    select * from {{ ref('int_figures_placed') }}
    -- A row printed twice is one row.
    where not is_repeat
),

selected as (
    select
        figures.*,
        terms.identity_id,
        terms.term_number,
        terms.side,
        terms.alternative,
        terms.aggregate,
        terms.when_absent,
        terms.is_driver,
        terms.document_kind as from_kind,
        terms.group_row as group_row_by,
        terms.group_column as group_column_by,
        terms.times_row_key,
        terms.times_column_key,
        terms.sign * terms.factor as multiplier
    from figures
    inner join terms
        on
            figures.table_code = terms.table_code
            and (terms.column_key is null or figures.column_key = terms.column_key)
            and (terms.row_key is null or figures.row_key = terms.row_key)
            and (terms.row_level is null or figures.row_level = terms.row_level)
            and (terms.parent_row_key is null or figures.parent_row_key = terms.parent_row_key)
            and (terms.is_leaf is null or figures.is_leaf = terms.is_leaf)
            -- A word such as 约 or 超 makes a figure inexact: it is compared only where a rule asks for the word.
            -- 预计 is said of figures that are exact.
            and coalesce(nullif(figures.qualifier, 'expected'), '') = coalesce(terms.qualifier, '')
),

placed as (
    select
        selected.*,
        selected.document_id as judged_document_id
    from selected
    inner join rules
        on
            selected.identity_id = rules.identity_id
            and selected.document_kind = rules.document_kind
    where selected.from_kind is null

    union all

    select
        selected.*,
        documents.document_id as judged_document_id
    from selected
    inner join rules
        on selected.identity_id = rules.identity_id
    inner join documents
        on
            selected.department_id = documents.department_id
            and selected.fiscal_year = documents.fiscal_year
            and rules.document_kind = documents.document_kind
    where selected.from_kind = selected.document_kind and selected.is_counted
),

shares as (
    select
        document_id,
        row_key,
        column_key,
        min_by(figure_id, row_number) as figure_id,
        min_by(magnitude, row_number) as magnitude,
        min_by(half_unit, row_number) as half_unit
    from figures
    where table_code = 'narrative' and qualifier is null
    group by document_id, row_key, column_key
),

-- A term may be a product: an amount times a share that the same document states elsewhere, in percent.
multiplied as (
    select
        placed.*,
        shares.figure_id as times_figure_id,
        shares.magnitude as share,
        placed.half_unit * abs(shares.magnitude)
        + shares.half_unit * abs(placed.magnitude)
        + placed.half_unit * shares.half_unit as product_slack
    from placed
    left join shares
        on
            placed.document_id = shares.document_id
            and placed.times_row_key = shares.row_key
            and placed.times_column_key = shares.column_key
    where placed.times_row_key is null or shares.document_id is not null
),

valued as (
    select
        judged_document_id as document_id,
        identity_id,
        term_number,
        side,
        alternative,
        aggregate,
        when_absent,
        is_driver,
        case group_row_by
            when 'row_key' then row_key
            when 'parent_row_key' then parent_row_key
            when 'row_number' then cast(row_number as varchar)
            when 'column_key' then column_key
            when 'branch' then branch_key
            else group_row_by
        end as group_row,
        case group_column_by
            when 'column_key' then column_key
            else group_column_by
        end as group_column,
        figure_id,
        times_figure_id,
        row_number,
        column_number,
        row_label,
        column_label,
        case when aggregate = 'count' then '个' else unit end as unit,
        cast(multiplier as integer) as multiplier,
        row_key,
        cast(
            case
                when aggregate = 'count' then multiplier
                when times_row_key is not null then multiplier * magnitude * share / 100
                else multiplier * coalesce(magnitude, 0)
            end as decimal(24, 6)
        ) as term_value,
        cast(
            case
                when aggregate = 'count' then 0
                when times_row_key is not null then abs(multiplier) * product_slack / 100
                else abs(multiplier) * coalesce(half_unit, 0)
            end as decimal(24, 6)
        ) as term_slack,
        page,
        line
    from multiplied
),

-- A term that takes the first of several figures, or counts rows, holds just those: its figures add up to its side.
numbered as (
    select
        *,
        row_number() over (
            partition by
                document_id, identity_id, term_number, group_row, group_column,
                case aggregate when 'first' then '' when 'count' then row_key else figure_id end
            order by row_number, column_number, figure_id
        ) as ordinal
    from valued
    where group_row is not null
),

final as (
    select * from numbered
    where ordinal = 1
)

select *
from final
