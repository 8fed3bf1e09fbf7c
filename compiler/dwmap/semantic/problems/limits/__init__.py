"""Rules about the limits of the product."""
