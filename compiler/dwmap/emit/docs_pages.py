"""The list of all pages, which the Markdown pages and the site share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from dwmap.emit.docs_names import Slug
from dwmap.emit.docs_view import Docs


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address without ending, the template, what it shows, and the way up to the first page."""

    address: Slug
    template: str
    view: object
    title: str

    @property
    def root(self) -> str:
        """The relative way from this page to the top."""
        return "../" * self.address.count("/")

    @property
    def key(self) -> str:
        """A hash of everything the page shows: an equal key means an equal page."""
        shown = f"{self.template}\0{self.view!r}"
        return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()


def all_pages(docs: Docs) -> Iterator[Page]:
    """Every page, the first page first."""
    yield Page(Slug("index"), "index", docs, docs.overview.title)
    for one in docs.maps:
        yield Page(one.ref.page, "map", one, one.title)
    for entity in docs.entities:
        yield Page(entity.ref.page, "entity", entity, entity.title)
    for value_map in docs.value_maps:
        yield Page(value_map.ref.page, "value_map", value_map, value_map.ref.text)
    for group in docs.groups:
        yield Page(group.ref.page, "group", group, group.title)
    yield Page(Slug("entities"), "entities", docs.entity_groups, "Entities")
    yield Page(Slug("order"), "order", docs.order, "Order")
    if docs.value_maps:
        yield Page(Slug("value-maps"), "value_maps", docs.value_map_rows, "Value maps")
    if docs.rules:
        yield Page(Slug("rules"), "rules", docs.rules, "Rules")
    if docs.types:
        yield Page(Slug("types"), "types", docs.types, "Types")
