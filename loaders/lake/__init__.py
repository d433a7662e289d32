"""The lake: the loaders' tables of many documents as typed Parquet files, where CSV seeds would be too slow."""
