-- Grain: category of rule × verdict: how many checks.
select
    rule.category,
    checked.verdict,
    count(*) as checks
from marts.fct_identity_check as checked
inner join marts.dim_identity as rule
    on checked.identity_id = rule.identity_id
group by rule.category, checked.verdict
order by rule.category, checked.verdict
