"""
What two states of a map write into a field: the same for every record, or a record for which it differs.

"proved" is claimed where the field is written in the same way, and where its lines only copy, look up in tables or
choose between literals: then records that give the same answers are treated alike, and one of each kind was tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from dwmap.changes.model import Support
from dwmap.interpret.expressions import key_of
from dwmap.interpret.literals import read_literal
from dwmap.interpret.maps import Interpreter, Line
from dwmap.interpret.show import show_value
from dwmap.interpret.values import UNSET, Record, Refusal, Unset, Value
from dwmap.ir.model import Constant, Direction, EitherRef, PathRef, Type
from dwmap.ir.scope import Scope
from dwmap.prove.cases import cases_of
from dwmap.prove.choices import is_plain, named_by
from dwmap.prove.mentions import Mentions
from dwmap.prove.questions import ask_source
from dwmap.prove.representatives import is_value_of
from dwmap.prove.trips import occurs

REFUSED: Final = "refused"
NOT_WRITTEN: Final = "not written"


@dataclass(frozen=True)
class Outcome:
    """What becomes of a record in one field: a value, or the code of the refusal in `refused`."""

    value: Value | Unset = UNSET
    refused: str = ""

    def __str__(self) -> str:
        if self.refused:
            return f"{REFUSED} ({self.refused})"
        return NOT_WRITTEN if isinstance(self.value, Unset) else show_value(self.value)

    def is_like(self, other: Outcome) -> bool:
        """Whether they are the same value of the same type, or both none."""
        same_type = type(self.value) is type(other.value)
        return same_type and self == other


Witness: TypeAlias = tuple[Record, Outcome, Outcome]
"""A record, and what became of it before and after."""


@dataclass(frozen=True)
class Difference:
    """
    How a field is written before and after. `witnesses` are the records that are treated otherwise, of those that
    were tried, with both outcomes; without one the field is written alike as far as `support` says. `support` is
    "proved" where those that were tried stand for all.

    `records` are those that were tried. Where one field decides, `named` are the values of it that the lines
    speak of, and `folded` says that they are found without case.
    """

    target: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    support: Support
    records: tuple[Record, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    named: tuple[Value, ...] = ()
    folded: bool = False


def differences_of(
    before: Interpreter, after: Interpreter, heading: Direction
) -> Iterator[Difference]:
    """Each field that a direction writes before or after; fields that moved to another table are others."""
    groups: dict[str, tuple[list[Line], list[Line]]] = {}
    for place, interpreter in enumerate((before, after)):
        for line in interpreter.lines(heading):
            groups.setdefault(key_of(line.target), ([], []))[place].append(line)
    entity = after.map.left if heading == "to_right" else after.map.right
    for old, new in groups.values():
        target = (new or old)[0].target.text
        yield _compare(target, tuple(old), tuple(new), entity)


def outcome_of(lines: tuple[Line, ...], record: Record) -> Outcome:
    """What the first line that applies writes."""
    try:
        for line in lines:
            if line.applies(record):
                return Outcome(line.carry(record))
    except Refusal as refusal:
        return Outcome(refused=refusal.code)
    return Outcome()


def _compare(
    target: str, old: tuple[Line, ...], new: tuple[Line, ...], entity: str
) -> Difference:
    if [*map(_meaning, old)] == [*map(_meaning, new)]:
        return Difference(target, old, new, "proved")
    mentions = _mentions((*old, *new))
    types = _types(mentions, (*old, *new))
    tried, witnesses = list[Record](), list[Witness]()
    complete = True
    # Types and enums may be others after than before: the values of either state count.
    for scope in {id(line.scope): line.scope for line in (*old, *new)}.values():
        cases = cases_of(replace(mentions, scope=scope))
        complete &= cases.complete
        real = (one for one in cases if _is_real(one, types, entity, scope))
        tried += (one for one in real if one not in tried)
    for record in tried:
        was, now = outcome_of(old, record), outcome_of(new, record)
        if not was.is_like(now):
            witnesses.append((record, was, now))
    simple = _is_simple((*old, *new))
    support: Support = "proved" if complete and simple else "sampled"
    found = Difference(target, old, new, support, tuple(tried), tuple(witnesses))
    if len(mentions.by_path) != 1:
        return found
    (asked,) = mentions.by_path.values()
    return replace(found, named=tuple(asked.values), folded=asked.folded)


def _meaning(line: Line) -> tuple[object, ...]:
    """All that decides what a line writes."""
    use, scope, mapping = line.mapping.transform, line.scope, line.mapping
    used: object = ""
    if use is not None and use.kind == "transform":
        transform = scope.transforms[use.name]
        body = transform.backward if line.is_backward else transform.forward
        used = (transform.inputs, transform.result, body)
    elif use is not None:
        table = "value_maps" if use.kind == "value_map" else "states"
        used = scope.hash_of(table, use.name)
    return (
        *(line.source, line.target, line.heading, line.is_backward, line.required),
        *(line.create_only, use, used, mapping.default, mapping.on_null),
        *(line.condition, scope.enums_hash),
    )


def _is_real(
    record: Record, types: Mapping[str, list[Type]], entity: str, scope: Scope
) -> bool:
    """Whether an end may hold such a record, before or after."""
    return all(
        occurs(value, entity, scope)
        and any(is_value_of(value, one, scope) for one in types[name])
        for name, value in record.items()
    )


def _types(mentions: Mentions, lines: tuple[Line, ...]) -> dict[str, list[Type]]:
    """The types that each field has, before and after."""
    types = {name: [each.type] for name, each in mentions.by_path.items()}
    for line in lines:
        if isinstance(line.source, PathRef | EitherRef):
            types[key_of(line.source)].append(line.source.type)
    return types


def _mentions(lines: tuple[Line, ...]) -> Mentions:
    """What tells the lines apart, as far as records can."""
    mentions = Mentions(lines[0].scope)
    for line in lines:
        asked = Mentions(line.scope)
        ask_source(line, asked, mentions)
        if isinstance(line.source, PathRef | EitherRef):
            # As long and as precise as either type allows.
            mentions.of(line.source).fits.append(line.source.type)
        if line.condition is not None:
            mentions.read(line.condition)
        for value in _results(line):
            if isinstance(line.source, PathRef | EitherRef):
                mentions.of(line.source).values.append(value)
        if not _is_simple((line,)):
            for path in mentions.by_path.values():
                path.opaque = True
    for path in mentions.by_path.values():
        # An end may hold a row without a value, whatever the type says.
        path.type = replace(path.type, nullable=True)
    return mentions


def _results(line: Line) -> Iterator[Value]:
    """What a line writes whatever it reads: a copy that happens to read the same is told apart from it."""
    mapping, scope = line.mapping, line.scope
    constants = [mapping.default]
    if mapping.transform is not None and mapping.transform.kind == "value_map":
        table = scope.value_maps[mapping.transform.name]
        constants += [table.to_right.value, table.to_left.value]
        ends = [(pair.left, pair.right) for pair in table.pairs]
        constants += [one for pair in ends for one in pair]
    for constant in constants:
        if constant is not None:
            value = read_literal(constant, Type(), scope)
            if value is not None:
                yield value


def _is_simple(lines: tuple[Line, ...]) -> bool:
    """Whether the lines only copy, look up or choose, all from the same field into fields of one type."""
    if not lines:
        return True
    sources = {
        (key_of(line.source), line.source.type.kind, line.source.type.name)
        for line in lines
        if isinstance(line.source, PathRef | EitherRef)
    }
    if len(sources) > 1 or len({line.target.type for line in lines}) > 1:
        return False
    return all(map(_is_a_choice, lines))


def _is_a_choice(line: Line) -> bool:
    if not isinstance(line.source, PathRef | EitherRef | Constant):
        return False
    use, scope = line.mapping.transform, line.scope
    if use is None or use.kind == "value_map":
        return True
    if use.kind == "states":
        return is_plain(scope.states[use.name])
    return named_by(use, backward=line.is_backward, scope=scope) is not None
