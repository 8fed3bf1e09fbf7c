"""The plan of the initial synchronization: messages show circles, not the order in which maps run."""

from __future__ import annotations

import pytest
from dwmap.ir.model import Project
from harness.projects import compile_text


def _entities(*names: str, lookups: str = "") -> str:
    fields = "".join(f"  to_{name} -> ce.{name}?\n" for name in names)
    return "".join(
        f"entity fo.{name} {{ n text }}\n"
        f"entity ce.{name} {{\n  integration key n\n  n text\n{fields}{lookups}}}\n"
        for name in names
    )


def _map(name: str, *lines: str) -> str:
    body = "".join(f"  {line}\n" for line in ("n = n", *lines))
    return f"map {name} : fo.{name} <-> ce.{name} {{\n{body}}}\n"


def _plan(text: str) -> tuple[Project, list[str]]:
    project, report = compile_text(text)
    assert project is not None, [each.message for each in report]
    steps = [
        step.map
        + "".join(f" -{column}" for column in step.without)
        + "".join(f" +{column}" for column in step.only)
        for step in project.plan
    ]
    return project, steps


def test_a_map_runs_behind_those_whose_rows_it_looks_up() -> None:
    """Without any `depends on`; names decide where nothing else does."""
    text = _entities("a", "b", "c") + _map("a", "A > to_c.n") + _map("b") + _map("c")

    project, steps = _plan(text)

    assert steps == ["b", "c", "a"]
    assert [(d.map, d.declared, d.lookups) for d in project.maps[0].dependencies] == [
        ("c", False, ("to_c.n",))
    ]


def test_a_declared_dependency_counts_like_a_lookup() -> None:
    """And both reasons are kept where both are there."""
    text = _entities("a", "b") + _map("a", "depends on b", "A > to_b.n") + _map("b")

    project, steps = _plan(text)

    assert steps == ["b", "a"]
    (dependency,) = project.maps[0].dependencies
    assert (dependency.declared, dependency.lookups) == (True, ("to_b.n",))


def test_a_lookup_on_the_own_entity_is_filled_in_a_second_pass() -> None:
    """A parent may come behind its child."""
    _, steps = _plan(_entities("a") + _map("a", "P = to_a.n"))

    assert steps == ["a -to_a", "a +to_a"]


def test_a_circle_is_cut_where_it_costs_least() -> None:
    """One column is deferred rather than two; the map with the one goes first."""
    text = _entities("a", "b", lookups="  also -> ce.b?\n")
    text += _map("a", "X = to_b.n", "Y = also.n") + _map("b", "Z = to_a.n")

    _, steps = _plan(text)

    assert steps == ["b -to_a", "a", "b +to_a"]


def test_two_circles_are_cut_one_by_one() -> None:
    """Each map that defers something gets a second step."""
    names = ("a", "b", "c")
    text = _entities(*names)
    text += _map("a", "B = to_b.n") + _map("b", "A = to_a.n", "C = to_c.n")
    text += _map("c", "B = to_b.n")

    _, steps = _plan(text)

    assert sorted(steps) == ["a +to_b", "a -to_b", "b +to_c", "b -to_c", "c"]
    assert set(steps[3:]) == {"a +to_b", "b +to_c"}


def test_a_polymorphic_lookup_waits_for_every_candidate() -> None:
    """Any of them may hold the row."""
    text = _entities("a", "b", "c", lookups="  who -> ce.b | ce.c?\n")
    text += _map("a", "W > who.b(n).c(n)") + _map("b") + _map("c")

    project, steps = _plan(text)

    assert steps == ["b", "c", "a"]
    assert [d.map for d in project.maps[0].dependencies] == ["b", "c"]


def test_a_map_that_writes_nothing_makes_no_rows() -> None:
    """Nobody has to wait for a map that only reads the entity."""
    text = _entities("a", "b") + _map("b", "A > to_a.n")
    text += "map a : fo.a <-> ce.a {\n  key n\n  n < n\n}\n"

    project, steps = _plan(text)

    assert steps == ["a", "b"]
    assert project.maps[1].dependencies == ()


@pytest.mark.parametrize("count", [2, 40])
def test_a_long_ring_is_cut_once(count: int) -> None:
    """One deferred lookup opens the whole ring."""
    names = [f"m{n:02}" for n in range(count)]
    text = "".join(
        f"entity fo.{one} {{ n text }}\nentity ce.{one} {{\n  integration key n\n"
        f"  n text\n  next -> ce.{other}?\n}}\n" + _map(one, "X = next.n")
        for one, other in zip(names, names[1:] + names[:1], strict=True)
    )

    project, steps = _plan(text)

    assert len(steps) == count + 1
    assert steps[0] == "m00 -next" and steps[-1] == "m00 +next"


def test_a_lookup_that_is_set_on_create_only_cannot_wait() -> None:
    """A second pass could not fill it: the other lookup of a circle waits, and one to its own map not at all."""
    text = _entities("a", "b", lookups="  once -> ce.b? createonly\n")
    text += _map("a", "B > once.n") + _map("b", "A > to_a.n", "Up > once.n")

    assert _plan(text)[1] == ["b -to_a", "a", "b +to_a"]
