-- Grain: one check that a finding of the document explains: both sides, with the interval each stands for.
with explained as (
    select distinct unnest(string_split(check_ids, chr(10))) as check_id
    from marts.fct_finding
    where document_id = {{ document_id }}
)

select
    checked.check_id,
    checked.identity_id,
    rule.title_zh,
    rule.title_en,
    rule.formula,
    rule.operator,
    checked.verdict,
    checked.row_label,
    checked.column_label,
    checked.lhs,
    checked.lhs_low,
    checked.lhs_high,
    checked.rhs,
    checked.rhs_low,
    checked.rhs_high,
    checked.difference,
    checked.allowed_difference,
    checked.unit
from explained
inner join marts.fct_identity_check as checked
    on explained.check_id = checked.check_id
inner join marts.dim_identity as rule
    on checked.identity_id = rule.identity_id
order by checked.check_id
