"""Whatever an environment answers: it is read or named as unreadable, and never ends in a bug."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dwmap.diagnostics import Report
from dwmap.environment_settings import EnvironmentSettings
from dwmap.environments import dataverse, finops, link
from dwmap.environments.client import Client
from dwmap.environments.credentials import Credentials
from dwmap.environments.held import Facts, Held
from dwmap.environments.pull import sources_of
from dwmap.environments.verify import Specs, verify
from dwmap.importers import import_sources
from harness.environments import TRADE, compiled
from hypothesis import given, settings
from hypothesis import strategies as st

PROJECT = compiled(TRADE)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
RULE = st.fixed_dictionaries(
    {},
    optional={
        "sourceField": st.sampled_from(["NAME", "A.B", "", "x y", "ÄÖ", None, 3]),
        "destinationField": st.sampled_from(
            ["name", "group.code", "c.Account(n).Contact(m)", "a..b", ";", None, []]
        ),
        "syncDirection": st.sampled_from(["1", 2, 3.0, "9", None, {}]),
        "valueTransforms": st.one_of(
            JSON,
            st.lists(
                st.fixed_dictionaries(
                    {"transformType": st.sampled_from(["ValueMap", "Default", "X", 1])},
                    optional={"valueMap": JSON, "defaultValue": JSON},
                ),
                max_size=2,
            ),
        ),
    },
)
LEG = st.fixed_dictionaries(
    {},
    optional={
        "sourceSchema": st.sampled_from(
            ["Customers V3", "\u202e", "", None, "a" * 300]
        ),
        "destinationSchema": st.sampled_from(["accounts", "a b", "x'y", "", 7]),
        "sourceFilter": st.sampled_from(["(A == 1)", "((", "A == \x00", None, 5]),
        "reversedSourceFilter": st.sampled_from(["a eq 1", "not", "a eq 'x", None]),
        "fieldMappings": st.one_of(st.lists(RULE, max_size=3), JSON),
    },
)
MAPPING = st.one_of(
    JSON.map(json.dumps),
    st.text(max_size=20),
    st.none(),
    st.integers(),
    st.fixed_dictionaries({"legs": st.lists(LEG | JSON, max_size=2)}).map(json.dumps),
)
ROW = st.fixed_dictionaries(
    {},
    optional={
        "msdyn_name": JSON,
        "msdyn_displayname": st.text(max_size=8),
        "msdyn_version": st.sampled_from(["1.0.0.0", "x", "1.٣", "", None, "9" * 40]),
        "msdyn_mapping": MAPPING,
        "msdyn_properties": MAPPING,
        "solutionid": JSON,
        "ismanaged": JSON,
        "legs": JSON,
    },
)


class Answers(Client):
    """A service that answers the same to every question."""

    def __init__(self, answer: Any) -> None:
        super().__init__("http://localhost/", Credentials("x", is_local=True))
        self.answer = answer

    def get(self, url: str, headers: Any = None) -> Any:
        """What it always answers."""
        return self.answer

    def rows(self, url: str) -> Iterator[dict[str, Any]]:
        """The objects among it."""
        found = self.answer if isinstance(self.answer, list) else [self.answer]
        yield from (one for one in found if isinstance(one, dict))


def told(what: str) -> None:
    """Nobody listens."""


@settings(max_examples=80, deadline=None)
@given(st.lists(ROW, max_size=3))
def test_rows_of_maps(rows: list[dict[str, Any]]) -> None:
    """In verify and in pull; what is there is counted, read or not."""
    held = dataverse.read_held(Answers(rows), "test", told)

    found = verify(Specs("specs", PROJECT), held, EnvironmentSettings()).findings
    named = {one.rule for one in found}
    assert "map-not-deployed" in named
    if rows and not held.legs:
        assert "map-unreadable" in named
    import_sources(sources_of(held).sources, Report())


@settings(max_examples=80, deadline=None)
@given(JSON | st.lists(st.dictionaries(st.text(max_size=4), JSON), max_size=3))
def test_facts(answer: Any) -> None:
    """Of any of the services: they are told, or it is said that they are not."""
    facts = Facts()
    dataverse.read_facts(Answers(answer), facts, told)
    finops.read_finops(Answers(answer), facts, told)
    link.read_link(Answers(answer), "https://x.example", facts, told)
    dataverse.read_tables(Answers(answer), ["accounts"], told)

    assert facts.keys is not None or "integration keys" in facts.unread
    assert facts.running is not None or "active versions" in facts.unread


LINK = st.fixed_dictionaries(
    {},
    optional={
        "cid": st.just("c"),
        "cname": st.just("n"),
        "leftEntity": JSON | st.just({"name": "Customers V3"}),
        "rightEntity": JSON | st.just({"name": "accounts"}),
        "detail": JSON
        | st.fixed_dictionaries(
            {"state": JSON, "template": JSON | st.just({"version": {"major": 1}})}
        ),
        "environments": JSON
        | st.fixed_dictionaries(
            {
                "x": st.fixed_dictionaries(
                    {"targetType": st.just("CRM"), "schemas": JSON}
                )
            }
        ),
        "dualWriteDetail": JSON,
    },
)


@settings(max_examples=80, deadline=None)
@given(st.lists(LINK, min_size=1, max_size=2) | LINK)
def test_shapes_of_the_link(answer: Any) -> None:
    """Members that are there and are of another kind."""
    facts = Facts()
    link.read_link(Answers(answer), "https://x.example", facts, told)

    held = Held("test", facts=facts)
    verify(Specs("specs", PROJECT), held, EnvironmentSettings(companies=("USMF",)))
