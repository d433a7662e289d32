"""Project evaluations and departmental self-evaluations: payments, progress, indicators and scores."""
