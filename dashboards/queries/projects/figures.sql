-- Grain: one printed figure about a project, or that a finding suspects, with its place.
select
    figure.figure_id,
    figure.document_id,
    document.file_name,
    figure.table_code,
    figure.row_label,
    figure.column_label,
    figure.printed_text,
    figure.unit,
    figure.page,
    figure.line
from marts.fct_reported_figure as figure
inner join marts.dim_document as document
    on figure.document_id = document.document_id
where
    figure.department_id = {{ department_id }}
    and figure.is_counted
    and (
        (
            figure.amount_cny is not null
            and (figure.project_id is not null or figure.table_code = 'project_payment')
        )
        or figure.figure_id in (select finding.suspected_figure_id from marts.fct_finding as finding)
    )
order by figure.figure_id
