"""Reports written from figures: what the loaders read, the other way round."""
