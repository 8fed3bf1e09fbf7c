"""
What a condition asks of each path: which values it compares it with, and whether it asks for nothing else.

Two records that give the same answer to every such question are the same to the condition. So a path needs
one value for each set of answers, its *representatives*: the product of those of all paths decides a
statement about every record there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dwmap.interpret.expressions import key_of
from dwmap.interpret.literals import read_literal
from dwmap.interpret.values import Value
from dwmap.ir.model import (
    Binary,
    Constant,
    EitherRef,
    Expr,
    In,
    IsBlank,
    Parameter,
    PathRef,
    Type,
    Unary,
)
from dwmap.ir.scope import Scope
from dwmap.ir.walk import parts_of, paths_in

Path = PathRef | EitherRef


@dataclass
class Mention:
    """
    What is asked of one path: `values` it is compared with, `ordered` where by size, `folded` where
    without case. `opaque` questions have no known set of answers, so that values can only be tried.
    `fits` are the types of the fields it is written to, which refuse some of its values.
    """

    type: Type
    values: list[Value] = field(default_factory=list)
    ordered: bool = False
    folded: bool = False
    opaque: bool = False
    fits: list[Type] = field(default_factory=list)


@dataclass
class Mentions:
    """What is asked of every path, by the path's text in small letters."""

    scope: Scope
    by_path: dict[str, Mention] = field(default_factory=dict)

    def of(self, path: Path) -> Mention:
        """What is asked of a path; nothing, if it is new."""
        return self.by_path.setdefault(key_of(path), Mention(path.type))

    def read(self, expr: Expr) -> None:
        """Add what a condition asks."""
        match expr:
            case Unary(op="not"):
                self.read(expr.operand)
            case Binary(op="and" | "or"):
                self.read(expr.left)
                self.read(expr.right)
            case Binary(op="==" | "!=" | "<" | "<=" | ">" | ">="):
                self._compare(expr)
            case In() if isinstance(expr.operand, PathRef | EitherRef):
                self._values(expr.operand, expr.options)
            case IsBlank() if isinstance(expr.operand, PathRef | EitherRef):
                self.of(expr.operand)
            case PathRef() | EitherRef():
                self.of(expr).values += [True, False]
            case Constant() | Parameter():
                return
            case _:
                self.read_opaque(expr)

    def read_opaque(self, expr: Expr) -> None:
        """Add an expression of which nothing is known but what it reads, and the values it names."""
        paths = list(paths_in(expr))
        named = [read_literal(one, Type(), self.scope) for one in constants_of(expr)]
        for path in paths:
            mention = self.of(path)
            mention.opaque = True
            mention.values += named
            mention.values += [f"{one}x" for one in named if isinstance(one, str)]
            mention.values += [f"x{one}" for one in named if isinstance(one, str)]

    def _compare(self, expr: Binary) -> None:
        sides = (expr.left, expr.right)
        for path, other in (sides, sides[::-1]):
            if isinstance(path, PathRef | EitherRef) and isinstance(other, Constant):
                self._values(path, (other,))
                self.of(path).ordered |= expr.op not in ("==", "!=")
                return
        self.read_opaque(expr)

    def _values(self, path: Path, constants: Iterable[Constant]) -> None:
        mention = self.of(path)
        mention.values += [
            value
            for one in constants
            if (value := read_literal(one, path.type, self.scope)) is not None
        ]


def constants_of(expr: Expr) -> Iterator[Constant]:
    """Every literal in an expression."""
    for part in parts_of(expr):
        if isinstance(part, Constant):
            yield part
