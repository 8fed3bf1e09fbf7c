"""The Markdown pages: committed beside the generated code, so that a review sees what the maps mean."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined

from dwmap.emit import docs_escape as escape
from dwmap.emit.docs_build import view_docs
from dwmap.emit.docs_pages import Page, all_pages
from dwmap.ir.model import Project
from dwmap.resources import data_dir

FOLDER = "docs/"
_GAP = re.compile(r"\n{3,}")


def emit_markdown(project: Project) -> dict[str, str]:
    """Every Markdown page by its path, all under `docs/`."""
    pages = all_pages(view_docs(project, figures=False))
    return {markdown_path(page): render_markdown(page) for page in pages}


def markdown_path(page: Page) -> str:
    """Where a page lies."""
    return FOLDER + escape.page_file(page.address)


def render_markdown(page: Page) -> str:
    """The text of one page; it depends on nothing but the page."""
    template = _environment().get_template(page.template)
    text = template.render(page=page, view=page.view, root=page.root)
    return _GAP.sub("\n\n", text).rstrip("\n") + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=template_loader("docs", ".md.jinja"),
        undefined=StrictUndefined,
        finalize=escape.printable,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(
        text=escape.text,
        paragraphs=escape.paragraphs,
        code=escape.code,
        cell=escape.cell,
        link=escape.link,
        verbatim=escape.Md,
    )
    return environment


def template_loader(folder: str, suffix: str) -> BaseLoader:
    """Reads `templates/<folder>/<name><suffix>`, in the checkout and in the installed package."""
    root = data_dir("templates") / folder

    def load(name: str) -> str | None:
        file = root / f"{name}{suffix}"
        return file.read_text(encoding="utf-8") if file.is_file() else None

    return FunctionLoader(load)
