-- Fails with each rule that judged nothing although a document of its kind, with every table it needs, was loaded:
-- a selector that matches nothing must not pass for a rule that found nothing wrong. A rule that layouts may leave
-- without figures says so, with the reason, in the catalogue (may_be_silent). Other people's reports may well leave
-- a rule without work: there it is a warning.
{{ config(tags=['verdict']) }}

with

rules as (
    select * from {{ ref('identities') }}
),

checks as (
    select * from {{ ref('fct_identity_check') }}
),

expected as (
    select rules_expected.identity_id
    from {{ ref('int_identity_rules_expected') }} as rules_expected
    left join {{ ref('stg_identity_terms') }} as terms
        on rules_expected.identity_id = terms.identity_id
    left join {{ ref('stg_document_tables') }} as tables_found
        on
            rules_expected.document_id = tables_found.document_id
            and terms.table_code = tables_found.table_code
    where rules_expected.missing_tables is null
    group by rules_expected.document_id, rules_expected.identity_id
    -- A table that is empty (表为空) has nothing to judge.
    having not bool_or(coalesce(tables_found.is_empty, false))
),

judged as (
    select distinct identity_id
    from checks
    where verdict <> 'not_applicable'
)

select distinct rules.identity_id
from rules
inner join expected
    on rules.identity_id = expected.identity_id
left join judged
    on rules.identity_id = judged.identity_id
where judged.identity_id is null and rules.may_be_silent is null
