-- Grain: one identity on one document, in one group (row and column) where the rule compares groups.
{{ config(meta={'scope': 'part'}) }}

with

judged as (
    select * from {{ ref('int_identity_checks_chosen') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

figures as (
    select * from {{ ref('int_figures_placed') }}
),

named as (
    select
        judged.*,
        documents.document_id,
        documents.department_id,
        documents.fiscal_year,
        figures.row_label,
        figures.column_label,
        figures.unit,
        -- The place is one in the document that is judged.
        case when figures.document_number = judged.document_number then figures.page end as page,
        case when figures.document_number = judged.document_number then figures.line end as line
    from judged
    inner join documents
        on judged.document_number = documents.document_number
    left join figures
        on judged.lhs_figure_number = figures.figure_number
),

final as (
    select
        document_id || '.' || identity_id || '.' || group_row || '.' || group_column as check_id,
        identity_id,
        document_id,
        department_id,
        fiscal_year,
        group_row,
        group_column,
        alternative,
        row_label,
        column_label,
        lhs_value as lhs,
        rhs,
        difference,
        allowed_difference,
        cast(lhs_value - lhs_slack as decimal(24, 6)) as lhs_low,
        cast(lhs_value + lhs_slack as decimal(24, 6)) as lhs_high,
        rhs_low,
        rhs_high,
        cast(allowed_difference - distance as decimal(24, 6)) as slack_left,
        unit,
        figure_count,
        verdict,
        case verdict
            when 'not_applicable' then not_applicable_reason
            when 'exact' then 'holds as printed'
            when 'within_rounding'
                then
                    'differs by ' || {{ amount_text('distance') }}
                    || ', rounding allows ' || {{ amount_text('allowed_difference') }}
            else
                'differs by ' || {{ amount_text('distance') }}
                || ', rounding allows ' || {{ amount_text('allowed_difference') }}
                || ': the figures are wrong by at least '
                || {{ amount_text('distance - allowed_difference') }}
        end as reason,
        page,
        line
    from named
)

select
    check_id,
    identity_id,
    document_id,
    department_id,
    fiscal_year,
    group_row,
    group_column,
    alternative,
    row_label,
    column_label,
    lhs,
    rhs,
    difference,
    allowed_difference,
    lhs_low,
    lhs_high,
    rhs_low,
    rhs_high,
    slack_left,
    unit,
    figure_count,
    verdict,
    reason,
    page,
    line
from final
