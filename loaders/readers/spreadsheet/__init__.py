"""Workbooks: the cells of each sheet as they are printed, and the tables among them."""
