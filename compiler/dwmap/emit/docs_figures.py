"""The pictures of the documentation: neighbours of a map, its lookups, folders, the maps of a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dwmap.counting import count
from dwmap.emit.docs_index import Index
from dwmap.emit.docs_view_map import LookupView
from dwmap.emit.docs_view_parts import Figure
from dwmap.emit.graph_model import MapEdge, MapGraph, MapNode
from dwmap.emit.graph_svg import Link, Shape, figure, two_lines
from dwmap.ir.model import Map

MOST_NEIGHBOURS = 12
MOST_MAPS = 40


def neighbours_figure(index: Index, one: Map) -> Figure | None:
    """What a map needs on its left, what needs it on its right; None for a map that stands alone."""
    graph, me = index.graph, one.name
    needs = [e for e in graph.before.get(me, ()) if e.first != me]
    needed = [e for e in graph.after.get(me, ()) if e.then != me]
    if not needs and not needed:
        return None
    left, left_rest = _nearest(graph, [e.first for e in needs], last=True)
    right, right_rest = _nearest(graph, [e.then for e in needed], last=False)
    right = [name for name in right if name not in left]
    shapes = [_shape(index, graph.by_name[name], 0) for name in left]
    shapes.append(_shape(index, graph.by_name[me], 1, "self"))
    shapes += [_shape(index, graph.by_name[name], 2) for name in right]
    shown = set(left) | set(right)
    links = [_link(e, e.first, me) for e in needs if e.first in shown]
    links += [_link(e, me, e.then) for e in needed if e.then in right]
    for rest, layer in ((left_rest, 0), (right_rest, 2)):
        if rest:
            name = f"{layer} more"
            shapes.append(Shape(name, (f"and {rest} more",), layer, "more"))
            links.append(Link(name, me) if layer == 0 else Link(me, name))
    title = f"What {one.label or one.name} needs, and what needs it"
    return figure(title, "From left to right: first these, then those.", shapes, links)


def lookups_figure(
    index: Index, one: Map, lookups: Sequence[LookupView]
) -> Figure | None:
    """Where the lookups of a map lead; None for a map without any."""
    if not lookups:
        return None
    shapes: dict[str, Shape] = {}
    links: list[Link] = []
    for lookup in lookups:
        entity = one.left if lookup.side == "left" else one.right
        here = f"{lookup.side} {entity}"
        shapes.setdefault(here, _entity_shape(index, here, entity, 0, "self"))
        choice, start = _is_choice(lookup), here
        for depth, hop in enumerate(lookup.hops, start=1):
            there = f"{here} / {hop.column} {hop.entity_text}"
            if there not in shapes:
                layer = 1 if choice else depth
                shapes[there] = _entity_shape(
                    index, there, hop.entity_text, layer, "entity"
                )
                links.append(Link(here, there, "plain", hop.column, hop.column))
            here = start if choice else there
    title = f"Lookups of {one.label or one.name}"
    caption = "Each arrow is a lookup column, each box the entity whose row it finds."
    return figure(title, caption, list(shapes.values()), links)


def folders_figure(index: Index) -> Figure | None:
    """The folders and how many dependencies lie between them; None where there is one only."""
    graph = index.graph
    members = Counter(node.folder for node in graph.nodes)
    if len(members) < 2:
        return None
    places = {folder: _middle(graph, folder) for folder in members}
    between = Counter(
        (graph.by_name[e.first].folder, graph.by_name[e.then].folder)
        for e in graph.edges
    )
    pairs = {pair: count for pair, count in between.items() if pair[0] != pair[1]}
    layers = _folder_layers(sorted(members, key=places.__getitem__), pairs)
    shapes = [
        Shape(
            name=folder,
            text=(index.folders[folder].text, count(members[folder], "map")),
            layer=layers[folder],
            kind="folder",
            page=index.folders[folder].page,
        )
        for folder in sorted(members, key=places.__getitem__)
    ]
    forward = {
        pair: n for pair, n in pairs.items() if layers[pair[0]] < layers[pair[1]]
    }
    after: dict[str, set[str]] = {}
    for first, then in forward:
        after.setdefault(first, set()).add(then)
    links = [
        Link(a, b, title=count(n, "dependency", "dependencies"))
        for (a, b), n in sorted(forward.items())
        if not _has_detour(after, a, b)
    ]
    caption = "Maps on the right need maps on the left; a direct arrow is left out where a longer way says the same."
    return figure("Folders and their order", caption, shapes, links)


def group_figure(index: Index, names: Iterable[str]) -> Figure | None:
    """The maps of a folder and the maps outside that they need; None where nothing depends on anything."""
    inner = set(names)
    graph = index.graph
    inside = graph.part(inner)
    outer = {e.first for name in inner for e in graph.before.get(name, ())} - inner
    whole = graph.part(inner | outer) if len(inner | outer) <= MOST_MAPS else inside
    edges = [e for e in whole.edges if e.then in inner and e.first != e.then]
    if not edges or len(inside.nodes) > MOST_MAPS:
        return None
    linked = {name for e in edges for name in (e.first, e.then)}
    nodes = [node for node in whole.nodes if node.name in linked]
    shapes = [
        _shape(index, node, node.wave, "map" if node.name in inner else "outside")
        for node in nodes
    ]
    links = [_link(e, e.first, e.then) for e in _reduced(edges)]
    caption = (
        "Dashed boxes belong to other folders; maps that stand alone are not drawn."
    )
    return figure("Order of the maps", caption, shapes, links)


def _is_choice(lookup: LookupView) -> bool:
    """Whether the hops of a lookup are alternatives, not steps."""
    return len({hop.column for hop in lookup.hops}) < len(lookup.hops)


def _nearest(
    graph: MapGraph, names: Sequence[str], *, last: bool
) -> tuple[list[str], int]:
    """The names that stand nearest in the order, and how many are left out."""
    ordered = sorted(set(names), key=lambda name: graph.by_name[name].position)
    if len(ordered) <= MOST_NEIGHBOURS:
        return ordered, 0
    room = MOST_NEIGHBOURS - 1
    shown = ordered[-room:] if last else ordered[:room]
    return shown, len(ordered) - room


def _shape(index: Index, node: MapNode, layer: int, kind: str = "map") -> Shape:
    page = None if kind == "self" else index.map(node.name).page
    return Shape(node.name, two_lines(node.label), layer, kind, page, node.label)


def _entity_shape(index: Index, key: str, entity: str, layer: int, kind: str) -> Shape:
    ref = index.entity(entity)
    page = ref.page if ref is not None else None
    label = ref.text if ref is not None and ref.text != entity else ""
    text = (label, entity) if label else (entity or "not known",)
    return Shape(key, text, layer, kind, page)


def _link(edge: MapEdge, start: str, end: str) -> Link:
    kind = "later" if edge.later else "plain" if edge.declared else "inferred"
    return Link(start, end, kind, "; ".join(edge_reasons(edge)))


def edge_reasons(edge: MapEdge) -> tuple[str, ...]:
    """Why one map goes before the other."""
    declared = ("declared",) if edge.declared else ()
    return (*declared, *(f"lookup {name}" for name in edge.lookups))


def _middle(graph: MapGraph, folder: str) -> tuple[float, str]:
    places = [node.position for node in graph.nodes if node.folder == folder]
    return (sum(places) / len(places), folder)


def _folder_layers(
    ordered: Sequence[str], pairs: Iterable[tuple[str, str]]
) -> dict[str, int]:
    """A layer for each folder: behind all folders before it that it needs."""
    known = list(pairs)
    layers: dict[str, int] = {}
    for folder in ordered:
        before = [layers[a] for a, b in known if b == folder and a in layers]
        layers[folder] = max(before, default=-1) + 1
    return layers


def _reduced(edges: Sequence[MapEdge]) -> list[MapEdge]:
    """The edges that no longer way replaces, so that the picture is calm."""
    after: dict[str, set[str]] = {}
    for edge in edges:
        if not edge.later:
            after.setdefault(edge.first, set()).add(edge.then)
    return [e for e in edges if e.later or not _has_detour(after, e.first, e.then)]


def _has_detour(after: dict[str, set[str]], start: str, end: str) -> bool:
    todo, seen = [one for one in after.get(start, ()) if one != end], set[str]()
    while todo:
        here = todo.pop()
        if here == end:
            return True
        if here not in seen:
            seen.add(here)
            todo += after.get(here, ())
    return False
