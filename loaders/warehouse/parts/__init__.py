"""Builds in parts: documents that are compared with one another are built together, and the published warehouse reads
the parts. A part is built by the ordinary models and tests, is written once, and is never changed."""
