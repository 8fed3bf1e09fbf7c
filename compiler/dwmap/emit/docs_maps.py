"""The page of a map, and maps as rows of lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dwmap.emit.docs_figures import edge_reasons, lookups_figure, neighbours_figure
from dwmap.emit.docs_filters import filter_views
from dwmap.emit.docs_index import Index
from dwmap.emit.docs_lines import check_view, line_views
from dwmap.emit.docs_lookups import lookup_views
from dwmap.emit.docs_names import Ref
from dwmap.emit.docs_values import literal
from dwmap.emit.docs_view_map import (
    EndView,
    ExampleView,
    LineView,
    MapView,
    NeedView,
    RecordView,
)
from dwmap.emit.docs_view_parts import Fact, MapRow
from dwmap.emit.graph_model import MapEdge
from dwmap.emit.graph_text import mermaid
from dwmap.ir.model import Example, ExampleRecord, Map, SystemKind
from dwmap.ir.origins import owner_name

_COUNTS = (
    ("both", "⇄", "both ways"),
    ("right", "→", "left to right"),
    ("left", "←", "right to left"),
)
_CONFLICT = {
    "newest": "The newest change wins.",
    "error": "It is refused and reported.",
}
_ON_LEAVE = {
    "freeze": "The partner stays as it is and is no longer updated.",
    "unlink": "The link to the partner is dropped; the partner stays.",
    "delete": "The partner is deleted.",
    "deactivate": "The partner is made inactive.",
}
_ON_DELETE = {
    "propagate": "The partner is deleted too.",
    "ignore": "The partner stays.",
    "deactivate": "The partner is made inactive.",
}
_ROLES = {
    "record": "Record",
    "put": "Written",
    "after": "What was there",
    "expect": "What is there then",
}


def map_views(index: Index) -> tuple[MapView, ...]:
    """A page for each map."""
    examples: dict[str, list[Example]] = {}
    for example in index.project.examples:
        examples.setdefault(example.map, []).append(example)
    return tuple(
        map_view(index, one, examples.get(one.name, [])) for one in index.project.maps
    )


def map_view(index: Index, one: Map, examples: list[Example]) -> MapView:
    """The page of one map."""
    lines, lookups = line_views(index, one), lookup_views(index, one)
    node = index.graph.by_name[one.name]
    return MapView(
        ref=index.map(one.name),
        title=one.label or one.name,
        doc=one.doc,
        status=one.status,
        version=one.version,
        folder=index.folders.get(one.folder),
        left=_end(index, one.left, one.company.left if one.company else ""),
        right=_end(index, one.right, one.company.right if one.company else ""),
        counts=_counts(lines),
        facts=_facts(index, one),
        lines=lines,
        filters=filter_views(index, one),
        policies=_policies(index, one),
        needs=_needs(index, one),
        needed_by=_needed_by(index, one),
        place=f"step {node.position} of {len(index.graph.nodes)}, wave {node.wave}",
        second_pass=node.second_pass,
        lookups=lookups,
        losses=_losses(index, one),
        check=check_view(index, one),
        retired=tuple(_retired(one)),
        examples=tuple(_example(index, one, example) for example in examples),
        neighbours=neighbours_figure(index, one) if index.figures else None,
        lookup_figure=lookups_figure(index, one, lookups) if index.figures else None,
        mermaid=mermaid(index.graph.around([one.name]), highlight=one.name),
    )


def map_row(index: Index, one: Map) -> MapRow:
    """A map as a row of a list."""
    if one.name not in index.rows:
        index.rows[one.name] = _row(index, one)
    return index.rows[one.name]


def _row(index: Index, one: Map) -> MapRow:
    first = one.doc.strip().split("\n")[0]
    return MapRow(
        ref=index.map(one.name),
        name=one.name,
        left=_entity(index, one.left),
        right=_entity(index, one.right),
        lines=len(one.fields),
        version=one.version,
        status=one.status,
        share=check_view(index, one).share,
        doc=first,
    )


def heading(kind: SystemKind, label: str) -> str:
    """The heading of a side's column in the field table, as the product's own tables have it."""
    return f"{label} {'column' if kind == 'dataverse' else 'field'}"


def _entity(index: Index, name: str) -> Ref:
    """The entity called by its technical name."""
    ref = index.entity(name)
    if ref is None:
        raise KeyError(name)
    return Ref(name, ref.page, hint=ref.text)


def _end(index: Index, entity: str, company: str) -> EndView:
    label = index.system_label(entity)
    declared = index.scope.entities.get(entity)
    return EndView(
        system=label,
        heading=heading(index.system(entity).kind, label),
        entity=_entity(index, entity),
        label=declared.label if declared is not None else "",
        company=company,
    )


def _counts(lines: tuple[LineView, ...]) -> tuple[tuple[str, str, str, int], ...]:
    found = Counter(line.direction for line in lines)
    return tuple(
        (name, sign, words, found[name]) for name, sign, words in _COUNTS if found[name]
    )


def _facts(index: Index, one: Map) -> tuple[Fact, ...]:
    key = ", ".join(f"{part.left} = {part.right}" for part in one.key)
    solution = index.solution(one.solution)
    return (
        Fact("Name", one.name, code=True),
        *((Fact("Solution", refs=(solution,)),) if solution is not None else ()),
        *((Fact("Owner", one.owner),) if one.owner else ()),
        Fact("Rows are the same when", key or "No key is known", code=bool(key)),
        *(
            (Fact("Renamed from", one.renamed_from, code=True),)
            if one.renamed_from
            else ()
        ),
        *_overlays(index, one),
    )


def _overlays(index: Index, one: Map) -> Iterator[Fact]:
    """Who changed the map, against which version of it, and in what."""
    for overlay in index.scope.origins.overlays.get(one.name, ()):
        origin = overlay.origin
        own = f" {overlay.version}" if overlay.version else ""
        on = f" on {overlay.base}" if overlay.base else ""
        does = "; ".join(overlay.changes).replace("`", "")
        words = f"{owner_name(origin.owner)}{own}{on} ({origin.place})"
        yield Fact("Overlay", f"{words}: {does}" if does else words)


def _policies(index: Index, one: Map) -> tuple[Fact, ...]:
    side = one.left if one.conflict == "left" else one.right
    wins = f"{index.system_label(side)} wins."
    return (
        Fact("When both sides changed", _CONFLICT.get(one.conflict, wins)),
        Fact("When a record leaves the filter", _ON_LEAVE[one.on_leave]),
        Fact("When a record is deleted", _ON_DELETE[one.on_delete]),
    )


def _needs(index: Index, one: Map) -> tuple[NeedView, ...]:
    edges = index.graph.before.get(one.name, [])
    return tuple(_need(index, edge, edge.first) for edge in _in_order(index, edges))


def _needed_by(index: Index, one: Map) -> tuple[NeedView, ...]:
    edges = [e for e in index.graph.after.get(one.name, []) if e.first != e.then]
    return tuple(_need(index, edge, edge.then) for edge in _in_order(index, edges))


def _in_order(index: Index, edges: list[MapEdge]) -> list[MapEdge]:
    nodes = index.graph.by_name
    return sorted(
        edges, key=lambda e: (nodes[e.first].position, nodes[e.then].position)
    )


def _need(index: Index, edge: MapEdge, name: str) -> NeedView:
    return NeedView(index.map(name), edge_reasons(edge), later=edge.later)


def _losses(index: Index, one: Map) -> tuple[tuple[Ref, str], ...]:
    return tuple(
        (index.line(one, number), line.lossy)
        for number, line in enumerate(one.fields)
        if line.lossy
    )


def _retired(one: Map) -> list[str]:
    found = []
    for name in one.retired:
        until = f", remembered until {name.sunset}" if name.sunset else ""
        found.append(f"{name.name}, since {name.since}{until}")
    return found


def _example(index: Index, one: Map, example: Example) -> ExampleView:
    records = tuple(_record(index, one, record) for record in example.records)
    return ExampleView(example.title, records)


def _record(index: Index, one: Map, record: ExampleRecord) -> RecordView:
    sides = {entity.partition(".")[0]: entity for entity in (one.left, one.right)}
    label = index.system_label(sides.get(record.system, record.system))
    role = "" if record.role == "record" else f" · {_ROLES[record.role]}"
    values = tuple((one.path, literal(one.value)) for one in record.fields)
    return RecordView(f"{label}{role}", values)
