"""`$metadata` as JSON says what the same as XML says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from dwmap.diagnostics import Report
from dwmap.importers.metadata import Metadata, read_metadata
from harness.csdl import as_json
from harness.golden import CASES, shown

DOCUMENTS = [
    path
    for path in sorted(CASES.glob("metadata/*/input.*.xml"))
    if path.parent.name != "refused"
]


def _read(data: bytes) -> tuple[list[Metadata], list[str]]:
    report = Report()
    found = read_metadata({"f": data}, report)
    return found, [one.code for one in report]


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_both_forms_say_the_same(path: Path) -> None:
    """Types, keys, enums, lookups and annotations of every document in the cases."""
    data = path.read_bytes()

    found, told = _read(as_json(data))

    wanted, wanted_told = _read(data)
    assert told == wanted_told
    assert [_plain(one) for one in found] == [_plain(one) for one in wanted]


def _plain(metadata: Metadata) -> tuple[object, ...]:
    """All of it; XML need not number the members of an enum, and JSON must."""
    enums = {
        key: [name for _, name in one.members] for key, one in metadata.enums.items()
    }
    return metadata.product, metadata.tables, enums, metadata.is_whole


@pytest.mark.cap
def test_both_forms_of_a_service_of_a_third_party(cap_url: str) -> None:
    """SAP CAP writes both."""
    url = cap_url.removeprefix("odata+")
    with httpx.Client(auth=("alice", "")) as client:
        xml = client.get(f"{url}$metadata")
        told = client.get(f"{url}$metadata", headers={"Accept": "application/json"})

    assert told.headers["content-type"].startswith("application/json")
    assert _read(told.content) == _read(xml.content)
    assert _read(xml.content)[0][0].tables


def _document(**types: Any) -> bytes:
    sets = {
        f"{name}Set": {"$Collection": True, "$Type": f"self.{name}"} for name in types
    }
    return json.dumps(
        {
            "$Version": "4.01",
            "$EntityContainer": "n.s.C",
            "n.s": {
                "$Alias": "self",
                **{name: {"$Kind": "EntityType", **one} for name, one in types.items()},
                "C": {"$Kind": "EntityContainer", "Me": {"$Type": "self.A"}, **sets},
            },
        }
    ).encode()


def test_what_is_absent() -> None:
    """Without `$Nullable` a property needs a value, without `$Type` it is a text, without `$Scale` it may have any digits."""
    [found], _ = _read(
        _document(
            A={
                "$Key": ["a"],
                "a": {},
                "b": {"$Nullable": True},
                "c": {"$Type": "Edm.Decimal", "$Precision": 9},
            }
        )
    )

    table = found.tables["aset"]
    assert list(found.tables) == ["aset"]
    assert table.key == ("a",)
    assert (table.columns["b"].kind, table.columns["b"].level) == ("string", "none")
    assert (table.columns["c"].level, table.columns["c"].precision) == (
        "required",
        None,
    )


def test_a_definition_of_a_decimal() -> None:
    """It has any digits, too, where it says nothing of them."""
    content = json.loads(_document(A={"$Key": ["a"], "a": {"$Type": "self.Money"}}))
    money = {"$Kind": "TypeDefinition", "$UnderlyingType": "Edm.Decimal"}
    content["n.s"]["Money"] = {**money, "$Precision": 9}
    [any_digits], _ = _read(json.dumps(content).encode())
    content["n.s"]["Money"] = {**money, "$Precision": 9, "$Scale": 2}
    [two_digits], _ = _read(json.dumps(content).encode())

    found = [one.tables["aset"].columns["a"] for one in (any_digits, two_digits)]
    assert [one.kind for one in found] == ["decimal", "decimal"]
    assert [(one.precision, one.scale) for one in found] == [(None, None), (9, 2)]


def test_annotations() -> None:
    """Within a property and from outside, of terms with and without an alias; values of enums by name and number; keys."""
    keys = [{"Key": [{"Name": "b", "Alias": "B"}, {"Name": "c"}]}, {"Key": [{}]}, "odd"]
    data = _document(
        A={
            "$Key": [{"x": "p/q"}],
            "a": {"@Core.Computed": True, "@Core.Computed@Core.Description": "why"},
            "b": {"@Org.OData.Core.V1.Permissions": "1"},
            "c": {"@Core.Permissions": "Read"},
            "d": {},
            "e": {"@Core.Immutable": True, "@Core.Computed": False},
            "f-g": {},
            "@Core.AlternateKeys": keys,
        }
    )
    content = json.loads(data)
    content["$Reference"] = {
        "u": {"$Include": [{"$Namespace": "Org.OData.Core.V1", "$Alias": "Core"}]}
    }
    content["n.s"]["$Annotations"] = {
        "self.A/d": {"@Core.Computed": True},
        "self.A": "odd",
    }

    [found], told = _read(json.dumps(content).encode())

    columns = found.tables["aset"].columns
    assert {name: one.access for name, one in columns.items()} == {
        "a": "computed",
        "b": "read",
        "c": "read",
        "d": "computed",
        "e": "create",
    }
    assert found.tables["aset"].alternates == (("b", "c"),)
    assert found.tables["aset"].key == ("q",)
    assert told == ["left-out-metadata"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"$Version": "4.01"}, "unknown-metadata"),
        (
            {"$Version": "2.0", "n": {"C": {"$Kind": "EntityContainer"}}},
            "unknown-metadata",
        ),
        (
            {
                "$Version": "4.01",
                "n": {"C": {"$Kind": "EntityContainer", "S": {"$Type": "n.T"}}},
            },
            "unknown-metadata",
        ),
    ],
)
def test_documents_without_entity_sets(content: Any, code: str) -> None:
    """They are refused, as those in XML."""
    assert _read(json.dumps(content).encode()) == ([], [code])
