"""The standard tables of final accounts: from grids to figures with coordinates."""
