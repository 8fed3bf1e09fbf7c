"""Maps, their lines and clauses, and what changes a shipped map."""

from __future__ import annotations

from typing import Literal

from dwmap.frozen import frozen
from dwmap.source import Span
from dwmap.syntax.ast.allows import Allow
from dwmap.syntax.ast.entities import KeyDecl
from dwmap.syntax.ast.expressions import Expr, PathExpr
from dwmap.syntax.ast.names import LiteralExpr, Name, QName


@frozen
class TransformUse:
    """`: YesNo` or `: Cut(10)` on a mapping line."""

    name: Name
    args: tuple[Expr, ...]
    span: Span


@frozen
class Policy:
    """`winner right`, `on null keep`, `on leave freeze`, `on delete ignore`, `conflict newest`."""

    subject: str
    choice: Name
    span: Span


@frozen
class MappingLine:
    """`LEFT OP RIGHT [: TRANSFORM] [default LITERAL] [when EXPR] [policies] [lossy "why"] [owner TEAM]`."""

    left: Expr
    op: str
    op_span: Span
    right: Expr
    transform: TransformUse | None
    default: LiteralExpr | None
    condition: Expr | None
    policies: tuple[Policy, ...]
    lossy: str | None
    owner: Name | None
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@frozen
class WhereClause:
    """`where fo PartyType == "Person"`; `and` adds to the base map's filter in an `extend`."""

    system: Name
    adds: bool
    condition: Expr
    span: Span


@frozen
class RetiredField:
    """A tombstone: `retired OldMemo since 1.0.0.1 sunset date "2027-01-01"`."""

    name: Name
    since: str
    sunset: LiteralExpr | None
    span: Span


@frozen
class VariantCondition:
    """`when vendor_design is basic`."""

    variant: Name
    choice: Name


@frozen
class MapDecl:
    """`map NAME "label" : fo.A <-> ce.B { … }`."""

    name: Name
    label: str | None
    left: QName
    right: QName
    variant: VariantCondition | None
    version: str | None
    status: Name | None
    owner: Name | None
    renamed_from: Name | None
    depends: tuple[Name, ...]
    filters: tuple[WhereClause, ...]
    keys: tuple[KeyDecl, ...]
    policies: tuple[Policy, ...]
    lines: tuple[MappingLine, ...]
    retired: tuple[RetiredField, ...]
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@frozen
class LineChange:
    """`add LINE` or `replace LINE` of an `extend map`."""

    kind: Literal["add", "replace"]
    line: MappingLine
    span: Span


@frozen
class LineRemoval:
    """`remove CreditRating`: the line whose left or right side is this path."""

    path: PathExpr
    span: Span


@frozen
class ExtendMapDecl:
    """A change of a shipped map without a copy of it."""

    name: Name
    base_version: str | None
    version: str | None
    owner: Name | None
    depends: tuple[Name, ...]
    filters: tuple[WhereClause, ...]
    policies: tuple[Policy, ...]
    changes: tuple[LineChange | LineRemoval, ...]
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@frozen
class VariantDecl:
    """`variant vendor_design { extended, basic }`; the first choice is the default."""

    name: Name
    choices: tuple[Name, ...]
    doc: str
    span: Span
