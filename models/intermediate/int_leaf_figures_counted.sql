-- Grain: one figure that may be added up: a leaf of its table's hierarchy, printed once, in a document that counts.
with

figures as (
    select * from {{ ref('int_figures_placed') }}
),

final as (
    select *
    from figures
    where is_counted and is_leaf and not is_repeat
)

select *
from final
