"""Examples of maps, run: what they show, what they miss."""
