-- Grain: one document in reach of another: where a rule judges `document_number`, a term with this `reach` takes the
-- figures of `from_document_number`. `reach_number` stands for the judged document's kind and the reach. With
-- `documents_needed` above 1 a sum is one only where so many documents state its figure.
{{ config(materialized='table') }}

with

-- A unit's report is judged by the rules of a department's: their kind is the one whose rules hold.
documents as (
    select
        document_number,
        document_id,
        rule_kind as document_kind,
        department_id,
        fiscal_year,
        is_counted,
        document_kind <> rule_kind as is_unit,
        rule_kind in ('final_accounts', 'department_budget') as is_by_level,
        bool_or(is_counted and document_kind = rule_kind) over (
            partition by department_id, fiscal_year, rule_kind
        ) as is_with_department
    from {{ ref('stg_documents') }}
    where is_judged
),

units as (
    select * from {{ ref('stg_document_units') }}
),

own as (
    select
        'own' as reach,
        document_number,
        document_id,
        document_kind,
        document_number as from_document_number,
        document_id as from_document_id,
        document_kind as from_kind,
        1 as documents_needed
    from documents
),

{% for reach, years_back in (('same_year', 0), ('last_year', 1)) %}
-- Reports of one department: of one year they state one another's figures, of two years one goes on from the other.
-- Its own level has accounts and budgets too: these go with one another, and stand for the department's where it has
-- none.
{{ reach }} as (
    select
        '{{ reach }}' as reach,
        documents.document_number,
        documents.document_id,
        documents.document_kind,
        others.document_number as from_document_number,
        others.document_id as from_document_id,
        others.document_kind as from_kind,
        1 as documents_needed
    from documents
    inner join documents as others
        on
            documents.department_id = others.department_id
            and documents.fiscal_year - {{ years_back }} = others.fiscal_year
    where
        documents.is_counted
        and others.is_counted
        and case
            when documents.is_by_level and others.is_by_level then documents.is_unit = others.is_unit
            else not (others.is_unit and others.is_with_department)
        end
),

{% endfor %}
-- How many reports a department's figures are the sum of: its own level's, and that of each body that has one.
listed as (
    select
        document_id,
        greatest(count(*) + case when bool_or(is_own_level) then 0 else 1 end, max(units_stated))
        - count(*) filter (where is_within_other) as documents_needed
    from units
    group by document_id
),

-- A name without a region may be another department's; so may what two departments list. Of two reports of one unit
-- neither is taken.
reports as (
    select
        documents.document_number,
        documents.document_id,
        documents.document_kind,
        others.document_number as from_document_number,
        others.document_id as from_document_id,
        others.document_kind as from_kind,
        listed.documents_needed
    from documents
    inner join units
        on documents.document_id = units.document_id
    inner join listed
        on documents.document_id = listed.document_id
    inner join documents as others
        on
            units.unit_id = others.department_id
            and documents.fiscal_year = others.fiscal_year
            and documents.document_kind = others.document_kind
    where
        documents.is_counted
        and others.is_counted
        and others.is_unit
        and not documents.is_unit
        and not units.is_within_other
        and (units.unit_id not like '000000%' or documents.department_id like '000000%')
    qualify
        count(*) over (partition by documents.document_number, units.unit_id) = 1
        and count(*) over (partition by others.document_number) = 1
),

counted as (
    select
        *,
        count(*) over (partition by document_number) >= documents_needed as is_whole
    from reports
),

of_units as (
    select
        case when is_whole then 'units' else 'units_loaded' end as reach,
        document_number,
        document_id,
        document_kind,
        from_document_number,
        from_document_id,
        from_kind,
        case when is_whole then documents_needed else 1 end as documents_needed
    from counted
),

reached as (
    select * from own
    union all
    select * from same_year
    union all
    select * from last_year
    union all
    select * from of_units
),

final as (
    select
        *,
        cast(dense_rank() over (order by document_kind, reach) as integer) as reach_number
    from reached
)

select *
from final
