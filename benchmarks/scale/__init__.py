"""The pipeline at scale: 100 to 100,000 reports, measured step by step, beside what one would write instead."""
