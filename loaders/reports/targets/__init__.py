"""Project target tables (项目支出绩效目标表) and the parsing of a single target."""
