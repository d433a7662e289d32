-- Fails with each file given to the load that dim_document does not account for: without a document, or with more or
-- fewer than the loaders said, and with each document of no known file, or that stands twice for one place in a file.
with

files as (
    select * from {{ ref('stg_input_files') }}
),

documents as (
    select
        input_file_id,
        count(*) as document_count
    from {{ ref('dim_document') }}
    group by input_file_id
),

places as (
    select
        input_file_id,
        file_name,
        sha256,
        document_ordinal,
        count(*) as document_count
    from {{ ref('dim_document') }}
    -- Inside an archive one file may stand twice, under one name even; outside, a file is one place.
    where not contains(file_name, '/')
    group by all
)

select
    coalesce(files.input_file_id, documents.input_file_id) as input_file_id,
    files.file_name,
    files.document_count as documents_expected,
    documents.document_count as documents_found
from files
full join documents
    on files.input_file_id = documents.input_file_id
where
    files.document_count is distinct from documents.document_count
    or files.document_count < 1

union all

select
    input_file_id,
    file_name,
    1 as documents_expected,
    document_count as documents_found
from places
where document_count > 1
