"""The mapping lines of a map as assignments, one list for each direction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dwmap.emit.constants import constant_value, flow_of_value
from dwmap.emit.kinds import UNKNOWN, Flow, merge_flows
from dwmap.emit.view import Assignment, FieldView, Heading, LeftOut, Ref, refs_in
from dwmap.emit.view_checks import find_checks
from dwmap.emit.view_fields import Fields
from dwmap.emit.view_flow import flow_of, flow_of_use
from dwmap.ir.model import (
    Constant,
    EitherRef,
    Expr,
    FieldMapping,
    Inputs,
    Map,
    Parameter,
    PathRef,
    Side,
    Type,
)
from dwmap.ir.scope import Scope


@dataclass(frozen=True)
class Direction:
    """One direction of a map: where it reads, where it writes, which part of a line is which."""

    heading: Heading
    sources: Fields
    targets: Fields

    def source_of(self, line: FieldMapping) -> Side:
        """The side of the line that is read."""
        return line.left if self.heading == "to_right" else line.right

    def target_of(self, line: FieldMapping) -> Side:
        """The side of the line that is written."""
        return line.right if self.heading == "to_right" else line.left

    def condition_of(self, line: FieldMapping) -> Expr | None:
        """The condition, which speaks of the source; that of a two-way line speaks of the left side."""
        if line.direction == "both" and self.heading == "to_left":
            return None
        return line.condition

    def refs_of(self, line: FieldMapping) -> list[Ref]:
        """Every path that the line reads."""
        condition = self.condition_of(line)
        refs = list(refs_in(self.source_of(line)))
        return refs + list(refs_in(condition)) if condition is not None else refs


def assign_lines(
    map: Map, way: Direction, scope: Scope, left_out: list[LeftOut]
) -> tuple[Assignment, ...]:
    """What a direction writes, in the order of the lines; what it cannot do goes into `left_out`."""
    found: dict[str, Assignment] = {}
    for line in map.fields:
        if line.direction not in ("both", way.heading):
            continue
        target_side = way.target_of(line)
        if not isinstance(target_side, PathRef | EitherRef):
            continue
        target = way.targets.add(target_side)
        reads = [way.sources.add(ref) for ref in way.refs_of(line)]
        known = [field for field in reads if field is not None]
        reason = _find_obstacle(line, way, scope)
        if target is None or len(known) < len(reads):
            reason = "it needs a path that leads nowhere"
        elif target.name in found and found[target.name].conclusive:
            reason = "an earlier line writes the field"
        if reason is not None or target is None:
            left_out.append(_skip(line, way, reason or ""))
            continue
        assignment = _Line(line, way, target, known, scope).assignment()
        first = found.get(target.name)
        found[target.name] = first.before(assignment) if first else assignment
    return tuple(found.values())


def _skip(line: FieldMapping, way: Direction, reason: str) -> LeftOut:
    source, target = way.source_of(line), way.target_of(line)
    return LeftOut(f"{_text(source)} > {_text(target)}", reason)


def _text(side: Side) -> str:
    if isinstance(side, PathRef | EitherRef | Constant):
        return side.text
    return ", ".join(ref.text for ref in refs_in(side)) or "an expression"


def _find_obstacle(line: FieldMapping, way: Direction, scope: Scope) -> str | None:
    """Why the transform of a line cannot be used in a direction."""
    use = line.transform
    if use is None:
        several = isinstance(way.source_of(line), Inputs)
        return "several values need a transform" if several else None
    if use.kind == "transform":
        transform = scope.transforms.get(use.name)
        if transform is None:
            return f"there is no transform {use.name}"
        forward = way.heading == "to_right" or line.direction == "to_left"
        if (transform.forward if forward else transform.backward) is None:
            return f"transform {use.name} has no expression for this direction"
    elif use.kind == "states" and use.name not in scope.states:
        return f"there is no state table {use.name}"
    elif use.kind == "value_map" and use.name not in scope.value_maps:
        return f"there is no value map {use.name}"
    return None


@dataclass(frozen=True)
class _Line:
    """A line in one direction, with all that its parts depend on."""

    line: FieldMapping
    way: Direction
    target: FieldView
    reads: list[FieldView]
    scope: Scope

    def assignment(self) -> Assignment:
        """The line, with its checks."""
        line = self.line
        source = self.way.source_of(line)
        plain = self._plain(source)
        missing = plain.nullable or plain.kind == "any"
        keep = line.on_null == "keep" and missing
        default = line.default if missing and line.on_null != "clear" else None
        default = None if keep else default
        filled = keep or default is not None
        value = self._transformed(plain.filled() if filled else plain)
        checks, after = find_checks(value, self.target, self.scope, filled=filled)
        condition = self.way.condition_of(line)
        return Assignment(
            line,
            self.target,
            source,
            default,
            condition,
            plain,
            self._written(after, default, keep),
            checks,
            tuple(dict.fromkeys(field.name for field in self.reads)),
            keep,
            keep or self._may_leave(),
        )

    def _plain(self, source: Side) -> Flow:
        if isinstance(source, Constant):
            value = constant_value(source, self.target.type, self.scope)
            return flow_of_value(value)
        if isinstance(source, Inputs):
            return UNKNOWN
        types = {field.ref.text.casefold(): field.type for field in self.reads}

        def type_of(name: Ref | Parameter) -> Type:
            text = "" if isinstance(name, Parameter) else name.text
            return types.get(text.casefold(), Type())

        return flow_of(source, type_of, self.scope)

    def _transformed(self, plain: Flow) -> Flow:
        use = self.line.transform
        if use is None:
            return plain
        heading = self.way.heading
        if use.kind == "transform" and self.line.direction == "to_left":
            heading = "to_right"  # A one-way line applies a transform as it is written.
        return flow_of_use(use, heading, plain, self.scope)

    def _written(self, after: Flow, default: Constant | None, keep: bool) -> Flow:
        if default is None:
            return after
        value = constant_value(default, self.target.type, self.scope)
        return replace(
            merge_flows(after, flow_of_value(value)), nullable=after.nullable
        )

    def _may_leave(self) -> bool:
        use = self.line.transform
        if use is None or use.kind != "states":
            return False
        return self.scope.states[use.name].otherwise.policy == "keep"
