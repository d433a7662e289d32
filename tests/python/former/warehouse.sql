-- Part of a warehouse as an earlier version published it, kept as it was.
create schema marts;
CREATE TABLE marts.fct_build(
    build_id VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    status VARCHAR NOT NULL,
    is_current BOOLEAN NOT NULL,
    total_seconds DECIMAL(12, 3),
    documents_loaded INTEGER,
    documents_duplicate INTEGER,
    documents_quarantined INTEGER,
    figure_count INTEGER,
    row_count BIGINT,
    checks_exact INTEGER,
    checks_within_rounding INTEGER,
    checks_violated INTEGER,
    checks_not_applicable INTEGER,
    findings_error INTEGER,
    findings_warning INTEGER,
    findings_note INTEGER,
    input_sha256 VARCHAR,
    versions VARCHAR,
    failure VARCHAR);
insert into marts.fct_build values ('20261128T070633.394Z', '2026-11-28 07:06:33.394000', 'published', true, '131.051', 2, 0, 0, 542, 3532, 532, 0, 0, 206, 0, 0, 0, '19f4f07b04d1f9677fd3f6da3839f75a2d30abcca56a2b0cdceb3d49c6a6ef02', 'python 3.11.7, juesuan 0.1.0, dbt-core 1.11.16, dbt-duckdb 1.11.1, duckdb 1.5.6, great-expectations 1.24.1, pandas 3.1.1', null);
CREATE TABLE marts.fct_build_check(
    build_id VARCHAR NOT NULL,
    identity_id VARCHAR NOT NULL,
    checks_exact INTEGER,
    checks_within_rounding INTEGER,
    checks_violated INTEGER,
    checks_not_applicable INTEGER,
    finding_count INTEGER);
insert into marts.fct_build_check values ('20261128T070633.394Z', 'PROSE-TABLE-revenue.of_year-amount', 2, 0, 0, 0, 0);
insert into marts.fct_build_check values ('20261128T070633.394Z', 'T1-BALANCE', 2, 0, 0, 0, 0);
insert into marts.fct_build_check values ('20261128T070633.394Z', 'T1-EXPENDITURE-LINES', 2, 0, 0, 0, 0);
CREATE TABLE marts.dim_document(
    document_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    sha256 VARCHAR,
    media_type VARCHAR,
    document_ordinal INTEGER,
    document_kind VARCHAR NOT NULL,
    title VARCHAR,
    department_id VARCHAR,
    fiscal_year INTEGER,
    fiscal_year_evidence VARCHAR,
    load_status VARCHAR NOT NULL,
    status_reason VARCHAR,
    status_detail VARCHAR,
    duplicate_of_document_id VARCHAR,
    is_counted BOOLEAN NOT NULL,
    figure_count INTEGER,
    page INTEGER,
    line INTEGER);
insert into marts.dim_document values ('doc-13e9e4c2c675-1', '二.txt', '13e9e4c2c6757972175e14ea0cca55bdce21d7865d2208bab652ad873f5cffeb', 'text/plain', 1, 'final_accounts', '2023年度广州市天河区第二服务局部门决算', '440106-edd1dbf99a', 2023, 'title (line 1)', 'loaded', null, null, null, true, 271, null, 1);
insert into marts.dim_document values ('doc-651bba109963-1', '一.txt', '651bba109963db937a91f872fa9b6866a50ef3ed224e4fde60fa171499c3b856', 'text/plain', 1, 'final_accounts', '2023年度广州市天河区第一服务局部门决算', '440106-12eafe44e6', 2023, 'title (line 1)', 'loaded', null, null, null, true, 271, null, 1);
