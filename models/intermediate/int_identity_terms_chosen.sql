-- Grain: one figure in one term of one rule in one group of one judged document, where the term is not plain: the
-- first of several figures, a count of rows, a product, figures of another document, a term that goes with every group.
{{ config(materialized='table') }}

with

-- A small part of all: nearly every term is plain.
selected as (
    select * from {{ ref('int_identity_terms_selected') }}
    where not is_plain or is_opener
),

located as (
    select
        figure_number,
        document_number,
        row_number,
        is_lent,
        coordinate_number,
        coalesce(long_magnitude, magnitude) as magnitude,
        coalesce(long_half_unit, half_unit) as half_unit
    from {{ ref('int_identity_figures_located') }}
    where coordinate_number in (select selected.coordinate_number from selected)
),

reached as (
    select * from {{ ref('int_documents_reached') }}
),

figures as (
    select * from {{ ref('int_figures_placed') }}
    where table_code = 'narrative' and inexact_word = '' and not is_repeat
),

-- A term may be a product: an amount times a share that the same document states elsewhere, in percent.
-- In decimals all through, for a division would pass through a binary fraction.
shares as (
    select
        document_number,
        row_key,
        column_key,
        min(figure_number) as figure_number,
        cast(min_by(magnitude, figure_number) * 0.01 as decimal(24, 8)) as share,
        cast(min_by(half_unit, figure_number) * 0.01 as decimal(24, 8)) as half_unit
    from figures
    where row_key in (select selected.times_row_key from selected)
    group by document_number, row_key, column_key
),

candidates as (
    select
        reached.document_number,
        reached.from_document_number,
        reached.documents_needed,
        located.figure_number,
        located.row_number,
        located.is_lent,
        shares.figure_number as times_figure_number,
        selected.*,
        case when selected.is_by_row_number then located.row_number else 0 end as statement_number,
        case when selected.is_everywhere then selected.rule_number end as everywhere_in_rule,
        case when selected.aggregate = 'count' then 1 else located.magnitude end as magnitude,
        case when selected.aggregate = 'count' then 0 else located.half_unit end as half_unit,
        -- Few terms are products; these have more decimal places, which are dear to round.
        case
            when selected.aggregate <> 'count' then located.magnitude * shares.share
        end as product,
        case
            when selected.aggregate <> 'count'
                then
                    located.half_unit * abs(shares.share)
                    + shares.half_unit * abs(located.magnitude)
                    + located.half_unit * shares.half_unit
        end as product_half_unit
    from selected
    inner join located
        on selected.coordinate_number = located.coordinate_number
    inner join reached
        on
            located.document_number = reached.from_document_number
            and selected.reach_number = reached.reach_number
            and (reached.reach = 'own' or not located.is_lent)
    left join shares
        on
            located.document_number = shares.document_number
            and selected.times_row_key = shares.row_key
            and selected.times_column_key = shares.column_key
    where
        not selected.is_plain
        and (selected.times_row_key is null or shares.figure_number is not null)
),

-- A sum over a department's units is none where one of them does not state the figure.
short as (
    select
        document_number,
        group_number,
        term_number
    from candidates
    where documents_needed > 1
    group by document_number, group_number, term_number, documents_needed
    having count(distinct from_document_number) < documents_needed
),

-- A term that takes the first of several figures, or counts rows, holds just those: its figures add up to its side.
firsts as (
    select
        document_number,
        group_number,
        term_number,
        min(figure_number) as figure_number
    from candidates
    where aggregate <> 'sum'
    group by
        document_number,
        group_number,
        term_number,
        statement_number,
        case when aggregate = 'count' then row_key end
),

chosen as (
    select candidates.*
    from candidates
    left join firsts
        on
            candidates.document_number = firsts.document_number
            and candidates.group_number = firsts.group_number
            and candidates.term_number = firsts.term_number
            and candidates.figure_number = firsts.figure_number
    left join short
        on
            candidates.document_number = short.document_number
            and candidates.group_number = short.group_number
            and candidates.term_number = short.term_number
    where
        short.document_number is null
        and (candidates.aggregate = 'sum' or firsts.figure_number is not null)
),

-- The groups that terms with group_row '*' go with.
opened as (
    select distinct
        located.document_number,
        selected.rule_number,
        selected.group_number,
        selected.is_by_row_number,
        selected.group_row,
        selected.group_column,
        case when selected.is_by_row_number then located.row_number else 0 end as statement_number
    from selected
    inner join located
        on selected.coordinate_number = located.coordinate_number
    where selected.is_opener and not located.is_lent
),

valued as (
    select
        chosen.*,
        coalesce(opened.group_number, chosen.group_number) as in_group_number,
        coalesce(opened.statement_number, chosen.statement_number) as in_statement_number,
        coalesce(opened.group_row, chosen.group_row) as in_group_row,
        coalesce(opened.group_column, chosen.group_column) as in_group_column,
        case
            when chosen.product is null then cast(chosen.multiplier * chosen.magnitude as decimal(24, 6))
            else cast(chosen.multiplier * chosen.product as decimal(24, 6))
        end as term_value,
        case
            when chosen.product is null then cast(abs(chosen.multiplier) * chosen.half_unit as decimal(24, 6))
            else cast(abs(chosen.multiplier) * chosen.product_half_unit as decimal(24, 6))
        end as term_slack
    from chosen
    left join opened
        on
            chosen.document_number = opened.document_number
            and chosen.everywhere_in_rule = opened.rule_number
    where opened.document_number is not null or chosen.everywhere_in_rule is null
),

sized as (
    select
        *,
        {{ is_short('term_value') }} and {{ is_short('term_slack') }} as is_short
    from valued
),

final as (
    select
        document_number,
        rule_number,
        identity_id,
        alternative,
        in_group_number as group_number,
        in_statement_number as statement_number,
        in_group_row as group_row,
        in_group_column as group_column,
        term_number,
        case when is_lent then term_bit else found_bits end as found_bits,
        side,
        aggregate,
        when_absent,
        multiplier,
        figure_number,
        times_figure_number,
        {% for side in ('lhs', 'rhs') %}
        {{ side }}_times,
        {{ side }}_times_half_unit,
        {% endfor %}
        {{ short_decimal('case when is_short then term_value else 0 end') }} as magnitude,
        {{ short_decimal('case when is_short then term_slack else 0 end') }} as half_unit,
        case when not is_short then term_value end as long_magnitude,
        case when not is_short then term_slack end as long_half_unit,
        term_value,
        term_slack
    from sized
)

select *
from final
