"""Before/after pairs of each change rule."""
