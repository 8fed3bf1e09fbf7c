"""Ways out of a conflict between an overlay and its new base."""

from __future__ import annotations

from dwmap.diagnostics import Edit
from dwmap.overlays.edits import removal
from dwmap.overlays.verdict import Way
from dwmap.source import Span
from dwmap.syntax import ast

__all__ = ["drop", "keep", "rewrite"]


def keep(extension: ast.ExtendMapDecl, base: ast.MapDecl) -> Way:
    """Leave the overlay as it is: it is written against the new base then."""
    name, version = extension.name.text, base.version
    return Way(
        f"keep the overlay's: leave it, and write `on {version}` behind `{name}`"
    )


def drop(span: Span, what: str) -> Way:
    """Take the base's: what the overlay says goes."""
    return Way(f"take the base's: drop this {what}", removal(span))


def rewrite(span: Span, text: str, words: str) -> Way:
    """Write something else in a place of the overlay."""
    return Way(words, Edit(span, text))
