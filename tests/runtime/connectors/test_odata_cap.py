"""What only a service does, on the server of a third party: addresses, batches and their cost in requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from dwmap.runtime import EndError, Reference, RefusedByEnd, Table, path
from dwmap.runtime.connectors import End
from dwmap.runtime.connectors._base import write_each
from dwmap.runtime.connectors._odata_http import Channel, LostAnswer
from dwmap.runtime.connectors.odata import ODataEnd
from runtime.connectors.contract_tables import CHILDREN, KINDS, PARENTS, SYSTEM, TABLES

pytestmark = pytest.mark.cap
KEY = ("company", "code")
ID = str(UUID(int=1))


@pytest.fixture
def end(cap: End) -> ODataEnd:
    """An end on empty tables."""
    assert isinstance(cap, ODataEnd)
    return cap


def keys(count: int) -> list[tuple[str, str]]:
    """So many keys of two parts."""
    return [("USMF", f"{n:04}") for n in range(count)]


def columns(table: Table, name: str, new: str) -> Table:
    """The table with a column of another name."""
    renamed = tuple(
        replace(each, name=new) if each.name == name else each for each in table.columns
    )
    return replace(table, columns=renamed)


@pytest.fixture
def by_navigation(cap_url: str, cap: End) -> Iterator[ODataEnd]:
    """An end whose lookup is declared by the name of its navigation property, not of its foreign key."""
    lookup = (Reference("parent", ("it.Parents",)),)
    children = replace(columns(CHILDREN, "parent_ID", "parent"), references=lookup)
    end = ODataEnd(cap_url, SYSTEM, {**TABLES, "it.Children": children})
    yield end
    end.close()


def test_a_lookup_may_be_called_by_its_navigation_property(
    by_navigation: ODataEnd,
) -> None:
    """Both names mean the same: it is written, read, followed and looked for."""
    end, children = by_navigation, by_navigation.table("it.Children")
    end.insert(PARENTS, ("ID", "code"), [(ID, "P1")])
    end.insert(children, ("ID", "number", "parent"), [(ID, "C1", ID)])

    paths = [path("parent"), path("parent", "code")]
    assert end.find(children, paths, [path("parent")], [(ID,)]) == [(ID, "P1")]


def test_row_ids_stay_as_they_stand(end: ODataEnd) -> None:
    """Lookups and addresses are compared with them letter by letter; other guids are in lower case."""
    upper = "ABCDEF00-0000-4000-8000-000000000001"
    end.insert(PARENTS, ("ID", "code"), [(upper, "P1")])
    end.insert(KINDS, (*KEY, "ident"), [("USMF", "A", upper)])

    end.update(PARENTS, ("short",), [("x", upper)])
    by = [path("ID")]
    found = end.find(PARENTS, [*by, path("short")], by, [(upper,)])
    assert found == [(upper, "x")]
    assert list(end.read(KINDS, [path("ident")])) == [[(upper.lower(),)]]


def test_a_lookup_that_the_service_does_not_know_is_told(cap_url: str) -> None:
    """By the set and the column."""
    lookup = (*CHILDREN.references, Reference("number", ("it.Parents",)))
    children = replace(CHILDREN, references=lookup)
    end = ODataEnd(cap_url, SYSTEM, {**TABLES, "it.Children": children})

    with pytest.raises(EndError, match="Children.number: the service has no navi"):
        list(end.read(children, [path("number", "code")]))
    end.close()


def test_a_table_that_the_service_lacks_is_told(cap_url: str) -> None:
    """When tables are made ready, before anything is read or written."""
    nowhere = replace(KINDS, name="it.Nowhere", table="Nowhere")
    end = ODataEnd(cap_url, SYSTEM, {"it.Nowhere": nowhere})

    with pytest.raises(EndError, match="it: the service has no table Nowhere"):
        end.create_tables()
    end.close()


def test_a_query_can_be_opened(end: ODataEnd) -> None:
    """It shows the row that it describes."""
    end.insert(KINDS, KEY, [("USMF", "a/b & 'c'"), ("USMF", "other")])

    url = end.describe_query(KINDS, [path(n) for n in KEY], ("USMF", "a/b & 'c'"))
    found = httpx.get(url).json()["value"]
    assert [row["code"] for row in found] == ["a/b & 'c'"]


def test_a_key_does_not_change(end: ODataEnd) -> None:
    """It is the address of the row; the row is refused, and the others are not."""
    end.insert(KINDS, KEY, keys(2))

    with end.transaction():
        rows = [("USMF", "new", "USMF", "0000"), ("USMF", "0001", "USMF", "0001")]
        refused = write_each(end, lambda some: end.update(KINDS, KEY, some), rows)
    assert list(refused) == [0]
    assert "code is part of the key" in refused[0].message


def test_batches_become_as_large_as_the_service_takes(end: ODataEnd) -> None:
    """CAP takes 100 KB at once; what was learned once is known for the next rows."""
    before = end.requests
    end.insert(KINDS, KEY, keys(1000))
    learning = end.requests - before

    end.insert(KINDS, KEY, [("DEMF", code) for _, code in keys(1000)])
    assert end.requests - before - learning < learning
    assert end.requests - before - learning <= 4


def test_bad_rows_cost_two_requests_more(end: ODataEnd) -> None:
    """One that sends the rows alone, and one that looks whether refused ones are there; many or few."""
    rows = [("USMF", "x" * 61 if n % 10 == 0 else f"{n}") for n in range(100)]
    end.create_tables()
    before = end.requests

    with end.transaction():
        refused = write_each(end, lambda some: end.insert(KINDS, KEY, some), rows)
    assert list(refused) == list(range(0, 100, 10))
    assert end.requests - before == 3


def test_the_words_of_the_service_come_with_a_refused_row(end: ODataEnd) -> None:
    """Also where it refused a whole transaction because of it."""
    told = "it refused a row of Kinds: .* is not a valid String.* .status 400."

    with pytest.raises(RefusedByEnd, match=told), end.transaction():
        end.insert(KINDS, KEY, [*keys(3), ("USMF", "x" * 61)])
    assert end.count(KINDS) == 0


def test_a_create_whose_answer_is_lost_makes_one_row(
    end: ODataEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was done: what is sent next is an update of the row, found by its natural key."""
    send = Channel.send
    lost: list[str] = []

    def lose_first(
        self: Channel, method: str, url: str, *more: Any, **other: Any
    ) -> Any:
        answer = send(self, method, url, *more, **other)
        if url == "$batch" and not lost:
            lost.append(url)
            raise LostAnswer("the line is dead")
        return answer

    monkeypatch.setattr(Channel, "send", lose_first)
    end.insert(PARENTS, ("ID", "code", "short"), [(ID, "P1", "one")])

    [rows] = end.read(PARENTS, [path("ID"), path("code"), path("short")])
    assert (lost, rows) == (["$batch"], [(ID, "P1", "one")])
