"""A made-up department: its year, its report as printed, errors in it, and the rows the loaders write of it."""
