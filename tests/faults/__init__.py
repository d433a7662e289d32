"""Faults on purpose: hostile documents, killed builds, readers beside publishes, no room, no right.

`make faults` runs everything at length and prints what was measured; `make test` runs the same in short.
"""
