"""The dependency graph as text: for a terminal, Mermaid, Graphviz or a program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from dwmap.diagnostics.cells import visible
from dwmap.emit.graph_model import MapEdge, MapGraph, MapNode

GraphFormat: TypeAlias = Literal["text", "mermaid", "dot", "json"]


def graph_text(graph: MapGraph, form: GraphFormat = "text") -> str:
    """The graph in one of the formats, with a line ending at its end."""
    return WRITERS[form](graph)


def plain(graph: MapGraph) -> str:
    """Waves of maps with what each needs, one line each."""
    lines: list[str] = []
    wave = 0
    for node in sorted(graph.nodes, key=lambda one: (one.wave, one.position)):
        if node.wave != wave:
            lines += [""] if lines else []
            wave = node.wave
            lines.append(f"wave {wave}")
        lines.append(f"  {visible(node.name)}")
        lines += [
            f"    after {_reason(edge)}" for edge in graph.before.get(node.name, ())
        ]
        if node.second_pass:
            lines.append(f"    second pass: {visible(', '.join(node.second_pass))}")
    return "\n".join(lines) + "\n" if lines else "no maps\n"


def _reason(edge: MapEdge) -> str:
    reasons = (["declared"] if edge.declared else []) + [
        f"lookup {n}" for n in edge.lookups
    ]
    later = " - only in the second pass" if edge.later else ""
    return visible(f"{edge.first} ({', '.join(reasons)}){later}")


def mermaid(graph: MapGraph, highlight: str = "") -> str:
    """A Mermaid flow chart; empty for a graph without edges."""
    if not graph.edges:
        return ""
    ids = {node.name: f"m{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    lines += [f"  {ids[n.name]}[{mermaid_label(n.label)}]" for n in graph.nodes]
    lines += [
        f"  {ids[e.first]} {'-.->' if e.later else '-->'} {ids[e.then]}"
        for e in graph.edges
    ]
    if highlight in ids:
        lines.append(f"  style {ids[highlight]} stroke-width:3px")
    return "\n".join(lines) + "\n"


def mermaid_folders(graph: MapGraph) -> str:
    """A Mermaid flow chart of the folders; empty where nothing lies between folders."""
    folders = Counter(node.folder for node in graph.nodes)
    pairs = Counter(
        (graph.by_name[e.first].folder, graph.by_name[e.then].folder)
        for e in graph.edges
        if not e.later
    )
    between = sorted(
        (pair, count) for pair, count in pairs.items() if pair[0] != pair[1]
    )
    if not between:
        return ""
    ids = {name: f"f{number}" for number, name in enumerate(sorted(folders))}
    lines = ["flowchart LR"]
    for name in sorted(folders):
        lines.append(f"  {ids[name]}[{mermaid_label(name or 'other maps')}]")
    lines += [f"  {ids[a]} -->|{count}| {ids[b]}" for (a, b), count in between]
    return "\n".join(lines) + "\n"


def dot(graph: MapGraph) -> str:
    """A Graphviz digraph with a cluster for each folder."""
    lines = ["digraph maps {", "  rankdir=LR;", "  node [shape=box, style=rounded];"]
    folders: dict[str, list[MapNode]] = {}
    for node in graph.nodes:
        folders.setdefault(node.folder, []).append(node)
    for number, (folder, nodes) in enumerate(sorted(folders.items())):
        lines.append(f"  subgraph cluster_{number} {{")
        lines.append(f"    label={_dot_label(folder)};")
        lines += [f"    {_dot(n.name)} [label={_dot_label(n.label)}];" for n in nodes]
        lines.append("  }")
    for edge in graph.edges:
        style = " [style=dashed]" if edge.later else ""
        lines.append(f"  {_dot(edge.first)} -> {_dot(edge.then)}{style};")
    return "\n".join([*lines, "}"]) + "\n"


def as_json(graph: MapGraph) -> str:
    """The graph for a program: `maps` in their order, `dependencies`."""
    plain = {
        "maps": [_json_node(node) for node in graph.nodes],
        "dependencies": [_json_edge(edge) for edge in graph.edges],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _json_node(node: MapNode) -> dict[str, object]:
    return {
        "name": node.name,
        "label": node.label,
        "folder": node.folder,
        "left": node.left,
        "right": node.right,
        "step": node.position,
        "wave": node.wave,
        "second_pass": list(node.second_pass),
    }


def _json_edge(edge: MapEdge) -> dict[str, object]:
    return {
        "first": edge.first,
        "then": edge.then,
        "declared": edge.declared,
        "lookups": list(edge.lookups),
        "second_pass": edge.later,
    }


def mermaid_label(text: str) -> str:
    """The text as Mermaid reads it back: entities by number, nothing that ends a string or a fence."""
    safe = (
        one if one.isalnum() or one in " _.,()-/+:" else f"#{ord(one)};" for one in text
    )
    return f'"{"".join(safe)}"'


def _dot_label(text: str) -> str:
    """Labels, unlike names, are read for entities."""
    return _dot(text.replace("&", "&amp;"))


def _dot(text: str) -> str:
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


WRITERS: Mapping[GraphFormat, Callable[[MapGraph], str]] = {
    "text": plain,
    "mermaid": mermaid,
    "dot": dot,
    "json": as_json,
}
