"""The command line: the only place that prints, asks, and chooses exit codes."""

from dwmap.cli.app import main

__all__ = ["main"]
