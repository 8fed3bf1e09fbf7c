"""Systems, solutions, enums and entities: what the two ends are made of."""

from __future__ import annotations

from typing import Literal

from dwmap.frozen import frozen
from dwmap.source import Span
from dwmap.syntax.ast.allows import Allow
from dwmap.syntax.ast.expressions import PathExpr
from dwmap.syntax.ast.names import LiteralExpr, Name, QName
from dwmap.syntax.ast.types import TypeExpr


@frozen
class SystemDecl:
    """`system legacy sql "Legacy ERP" { company company_code }`."""

    name: Name
    kind: Name
    label: str | None
    company: PathExpr | None
    doc: str
    span: Span


@frozen
class Requirement:
    """A solution that must be there, and its least version."""

    name: Name
    version: str
    span: Span


@frozen
class SolutionDecl:
    """The package that the file's declarations belong to."""

    name: Name
    label: str | None
    publisher: Name | None
    version: str | None
    requires: tuple[Requirement, ...]
    doc: str
    span: Span


@frozen
class EnumMember:
    """A symbolic value."""

    name: Name
    renamed_from: Name | None
    doc: str
    span: Span


@frozen
class EnumDecl:
    """`enum fo.NoYes { No, Yes }`."""

    qname: QName
    members: tuple[EnumMember, ...]
    doc: str
    span: Span


@frozen
class OptionMember:
    """A numbered value and its label."""

    code: int
    name: Name
    renamed_from: Name | None
    doc: str
    span: Span


@frozen
class OptionsDecl:
    """`options ce.msdyn_onholdstatus { 806380000 No }`."""

    qname: QName
    members: tuple[OptionMember, ...]
    doc: str
    span: Span


@frozen
class FieldDecl:
    """A field of an entity. `type` is None where nothing is known of it."""

    name: Name
    type: TypeExpr | None
    modifiers: tuple[Name, ...]
    renamed_from: Name | None
    owner: Name | None
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@frozen
class KeyDecl:
    """
    A `key`, `alternate key NAME` or `integration key` line: its paths in order.

    A member of a key of the entity itself is a column; of an integration key, possibly a path.
    """

    kind: Literal["key", "alternate", "integration"]
    name: Name | None
    paths: tuple[PathExpr, ...]
    span: Span


@frozen
class DeactivateDecl:
    """`deactivate statecode = 1 else 0`: what a field holds in rows that are inactive, and in others."""

    field: Name
    inactive: LiteralExpr | Name
    active: LiteralExpr | Name
    span: Span


@frozen
class EntityDecl:
    """
    `entity fo.CustomersV3 "Customers V3" { … }`.

    `table_kind` says that the table is `virtual` or `elastic`; an ordinary one has none.
    """

    qname: QName
    label: str | None
    table: Name | None
    table_kind: Name | None
    keys: tuple[KeyDecl, ...]
    company: PathExpr | None
    deactivate: DeactivateDecl | None
    owner: Name | None
    renamed_from: Name | None
    fields: tuple[FieldDecl, ...]
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@frozen
class ExtendEntityDecl:
    """More fields of a shipped entity."""

    qname: QName
    fields: tuple[FieldDecl, ...]
    keys: tuple[KeyDecl, ...]
    allows: tuple[Allow, ...]
    doc: str
    span: Span
