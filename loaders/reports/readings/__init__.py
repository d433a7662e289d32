"""Figures that were recognised in pictures: which reading the identities prove, and which stays in doubt."""
