-- Grain: one term of such a check, in the order of adding up by hand, with its place.
with explained as (
    select distinct unnest(string_split(check_ids, chr(10))) as check_id
    from marts.fct_finding
    where document_id = {{ document_id }}
)

select
    proof.check_id,
    proof.term_order,
    proof.side,
    proof.multiplier,
    proof.figure_id,
    figure.document_id,
    figure.table_code,
    proof.label,
    proof.printed_text,
    proof.times_printed_text,
    proof.term_value,
    proof.term_low,
    proof.term_high,
    proof.unit,
    proof.file_name,
    proof.page,
    proof.line
from explained
inner join marts.rpt_proof as proof
    on explained.check_id = proof.check_id
inner join marts.fct_reported_figure as figure
    on proof.figure_id = figure.figure_id
order by proof.check_id, proof.term_order
