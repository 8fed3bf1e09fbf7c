"""The documentation target: one Markdown page a thing, made again only when what it shows changed."""

from __future__ import annotations

from functools import partial

from dwmap.emit.docs_build import view_docs
from dwmap.emit.docs_markdown import markdown_path, render_markdown
from dwmap.emit.docs_pages import all_pages
from dwmap.emit.draft import Draft
from dwmap.ir.scope import Scope


def draft_docs(scope: Scope) -> list[Draft]:
    """The Markdown pages of the project."""
    pages = all_pages(view_docs(scope.project, figures=False, origins=scope.origins))
    return [
        Draft(markdown_path(page), page.key, partial(render_markdown, page))
        for page in pages
    ]
