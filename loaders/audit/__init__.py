"""The audit: which cells are to blame for the identities that fail, and what a reader should be told.

`explain` takes the checks that fail, with every check their figures stand in, and returns one finding for each
cause. It knows nothing of documents, tables or SQL: figures are variables with an interval, checks are constraints.
"""
