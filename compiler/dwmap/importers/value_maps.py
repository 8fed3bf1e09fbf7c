"""
Value maps: the pairs of rows become declarations, one for all rows that say the same.

Two rows say the same when their pairs, taken as a set and without regard to case, are equal and their
right values are of the same kind. An entry is two-way (`=`) unless no row uses it both ways, or unless its
way back belongs to an earlier entry.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from dwmap.diagnostics.report import Report
from dwmap.importers import nodes
from dwmap.importers.catalog import Line, Map, Right
from dwmap.importers.model import Pair
from dwmap.importers.names import fold, unique
from dwmap.importers.plan import Plan
from dwmap.importers.problems import AmbiguousDate, OneWayValue, RepeatedValue
from dwmap.importers.types import ANY, NO_YES, FieldType, Types
from dwmap.syntax.ast import (
    ElseClause,
    LiteralExpr,
    Name,
    TypeExpr,
    ValueEntry,
    ValueMapDecl,
)

Value = LiteralExpr | Name
_NO_YES = {"no": "No", "yes": "Yes"}
_PLAIN = {"no=false yes=true": "NoYes", "false=false true=true": "TrueFalse"}


@dataclass
class ValueMap:
    """A value map and the rows that use it."""

    entries: list[tuple[Value, Value, Pair]]
    left: FieldType
    uses: list[tuple[Map, Line]] = field(default_factory=list)
    rights: set[FieldType] = field(default_factory=set)
    name: str = ""

    @property
    def signature(self) -> str:
        """What it says, whatever the order and the case."""
        pairs = (f"{shown(left)}={shown(right)}" for left, right, _ in self.entries)
        return " ".join(sorted(pair.lower() for pair in pairs))

    @property
    def right(self) -> FieldType:
        """The type of the right values, as far as all rows agree."""
        known = {one for one in self.rights if one != ANY}
        if len(known) != 1:
            return ANY
        return known.pop()

    @property
    def maps(self) -> list[Map]:
        """The maps whose rows use it."""
        found = {one.name: one for one, _ in self.uses}
        return list(found.values())


def shown(value: Value) -> str:
    """A value as words."""
    if isinstance(value, Name):
        return value.text
    if value.kind == "blank":
        return "blank"
    return str(value.value)


class ValueMaps:
    """All value maps of an import, and which row uses which."""

    def __init__(self, types: Types, plan: Plan, report: Report) -> None:
        self.types = types
        self.plan = plan
        self.report = report
        self.found: list[ValueMap] = []
        self._by_signature: dict[tuple[str, str], ValueMap] = {}
        self._by_line: dict[int, ValueMap] = {}

    def of(self, line: Line) -> ValueMap | None:
        """The value map that a row uses."""
        return self._by_line.get(id(line))

    def collect(self, maps: Iterable[Map]) -> None:
        """Find the value maps of all rows and name them."""
        for one in maps:
            for line in one.lines:
                if line.row.pairs and line.left and line.right:
                    self._add(one, line)
        for found in self.found:
            self._report_one_way(found)
        self._name()

    def _check_dates(self, pairs: tuple[Pair, ...]) -> None:
        for pair in pairs:
            for text in (pair.left, pair.right):
                if text is not None and nodes.is_ambiguous_date(text):
                    self.report.add(AmbiguousDate(pair.span, text))

    def _report_one_way(self, one: ValueMap) -> None:
        """Values that become the same value in a map that some row uses both ways."""
        firsts: dict[str, str] = {}
        for left, right, pair in one.entries if _way(one) == "=" else ():
            other = shown(right)
            first = firsts.setdefault(other.lower(), shown(left))
            if first.lower() != shown(left).lower():
                self.report.add(OneWayValue(pair.span, shown(left), other, first))

    def _add(self, one: Map, line: Line) -> None:
        assigned = self.types.at(one.right, _right(line))
        pairs = line.row.pairs
        kind = _right_kind(assigned, pairs)
        left = _left_type(pairs)
        entries = [
            (_left_value(pair.left, left), _value(pair.right, kind), pair)
            for pair in pairs
        ]
        self._check_dates(pairs)
        made = ValueMap(entries, left)
        key = (made.signature, " ".join(sorted({_kind(one[1]) for one in entries})))
        if key not in self._by_signature:
            made.entries = self._consistent(entries)
            self._by_signature[key] = made
            self.found.append(made)
        shared = self._by_signature[key]
        shared.uses.append((one, line))
        shared.rights.add(_right_type(assigned, shared))
        self._by_line[id(line)] = shared
        self._learn(one, line, shared, assigned)

    def _learn(self, one: Map, line: Line, used: ValueMap, assigned: FieldType) -> None:
        """A value map tells the types of its fields where no column list does."""
        left, right = line.left or ("",), _right(line)
        if len(left) == 1:
            self.types.learn(one.left, left[0], used.left)
        plain = len(right.segments) == 1 and not right.candidates
        found = _right_type(assigned, used)
        if assigned == ANY and found != ANY and plain:
            self.types.learn(one.right, right.segments[0], found)

    def _consistent(
        self, entries: list[tuple[Value, Value, Pair]]
    ) -> list[tuple[Value, Value, Pair]]:
        """The entries without those that repeat an earlier one."""
        kept: dict[tuple[str, str], tuple[Value, Value, Pair]] = {}
        for left, right, pair in entries:
            key = (shown(left).lower(), shown(right).lower())
            if key in kept:
                self.report.add(RepeatedValue(pair.span, shown(left)))
            kept.setdefault(key, (left, right, pair))
        lefts: set[str] = set()
        for left, _, pair in kept.values():
            if shown(left).lower() in lefts:
                self.report.add(RepeatedValue(pair.span, shown(left)))
            lefts.add(shown(left).lower())
        return list(kept.values())

    def _name(self) -> None:
        wanted = {id(one): self._wanted(one) for one in self.found}
        often = Counter(name.lower() for name in wanted.values())
        taken: set[str] = set()
        for one in self.found:
            name = wanted[id(one)]
            if often[name.lower()] > 1 and not self._planned(one):
                name = one.uses[0][0].left.name + name
            one.name = unique(name, taken)

    def _planned(self, one: ValueMap) -> str | None:
        for used_by, line in one.uses:
            fields = ".".join(line.left or ())
            name = self.plan.value_maps.get(fold(f"{used_by.table.title} / {fields}"))
            if name is not None:
                return name
        return None

    def _wanted(self, one: ValueMap) -> str:
        planned = self._planned(one) or _PLAIN.get(one.signature)
        if planned is not None:
            return planned
        fields = Counter(
            used.left.spelled((line.left or ("",))[-1]) for used, line in one.uses
        )
        name = fields.most_common(1)[0][0]
        return name[0].upper() + name[1:]


def declaration(one: ValueMap) -> ValueMapDecl:
    """The value map as a declaration."""
    return ValueMapDecl(
        nodes.name(one.name),
        _type(one.left, "fo"),
        _type(one.right, "ce"),
        tuple(_entries(one)),
        _otherwise(one),
        ignore_case=True,
        allows=(),
        doc="",
        span=nodes.NOWHERE,
    )


def _type(found: FieldType, system: str) -> TypeExpr:
    return found.written(False, system)


def _way(one: ValueMap) -> str:
    """The one way in which all rows use a value map, or `=`."""
    ops = {line.row.op for _, line in one.uses}
    return {frozenset({">>"}): ">", frozenset({"<<"}): "<"}.get(frozenset(ops), "=")


def _entries(one: ValueMap) -> Iterable[ValueEntry]:
    way = _way(one)
    lefts: dict[str, int] = defaultdict(int)
    rights: dict[str, int] = defaultdict(int)
    for left, right, _ in one.entries:
        first, second = shown(left).lower(), shown(right).lower()
        op = way
        if way == "=" and lefts[first] and rights[second]:
            continue
        if way == "=" and (lefts[first] or rights[second]):
            op = "<" if lefts[first] else ">"
        elif (way == ">" and lefts[first]) or (way == "<" and rights[second]):
            continue
        lefts[first] += op != "<"
        rights[second] += op != ">"
        yield ValueEntry(left, op, right, None, (), "", nodes.NOWHERE)


def _otherwise(one: ValueMap) -> tuple[ElseClause, ...]:
    if _is_exception(one):
        return (ElseClause("both", "keep", None, nodes.NOWHERE),)
    return ()


def _is_exception(one: ValueMap) -> bool:
    """A map of one value to nothing names an exception: all other values stay as they are."""
    values = [value for left, right, _ in one.entries for value in (left, right)]
    return len(one.entries) == 1 and any(_kind(value) == "blank" for value in values)


def _right(line: Line) -> Right:
    if line.right is None:
        raise ValueError("a row with a value map has two sides")
    return line.right


def _kind(value: Value) -> str:
    return value.kind if isinstance(value, LiteralExpr) else "symbol"


def _right_kind(assigned: FieldType, pairs: tuple[Pair, ...]) -> str:
    """The kind of literals on the right; where no type is known, what all of them can be."""
    if assigned.kind in {"string", "text"}:
        return "string"
    if assigned.kind != "any":
        return "int" if assigned.kind == "options" else assigned.kind
    kinds = {nodes.literal(pair.right).kind for pair in pairs if pair.right is not None}
    return "any" if len(kinds) == 1 else "string"


def _value(text: str | None, kind: str) -> Value:
    return nodes.BLANK if text is None else nodes.literal(text, kind)


def _left_type(pairs: tuple[Pair, ...]) -> FieldType:
    lefts = {pair.left.lower() for pair in pairs if pair.left is not None}
    if lefts and lefts <= _NO_YES.keys():
        return NO_YES
    kinds = {nodes.literal(left).kind for left in lefts}
    if kinds in ({"bool"}, {"date"}):
        return FieldType(kinds.pop(), inferred=True)
    return ANY


def _left_value(text: str | None, left: FieldType) -> Value:
    if text is None:
        return nodes.BLANK
    if left == NO_YES:
        return nodes.name(_NO_YES[text.lower()])
    return nodes.literal(text, "string" if left == ANY else left.kind)


def _right_type(assigned: FieldType, used: ValueMap) -> FieldType:
    """The type to write for the right values of one row."""
    if _is_exception(used) and used.left != ANY:
        return FieldType(used.left.kind) if assigned == ANY else assigned
    kinds = {_kind(value) for _, value, _ in used.entries} - {"blank"}
    if kinds == {"bool"}:
        return FieldType("bool")
    if kinds == {"int"} and assigned.kind in {"options", "int"}:
        return assigned
    return ANY
