-- Fails with each identity of the standard tables that a counted document violates beyond rounding. For the reports
-- that the project ships this is an error; for other people's reports a finding is the tool's work, not a failure,
-- and `juesuan build PATH` turns it into a warning.
{{ config(tags=['verdict']) }}

select
    checks.check_id,
    checks.reason
from {{ ref('fct_identity_check') }} as checks
inner join {{ ref('dim_identity') }} as rules
    on checks.identity_id = rules.identity_id
inner join {{ ref('dim_document') }} as documents
    on checks.document_id = documents.document_id
where
    checks.verdict = 'violated'
    and rules.category in ('within_table', 'between_tables')
    and documents.is_counted
