"""Names and literals."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

from dwmap.frozen import frozen
from dwmap.source import Span


@frozen
class Name:
    """A name, without the backticks it may have been written in."""

    text: str
    span: Span


@frozen
class QName:
    """A name of a system and a name in it: `ce.accounts`."""

    system: Name
    name: Name

    @property
    def text(self) -> str:
        """Both names with the dot between."""
        return f"{self.system.text}.{self.name.text}"

    @property
    def span(self) -> Span:
        """Both names."""
        return self.system.span.to(self.name.span)


LiteralKind: TypeAlias = Literal[
    "string", "int", "decimal", "bool", "blank", "date", "datetime", "time", "guid"
]
LiteralValue: TypeAlias = str | int | Decimal | bool | None


@frozen
class LiteralExpr:
    """
    A literal. Text, dates, times and guids are kept as text, `blank` as None; numbers as int or Decimal
    (a decimal keeps its written scale).
    """

    kind: LiteralKind
    value: LiteralValue
    span: Span
