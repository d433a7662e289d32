"""Juesuan (决算): from published government accounts to an audited warehouse."""
