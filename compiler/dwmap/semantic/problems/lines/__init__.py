"""Rules of a mapping line: operator, direction, values, and the transform that it uses."""
