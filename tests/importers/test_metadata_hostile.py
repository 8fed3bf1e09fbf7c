"""Metadata may be anything: it is read or refused with a message, in bounded time and memory, and never with an exception."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest
from dwmap.diagnostics import Report, Severity
from dwmap.importers.metadata import Additions, read_metadata, update_specs
from dwmap.source import SourceFile
from dwmap.syntax.parser import parse_file
from harness.golden import CASES
from hypothesis import given, settings
from hypothesis import strategies as st

EDMX = (CASES / "metadata" / "dataverse_edmx" / "input.ce.xml").read_bytes()
HEAD = b'<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">'
OLD = (
    b'<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/%s/edmx"><edmx:DataServices>'
    b'<Schema Namespace="N" xmlns="http://schemas.microsoft.com/ado/%s/edm">'
    b'<EntityType Name="A"><Key><PropertyRef Name="Id" /></Key><Property Name="Id" Type="Edm.Int32" /></EntityType>'
    b'<EntityContainer Name="C"><EntitySet Name="As" EntityType="N.A" /></EntityContainer>'
    b"</Schema></edmx:DataServices></edmx:Edmx>"
)
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
MEMBERS = (
    "value LogicalName EntitySetName PrimaryIdAttribute Attributes Keys KeyAttributes AttributeType Targets OptionSet Options "
    "Value Label Name Properties Members TypeName IsKey RequiredLevel MaxLength Precision MinValue MaxValue AttributeOf "
    "$Version $Kind $Type $Key $Collection $Annotations $Reference $Include $Alias $ReferentialConstraint @Core.Computed A "
    "ManyToOneRelationships ReferencingEntity ReferencedEntity ReferencingAttribute EntityLogicalName DisplayName @odata.context"
).split()
ANY = st.recursive(
    SCALARS
    | st.sampled_from(
        ["account", "Picklist", "Decimal", "Edm.String", 1e400, "A.A"]
        + ["EntityType", "EnumType", "TypeDefinition", "EntityContainer", "4.01"]
    ),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=6),
    max_leaves=20,
)
SPEC = "entity ce.accounts { table account\n accountid guid\n name any\n}\nentity fo.A { b any\n}\n"


def _codes(data: bytes) -> list[str]:
    """What is said of a file, and whether an update with what it says succeeds."""
    report = Report()
    found = read_metadata({"f": data}, report)
    files = [parse_file(SourceFile("a.dwmap", SPEC), Report())]
    systems = {"dataverse": "ce", "finops": "fo", "odata": "ce"}
    for one in found:
        update_specs(
            files, {systems[one.product]: one}, Report(), None, Additions(all=True)
        )
    errors = [one.code for one in report if one.severity is Severity.ERROR]
    assert bool(found) != bool(errors)
    return errors


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_answered(data: bytes) -> None:
    """They are metadata, or one message says why not."""
    _codes(data)
    _codes(b"<" + data)
    _codes(b"{" + data)


@given(st.integers(0, len(EDMX)), st.integers(0, len(EDMX)), st.binary(max_size=8))
@settings(deadline=None, max_examples=200)
def test_any_damage_is_answered(start: int, end: int, put: bytes) -> None:
    """A part that is gone or overwritten."""
    _codes(EDMX[:start] + put + EDMX[end:])


@given(ANY)
@settings(deadline=None, max_examples=300)
def test_any_json_is_answered(content: object) -> None:
    """An answer may have any members of any kind."""
    _codes(json.dumps(content).encode())
    _codes(json.dumps({"value": [content]}).encode())


@given(st.dictionaries(st.sampled_from(["A", "B", "$Annotations"]), ANY, max_size=3))
@settings(deadline=None, max_examples=300)
def test_any_csdl_is_answered(schema: dict[str, object]) -> None:
    """A document may have anything in its schemas."""
    container = {"$Kind": "EntityContainer", "S": {"$Collection": True, "$Type": "n.A"}}
    content = {"$Version": "4.01", "n": {**schema, "C": container}}
    _codes(json.dumps(content).encode())


def test_entities_are_not_expanded() -> None:
    """Ten of ten of ten of a text are refused at the first declaration."""
    names = "abcdefghij"
    declared = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip(names, names[1:], strict=False)
    )
    text = f'<!DOCTYPE x [<!ENTITY a "lol">{declared}]><x>&j;</x>'
    tracemalloc.start()

    assert _codes(text.encode()) == ["broken-metadata"]

    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_files_of_others_are_not_read(tmp_path: Path) -> None:
    """An entity that is a file is refused, whatever the file says."""
    secret = tmp_path / "secret"
    secret.write_text("EntityType")
    text = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]><x>&a;</x>'

    assert _codes(text.encode()) == ["broken-metadata"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(EDMX[: len(EDMX) // 2], id="cut off"),
        pytest.param(HEAD + b"<a>" * 100_000, id="deep"),
        pytest.param(HEAD + b"<a/>" * 5_000_001, id="many elements"),
        pytest.param(HEAD + b'<a b="' + b"x" * 12_000_000, id="a tag without end"),
        pytest.param(HEAD.replace(b">", b' a="\xff">'), id="no UTF-8"),
        pytest.param(
            b'<?xml version="1.0" encoding="utf-99"?>' + HEAD, id="no encoding"
        ),
        pytest.param(EDMX.decode().encode("utf-16")[:-1], id="half a character"),
        pytest.param(b"[" * 200_000, id="deep JSON"),
        pytest.param(b'{"value": [' + b"9" * 5000 + b"]}", id="a long number"),
        pytest.param(b'{"value": "\xe4"}', id="JSON that is no UTF-8"),
    ],
)
def test_what_is_broken_is_refused(data: bytes) -> None:
    """With one message."""
    assert _codes(data) == ["broken-metadata"]


@pytest.mark.parametrize("data", [b"", b"\n", b"a,b\n", b"<a/>", b"{}", b"[]", b"null"])
def test_what_is_something_else_is_refused(data: bytes) -> None:
    """With one message."""
    assert _codes(data) == ["unknown-metadata"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(OLD % (b"2007/06", b"2006/04"), "of OData 1 to 3", id="OData 2"),
        pytest.param(OLD % (b"2007/06", b"2009/11"), "of OData 1 to 3", id="OData 3"),
        pytest.param(gzip.compress(EDMX), "is compressed", id="gzip"),
        pytest.param(b"\xef\xbb\xbf<!DOCTYPE html><p>", "a page", id="HTML"),
        pytest.param(b"<HTML><body/></HTML>", "a page", id="HTML without a type"),
        pytest.param(
            b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
            "a page",
            id="XHTML",
        ),
        pytest.param(
            b'{"error": {"code": "0x80040220", "message": "secret"}}',
            "is an error of the service: 0x80040220",
            id="an error",
        ),
        pytest.param(
            b'{"error": {"code": "\\u001b[31m"}}',
            "is an error of the service",
            id="an error with a hostile code",
        ),
    ],
)
def test_what_it_is_instead_is_said(data: bytes, reason: str) -> None:
    """What services answer in place of metadata is known, and nothing of it is shown but the code of an error."""
    report = Report()

    assert read_metadata({"f": data}, report) == []
    [found] = report
    assert found.code == "unknown-metadata"
    assert reason in found.message
    assert "secret" not in found.message
    assert "\x1b" not in found.message


def test_types_that_inherit_from_themselves() -> None:
    """Each is read once."""
    text = EDMX.replace(
        b'<EntityType Name="crmbaseentity" Abstract="true" />',
        b'<EntityType Name="crmbaseentity" Abstract="true" BaseType="mscrm.account" />',
    )

    assert _codes(text) == []


def test_utf16_is_read() -> None:
    """XML says itself in which encoding it is."""
    text = EDMX.decode().replace('encoding="utf-8"', 'encoding="utf-16"')

    assert _codes(text.encode("utf-16")) == []
