"""The warehouse: built beside the published file, tested, and put in its place in one step."""
