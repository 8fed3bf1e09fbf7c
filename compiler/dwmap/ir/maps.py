"""Maps, their lines, and the plan in which they run."""

from __future__ import annotations

from typing import Literal

from dwmap.ir.expressions import Constant, Expr, Side
from dwmap.ir.node import Node
from dwmap.ir.transforms import Direction, Use


class FieldMapping(Node):
    """
    One mapping line. `implied` marks the company pair that the compiler adds to a company-specific map.

    A side that is not a path is written in neither direction; `direction` says which ways the line goes.
    """

    left: Side
    right: Side
    direction: Direction
    transform: Use | None = None
    default: Constant | None = None
    condition: Expr | None = None
    winner: str | None = None
    on_null: str | None = None
    lossy: str | None = None
    owner: str | None = None
    implied: bool = False
    doc: str = ""


class KeyPart(Node):
    """A part of the identity of a pair of records: the left path, the right path."""

    left: str
    right: str


class CompanyPair(Node):
    """Where each side keeps the company code."""

    left: str
    right: str


class Dependency(Node):
    """A map that goes first, and why: `declared`, or the lookups that need its rows."""

    map: str
    declared: bool = False
    lookups: tuple[str, ...] = ()


class Retired(Node):
    """A field that is no longer mapped, since which version, and until when that is remembered."""

    name: str
    since: str
    sunset: str | None = None


class Map(Node):
    """How records of two entities are kept equal."""

    name: str
    label: str = ""
    left: str
    right: str
    version: str = ""
    status: Literal["draft", "live", "retired"] = "live"
    owner: str | None = None
    solution: str | None = None
    renamed_from: str | None = None
    folder: str = ""
    left_filter: Expr | None = None
    right_filter: Expr | None = None
    key: tuple[KeyPart, ...] = ()
    company: CompanyPair | None = None
    fields: tuple[FieldMapping, ...]
    dependencies: tuple[Dependency, ...] = ()
    conflict: Literal["left", "right", "newest", "error"] = "newest"
    on_leave: Literal["freeze", "unlink", "delete", "deactivate"] = "freeze"
    on_delete: Literal["propagate", "ignore", "deactivate"] = "propagate"
    retired: tuple[Retired, ...] = ()
    doc: str = ""


class Step(Node):
    """
    A step of the initial synchronization: a map, without the columns that point at later rows, or (in a
    second pass) only those.
    """

    map: str
    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


class Variant(Node):
    """Alternatives of which one is chosen at build time."""

    name: str
    choices: tuple[str, ...]
    chosen: str
