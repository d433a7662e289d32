"""Reports: which table or passage a grid or paragraph is, and its figures as tidy rows.

Knows nothing of file formats; layouts of regions are data in `loaders/layouts`.
"""
