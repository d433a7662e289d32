-- Grain: document × item of 三公 spending, in yuan: budget and final side by side.
with

spending as (
    select * from {{ ref('fct_three_public_spending') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

items as (
    {{ code_list('three_public_item') }}
),

by_item as (
    select
        document_id,
        item,
        sum(amount_cny) filter (where stage = 'budget') as budget_cny,
        sum(amount_cny) filter (where stage = 'final') as final_cny
    from spending
    group by document_id, item
),

final as (
    select
        by_item.document_id,
        documents.document_title,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        documents.stage,
        documents.stage_name,
        documents.stage_name_en,
        by_item.item,
        coalesce(items.name_zh, by_item.item) as item_name,
        coalesce(items.name_en, by_item.item) as item_name_en,
        cast(by_item.budget_cny as decimal(20, 2)) as budget_cny,
        cast(by_item.final_cny as decimal(20, 2)) as final_cny,
        cast(100 * by_item.final_cny / nullif(by_item.budget_cny, 0) as decimal(12, 2)) as completion_percent
    from by_item
    inner join documents
        on by_item.document_id = documents.document_id
    left join items
        on by_item.item = items.code
)

select *
from final
