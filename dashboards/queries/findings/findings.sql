-- Grain: one finding: what a reader should look at.
select
    finding.finding_id,
    finding.identity_id,
    rule.category,
    finding.severity,
    finding.hypothesis,
    finding.document_id,
    document.file_name,
    document.document_kind,
    document.department_id,
    document.fiscal_year,
    finding.message_zh,
    finding.message,
    finding.stated_value,
    finding.expected_value,
    finding.unit,
    finding.page,
    finding.line
from marts.fct_finding as finding
inner join marts.dim_document as document
    on finding.document_id = document.document_id
inner join marts.dim_identity as rule
    on finding.identity_id = rule.identity_id
order by
    case finding.severity
        when 'error' then 1
        when 'warning' then 2
        else 3
    end,
    document.department_id, document.fiscal_year, document.file_name, finding.line, finding.finding_id
