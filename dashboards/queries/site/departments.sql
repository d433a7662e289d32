-- Grain: one department and fiscal year that a document belongs to; the year is null where no document says it.
select
    department.department_id,
    department.department_name,
    department.administrative_level,
    department.region_code,
    department.region_name,
    document.fiscal_year,
    count(*) filter (where document.is_counted) as counted_documents,
    count(*) as documents
from marts.dim_department as department
inner join marts.dim_document as document
    on department.department_id = document.department_id
group by all
order by department.region_code, department.department_name, department.department_id, document.fiscal_year nulls last
