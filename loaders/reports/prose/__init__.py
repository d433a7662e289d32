"""Prose to figures: every number a report states in running text, as a statement with its subject and role."""
