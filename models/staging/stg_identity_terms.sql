-- Grain: one term of one rule. An empty selector matches everything; an empty group is the whole document.
with

source as (
    select * from {{ ref('identity_terms') }}
),

final as (
    select
        identity_id,
        cast(term_number as integer) as term_number,
        -- Which terms of a rule have figures is kept as a sum of these.
        cast(power(2, cast(term_number as integer)) as bigint) as term_bit,
        side,
        coalesce(alternative, '') as alternative,
        cast(sign as integer) as sign,
        cast(factor as integer) as factor,
        -- Whose figures: the judged document's own, or those of others (int_documents_reached).
        coalesce(reach, 'own') as reach,
        document_kind,
        table_code,
        row_key,
        cast(row_level as integer) as row_level,
        parent_row_key,
        cast(is_leaf as boolean) as is_leaf,
        column_key,
        qualifier,
        times_row_key,
        times_column_key,
        coalesce(group_row, '') as group_row,
        coalesce(group_column, '') as group_column,
        aggregate,
        when_absent,
        cast(is_driver as boolean) as is_driver
    from source
)

select *
from final
