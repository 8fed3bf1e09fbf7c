"""Records from types: each belongs to its side, and together they try what there is to try."""

from __future__ import annotations

import pytest
from dwmap.interpret.maps import Interpreter
from dwmap.interpret.values import Refusal, Value
from dwmap.ir.model import Map, Project
from dwmap.ir.scope import Scope
from dwmap.prove.context import HEADINGS, SOURCES, SideName
from dwmap.prove.filters import passes
from dwmap.prove.records import columns_of, records_of
from dwmap.prove.representatives import is_value_of
from dwmap.prove.values import distinct, values_of
from harness.projects import compile_text
from harness.random_maps import random_map
from harness.solutions import specs

SIDES: tuple[SideName, SideName] = ("left", "right")
MAP = """
enum fo.PartyType { Person, Organization }

options ce.kind {
  1 Retail
  2 Wholesale
  9 Other
}

entity fo.Customers {
  integration key dataAreaId, CustomerAccount
  company dataAreaId
  dataAreaId       string(4)
  CustomerAccount  string(20)
  PartyType        PartyType?
  CreditLimit      decimal(9, 2)?
  Opened           datetime?
  Closed           date?
}

entity ce.accounts {
  integration key number, companyid.code
  company companyid.code
  number     string(20)
  companyid  -> ce.companies?
  kind       kind?
  limit      decimal(9, 2)?
  opened     datetime?
  closed     date?
}

entity ce.companies {
  integration key code
  code string(4)
}

map Customers : fo.Customers <-> ce.accounts {
  where fo PartyType == "Organization" and CreditLimit > 10
  where ce kind in [1, 2]

  CustomerAccount = number
  CreditLimit     = limit
  Opened          = opened
  Closed          = closed when PartyType is not blank
  1              >> kind
}
"""


@pytest.fixture(scope="module")
def project() -> Project:
    """A project with a map whose key has two parts, one of them behind a lookup."""
    found, report = compile_text(MAP)
    assert found is not None, report.diagnostics
    return found


def _answer(map: Map, side: SideName, record: dict[str, Value], scope: Scope) -> bool:
    filter = map.left_filter if side == "left" else map.right_filter
    return passes(filter, record, scope)


def test_the_paths_of_a_side(project: Project) -> None:
    """What lines, conditions and filters speak of, and the key, which comes first."""
    scope = Scope(project)
    (map,) = project.maps

    left, right = (columns_of(map, side, scope) for side in SIDES)

    assert [(one.path, one.is_key) for one in left] == [
        ("dataAreaId", True),
        ("CustomerAccount", True),
        ("CreditLimit", False),
        ("Opened", False),
        ("Closed", False),
        ("PartyType", False),
    ]
    by_path = {one.path: one for one in right}
    assert by_path["companyid.code"].type.nullable  # The lookup may be empty.
    assert not by_path["number"].type.nullable


def test_each_part_of_the_key_is_missing_once(project: Project) -> None:
    """That part alone: a row that is half identified is found by nobody."""
    scope = Scope(project)
    (map,) = project.maps

    for side in SIDES:
        parts = [one.key for one in columns_of(map, side, scope) if one.is_key]
        missing = [
            [part for part in parts if record[part] is None]
            for record in records_of(map, side, scope)
        ]
        assert all([part] in missing for part in parts)


def test_the_records_show_what_real_data_has(project: Project) -> None:
    """Codes, borders of decimals, changes of the clock, long texts, zeros before numbers, blanks at the end."""
    scope = Scope(project)
    (map,) = project.maps
    left, right = (records_of(map, side, scope) for side in SIDES)

    seen = {str(value) for record in left for value in record.values()}
    assert {"Person", "Organization", "9999999.99", "-0.01", "007", "abc "} <= seen
    assert {"x" * 20, "\U0001f600" * 20, "e\u0301", "2026-10-25 00:30:00+00:00"} <= seen
    assert {1, 2, 9, None} <= {record["kind"] for record in right}


def test_values_are_tried_inside_of_the_filter(project: Project) -> None:
    """Where they tell something about the lines."""
    scope = Scope(project)
    (map,) = project.maps
    inside = [
        record
        for record in records_of(map, "left", scope)
        if _answer(map, "left", record, scope)
    ]

    (opened,) = (one for one in columns_of(map, "left", scope) if one.path == "Opened")
    tried = {record["opened"] for record in inside}
    assert {*values_of(opened.type, scope)} <= tried


def test_the_same_arguments_give_the_same_records(project: Project) -> None:
    """And another seed gives others, behind those that cover the map."""
    scope = Scope(project)
    (map,) = project.maps
    covering = records_of(map, "left", scope)
    more = len(covering) + 50

    one, two, other = (records_of(map, "left", scope, more, seed) for seed in (1, 1, 2))

    assert one == two and len(one) == more
    assert one[: len(covering)] == covering
    assert one != other
    assert records_of(map, "left", scope, 3) == covering[:3]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("seed", range(150))
def test_of_any_map(seed: int, side: SideName) -> None:
    """Every value belongs to its type and every value worth trying occurs, inside the filter and outside."""
    made = random_map(seed)
    columns = columns_of(made.map, side, made.scope)
    records = records_of(made.map, side, made.scope)

    for one in columns:
        values = [record[one.key] for record in records]
        allowed = [value for value in values if value is not None or not one.is_key]
        assert all(is_value_of(value, one.type, made.scope) for value in allowed)
        wanted = values_of(one.type, made.scope)
        assert len(distinct([*values, *wanted])) == len(distinct(values))
    tried = {_answer(made.map, side, made.record(side), made.scope) for _ in range(300)}
    assert tried <= {_answer(made.map, side, one, made.scope) for one in records}


def test_of_every_published_map() -> None:
    """A direction carries each record over, or refuses it; nothing else happens."""
    project = specs()
    scope = Scope(project)

    carried = 0
    for map in project.maps:
        interpreter = Interpreter(map, scope)
        for heading in HEADINGS:
            for record in records_of(map, SOURCES[heading], scope):
                try:
                    carried += bool(interpreter.carry(heading, record))
                except Refusal:
                    continue
    assert carried > 1000
