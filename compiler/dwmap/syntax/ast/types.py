"""Types as written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dwmap.source import Span
from dwmap.syntax.ast.names import Name, QName


@dataclass(frozen=True, slots=True)
class NamedType:
    """A built-in type with its sizes, or the name of an enum or option set (`ce.x` with its system)."""

    system: Name | None
    name: Name
    sizes: tuple[int, ...]
    optional: bool
    span: Span


@dataclass(frozen=True, slots=True)
class LookupType:
    """`-> ce.accounts | ce.contacts`."""

    targets: tuple[QName, ...]
    optional: bool
    span: Span


TypeExpr: TypeAlias = NamedType | LookupType
