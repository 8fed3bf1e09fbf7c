"""A compiler from the dwmap mapping language to standalone Python sync packages."""

__all__ = ["__version__"]

__version__ = "0.1.0"
