"""Systems, solutions, enums and entities."""

from __future__ import annotations

from typing import Literal, TypeAlias

from dwmap.ir.expressions import Constant
from dwmap.ir.node import Node
from dwmap.ir.types import Type

SystemKind: TypeAlias = Literal["finops", "dataverse", "odata", "sql"]
Confidence: TypeAlias = Literal["stated", "inferred"]


class System(Node):
    """One end. `company` is the default company field of its entities."""

    name: str
    kind: SystemKind
    label: str = ""
    company: str | None = None


class Requirement(Node):
    """A solution that must be installed, and its least version."""

    name: str
    version: str


class Solution(Node):
    """A package of maps."""

    name: str
    label: str = ""
    publisher: str = ""
    version: str = ""
    requires: tuple[Requirement, ...] = ()
    doc: str = ""


class EnumMember(Node):
    """A symbolic value; `code` where it is numbered."""

    name: str
    code: int | None = None
    renamed_from: str | None = None
    doc: str = ""


class Enum(Node):
    """The values of an enum (symbols) or an option set (numbers with labels)."""

    name: str
    numbered: bool
    members: tuple[EnumMember, ...]
    doc: str = ""


class EntityField(Node):
    """
    A field of an entity. `confidence` says whether its type was stated by a source or inferred; of a `masked` one no
    report over sample records shows a value.
    """

    name: str
    type: Type = Type()
    required: bool = False
    readonly: bool = False
    createonly: bool = False
    computed: bool = False
    masked: bool = False
    confidence: Confidence = "stated"
    renamed_from: str | None = None
    owner: str | None = None
    doc: str = ""


class Key(Node):
    """An alternate key: its name and its columns."""

    name: str
    columns: tuple[str, ...]


class Inactive(Node):
    """What `field` holds in rows that are inactive, and in all others."""

    field: str
    inactive: Constant
    active: Constant


class Entity(Node):
    """
    What a map may read and write. `key` is the primary key, `integration_key` the paths by which a map or
    a lookup finds a row, `company` the path to the company code of a company-specific entity, `inactive` how its rows
    are deactivated.
    """

    name: str
    label: str = ""
    table: str = ""
    key: tuple[str, ...] = ()
    alternate_keys: tuple[Key, ...] = ()
    integration_key: tuple[str, ...] = ()
    company: str | None = None
    inactive: Inactive | None = None
    owner: str | None = None
    renamed_from: str | None = None
    solution: str | None = None
    fields: tuple[EntityField, ...] = ()
    doc: str = ""
