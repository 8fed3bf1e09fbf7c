"""The documentation of a project as views: `view_docs` is the one way from the IR to pages."""

from __future__ import annotations

from dwmap.emit.docs_entities import entity_groups, entity_views
from dwmap.emit.docs_index import Index
from dwmap.emit.docs_maps import map_views
from dwmap.emit.docs_overview import group_views, order_view, overview
from dwmap.emit.docs_rules import rule_groups, type_views
from dwmap.emit.docs_values import value_map_rows, value_map_views
from dwmap.emit.docs_view import Docs
from dwmap.ir.model import Project
from dwmap.ir.origins import NO_ORIGINS, Origins


def view_docs(
    project: Project, *, figures: bool = True, origins: Origins = NO_ORIGINS
) -> Docs:
    """Every page of the documentation of `project`; Markdown needs no `figures`."""
    index = Index(project, figures=figures, origins=origins)
    maps = map_views(index)
    return Docs(
        overview=overview(index, maps),
        maps=maps,
        entities=entity_views(index),
        entity_groups=entity_groups(index),
        value_maps=value_map_views(index),
        value_map_rows=value_map_rows(index),
        groups=group_views(index),
        order=order_view(index),
        rules=rule_groups(index),
        types=type_views(index),
    )
