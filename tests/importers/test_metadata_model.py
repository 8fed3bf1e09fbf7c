"""Several files about one column, whichever of them knows better."""

from __future__ import annotations

import json

import pytest
from dwmap.diagnostics import Report
from dwmap.importers.metadata import Column, read_metadata
from dwmap.importers.metadata.model import Metadata, Table

EDMX = """\
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Microsoft.Dynamics.CRM" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="account"><Key><PropertyRef Name="accountid"/></Key>
<Property Name="accountid" Type="Edm.Guid" Nullable="false"/><Property Name="x" Type="%s"/></EntityType>
<EntityContainer Name="System"><EntitySet Name="accounts" EntityType="Microsoft.Dynamics.CRM.account"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>
"""


@pytest.mark.parametrize(
    ("type", "exact", "kind", "foreign"),
    [
        ("Edm.String", "MultiSelectPicklistType", "string", "MultiSelectPicklist"),
        ("Edm.String", "VirtualType", "string", ""),
        ("Edm.Binary", "ImageType", "any", "Image"),
        ("Edm.Binary", "", "any", "Virtual"),
    ],
)
def test_a_type_that_the_language_lacks(
    type: str, exact: str, kind: str, foreign: str
) -> None:
    """It is called as the form that knows more calls it, unless another one has a type for the column."""
    column = {"LogicalName": "x", "AttributeType": "Virtual"}
    if exact:
        column["AttributeTypeName"] = {"Value": exact}  # type: ignore[assignment]  # JSON
    table = {
        "LogicalName": "account",
        "EntitySetName": "accounts",
        "Attributes": [column],
    }
    files = {"a.json": json.dumps(table).encode(), "b.xml": (EDMX % type).encode()}

    [metadata] = read_metadata(files, Report())

    assert metadata.tables["accounts"].columns["x"] == Column(
        "x", kind, foreign=foreign
    )


@pytest.mark.parametrize(
    ("name", "stated", "meant"),
    [
        ("NewBooks", "Book", "NewBooks"),
        ("Book", "NewBooks", "NewBooks"),
        ("Book", "NewBook", "NewBooks"),
        ("Book", "BookEntity", "OldBooks"),
        ("Book", "", "OldBooks"),
    ],
)
def test_which_table_an_entity_is(name: str, stated: str, meant: str) -> None:
    """That of the set with its name, else the one that it states, else that of the type with its name."""
    old, new = Table("Book", "OldBooks"), Table("NewBook", "NewBooks")
    metadata = Metadata("odata", {"oldbooks": old, "newbooks": new})

    found = metadata.table(name, stated)

    assert found is not None
    assert found.set_name == meant
