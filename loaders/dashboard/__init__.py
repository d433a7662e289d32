"""The dashboard: a static site made of built assets, the published warehouse and JSON files drawn from it."""
