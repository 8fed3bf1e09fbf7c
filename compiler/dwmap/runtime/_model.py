"""
What a generated package says about itself: tables, paths, maps, the order of the initial synchronization.

    database row  --reader-->  flat record  --forward-->  flat record  --writer-->  database row
    (row ids)                  (key values)               (key values)              (row ids)

A *flat record* is a named tuple of plain values in which a lookup stands as the key values of the row it
points at (`transactioncurrencyid.isocurrencycode`), never as a row id. Map functions see flat records only;
turning row ids into key values and back is the work of the two ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal[
    "any", "text", "int", "decimal", "float", "bool", "date", "datetime", "time", "guid"
]
SystemKind: TypeAlias = Literal["finops", "dataverse", "odata", "sql"]
Policy: TypeAlias = Literal["left", "right", "newest", "error"]
LeavePolicy: TypeAlias = Literal["freeze", "unlink", "delete", "deactivate"]
DeletePolicy: TypeAlias = Literal["propagate", "ignore", "deactivate"]


@dataclass(frozen=True, slots=True)
class System:
    """One of the two ends. Its kind decides how empty values are stored and how rows are addressed."""

    name: str
    kind: SystemKind


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a table. `length` is in characters; `precision` and `scale` in decimal digits.

    A `create_only` column is written when its row is created; an update leaves it as it is. Values of a
    `masked` one are shown nowhere.
    """

    name: str
    kind: Kind = "any"
    nullable: bool = True
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    create_only: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that holds the row id of a row of one of `targets` (names of tables, `ce.accounts`)."""

    column: str
    targets: tuple[str, ...]

    @property
    def polymorphic(self) -> bool:
        """Whether a second column, `<column>type`, says which target a row points at."""
        return len(self.targets) > 1


@dataclass(frozen=True, slots=True)
class Path:
    """A column, or a column reached through lookups: `("salesorderid", "msdyn_company", "cdm_companycode")`."""

    segments: tuple[str, ...]

    @property
    def column(self) -> str:
        """The column of the table itself that the path starts at."""
        return self.segments[0]

    def __str__(self) -> str:
        return ".".join(self.segments)


@dataclass(frozen=True, slots=True)
class Either:
    """A polymorphic lookup: the row is in the first of `targets` whose key column has the value."""

    column: str
    targets: tuple[tuple[str, str], ...]
    """Pairs of a table's name and its key column, in the order in which they are tried."""

    def __str__(self) -> str:
        return self.column + "".join(f".{table}({key})" for table, key in self.targets)


AnyPath: TypeAlias = Path | Either


def path(*segments: str) -> Path:
    """The path through `segments`."""
    return Path(segments)


def either(column: str, *targets: tuple[str, str]) -> Either:
    """The polymorphic lookup in `column` over `targets`."""
    return Either(column, targets)


class Inactive(NamedTuple):
    """What `column` holds in rows that are inactive, and in all others."""

    column: str
    inactive: Any
    active: Any


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table of one end.

    `row_id` is the surrogate key that lookups store (a guid that the sync makes when it creates a row);
    None where rows are known by `key` alone. `key` is the natural identity: columns of this table that
    together are unique (a lookup column stands for the row it points at). `integration_key` are the paths
    by which a lookup from elsewhere finds a row. `company` is the path to the company code of a
    company-specific table. `inactive` says how its rows are deactivated.
    """

    name: str
    system: str
    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    row_id: str | None = None
    integration_key: tuple[Path, ...] = ()
    company: Path | None = None
    references: tuple[Reference, ...] = ()
    inactive: Inactive | None = None
    by_name: dict[str, Column] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """All columns, implied ones too; see `_paths.column_of`, which works them out."""

    def reference(self, column: str) -> Reference | None:
        """The lookup in `column`, or None for a plain column."""
        for reference in self.references:
            if reference.column == column:
                return reference
        return None


Record: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """
    One side of a map.

    `record` is the named tuple of everything the map reads on this side and `paths` says, in the same
    order, where each field comes from. `written` is the named tuple of what the other direction writes
    here; its fields are a subset of those of `record`. `key` names the fields of `record` that identify a
    row (the integration key), in the same order on both sides; `company` names the field with the company
    code. `in_scope` is the filter. `sources` says for each field of `written` from which fields of the
    other side's record it is computed (an empty tuple for a constant); without it every field is taken to
    come from everything that the map function reads, which makes conflicts and lossy lines coarser.
    A field of `written` whose annotation names `Unset` may be given `UNSET`: the target keeps what it has.
    """

    table: Table
    record: type[Any]
    paths: tuple[AnyPath, ...]
    written: type[Any]
    key: tuple[str, ...]
    company: str | None
    in_scope: Callable[[Any], bool]
    sources: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """
    A map: two sides and the two functions between them.

    `forward` takes a `left.record` and gives a `right.written`; None where nothing goes that way.
    `backward` takes a `right.record` and gives a `left.written`. Both raise `RecordError` for a value that
    cannot travel. A second parameter, None by default, is given the target's record as it stands. What is remembered under `renamed_from` is carried over to `name`.
    `spec` is the hash of the specification that the module was made from.
    """

    name: str
    label: str
    version: str
    left: Side
    right: Side
    forward: Callable[..., Any] | None
    backward: Callable[..., Any] | None
    depends: tuple[str, ...] = ()
    conflict: Policy = "newest"
    on_leave: LeavePolicy = "freeze"
    on_delete: DeletePolicy = "propagate"
    renamed_from: str = ""
    spec: str = ""


class Step(NamedTuple):
    """
    One step of the initial synchronization.

    `without` are columns of the right and the left table that this step leaves out because they point at
    rows that a later step creates; `only` are the columns that a second pass fills. At most one is given.
    """

    map: str
    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """
    All maps of a package, its tables by name, and the order of the initial synchronization.

    `others` are the names of the maps that a part of a package leaves out.
    """

    name: str
    systems: tuple[System, ...]
    tables: Mapping[str, Table]
    maps: tuple[Map, ...]
    plan: tuple[Step, ...]
    others: tuple[str, ...] = ()
    _by_name: dict[str, Map] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {each.name: each for each in self.maps})

    def map(self, name: str) -> Map:
        """The map called `name`; raises KeyError when there is none."""
        return self._by_name[name]

    def system(self, name: str) -> System:
        """The system called `name`; raises KeyError when there is none."""
        return {each.name: each for each in self.systems}[name]
