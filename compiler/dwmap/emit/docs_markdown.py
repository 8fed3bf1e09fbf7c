"""The Markdown pages: committed beside the generated code, so that a review sees what the maps mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined

from dwmap.emit import docs_escape as escape
from dwmap.emit.docs_build import view_docs
from dwmap.emit.docs_names import Ref, Slug
from dwmap.emit.docs_pages import Page, all_pages
from dwmap.ir.model import Project
from dwmap.resources import data_dir

FOLDER = "docs/"
_GAP = re.compile(r"\n{3,}")
Renderer: TypeAlias = Callable[..., str]


@dataclass(frozen=True)
class Flavour:
    """
    Where Markdown is read: the folders of its templates (the first that has one counts), the file of a page, texts and
    pictures as they are written there, and whether a link may lead to a place within a page.
    """

    folders: tuple[str, ...]
    file: Callable[[Slug], str]
    text: Callable[[str], escape.Md]
    picture: Callable[[str], escape.Md]
    has_anchors: bool = True

    def link(
        self, ref: Ref, root: str, *, mono: bool = False, anchor: bool = False
    ) -> escape.Md:
        """A link; for a page that does not exist only its text."""
        shown = escape.cell(ref.text) if mono else self.text(ref.text)
        if not ref.page:
            return shown
        anchored = anchor and ref.anchor and self.has_anchors
        place = f"#{ref.anchor}" if anchored else ""
        return escape.Md(f"[{shown}]({self.way(ref.page, root)}{place})")

    def way(self, page: str, root: str) -> escape.Md:
        """The relative way to a page from one whose way to the top is `root`."""
        return escape.Md(root + self.file(Slug(page)))

    def printable(self, value: object) -> str:
        """What `{{ }}` prints: plain text as it is written there."""
        is_plain = isinstance(value, str) and not isinstance(value, escape.Md | Slug)
        return self.text(str(value)) if is_plain else escape.printable(value)

    def renderer(self) -> Renderer:
        """What renders the pages for it."""
        filters: dict[str, Callable[..., object]] = {
            "text": self.text,
            "paragraphs": lambda value: escape.paragraphs(value, self.text),
            "code": escape.code,
            "cell": escape.cell,
            "link": self.link,
            "picture": self.picture,
            "way": self.way,
            "verbatim": escape.Md,
        }
        return renderer(self.folders, self.printable, filters)


GITHUB = Flavour(("docs",), escape.page_file, escape.text, escape.fenced)


def emit_markdown(project: Project) -> dict[str, str]:
    """Every Markdown page by its path, all under `docs/`."""
    pages = all_pages(view_docs(project, figures=False))
    return {markdown_path(page): render_markdown(page) for page in pages}


def markdown_path(page: Page) -> str:
    """Where a page lies."""
    return FOLDER + escape.page_file(page.address)


def render_markdown(page: Page) -> str:
    """The text of one page; it depends on nothing but the page."""
    return _github()(page.template, page=page, view=page.view, root=page.root)


@cache
def _github() -> Renderer:
    return GITHUB.renderer()


def renderer(
    folders: tuple[str, ...],
    printable: Callable[[object], object],
    filters: Mapping[str, Callable[..., object]],
) -> Renderer:
    """What renders the Markdown templates of these folders: given a name and what is shown, the text."""
    environment = Environment(
        loader=template_loader(folders, ".md.jinja"),
        undefined=StrictUndefined,
        finalize=printable,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(filters)

    def render(template: str, **shown: object) -> str:
        text = environment.get_template(template).render(**shown)
        return _GAP.sub("\n\n", text).rstrip("\n") + "\n"

    return render


def template_loader(folders: tuple[str, ...], suffix: str) -> BaseLoader:
    """Reads `templates/<folder>/<name><suffix>` of the first folder that has it, in a checkout and when installed."""
    roots = [data_dir("templates") / folder for folder in folders]

    def load(name: str) -> str | None:
        for root in roots:
            file = root / f"{name}{suffix}"
            if file.is_file():
                return file.read_text(encoding="utf-8")
        return None

    return FunctionLoader(load)
