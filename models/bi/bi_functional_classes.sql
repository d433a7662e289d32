-- Grain: one functional code, with the class (类) and the section (款) that it belongs to.
with

classes as (
    select * from {{ ref('dim_functional_class') }}
),

final as (
    select
        codes.functional_code,
        codes.functional_name,
        codes.level,
        left(codes.functional_code, 3) as class_code,
        coalesce(classes.functional_name, left(codes.functional_code, 3)) as class_name,
        case when codes.level >= 2 then left(codes.functional_code, 5) end as section_code,
        case when codes.level >= 2 then coalesce(sections.functional_name, left(codes.functional_code, 5)) end
            as section_name
    from classes as codes
    left join classes
        on left(codes.functional_code, 3) = classes.functional_code
    left join classes as sections
        on codes.level >= 2 and left(codes.functional_code, 5) = sections.functional_code
)

select *
from final
