"""Actions, bootstraps, examples and samples."""

from __future__ import annotations

from typing import Literal

from dwmap.frozen import frozen
from dwmap.source import Span
from dwmap.syntax.ast.allows import Allow
from dwmap.syntax.ast.expressions import PathExpr
from dwmap.syntax.ast.maps import MappingLine
from dwmap.syntax.ast.names import LiteralExpr, Name, QName
from dwmap.syntax.ast.transforms import ElseClause


@frozen
class ActionDecl:
    """An on-demand call with a request and a response mapping."""

    name: Name
    label: str | None
    caller: QName
    callee: QName
    request: tuple[MappingLine, ...]
    response: tuple[MappingLine, ...]
    correlation: PathExpr | None
    idempotent: bool
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@frozen
class BootstrapDecl:
    """The rule that stamps the company on rows that existed before the first sync."""

    qname: QName
    source: PathExpr
    entries: tuple[tuple[LiteralExpr, LiteralExpr], ...]
    otherwise: ElseClause | None
    doc: str
    span: Span


@frozen
class ExampleField:
    """`CustomerAccount "US-001"` in a record of an example."""

    path: PathExpr
    value: LiteralExpr
    span: Span


@frozen
class ExampleRecord:
    """A record of an example: which role it plays, in which system."""

    role: Literal["record", "put", "after", "expect"]
    system: Name
    fields: tuple[ExampleField, ...]
    span: Span


@frozen
class ExampleDecl:
    """`example "…" for MAP { fo { … } ce { … } }`."""

    title: str
    map: Name
    records: tuple[ExampleRecord, ...]
    doc: str
    span: Span


@frozen
class SamplesDecl:
    """`samples fo "samples/customers.jsonl" for CustomersV3_accounts`; the system may be left out."""

    system: Name | None
    path: str
    map: Name
    doc: str
    span: Span
