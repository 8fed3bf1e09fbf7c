"""The one canonical form of a file."""
