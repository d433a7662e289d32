-- Grain: one indicator of a project: what was to be reached, and what was.
select
    indicator.project_id,
    indicator.document_id,
    indicator.fiscal_year,
    indicator.indicator_set,
    indicator.level_1,
    indicator.level_2,
    indicator.indicator_name,
    indicator.target_text,
    indicator.period_target_text,
    indicator.actual_text,
    indicator.page,
    indicator.line
from marts.fct_project_indicator as indicator
where indicator.department_id = {{ department_id }}
order by
    indicator.project_id, indicator.document_id, indicator.indicator_set, indicator.indicator_number,
    indicator.indicator_id
