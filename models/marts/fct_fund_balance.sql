-- Grain: document × fund × measure (opening, revenue, surplus_used, expenditure, distribution, closing) × stage. The
-- funds exclude each other: summed over funds, a measure of one stage is that of all money.
with

balances as (
    select * from {{ ref('int_fund_balances_by_fund') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

final as (
    select
        balances.*,
        documents.department_id,
        documents.fiscal_year
    from balances
    inner join documents
        on balances.document_id = documents.document_id
)

select
    document_id,
    department_id,
    fiscal_year,
    fund,
    measure,
    stage,
    amount_cny,
    rounding_unit_cny,
    is_blank,
    is_derived
from final
