"""Partners that are made inactive instead of deleted, and active again when their record comes back."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from harness.packages import write_package
from harness.projects import compile_text
from runtime.bench import Bench

SPEC = """\
enum fo.Active {{ Yes, No }}

entity fo.Parties {{
  key Number
  deactivate Active = No else Yes

  Number string(20)
  Name   string(60)?
  Kind   string(20)?
  Active Active?
}}

entity ce.parties {{
  table party
  key partyid
  integration key number
  deactivate statecode = 1 else 0

  partyid   guid readonly
  number    string(20)
  name      string(60)?
  statecode int?
}}

map Parties : fo.Parties <-> ce.parties {{
  where fo   Kind == "Firm"
  {policies}

  Number  =   number
  Name    =   name
  Kind    <<  "Firm"
}}
"""


@pytest.fixture
def open_scene(urls: dict[str, str], tmp_path: Path) -> Iterator[Any]:
    """A function that opens the map with some policies between two ends that are in step: F1, and F2 of another kind."""
    opened: list[Bench] = []

    def make(*policies: str) -> Bench:
        project, report = compile_text(SPEC.format(policies="\n  ".join(policies)))
        assert project is not None, report.diagnostics
        package = write_package(project, tmp_path, f"inactive_{uuid4().hex[:8]}")
        runtime: Any = importlib.import_module(f"{package}._runtime")
        sync = runtime.Sync(importlib.import_module(package).PROJECT, urls)
        sync.create_tables()
        bench = Bench.over(sync)
        opened.append(bench)
        bench.put("fo.Parties", _party("F1"), _party("F2", Kind="Person"))
        bench.settled()
        return bench

    yield make
    for bench in opened:
        bench.sync.close()


def _party(number: str, **values: Any) -> dict[str, Any]:
    name = f"Name {number}"
    return {"Number": number, "Name": name, "Kind": "Firm", "Active": "Yes", **values}


def _right(bench: Any) -> list[tuple[Any, ...]]:
    return list(bench.rows("ce.parties", "number", "name", "statecode"))


def _left(bench: Any, *columns: str) -> list[tuple[Any, ...]]:
    return list(bench.rows("fo.Parties", *(columns or ("Number", "Active"))))


def _id(bench: Any, number: str) -> tuple[str]:
    found = bench.rows("ce.parties", "number", "partyid")
    return next((row[1],) for row in found if row[0] == number)


def _statuses(bench: Any) -> list[str]:
    return [one.status for one in bench.sync.settle() if one.status != "echo"]


def test_what_leaves_is_inactive_and_what_comes_back_is_active(open_scene: Any) -> None:
    """With what changed meanwhile; a second round writes nothing more."""
    bench = open_scene("on leave deactivate")
    bench.change("fo.Parties", ("F1",), Kind="Person")
    assert _statuses(bench) == ["deactivated"]
    assert _right(bench) == [("F1", "Name F1", 1)]

    bench.change("fo.Parties", ("F1",), Name="Other")
    assert _statuses(bench) == ["left-scope"]
    bench.change("fo.Parties", ("F1",), Kind="Firm")
    outcome, *rest = [one for one in bench.sync.settle() if one.status != "echo"]

    assert (outcome.status, rest) == ("updated", [])
    assert ("statecode", 1, 0) in [tuple(one) for one in outcome.changes]
    assert _right(bench) == [("F1", "Other", 0)]
    assert bench.sync.initial().counts.written == 0


def test_nothing_but_the_state_has_changed(open_scene: Any) -> None:
    """A record that comes back as it went makes its partner active all the same."""
    bench = open_scene("on leave deactivate")
    bench.change("fo.Parties", ("F1",), Kind="Person")
    bench.sync.settle()
    bench.change("fo.Parties", ("F1",), Kind="Firm")
    assert _statuses(bench) == ["updated"]
    assert _right(bench) == [("F1", "Name F1", 0)]


def test_an_inactive_row_has_left_on_both_ends(open_scene: Any) -> None:
    """Who deactivates one of the two deactivates both, and who brings it back brings both."""
    bench = open_scene("on leave deactivate")
    bench.change("ce.parties", _id(bench, "F1"), statecode=1)
    assert _statuses(bench) == ["deactivated"]
    assert _left(bench)[0] == ("F1", "No")

    bench.change("ce.parties", _id(bench, "F1"), statecode=0, name="Back")
    assert _statuses(bench) == ["updated"]
    assert _left(bench, "Number", "Name", "Active")[0] == ("F1", "Back", "Yes")


def test_what_only_the_other_filter_keeps_out_is_not_woken(open_scene: Any) -> None:
    """A user makes the partner active while the record is still outside: it stays as it is."""
    bench = open_scene("on leave deactivate")
    bench.change("fo.Parties", ("F1",), Kind="Person")
    bench.sync.settle()
    bench.change("ce.parties", _id(bench, "F1"), statecode=0, name="Alone")
    assert _statuses(bench) == ["left-scope"]
    assert _left(bench, "Number", "Name", "Kind", "Active")[0] == (
        "F1",
        "Name F1",
        "Person",
        "Yes",
    )


def test_an_initial_synchronization_wakes_what_came_back_unseen(
    open_scene: Any,
) -> None:
    """The map was stopped when its record came back; a run again finds nothing to do."""
    bench = open_scene("on leave deactivate")
    bench.change("fo.Parties", ("F1",), Kind="Person")
    bench.sync.settle()
    bench.sync.stop()
    bench.change("fo.Parties", ("F1",), Kind="Firm")
    bench.sync.propagate()

    assert bench.sync.initial().counts.updated == 1
    assert _right(bench) == [("F1", "Name F1", 0)]
    assert bench.sync.initial().counts.written == 0


def test_what_is_deleted_leaves_an_inactive_partner(open_scene: Any) -> None:
    """It is not made again by what happens to the partner, nor by an initial synchronization."""
    bench = open_scene("on delete deactivate")
    bench.remove("fo.Parties", ("F1",))
    assert _statuses(bench) == ["deactivated"]
    bench.change("ce.parties", _id(bench, "F1"), name="Kept")
    assert _statuses(bench) == ["out-of-scope"]
    assert bench.sync.initial().counts.written == 0
    assert bench.sync.reconcile().differences == []

    assert _right(bench) == [("F1", "Kept", 1)]
    assert _left(bench, "Number") == [("F2",)]


def test_a_record_that_is_made_again_has_its_partner_again(open_scene: Any) -> None:
    """The same row, active."""
    bench = open_scene("on delete deactivate")
    before = _id(bench, "F1")
    bench.remove("fo.Parties", ("F1",))
    bench.sync.settle()
    bench.put("fo.Parties", _party("F1", Name="Again"))
    assert _statuses(bench) == ["updated"]

    assert _right(bench) == [("F1", "Again", 0)]
    assert _id(bench, "F1") == before


def test_a_partner_that_is_gone_as_well_is_no_failure(open_scene: Any) -> None:
    """Both ends deleted, one after the other, and the leaving of what has no partner any more."""
    bench = open_scene("on delete deactivate", "on leave deactivate")
    bench.remove("ce.parties", _id(bench, "F1"))
    assert _statuses(bench) == ["deactivated"]
    assert _left(bench)[0] == ("F1", "No")
    bench.remove("fo.Parties", ("F1",))
    assert _statuses(bench) == ["out-of-scope"]
    assert bench.sync.failures() == []


def test_what_the_end_refuses_waits(open_scene: Any, urls: dict[str, str]) -> None:
    """A rule of the table keeps the row active: a failure, which goes once the rule is gone."""
    if urls["ce"] != "memory:":
        pytest.skip("a rule that comes and goes is made in memory only")
    bench = open_scene("on leave deactivate", "on delete deactivate")
    end = bench.sync.ends["ce"]
    check, refusal = end._check, end._refusal

    def only_active(table: Any, row: Any) -> None:
        if row["statecode"] == 1:
            raise refusal(table, "must stay active")
        check(table, row)

    end._check = only_active
    bench.change("fo.Parties", ("F1",), Kind="Person")
    assert _statuses(bench) == ["refused"]
    assert bench.sync.failures()[0].code == "refused-by-end"
    end._check = check
    assert [one.status for one in bench.sync.retry()] == ["deactivated"]
    assert bench.sync.failures() == []
