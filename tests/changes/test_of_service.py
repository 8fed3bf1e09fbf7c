"""What a service says weighs otherwise than the same edit of a spec: what is gone, what it asks for, what was not known."""

from __future__ import annotations

import pytest
from dwmap.changes.compared import Compared, Difference, State, compare
from dwmap.changes.model import Finding, Weight
from dwmap.changes.of_service import (
    GoneEntity,
    MissingField,
    as_known,
    with_demands,
    with_gone_entities,
    with_missing_fields,
)
from dwmap.source import SourceFile
from harness.environments import compiled

SPEC = """\
entity fo.Customers {
  key Account
  Account string(20)
  Name string(50)?
}
entity ce.accounts {
  integration key number
  number string(20)
  name string(50)?
  group -> ce.groups?
}
entity ce.groups {
  integration key code
  code string(10)
}
map Customers : fo.Customers <-> ce.accounts {
  Account = number
  Name = name
  GroupId = group.code
}
map Old : fo.OldCustomers <-> ce.accounts {
  status retired
  Account > number
}
"""
PLACE = SourceFile("a.dwmap", SPEC).span(0, 6)


def _state(text: str) -> State:
    return State("", compiled(text))


def _difference(before: str, after: str) -> Difference:
    return compare(_state(before), _state(after))


def _only(difference: Difference) -> Finding:
    [found] = difference.findings
    return found


@pytest.mark.parametrize(
    ("entity", "line", "weight"),
    [
        ("fo.Customers", "Region string(5)? required", Weight.BREAKING),
        ("ce.accounts", "region string(5)? required", Weight.CAUTION),
        ("ce.groups", "region string(5)? required", Weight.SAFE),
        ("fo.Customers", "Region string(5)?", Weight.SAFE),
        ("fo.Customers", "Region string(5)? required readonly", Weight.SAFE),
        ("fo.Customers", "Region string(5)? required computed", Weight.SAFE),
    ],
)
def test_a_new_field(entity: str, line: str, weight: Weight) -> None:
    """It weighs something where new rows need it and a map that makes such rows does not fill it."""
    head = f"entity {entity} {{\n"
    after = SPEC.replace(head, f"{head}  {line}\n")

    found = _only(with_demands(_difference(SPEC, after)))

    assert (found.rule, found.weight) == ("field-added", weight)
    assert bool(found.help) == (weight > Weight.SAFE)
    assert ("Dataverse" in " ".join(found.notes)) == (weight == Weight.CAUTION)


def test_a_new_field_is_told_once() -> None:
    """Not by the law that every needed field is filled, too, which is judged where something else has touched the map."""
    after = SPEC.replace("  name string(50)?", "  name string(40)?").replace(
        "  integration key number\n",
        "  integration key number\n  region string(5)? required\n",
    )
    difference = _difference(SPEC, after)
    assert "law-broken" in {one.rule for one in difference.findings}

    found = with_demands(difference).findings

    assert {one.rule: one.symbol for one in found} == {
        "field-added": "ce.accounts/region",
        "type-narrowed": "ce.accounts/name/type",
    }


def test_a_field_that_is_needed_now() -> None:
    """One that was declared and that no line writes is refused as well."""
    optional = SPEC.replace("  Name string", "  Region string(5)?\n  Name string")
    required = optional.replace("(5)?", "(5)? required")

    found = _only(with_demands(_difference(optional, required)))

    assert (found.rule, found.weight) == ("requirement-tightened", Weight.BREAKING)
    assert [one.target for one in found.effects] == ["no line writes Region"]


@pytest.mark.parametrize(
    ("entity", "effects"),
    [
        ("ce.groups", ["Customers: GroupId = group.code"]),
        ("ce.accounts", ["Customers: fo.Customers with ce.accounts"]),
        ("fo.OldCustomers", []),
        ("fo.Others", []),
    ],
)
def test_an_entity_that_is_gone(entity: str, effects: list[str]) -> None:
    """It is breaking for the maps that run, and a note where there are none."""
    state = _state(SPEC)
    gone = [GoneEntity(entity, PLACE)]

    difference = with_gone_entities(compare(state, state), gone, state.project)

    found = _only(difference)
    assert [f"{one.map}: {one.target}" for one in found.effects] == effects
    assert found.weight == (Weight.BREAKING if effects else Weight.NOTE)
    [message] = Compared(difference).diagnostics()
    assert [f"in {one}" for one in effects] == list(message.notes)
    assert message.primary is not None
    assert message.primary.span.text == PLACE.text


def test_classes_of_the_project_hold() -> None:
    """What the project thinks of a rule holds for these findings, too."""
    state = _state(SPEC)
    same = compare(state, state, {"table-missing": "caution"})

    difference = with_gone_entities(
        same, [GoneEntity("ce.groups", PLACE)], state.project
    )

    assert _only(difference).weight == Weight.CAUTION


@pytest.mark.parametrize(
    ("entity", "name", "effects"),
    [
        ("fo.Customers", "groupid", ["GroupId = group.code"]),
        ("ce.groups", "code", ["GroupId = group.code"]),
        ("ce.accounts", "group", ["GroupId = group.code"]),
        ("fo.Customers", "code", []),
    ],
)
def test_a_field_that_is_missing(entity: str, name: str, effects: list[str]) -> None:
    """The lines that speak of it, of the right entity and through lookups."""
    state = _state(SPEC)
    missing = [MissingField(entity, name, PLACE, ("other",))]

    found = _only(with_missing_fields(compare(state, state), missing, state.project))

    assert [one.target for one in found.effects] == effects
    assert found.help == "write `other` if that is meant, else take it out of the maps"


@pytest.mark.parametrize(
    ("old", "new", "weight"),
    [
        (
            "  Name string(50)?\n",
            "  Name string(50)?\n  GroupId string(50)?\n",
            Weight.SAFE,
        ),
        (
            "  Name string(50)?\n",
            "  Name string(50)?\n  GroupId string(5)?\n",
            Weight.CAUTION,
        ),
        ("  name string(50)?\n", "  name any\n", Weight.SAFE),
        ("  name string(50)?\n", "  name string(40)?\n", Weight.CAUTION),
        ("  key Account\n", "  key Account, Name\n", Weight.CAUTION),
        ("  name string(50)?\n", "  key name\n  name string(50)?\n", Weight.SAFE),
    ],
)
def test_what_was_not_known(old: str, new: str, weight: Weight) -> None:
    """Something said for the first time is no change; what is sent otherwise by it is to be looked at."""
    state = _state(SPEC), _state(SPEC.replace(old, new))
    before, after = state[::-1] if new == "  name any\n" else state

    found = as_known(compare(before, after)).findings

    assert max(one.weight for one in found) == weight
    if weight == Weight.SAFE:
        assert all(not one.obligations for one in found)
