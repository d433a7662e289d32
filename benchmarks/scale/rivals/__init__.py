"""What one would write instead of Juesuan, judged on the same rows: pandas, dbt tests, Great Expectations."""
