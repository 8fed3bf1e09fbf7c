"""The graph: waves, neighbours, layout, and the four text forms."""

from __future__ import annotations

import json
from itertools import combinations

from dwmap.emit.graph_layout import Box, Line, layered
from dwmap.emit.graph_model import map_graph
from dwmap.emit.graph_text import graph_text
from dwmap.ir.model import Dependency, Map, Project, Step

HOSTILE = 'a "quoted" ]--> ` \\ label'


def _map(name: str, *needs: str, label: str = "") -> Map:
    return Map(
        name=name,
        label=label,
        left=f"fo.{name}",
        right=f"ce.{name}",
        fields=(),
        dependencies=tuple(
            Dependency(map=one, lookups=(f"to_{one}",)) for one in needs
        ),
    )


PROJECT = Project(
    name="p",
    maps=(
        _map("a"),
        _map("b", "a", "b"),
        _map("c", "a", "b", label=HOSTILE),
        _map("d"),
    ),
    plan=(
        Step(map="a"),
        Step(map="b", without=("to_b",)),
        Step(map="c"),
        Step(map="d"),
        Step(map="b", only=("to_b",)),
    ),
)
GRAPH = map_graph(PROJECT)


def test_waves_follow_dependencies() -> None:
    """A map stands behind all that it needs; what only a second pass can give does not count."""
    assert {node.name: node.wave for node in GRAPH.nodes} == {
        "a": 1,
        "b": 2,
        "c": 3,
        "d": 1,
    }
    assert [(e.first, e.then) for e in GRAPH.edges if e.later] == [("b", "b")]
    assert GRAPH.by_name["b"].second_pass == ("to_b",)


def test_the_part_around_a_map() -> None:
    """Direct neighbours on both sides, and no edges among strangers."""
    part = GRAPH.around(["c"])

    assert [node.name for node in part.nodes] == ["a", "b", "c"]
    assert [(e.first, e.then) for e in part.edges] == [("a", "c"), ("b", "c")]


def test_text() -> None:
    """A wave a block, and under each map what goes before it."""
    assert graph_text(GRAPH.part({"a", "b"})) == (
        "wave 1\n  a\n\nwave 2\n  b\n    after a (lookup to_a)\n"
        "    after b (lookup to_b) - only in the second pass\n    second pass: to_b\n"
    )


def test_labels_cannot_break_mermaid_or_dot() -> None:
    """What a label holds stays within its quotes."""
    mermaid = graph_text(GRAPH, "mermaid")
    dot = graph_text(GRAPH, "dot")

    assert 'm2["a #34;quoted#34; #93;--#62; #96; #92; label"]' in mermaid
    assert '"c" [label="a \\"quoted\\" ]--> ` \\\\ label"];' in dot


def test_json() -> None:
    """A program reads nodes in their order and every edge."""
    plain = json.loads(graph_text(GRAPH, "json"))

    assert [one["name"] for one in plain["maps"]] == ["a", "b", "c", "d"]
    assert plain["dependencies"][0] == {
        "first": "a",
        "then": "b",
        "declared": False,
        "lookups": ["to_a"],
        "second_pass": False,
    }


def test_boxes_never_overlap() -> None:
    """A layout keeps its columns and the gaps within them."""
    boxes = [Box(f"{n}", n % 4, 80 + n, 30 + n % 3) for n in range(40)]
    lines = [
        Line(f"{n}", f"{m}") for n in range(40) for m in range(40) if (n * m) % 11 == 5
    ]
    layout = layered(boxes, lines)

    for one, two in combinations(boxes, 2):
        (x1, y1), (x2, y2) = layout.places[one.name], layout.places[two.name]
        beside = x1 + one.width <= x2 or x2 + two.width <= x1
        above = y1 + one.height <= y2 + 0.01 or y2 + two.height <= y1 + 0.01

        assert beside or above
    assert layout == layered(boxes, lines)


def test_an_empty_graph_has_every_form() -> None:
    """Nothing is something that can be said."""
    graph = map_graph(Project(name="p"))

    assert graph_text(graph) == "no maps\n"
    assert graph_text(graph, "mermaid") == ""
    assert layered([], []).routes == ()
