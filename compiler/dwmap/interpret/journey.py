"""A record that goes over and comes back: where it arrives, and what is not as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dwmap.interpret.equality import are_equal, has_no_null, is_folded
from dwmap.interpret.maps import Interpreter, other
from dwmap.interpret.values import Record, Refusal, Unset, Value
from dwmap.ir.model import Direction

Fate: TypeAlias = Literal["carried", "outside", "refused", "unseen", "idle"]
"""
Carried over; outside the filter of its side; refused; arrived outside the filter of the other side; or of no
field that a line of this direction reads.
"""


@dataclass(frozen=True)
class Loss:
    """A field that does not come back as it was; `accepted` is the reason of a `lossy` clause."""

    field: str
    start: Value
    back: Value | Unset
    accepted: str | None


@dataclass(frozen=True)
class Journey:
    """What became of one record. `refusal` says why it could not be carried, on the way there or back."""

    fate: Fate
    losses: tuple[Loss, ...] = ()
    refusal: Refusal | None = None


def travel(interpreter: Interpreter, heading: Direction, record: Record) -> Journey:
    """Carry a record over and, where the map goes both ways, back again; fields that it leaves out stay at home."""
    sides = ("left", "right") if heading == "to_right" else ("right", "left")
    try:
        if not interpreter.in_scope(sides[0], record):
            return Journey("outside")
        arrived = new_row(interpreter, heading, record)
        if not arrived:
            return Journey("idle")
        back = other(heading)
        if not interpreter.lines(back):
            return Journey("carried")
        if not interpreter.in_scope(sides[1], arrived):
            return Journey("unseen")
        returned = new_row(interpreter, back, arrived)
    except Refusal as refusal:
        return Journey("refused", refusal=refusal)
    return Journey("carried", tuple(_losses(interpreter, heading, record, returned)))


def new_row(
    interpreter: Interpreter, heading: Direction, record: Record
) -> dict[str, Value]:
    """
    The row that a record makes, by path, as far as the record states what decides it.

    Raises `Refusal` where a value of it cannot be carried over.
    """
    row: dict[str, Value] = {}
    for line in interpreter.lines(heading):
        path = line.key
        if path not in row and line.applies(record) and line.reads <= record.keys():
            value = line.carry(record)
            if not isinstance(value, Unset):
                row[path] = value
    return row


def _losses(
    interpreter: Interpreter, heading: Direction, record: Record, returned: Record
) -> Iterator[Loss]:
    map = interpreter.map
    side = map.left if heading == "to_right" else map.right
    without_null = has_no_null(side, interpreter.scope)
    for line in interpreter.lines(other(heading)):
        path = line.key
        if path not in record or path not in returned:
            continue
        folded = any(
            is_folded(there)
            for there in interpreter.lines(heading)
            if there.place == line.place
        )
        start, back = record[path], returned[path]
        if not are_equal(start, back, folded=folded, without_null=without_null):
            yield Loss(line.target.text, start, back, line.mapping.lossy)
