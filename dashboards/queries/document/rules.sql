-- Grain: one rule judged on the document: its checks by verdict.
select
    rule.identity_id,
    rule.category,
    rule.title_zh,
    rule.title_en,
    count(*) filter (where checked.verdict = 'exact') as exact,
    count(*) filter (where checked.verdict = 'within_rounding') as within_rounding,
    count(*) filter (where checked.verdict = 'violated') as violated
from marts.fct_identity_check as checked
inner join marts.dim_identity as rule
    on checked.identity_id = rule.identity_id
where
    checked.document_id = {{ document_id }}
    and checked.verdict <> 'not_applicable'
group by rule.identity_id, rule.category, rule.title_zh, rule.title_en
order by violated desc, within_rounding desc, rule.identity_id asc
