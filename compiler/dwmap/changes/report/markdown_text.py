"""Texts of specs and records in Markdown: nothing of them is markup."""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.diagnostics.cells import visible


def code(text: str) -> str:
    """A text that nothing in it can break out of."""
    shown = visible(text).replace("|", "\\|").replace("`", "'").replace("\n", " ")
    return f"`{shown}`" if shown.strip() else ""


def words(text: str) -> str:
    """Words of ours with names in backticks; nothing of it is HTML."""
    return visible(text).replace("<", "&lt;").replace("\n", " ")


def table_head(*titles: str) -> Iterator[str]:
    """The head of a table, with the empty line before it."""
    yield ""
    yield f"| {' | '.join(titles)} |"
    yield f"|{' --- |' * len(titles)}"
