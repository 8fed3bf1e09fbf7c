"""The tables that every end must treat alike: one of all kinds under a key of two, and a lookup."""

from __future__ import annotations

from dwmap.runtime import Column, Reference, System, Table, path

SYSTEM = System("it", "odata")

KINDS = Table(
    "it.Kinds",
    "it",
    "Kinds",
    (
        Column("company", "text", nullable=False, length=8),
        Column("code", "text", nullable=False, length=60),
        Column("name", "text", length=5000),
        Column("amount", "decimal", precision=20, scale=6),
        Column("whole", "int"),
        Column("ratio", "float"),
        Column("flag", "bool"),
        Column("day", "date"),
        Column("moment", "datetime"),
        Column("clock", "time"),
        Column("ident", "guid"),
    ),
    ("company", "code"),
    integration_key=(path("company"), path("code")),
    company=path("company"),
)

PARENTS = Table(
    "it.Parents",
    "it",
    "Parents",
    (
        Column("ID", "guid", nullable=False),
        Column("code", "text", nullable=False, length=20),
        Column("company", "text", length=8),
        Column("short", "text", length=5),
    ),
    ("code",),
    row_id="ID",
    integration_key=(path("code"),),
)

CHILDREN = Table(
    "it.Children",
    "it",
    "Children",
    (
        Column("ID", "guid", nullable=False),
        Column("number", "text", length=20),
        Column("parent_ID", "guid"),
    ),
    ("number",),
    row_id="ID",
    integration_key=(path("number"),),
    references=(Reference("parent_ID", ("it.Parents",)),),
)

TABLES = {each.name: each for each in (KINDS, PARENTS, CHILDREN)}
