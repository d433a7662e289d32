-- Grain: one department.
with

documents as (
    select * from {{ ref('stg_documents') }}
),

regions as (
    select * from {{ ref('stg_regions') }}
),

departments as (
    select
        department_id,
        min(department_name) as department_name,
        min(administrative_level) as administrative_level,
        min(region_code) as region_code
    from documents
    where department_id is not null
    group by department_id
),

final as (
    select
        departments.department_id,
        departments.department_name,
        departments.administrative_level,
        departments.region_code,
        regions.region_name
    from departments
    left join regions
        on departments.region_code = regions.region_code
)

select
    department_id,
    department_name,
    administrative_level,
    region_code,
    region_name
from final
