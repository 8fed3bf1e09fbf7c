"""The documentation site: the same pages as HTML that opens from a folder, without a network."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from dwmap.emit.docs_build import view_docs
from dwmap.emit.docs_checks import checks_page
from dwmap.emit.docs_markdown import template_loader
from dwmap.emit.docs_names import Ref, Slug
from dwmap.emit.docs_pages import Page, all_pages
from dwmap.emit.docs_search import search_index
from dwmap.emit.docs_view import Docs, GroupView
from dwmap.emit.docs_view_map import MapView
from dwmap.emit.graph_svg import two_lines
from dwmap.ir.model import Project
from dwmap.resources import data_dir

_STATIC = ("site.css", "phone.css", "print.css", "site.js", "search.js")
_SUFFIX = ".html"
_BACKTICKS = re.compile(r"`([^`]+)`")


def emit_site(project: Project) -> dict[str, str]:
    """Every file of the site by its path."""
    docs = view_docs(project)
    pages = (*all_pages(docs), checks_page())
    files = {f"{page.address}{_SUFFIX}": render_html(page, docs) for page in pages}
    files.update({f"static/{name}": _static(name) for name in _STATIC})
    files["static/index.js"] = search_index(docs)
    return dict(sorted(files.items()))


def render_html(page: Page, docs: Docs) -> str:
    """The text of one page within the navigation of `docs`."""
    return (
        _environment()
        .get_template(page.template)
        .render(
            page=page,
            view=page.view,
            root=page.root,
            project=docs.overview.title,
            nav=_navigation(docs, page),
            crumbs=_crumbs(page),
        )
    )


def _crumbs(page: Page) -> tuple[Ref, ...]:
    """The way from the first page to this one."""
    lists = {
        "entity": ("Entities", "entities"),
        "value_map": ("Value maps", "value-maps"),
    }
    if isinstance(page.view, MapView) and page.view.folder is not None:
        return (page.view.folder,)
    if isinstance(page.view, GroupView):
        return (Ref(f"{page.view.kind}s", Slug("index"), Slug("folders")),)
    if page.template in lists:
        title, address = lists[page.template]
        return (Ref(title, Slug(address)),)
    return ()


# ------------------------------------------------------------------------------------------------------- navigation


def _navigation(docs: Docs, page: Page) -> Markup:
    """The navigation, with this page marked and its folder open; all else is the same on every page."""
    text = _bare_navigation(docs.overview.title, _Same(docs), page.root)
    here = f'href="{page.root}{page.address}{_SUFFIX}"'
    text = text.replace(here, f'{here} aria-current="page"', 1)
    folder = page.address
    if isinstance(page.view, MapView) and page.view.folder is not None:
        folder = page.view.folder.page
    return Markup(
        text.replace(f'data-folder="{folder}"', f'data-folder="{folder}" open', 1)
    )


class _Same:
    """A key for the cache: the views of one run are one object, and hashing them would cost more than rendering."""

    def __init__(self, docs: Docs) -> None:
        self.docs = docs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.docs is self.docs

    def __hash__(self) -> int:
        return id(self.docs)


@cache
def _bare_navigation(title: str, same: _Same, root: str) -> str:
    template = _environment().get_template("_nav")
    return template.render(docs=same.docs, title=title, root=root)


# ------------------------------------------------------------------------------------------------------ environment


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=template_loader(("site",), ".html.jinja"),
        undefined=StrictUndefined,
        finalize=_printable,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(
        link=_link,
        href=_href,
        marked=_marked,
        paragraphs=_paragraphs,
        split_label=_split_label,
    )
    return environment


def _printable(value: object) -> object:
    """What `{{ }}` prints: text and numbers; anything else is our mistake."""
    if isinstance(value, str | int | float):
        return value
    raise TypeError(f"a template may not print {type(value).__name__}")


def _href(ref: Ref, root: str) -> str:
    place = f"#{ref.anchor}" if ref.anchor else ""
    return f"{root}{ref.page}{_SUFFIX}{place}"


def _link(ref: Ref, root: str, *, mono: bool = False, title: str = "") -> Markup:
    """A link; for a page that does not exist only its text."""
    shown = Markup("<code>{}</code>").format(ref.text) if mono else escape(ref.text)
    if not ref.page:
        return shown
    hint = Markup(' title="{}"').format(title) if title else Markup()
    return Markup('<a href="{}"{}>{}</a>').format(_href(ref, root), hint, shown)


def _split_label(ref: Ref) -> Markup:
    """The name of a map, and the table in small print."""
    name, *table = two_lines(ref.text)
    small = [Markup(" <small>{}</small>").format(one) for one in table]
    return escape(name) + Markup().join(small)


def _paragraphs(text: str) -> Markup:
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in parts)


def _marked(text: str) -> Markup:
    """Prose in which backticks set off code."""
    pieces = _BACKTICKS.split(text)
    shown = [
        Markup("<code>{}</code>").format(piece) if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    ]
    return Markup().join(shown)


def _static(name: str) -> str:
    file = data_dir("templates") / "site" / "static" / name
    return file.read_text(encoding="utf-8")
