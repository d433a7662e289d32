"""The same loaders and models on Spark, for more documents than one machine holds (docs/scale.md)."""
