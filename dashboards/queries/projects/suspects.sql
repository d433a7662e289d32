-- Grain: one figure of the department that a finding suspects.
select
    figure.figure_id,
    finding.finding_id,
    finding.document_id,
    finding.severity
from marts.fct_finding as finding
inner join marts.fct_reported_figure as figure
    on finding.suspected_figure_id = figure.figure_id
where figure.department_id = {{ department_id }}
order by figure.figure_id, finding.finding_id
