-- Grain: one term of one rule, in one of the rule's alternatives, for one kind of document that the rule judges. An
-- alternative is another right side that would do as well (all money, or appropriations alone); a term without one is
-- part of each. `rule_number` stands for the rule in that alternative.
with

rules as (
    select * from {{ ref('stg_identities') }}
),

terms as (
    select * from {{ ref('stg_identity_terms') }}
),

alternatives as (
    select distinct
        identity_id,
        alternative
    from terms
    where alternative <> ''
),

joined as (
    select
        rules.identity_id,
        coalesce(alternatives.alternative, '') as alternative,
        rules.operator,
        rules.document_kind as judged_kind,
        terms.reach,
        coalesce(terms.document_kind, rules.document_kind) as from_kind,
        terms.term_number,
        terms.term_bit,
        terms.side,
        terms.sign * terms.factor as multiplier,
        terms.table_code,
        terms.row_key,
        terms.row_level,
        terms.parent_row_key,
        terms.is_leaf,
        terms.column_key,
        coalesce(terms.qualifier, '') as inexact_word,
        terms.times_row_key,
        terms.times_column_key,
        terms.group_row,
        terms.group_column,
        terms.group_row = '*' as is_everywhere,
        terms.aggregate,
        terms.when_absent,
        terms.is_driver
    from rules
    left join alternatives
        on rules.identity_id = alternatives.identity_id
    inner join terms
        on
            rules.identity_id = terms.identity_id
            and terms.alternative in ('', coalesce(alternatives.alternative, ''))
),

marked as (
    select
        *,
        -- Whose bits are found in a group: the term's own, and the lowest where it drives.
        term_bit + case when is_driver then 1 else 0 end as found_bits,
        -- Opens a group that terms which go with every group of their rule are added to.
        is_driver and max(is_everywhere) over (partition by identity_id, alternative) as is_opener,
        -- One figure, one term: no choice among figures, no other document, no product.
        reach = 'own'
        and aggregate = 'sum'
        and times_row_key is null
        and not is_everywhere
        and {{ is_short_factor('multiplier') }} as is_plain
    from joined
),

-- How often what a term takes counts: where the term is not plain, it is multiplied already.
counted as (
    select
        *,
        case when is_plain then multiplier else 1 end as times
    from marked
),

final as (
    select
        *,
        {% for side in ('lhs', 'rhs') %}
        cast(case when side = '{{ side }}' then times else 0 end as {{ short_factor() }}) as {{ side }}_times,
        cast(case when side = '{{ side }}' then abs(times) else 0 end as {{ short_factor() }})
            as {{ side }}_times_half_unit,
        {% endfor %}
        cast(dense_rank() over (order by identity_id, alternative) as integer) as rule_number
    from counted
)

select *
from final
