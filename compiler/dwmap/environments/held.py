"""What a side of a comparison holds: maps in all their versions, and what is known beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from dwmap.importers.model import MapTable, Row
from dwmap.importers.names import fold
from dwmap.importers.schema import Schema
from dwmap.ir.model import Project

Ends = tuple[str, str]
"""What a map joins: the label of the finance and operations entity, the set of the table; both folded."""


def ends_of(label: str, set_name: str) -> Ends:
    """Both ends, however they are spelled."""
    return fold(label), set_name.strip().casefold()


@dataclass(frozen=True)
class Leg:
    """
    One version of a map: a leg of a stored row, or a map of a project, whose `name` it has then.

    `stored_name` is what versions of one map have in common (`msdyn_name`); `order` is the place that the row states, 0 where
    it states none.
    """

    table: MapTable
    name: str = ""
    stored_name: str = ""
    version: str = ""
    managed: bool | None = None
    solution: str = ""
    order: int = 0
    is_further: bool = False
    """Whether it is a further leg of its row, whose version and words are those of the first."""
    row: Mapping[str, object] | None = field(default=None, compare=False, repr=False)
    """The row as the service gave it; that of a project as an export writes it."""

    @property
    def title(self) -> str:
        """The map as messages name it."""
        return self.name or self.table.title

    @property
    def ends(self) -> Ends:
        """The two ends."""
        return ends_of(self.table.left.text, self.table.right.text)

    @property
    def variant(self) -> tuple[str, str]:
        """Both filters, whatever their layout."""
        spans = (self.table.left_filter, self.table.right_filter)
        left, right = ("".join(s.text.split()) if s else "" for s in spans)
        return left, right

    @cached_property
    def content(self) -> tuple[object, ...]:
        """All that the map says, without the places where it stands."""
        table = self.table
        filters = (table.left_filter, table.right_filter)
        return (
            *(table.left.text, table.right.text, table.label, table.doc),
            *(one.text if one else "" for one in filters),
            *map(_row_content, table.rows),
        )

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version in its parts."""
        return numbers_of(self.version)

    @property
    def age(self) -> tuple[tuple[int, ...], str, str, str]:
        """What versions of a map are put in order by; of two that state the same one, the order is only fixed."""
        text = self.table.heading.file.text
        return self.numbers, self.version, self.stored_name, text


@dataclass(frozen=True, order=True)
class Unreadable:
    """
    A row that cannot be read, or a part of one, and why. What is known of it are its names and its version.

    `title` is what the product shows, `stored_name` is `msdyn_name`.
    """

    title: str
    reason: str
    stored_name: str = ""
    version: str = ""
    is_part: bool = True

    @property
    def ends(self) -> Ends | None:
        """The ends that its names say, in the form which the product gives them: `accounts - Customers V3`."""
        for name in (self.title, self.stored_name):
            known = _NAMED.fullmatch(name.strip())
            if known is not None:
                return ends_of(known["label"], known["set"])
        return None


_NAMED: Final = re.compile(r"(msdyn_\[)?(?P<set>\w+) - (?P<label>[^]]+)]?")


def _row_content(row: Row) -> tuple[object, ...]:
    cells = (row.left, row.right, row.default)
    pairs = tuple((one.left, one.right) for one in row.pairs)
    return (row.op, pairs, *(one.text if one else None for one in cells))


def numbers_of(version: str) -> tuple[int, ...]:
    """The parts of a version, `10` after `2`, of `1.1` those of `1.1.0.0`; nothing for what is none."""
    parts = version.strip().split(".")
    if not all(one.isascii() and one.isdigit() for one in parts):
        return ()
    numbers = [int(one[:9]) for one in parts]
    return (*numbers, *[0] * (4 - len(numbers)))


@dataclass(frozen=True)
class Package:
    """A solution of an environment."""

    name: str
    version: str = ""
    publisher: str = ""
    managed: bool = False


@dataclass(frozen=True)
class Running:
    """What a service says of a map: the version that is active, its state, and when either is not said, nothing."""

    version: str = ""
    state: str = ""
    author: str = ""


@dataclass
class Facts:
    """
    What solutions do not carry. Everything is None, or absent, where it could not be read; `unread` says what and why.

    `keys` are integration keys by set, `teams` the default owning team by company, `running` says for two ends what each of
    their maps does, `master` is the side that wins conflicts, `alerts` are the alerts by name, each in words.
    """

    keys: dict[str, tuple[str, ...]] | None = None
    all_keys: bool = False
    """Whether `keys` tells of every set: then one that is not there has none."""
    companies: tuple[str, ...] | None = None
    teams: dict[str, str] | None = None
    running: dict[Ends, list[Running]] | None = None
    master: str | None = None
    alerts: dict[str, str] | None = None
    all_companies: bool = False
    """Whether `companies` are those of the link; else they are those that Dataverse has, linked or not."""
    all_running: bool = False
    """Whether `running` tells of every map: then one that is not there does not run."""
    unread: dict[str, str] = field(default_factory=dict)


@dataclass
class Held:
    """A side: its title, its maps in all versions, its solutions, tables where they were read, and the facts."""

    title: str
    legs: list[Leg] = field(default_factory=list)
    packages: dict[str, Package] = field(default_factory=dict)
    schema: Schema | None = None
    facts: Facts = field(default_factory=Facts)
    unreadable: list[Unreadable] = field(default_factory=list)
    """Maps, or parts of them, that are there and cannot be read."""
    is_environment: bool = False
    own: Project | None = None
    """The project that this side is."""
