"""Rules about the order in which maps run."""
