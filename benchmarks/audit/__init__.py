"""The audit, measured: consistent reports, reports with one error each, and what the warehouse says of them."""
