"""Actions, bootstraps, examples and samples."""

from __future__ import annotations

from typing import Literal

from dwmap.ir.expressions import Constant, Expr, Side
from dwmap.ir.node import Node
from dwmap.ir.transforms import Otherwise, Use


class ActionField(Node):
    """One assignment of an action's request or response."""

    source: Side
    target: Side
    transform: Use | None = None
    default: Constant | None = None
    condition: Expr | None = None


class Action(Node):
    """An on-demand call."""

    name: str
    label: str = ""
    caller: str
    callee: str
    request: tuple[ActionField, ...]
    response: tuple[ActionField, ...]
    correlation: str | None = None
    idempotent: bool = False
    doc: str = ""


class BootstrapEntry(Node):
    """A value of the source column and the company it stands for."""

    value: Constant
    company: Constant


class Bootstrap(Node):
    """The rule that stamps the company on old rows."""

    entity: str
    source: str
    entries: tuple[BootstrapEntry, ...]
    otherwise: Otherwise = Otherwise()
    doc: str = ""


class ExampleField(Node):
    """A value of a field of an example's record."""

    path: str
    value: Constant


class ExampleRecord(Node):
    """A record of an example and the role it plays."""

    role: Literal["record", "put", "after", "expect"]
    system: str
    fields: tuple[ExampleField, ...]


class Example(Node):
    """A record on one side and the record expected on the other."""

    title: str
    map: str
    records: tuple[ExampleRecord, ...]


class Samples(Node):
    """
    A file of sample records for a map. `path` is relative to the project; `system` says of which side they
    are, None where their fields do.
    """

    path: str
    map: str
    system: str | None = None
