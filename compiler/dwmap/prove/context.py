"""A map with all that the laws ask about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from dwmap.interpret.maps import Interpreter, Line
from dwmap.ir.model import (
    Constant,
    Direction,
    EitherRef,
    Entity,
    Expr,
    FieldMapping,
    Map,
    PathRef,
    Project,
    Side,
)
from dwmap.ir.scope import Scope
from dwmap.ir.walk import side_paths
from dwmap.prove.trips import Leg, Memo, legs

SideName: TypeAlias = Literal["left", "right"]
HEADINGS: tuple[Direction, Direction] = ("to_right", "to_left")
SOURCES: Mapping[Direction, SideName] = {"to_right": "left", "to_left": "right"}
TARGETS: Mapping[Direction, SideName] = {"to_right": "right", "to_left": "left"}
_OPERATORS: Mapping[Direction, str] = {"both": "=", "to_right": ">", "to_left": "<"}


@dataclass(frozen=True)
class Surroundings:
    """The project around a map; one for all maps."""

    project: Project
    scope: Scope
    outcomes: Memo = field(default_factory=dict)

    @cached_property
    def writers(self) -> Mapping[str, tuple[Map, ...]]:
        """The maps that write rows of an entity, by its name."""
        found: dict[str, list[Map]] = {}
        for map in self.project.maps:
            for heading in HEADINGS:
                if any(each.direction in ("both", heading) for each in map.fields):
                    found.setdefault(getattr(map, TARGETS[heading]), []).append(map)
        return {entity: tuple(maps) for entity, maps in found.items()}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The step of the plan at which a map first runs."""
        found: dict[str, int] = {}
        for place, step in enumerate(self.project.plan):
            found.setdefault(step.map, place)
        return found

    @cached_property
    def deferred(self) -> Mapping[str, frozenset[str]]:
        """The columns that a map writes in a second pass only."""
        return {
            step.map: frozenset(step.only) for step in self.project.plan if step.only
        }


@dataclass(frozen=True)
class Subject:
    """A map that is judged."""

    map: Map
    around: Surroundings

    @property
    def scope(self) -> Scope:
        """The project by name."""
        return self.around.scope

    @cached_property
    def interpreter(self) -> Interpreter:
        """Carries records over."""
        return Interpreter(self.map, self.scope)

    @cached_property
    def legs(self) -> tuple[tuple[Leg, Leg], ...]:
        """The two-way lines, from the left and from the right."""
        return tuple(legs(self.interpreter, self.around.outcomes))

    def entity(self, side: SideName) -> Entity | None:
        """The entity of a side; None where it is not declared."""
        return self.scope.entities.get(getattr(self.map, side))

    def filter(self, side: SideName) -> Expr | None:
        """Which records of a side take part."""
        return self.map.left_filter if side == "left" else self.map.right_filter

    def goes(self, heading: Direction) -> bool:
        """Whether anything is written in a direction."""
        return bool(self.interpreter.lines(heading))

    @property
    def goes_both_ways(self) -> bool:
        """Whether both sides are written."""
        return all(map(self.goes, HEADINGS))

    def writers(self, heading: Direction, path: str) -> list[Line]:
        """The lines of a direction that write a path."""
        return [
            line
            for line in self.interpreter.lines(heading)
            if line.target.text.casefold() == path.casefold()
        ]


def line_text(line: FieldMapping) -> str:
    """A line as reports name it: `CustomerAccount = accountnumber`."""
    operator = _OPERATORS[line.direction]
    if line.transform is not None or not all(
        isinstance(side, PathRef | EitherRef) for side in (line.left, line.right)
    ):
        operator = {"=": "><", ">": ">>", "<": "<<"}[operator]
    return f"{side_text(line.left)} {operator} {side_text(line.right)}"


def side_text(side: Side) -> str:
    """A side of a line, short: paths in full, expressions by what they read."""
    if isinstance(side, PathRef | EitherRef):
        return side.text
    if isinstance(side, Constant):
        return f'"{side.text}"' if side.kind in ("string", "symbol") else side.text
    return f"({', '.join(dict.fromkeys(path.text for path in side_paths(side)))})"
