-- Grain: one figure in one term of one check, for the checks that fail, those that hold only just, and whatever their
-- figures stand in, three steps around: what the search for the cell to blame has to know. Empty where all is well.
{{ config(materialized='table', schema='intermediate', contract={'enforced': false}) }}

with

edges as (
    select * from {{ ref('int_audit_terms_reached') }}
),

checks as (
    select * from {{ ref('fct_identity_check') }}
),

rules as (
    select * from {{ ref('dim_identity') }}
),

terms as (
    select * from {{ ref('stg_identity_terms') }}
),

placed as (
    select * from {{ ref('int_figures_placed') }}
),

links as {{ once() }} (
    select distinct
        check_id,
        figure_id
    from edges
    union
    select distinct
        check_id,
        times_figure_id as figure_id
    from edges
    where times_figure_id is not null
),

touched as (
    select figure_id
    from edges
    where is_remarkable
    union
    select times_figure_id as figure_id
    from edges
    where is_remarkable and times_figure_id is not null
),

-- With what stands in the same row or statement: two figures may have taken each other's place.
figures_0 as (
    select figure_id from touched
    union
    select others.figure_id
    from touched
    inner join placed
        on touched.figure_id = placed.figure_id
    inner join placed as others
        on
            placed.document_id = others.document_id
            and placed.table_code = others.table_code
            and (
                placed.row_number = others.row_number
                or (placed.table_code = 'three_public' and placed.column_key = others.column_key)
            )
),

checks_1 as (
    select distinct links.check_id
    from links
    inner join figures_0
        on links.figure_id = figures_0.figure_id
),

figures_1 as (
    select distinct links.figure_id
    from links
    inner join checks_1
        on links.check_id = checks_1.check_id
),

checks_2 as (
    select distinct links.check_id
    from links
    inner join figures_1
        on links.figure_id = figures_1.figure_id
),

figures_2 as {{ once() }} (
    select distinct links.figure_id
    from links
    inner join checks_2
        on links.check_id = checks_2.check_id
),

checks_gathered as (
    select distinct links.check_id
    from links
    inner join figures_2
        on links.figure_id = figures_2.figure_id
),

alternatives as (
    select distinct
        identity_id,
        alternative
    from terms
    union
    select distinct
        identity_id,
        '' as alternative
    from terms
),

required as (
    select
        rule_terms.identity_id,
        alternatives.alternative,
        count(*) filter (where rule_terms.when_absent = 'not_applicable') as required_terms
    from terms as rule_terms
    inner join alternatives
        on
            rule_terms.identity_id = alternatives.identity_id
            and rule_terms.alternative in ('', alternatives.alternative)
    group by rule_terms.identity_id, alternatives.alternative
),

final as (
    select
        edges.check_id,
        checks.identity_id,
        checks.document_id,
        checks.group_row,
        checks.group_column,
        checks.alternative as alternative_shown,
        checks.verdict,
        checks.lhs,
        checks.rhs,
        checks.allowed_difference,
        checks.unit,
        checks.row_label,
        checks.column_label,
        checks.page,
        checks.line,
        rules.operator,
        rules.severity,
        rules.title_en,
        rules.title_zh,
        edges.alternative,
        edges.side,
        edges.term_number,
        edges.aggregate,
        edges.when_absent,
        edges.multiplier,
        edges.figure_id,
        edges.times_figure_id,
        edges.row_key,
        edges.figure_number as print_order,
        required.required_terms,
        figures_2.figure_id is not null as is_closed
    from edges
    inner join checks_gathered
        on edges.check_id = checks_gathered.check_id
    inner join checks
        on edges.check_id = checks.check_id
    inner join rules
        on checks.identity_id = rules.identity_id
    left join required
        on
            edges.identity_id = required.identity_id
            and edges.alternative = required.alternative
    left join figures_2
        on edges.figure_id = figures_2.figure_id
)

select *
from final
