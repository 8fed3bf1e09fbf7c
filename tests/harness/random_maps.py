"""Small maps made at random, on the IR: types, value maps, filters, conditions, defaults."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from dwmap.interpret.values import Value
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    Entity,
    EntityField,
    Enum,
    EnumMember,
    Expr,
    FieldMapping,
    In,
    IsBlank,
    KeyPart,
    LiteralKind,
    Map,
    Otherwise,
    Pair,
    PathRef,
    Project,
    System,
    Transform,
    Type,
    TypeKind,
    Unary,
    Use,
    ValueMap,
)
from dwmap.ir.scope import Scope
from dwmap.prove.trips import occurs
from dwmap.prove.values import random_value
from harness.random_transforms import random_transform

_Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
_ENUM = Enum(
    name="fo.Kind",
    numbered=False,
    members=tuple(EnumMember(name=name) for name in ("A", "B", "C")),
)
_OPTIONS = Enum(
    name="ce.stage",
    numbered=True,
    members=tuple(EnumMember(name=f"S{code}", code=code) for code in (1, 2, 3)),
)
_TEXTS = ("", "a", "A", "b", "ab", "x", "ß", "SS")
_NUMBERS = ("-1", "0", "1", "2", "3", "7")
_DECIMALS = ("-1.5", "0", "0.5", "1", "1.25", "2", "99.99")
_DATES = ("1900-01-01", "2026-03-01", "2026-03-02")


_KINDS: tuple[TypeKind, ...] = (
    *("text", "text", "int", "decimal", "bool", "enum", "options", "date", "any"),
)
_JOINS: tuple[Literal["and", "or"], ...] = ("and", "or")
_EQUAL: tuple[_Comparison, ...] = ("==", "!=")
_ORDER: tuple[_Comparison, ...] = ("==", "!=", "<", "<=", ">", ">=")
_POLICIES: tuple[Literal["error", "null", "value", "keep"], ...] = (
    *("error", "error", "null", "value", "keep"),
)


@dataclass(frozen=True)
class RandomMap:
    """A project of one map, and values of its fields that its parts speak of."""

    project: Project
    scope: Scope
    chance: random.Random

    @property
    def map(self) -> Map:
        """The map."""
        return self.project.maps[0]

    def record(self, side: str) -> dict[str, Value]:
        """A flat record of a side."""
        entity = self.scope.entities[getattr(self.map, side)]
        return {
            each.name.casefold(): self._occurring(each.type, entity.name)
            for each in entity.fields
        }

    def _occurring(self, type: Type, entity: str) -> Value:
        while not occurs(value := self.value(type), entity, self.scope):
            pass
        return value

    def value(self, type: Type) -> Value:
        """A value of a type, mostly one that the map may speak of."""
        if type.nullable and self.chance.random() < 0.2:
            return None
        if self.chance.random() < 0.5:
            return random_value(type, self.scope, self.chance)
        return _speaking_value(type, self.scope, self.chance)


def _speaking_value(type: Type, scope: Scope, chance: random.Random) -> Value:
    from dwmap.interpret.literals import read_literal
    from dwmap.prove.representatives import is_value_of

    value = read_literal(_constant(type, chance), type, scope)
    if is_value_of(value, type, scope):
        return value
    return random_value(type, scope, chance)


def random_map(seed: int) -> RandomMap:
    """The map of a seed: the same seed, the same map."""
    chance = random.Random(seed)
    left = [_field(f"L{place}", chance) for place in range(chance.randint(1, 4))]
    right: list[EntityField] = []
    lines: list[FieldMapping] = []
    tables: list[ValueMap | Transform] = []
    for place, field in enumerate(left):
        mirror = _mirror(f"r{place}", field.type, chance)
        right.append(mirror)
        lines.append(_line(field, mirror, tables, chance))
    extra = _field("r9", chance)
    right.append(extra)
    if chance.random() < 0.3:
        constant = _constant(extra.type, chance)
        lines.append(
            FieldMapping(left=constant, right=_path(extra), direction="to_right")
        )
    map = Map(
        name="M",
        left="fo.A",
        right="ce.b",
        left_filter=_condition(left, chance, 2) if chance.random() < 0.7 else None,
        right_filter=_condition(right, chance, 2) if chance.random() < 0.7 else None,
        key=(KeyPart(left=left[0].name, right=right[0].name),),
        fields=tuple(lines),
    )
    project = _project_of(map, left, right, tables, chance)
    return RandomMap(project, Scope(project), chance)


def _project_of(
    map: Map,
    left: list[EntityField],
    right: list[EntityField],
    tables: list[ValueMap | Transform],
    chance: random.Random,
) -> Project:
    return Project(
        name="random",
        systems=(
            System(name="ce", kind="dataverse"),
            System(name="fo", kind=chance.choice(("finops", "sql"))),
        ),
        enums=(_OPTIONS, _ENUM),
        entities=(
            Entity(name="ce.b", fields=tuple(right)),
            Entity(name="fo.A", fields=tuple(left)),
        ),
        value_maps=tuple(each for each in tables if isinstance(each, ValueMap)),
        transforms=tuple(each for each in tables if isinstance(each, Transform)),
        maps=(map,),
    )


def random_condition(seed: int) -> tuple[RandomMap, Expr, Expr]:
    """Two filters over one entity, often alike."""
    made = random_map(seed)
    fields = list(made.scope.entities["fo.A"].fields)
    one = _condition(fields, made.chance, 2)
    other = _condition(fields, made.chance, 2)
    if made.chance.random() < 0.5:
        op = made.chance.choice(_JOINS)
        other = Binary(op=op, left=one, right=other)
    return made, one, other


def _field(name: str, chance: random.Random) -> EntityField:
    kind = chance.choice(_KINDS)
    type = Type(
        kind=kind,
        nullable=kind == "any" or chance.random() < 0.5,
        length=chance.choice((2, 5, None)) if kind == "text" else None,
        precision=4 if kind == "decimal" else None,
        scale=2 if kind == "decimal" else None,
        name={"enum": _ENUM.name, "options": _OPTIONS.name}.get(kind),
    )
    return EntityField(name=name, type=type)


def _mirror(name: str, type: Type, chance: random.Random) -> EntityField:
    """A field that the other may be mapped to: mostly of its type, sometimes narrower, sometimes another."""
    if chance.random() < 0.25:
        return _field(name, chance)
    type = replace(type, nullable=type.kind == "any" or chance.random() < 0.6)
    if type.kind == "text":
        type = replace(type, length=chance.choice((type.length, 1, 5, None)))
    if type.kind == "decimal":
        type = replace(type, scale=chance.choice((2, 1)))
    return EntityField(name=name, type=type, required=chance.random() < 0.2)


def _line(
    left: EntityField,
    right: EntityField,
    tables: list[ValueMap | Transform],
    chance: random.Random,
) -> FieldMapping:
    use = None
    if chance.random() < 0.2:
        name = f"T{len(tables)}"
        made = random_transform(name, left.type, right.type, _constant, chance)
        tables.append(made)
        use = Use(kind="transform", name=name)
    elif left.type.kind != right.type.kind or chance.random() < 0.4:
        tables.append(_value_map(f"V{len(tables)}", left.type, right.type, chance))
        use = Use(kind="value_map", name=tables[-1].name)
    default = _constant(right.type, chance) if chance.random() < 0.15 else None
    return FieldMapping(
        left=_path(left),
        right=_path(right),
        direction=chance.choice(("both", "both", "both", "to_right", "to_left")),
        transform=use,
        default=default if default and default.kind != "blank" else None,
        on_null=chance.choice((None, None, None, "keep", "clear")),
    )


def _value_map(name: str, left: Type, right: Type, chance: random.Random) -> ValueMap:
    pairs: dict[tuple[str, str, str], Pair] = {}
    for _ in range(chance.randint(0, 4)):
        pair = Pair(
            left=_maybe_blank(left, chance),
            right=_maybe_blank(right, chance),
            direction=chance.choice(("both", "both", "to_right", "to_left")),
        )
        pairs[pair.left.text, pair.right.text, pair.direction] = pair
    return ValueMap(
        name=name,
        left=left,
        right=right,
        pairs=tuple(pairs.values()),
        to_right=_otherwise(right, left.kind == right.kind, chance),
        to_left=_otherwise(left, left.kind == right.kind, chance),
        ignore_case=chance.random() < 0.3,
    )


def _otherwise(type: Type, alike: bool, chance: random.Random) -> Otherwise:
    policy = chance.choice(_POLICIES)
    if policy == "keep" and not alike:
        return Otherwise()
    if policy == "value":
        return Otherwise(policy="value", value=_constant(type, chance))
    return Otherwise(policy=policy)


def _maybe_blank(type: Type, chance: random.Random) -> Constant:
    return Constant(kind="blank") if chance.random() < 0.15 else _constant(type, chance)


def _constant(type: Type, chance: random.Random) -> Constant:
    kinds: dict[str, tuple[LiteralKind, tuple[str, ...]]] = {
        "text": ("string", _TEXTS),
        "any": ("string", _TEXTS),
        "int": ("int", _NUMBERS),
        "decimal": ("decimal", _DECIMALS),
        "bool": ("bool", ("true", "false")),
        "enum": ("symbol", ("A", "B", "C")),
        "options": ("symbol", ("S1", "S2", "S3")),
        "date": ("date", _DATES),
    }
    kind, texts = kinds[type.kind]
    return Constant(kind=kind, text=chance.choice(texts))


def _condition(fields: list[EntityField], chance: random.Random, depth: int) -> Expr:
    if depth and chance.random() < 0.5:
        op = chance.choice(_JOINS)
        left = _condition(fields, chance, depth - 1)
        right = _condition(fields, chance, depth - 1)
        whole: Expr = Binary(op=op, left=left, right=right)
        return Unary(op="not", operand=whole) if chance.random() < 0.2 else whole
    field = chance.choice(fields)
    path, roll = _path(field), chance.random()
    if roll < 0.15:
        return IsBlank(operand=path, negated=chance.random() < 0.5)
    if roll < 0.3:
        options = tuple(_constant(field.type, chance) for _ in range(2))
        return In(operand=path, options=options)
    if field.type.kind == "text" and roll < 0.4:
        part = Constant(kind="string", text=chance.choice(_TEXTS))
        name = chance.choice(("starts_with", "contains", "ends_with"))
        return Call(function=name, args=(path, part))
    ordered = field.type.kind in ("int", "decimal", "date", "text")
    ops = _ORDER if ordered else _EQUAL
    return Binary(op=chance.choice(ops), left=path, right=_constant(field.type, chance))


def _path(field: EntityField) -> PathRef:
    return PathRef(segments=(field.name,), type=field.type)
