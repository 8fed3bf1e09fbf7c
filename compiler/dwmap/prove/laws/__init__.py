"""A law a file: what it says and why it matters, and `judge`, which gives the verdicts for a map."""
