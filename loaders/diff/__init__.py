"""What changed between two warehouses, or between two editions of a report: to the cell."""
