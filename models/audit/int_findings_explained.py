"""Grain: one thing to look at: violations with one cause, and notes; the reviewed ones too. All columns are text."""


def model(dbt, session):  # dbt gives both
    from loaders.audit.frames import findings_table

    dbt.config(materialized="table", schema="intermediate")
    terms = dbt.ref("int_audit_terms_gathered")
    figures = dbt.ref("int_audit_figures_gathered")
    return findings_table(session, terms, figures)
