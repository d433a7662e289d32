def model(dbt, session):
    """Grain: one thing to look at, reviewed ones included; all columns are text (fct_finding gives them types)."""
    dbt.config(materialized="table", schema="intermediate", contract={"enforced": False}, meta={"scope": "part"})
    terms = dbt.ref("int_audit_terms_gathered")
    figures = dbt.ref("int_audit_figures_gathered")
    from loaders.audit.frames import findings_table

    return findings_table(session, terms, figures)
