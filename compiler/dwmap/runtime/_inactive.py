"""
Partners that are not deleted but made inactive, and active again when their record comes back.

A map that deactivates has filters that leave inactive rows out, so that an inactive row is one that has left: nothing
is carried from it, and on the other end nothing is made of it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._errors import EndError, RefusedByEnd
from ._leg import Leg
from ._model import Inactive, Path, Record
from ._outcome import FieldChange
from ._paths import identity_paths
from .connectors._base import write_each


def deactivate(leg: Leg, identity: Record) -> RefusedByEnd | None:
    """Make a row of the target inactive, inside a transaction; returns the reason where the end refuses."""
    return _set(leg, [identity], _of(leg).inactive).get(0)


def activate(leg: Leg, identities: Sequence[Record]) -> dict[int, RefusedByEnd]:
    """Make rows of the target active, inside a transaction; returns the reasons of those that are refused."""
    return _set(leg, identities, _of(leg).active)


def wakes(leg: Leg, policy: str) -> bool:
    """Whether the target's rows were deactivated by a policy of the map, and can be made active again."""
    return policy == "deactivate" and leg.target.table.inactive is not None


def as_active(leg: Leg, record: Any) -> Any:
    """The target's record as it is once its row is active; None where that is no other than it is now."""
    inactive = _of(leg)
    paths = zip(leg.target.record._fields, leg.target.paths, strict=True)
    names = [name for name, path in paths if path == Path((inactive.column,))]
    if not any(getattr(record, name) == inactive.inactive for name in names):
        return None
    return record._replace(**dict.fromkeys(names, inactive.active))


def woken(leg: Leg) -> FieldChange:
    """That a row is active again."""
    inactive = _of(leg)
    return FieldChange(inactive.column, inactive.inactive, inactive.active)


def asleep(leg: Leg) -> FieldChange:
    """That a row is inactive."""
    inactive = _of(leg)
    return FieldChange(inactive.column, inactive.active, inactive.inactive)


def _set(leg: Leg, identities: Sequence[Record], value: Any) -> dict[int, RefusedByEnd]:
    end, table, column = leg.target_end, leg.target.table, _of(leg).column

    def write(rows: Sequence[Record]) -> None:
        end.update(table, (column,), rows)

    return write_each(end, write, [(value, *identity) for identity in identities])


def is_there(leg: Leg, identity: Record) -> bool:
    """Whether a row of the target is there."""
    paths = identity_paths(leg.target.table)
    return bool(leg.target_end.find(leg.target.table, paths, paths, [identity]))


def _of(leg: Leg) -> Inactive:
    inactive = leg.target.table.inactive
    if inactive is None:
        raise EndError(
            f"map {leg.map.name}: {leg.target.table.name} does not say what an inactive row is"
        )
    return inactive
