"""
The pages of an Azure DevOps wiki: one page that others lie below, in the order of the specs.

What a wiki's repository holds is documented by Microsoft ("Wiki files, structure, and conventions"): a page is a file, its subpages
lie in a folder of the same name, `.order` lists the pages of a folder, and a hyphen in a name is a blank in a title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from dwmap.emit import docs_escape as escape
from dwmap.emit.docs_build import view_docs
from dwmap.emit.docs_markdown import Flavour
from dwmap.emit.docs_names import Slug
from dwmap.emit.docs_pages import Page, all_pages
from dwmap.emit.docs_view import Docs
from dwmap.emit.docs_view_map import MapView
from dwmap.ir.model import Project

ORDER = ".order"
_SUFFIX = ".md"
_TEMPLATES = ("wiki", "docs")
_LONGEST = 100
"""Of a name: the path of a page may have 235 characters."""
_UNFIT = re.compile(r"[^\w. ]+")
_LISTS = {"entity": Slug("entities"), "value_map": Slug("value-maps")}
_TITLES = {"order": "Order of the first synchronization"}
_MENTION = re.compile(r"[#@!](?=[\w{(<])")


@dataclass(frozen=True, slots=True)
class MapLine:
    """A map in the overview. `direction` is the symbol of all its lines together."""

    view: MapView
    direction: str
    publisher: str


@dataclass
class _Node:
    """A page and those below it; `names` are taken already."""

    page: Page
    path: str
    below: list[_Node] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add(self, page: Page, title: str) -> _Node:
        """Put a page below this one, under a name that no other one has."""
        wanted = name = file_name(title)
        number = 1
        while name.casefold() in self.names:
            number += 1
            name = f"{wanted}-{number}"
        self.names.add(name.casefold())
        node = _Node(page, f"{self.path}/{name}")
        self.below.append(node)
        return node

    def all(self) -> Iterator[_Node]:
        """This page and all below it."""
        yield self
        for one in self.below:
            yield from one.all()


def emit_wiki(project: Project, title: str = "") -> dict[str, str]:
    """
    Every file of the wiki by its path: the page `title`, by default the project's name, and all below it.

    The list of the top is not among them: it may name other pages.
    """
    docs = view_docs(project, figures=False)
    root = _tree(docs, title or docs.overview.title)
    nodes = {node.page.address: node for node in root.all()}
    files = {address: quote(node.path) + _SUFFIX for address, node in nodes.items()}
    flavour = Flavour(
        _TEMPLATES,
        lambda address: files[address],
        _text,
        _picture,
        has_anchors=False,
    )
    render = flavour.renderer()
    overview = tuple(_map_lines(project, docs))
    written: dict[str, str] = {}
    for node in nodes.values():
        page = node.page
        written[node.path + _SUFFIX] = render(
            page.template,
            page=page,
            view=page.view,
            root="../" * node.path.count("/"),
            overview=overview,
            is_parent=bool(node.below),
        )
        if node.below:
            names = [one.path.rpartition("/")[2] for one in node.below]
            written[f"{node.path}/{ORDER}"] = "\n".join(names) + "\n"
    return dict(sorted(written.items()))


def _tree(docs: Docs, title: str) -> _Node:
    """The maps below their folders, entities and value maps below their lists, all else below the first page."""
    pages = list(all_pages(docs))
    first = pages[0]
    root = _Node(first, file_name(title))
    parents = {first.address: root}
    homes = {
        one.address: _home(one) for one in pages if one.template in ("map", *_LISTS)
    }
    for page in _in_order(docs, pages[1:]):
        if page.address in homes:
            continue
        parents[page.address] = root.add(page, _TITLES.get(page.template, _title(page)))
    for page in _in_order(docs, pages):
        if page.address in homes:
            parents.get(homes[page.address], root).add(page, _title(page))
    return root


def _home(page: Page) -> Slug:
    if isinstance(page.view, MapView):
        folder = page.view.folder
        return folder.page if folder is not None else Slug("index")
    return _LISTS[page.template]


def _title(page: Page) -> str:
    kind = getattr(page.view, "kind", "")
    return f"Solution {page.title}" if kind == "Solution" else page.title


def _in_order(docs: Docs, pages: Iterable[Page]) -> list[Page]:
    """Folders and their maps as the navigation has them, then the lists, the solutions last."""
    places: dict[Slug, int] = {}
    for folder in docs.overview.folders:
        for ref in (folder.ref, *folder.maps):
            places.setdefault(ref.page, len(places))
    last = len(places)

    def key(page: Page) -> tuple[int, int]:
        is_solution = getattr(page.view, "kind", "") == "Solution"
        return int(is_solution), places.get(page.address, last)

    return sorted(pages, key=key)


def _map_lines(project: Project, docs: Docs) -> Iterator[MapLine]:
    publishers = {one.name: one.publisher for one in project.solutions}
    solutions = {one.name: one.solution for one in project.maps}
    views = sorted(docs.maps, key=lambda one: (one.title.casefold(), one.ref.page))
    for view in views:
        [name] = [fact.text for fact in view.facts if fact.label == "Name"]
        publisher = publishers.get(solutions[name] or "", "") or ""
        yield MapLine(view, _direction(view), publisher)


def _direction(view: MapView) -> str:
    ways = Counter(line.direction for line in view.lines if not line.implied)
    if set(ways) <= {"right"}:
        return ">"
    return "<" if set(ways) <= {"left"} else "="


def file_name(title: str) -> str:
    """
    A title as the name of a file. A hyphen would be a blank, and other signs have to be written with a percent sign, so
    that only letters, digits and `_` are left, and dots within.
    """
    words = _UNFIT.sub(" ", title).split()
    return "-".join(words)[:_LONGEST].strip("-.") or "Page"


def _text(value: str) -> escape.Md:
    """Text that names no work item, nobody, and no pull request."""
    return escape.Md(_MENTION.sub(r"\\\g<0>", escape.text(value)))


def _picture(mermaid: str) -> escape.Md:
    """A picture; a wiki knows `graph`, and not its newer name `flowchart`."""
    lines = mermaid.removeprefix("flowchart")
    return escape.Md(f"::: mermaid\ngraph{lines}:::")
