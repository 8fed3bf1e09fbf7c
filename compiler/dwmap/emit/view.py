"""
What every target prints: maps as flat records and assignments, in no particular language.

A `MapView` has decided which fields each side has and what they are called, which lines each direction
takes, and which checks a value still needs; a target decides only how that is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from dwmap.emit.kinds import Flow, merge_flows
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    EitherRef,
    Expr,
    FieldMapping,
    If,
    In,
    Inputs,
    IsBlank,
    Map,
    Parameter,
    PathRef,
    Side,
    Type,
    Unary,
)

Ref: TypeAlias = PathRef | EitherRef
Heading: TypeAlias = Literal["to_right", "to_left"]


@dataclass(frozen=True, slots=True)
class FieldView:
    """
    A field of a flat record: its name there, the column it comes from, its type as it is read.

    `required` is set where an end refuses a row without it.
    """

    name: str
    ref: Ref
    type: Type
    required: bool = False

    @property
    def text(self) -> str:
        """The path, as messages name the field."""
        return self.ref.text


@dataclass(frozen=True, slots=True)
class Convert:
    """Turn a value of one kind into another."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class FitText:
    """Refuse a text of more than `length` characters."""

    length: int


@dataclass(frozen=True, slots=True)
class FitDecimal:
    """Refuse a number with more digits."""

    precision: int
    scale: int


@dataclass(frozen=True, slots=True)
class Require:
    """Refuse a missing value."""


Check: TypeAlias = Convert | FitText | FitDecimal | Require


@dataclass(frozen=True, slots=True)
class Assignment:
    """
    One field that a direction writes.

    `flow` is what is known of the value before the checks, `written` after them and the default. `reads`
    are the names of the source fields that decide it. `keeps` says that the line itself may leave the
    target alone; `instead` is the next line into the field, which counts where the condition does not hold.
    """

    line: FieldMapping
    target: FieldView
    source: Side
    default: Constant | None
    condition: Expr | None
    flow: Flow
    written: Flow
    checks: tuple[Check, ...]
    reads: tuple[str, ...]
    keep_blank: bool = False
    keeps: bool = False
    instead: Assignment | None = None

    @property
    def optional(self) -> bool:
        """Whether the target may be left alone."""
        if self.keeps or self.condition is None:
            return self.keeps
        return self.instead is None or self.instead.optional

    def before(self, other: Assignment) -> Assignment:
        """The same with another line for where no condition holds."""
        rest = other if self.instead is None else self.instead.before(other)
        return replace(
            self,
            instead=rest,
            written=merge_flows(self.written, rest.written),
            reads=tuple(dict.fromkeys((*self.reads, *rest.reads))),
        )

    @property
    def conclusive(self) -> bool:
        """Whether no further line can count."""
        if self.condition is None:
            return True
        return self.instead is not None and self.instead.conclusive


@dataclass(frozen=True, slots=True)
class SideView:
    """
    One side of a map: the flat record, what the other direction writes of it, the names of its key.

    `blind` says that the filter needs a field that cannot be read.
    """

    entity: str
    fields: tuple[FieldView, ...]
    key: tuple[str, ...]
    company: str | None
    filter: Expr | None
    blind: bool = False

    def field(self, ref: Ref) -> FieldView:
        """The field of a path; raises KeyError for one that the record does not have."""
        wanted = ref.text.casefold()
        for field in self.fields:
            if field.ref.text.casefold() == wanted:
                return field
        raise KeyError(ref.text)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something a map asks for that cannot be done, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class MapView:
    """A map, ready to be written in any language."""

    map: Map
    module: str
    left: SideView
    right: SideView
    forward: tuple[Assignment, ...]
    backward: tuple[Assignment, ...]
    left_out: tuple[LeftOut, ...]
    spec: str


def refs_in(side: Side | Parameter) -> Iterator[Ref]:
    """The paths of a side or an expression, in the order in which they are written."""
    match side:
        case PathRef() | EitherRef():
            yield side
        case Unary() | In() | IsBlank():
            yield from refs_in(side.operand)
        case Binary():
            yield from refs_in(side.left)
            yield from refs_in(side.right)
        case Call():
            for argument in side.args:
                yield from refs_in(argument)
        case Inputs():
            for item in side.items:
                yield from refs_in(item)
        case If():
            yield from refs_in(side.condition)
            yield from refs_in(side.then)
            yield from refs_in(side.otherwise)
        case Constant() | Parameter():
            return


def is_resolved(ref: Ref) -> bool:
    """Whether every lookup on the way has a known target."""
    if isinstance(ref, EitherRef):
        return all(candidate.entity for candidate in ref.candidates)
    return len(ref.through) == len(ref.segments) - 1 and all(ref.through)
