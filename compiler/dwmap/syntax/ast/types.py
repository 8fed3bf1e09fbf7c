"""Types as written."""

from __future__ import annotations

from typing import TypeAlias

from dwmap.frozen import frozen
from dwmap.source import Span
from dwmap.syntax.ast.names import Name, QName


@frozen
class NamedType:
    """A built-in type with its sizes, or the name of an enum or option set (`ce.x` with its system)."""

    system: Name | None
    name: Name
    sizes: tuple[int, ...]
    optional: bool
    span: Span


@frozen
class LookupType:
    """`-> ce.accounts | ce.contacts`."""

    targets: tuple[QName, ...]
    optional: bool
    span: Span


TypeExpr: TypeAlias = NamedType | LookupType
