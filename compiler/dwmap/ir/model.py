"""
What a project means, without syntax: the one model that emit, docs, diff, export and import share.

Everything is frozen, refuses unknown members, and is made of plain values, so that its canonical JSON is
its identity. Names are resolved: an entity is `fo.CustomersV3`, a value map is its name, a path lists the
entities it passes through.
"""

from __future__ import annotations

from dwmap.ir.entities import (
    Confidence,
    Entity,
    EntityField,
    Enum,
    EnumMember,
    Inactive,
    Key,
    Requirement,
    Solution,
    System,
    SystemKind,
)
from dwmap.ir.expressions import (
    Binary,
    BinaryOp,
    Call,
    Candidate,
    Constant,
    EitherRef,
    Expr,
    If,
    In,
    Inputs,
    IsBlank,
    LiteralKind,
    Parameter,
    PathRef,
    Side,
    Unary,
)
from dwmap.ir.maps import (
    CompanyPair,
    Dependency,
    FieldMapping,
    KeyPart,
    Map,
    Retired,
    Step,
    Variant,
)
from dwmap.ir.node import Node, Tagged
from dwmap.ir.others import (
    Action,
    ActionField,
    Bootstrap,
    BootstrapEntry,
    Example,
    ExampleField,
    ExampleRecord,
    Samples,
)
from dwmap.ir.transforms import (
    Direction,
    Input,
    Otherwise,
    Pair,
    StateRow,
    States,
    Transform,
    Use,
    ValueMap,
)
from dwmap.ir.types import Type, TypeKind

__all__ = [
    "Action",
    "ActionField",
    "Binary",
    "BinaryOp",
    "Bootstrap",
    "BootstrapEntry",
    "Call",
    "Candidate",
    "CompanyPair",
    "Confidence",
    "Constant",
    "Dependency",
    "Direction",
    "EitherRef",
    "Entity",
    "EntityField",
    "Enum",
    "EnumMember",
    "Example",
    "ExampleField",
    "ExampleRecord",
    "Expr",
    "FieldMapping",
    "IR_VERSION",
    "If",
    "In",
    "Inactive",
    "Input",
    "Inputs",
    "IsBlank",
    "Key",
    "KeyPart",
    "LiteralKind",
    "Map",
    "Node",
    "Otherwise",
    "Pair",
    "Parameter",
    "PathRef",
    "Project",
    "Requirement",
    "Retired",
    "Samples",
    "Side",
    "Solution",
    "StateRow",
    "States",
    "Step",
    "System",
    "SystemKind",
    "Tagged",
    "Transform",
    "Type",
    "TypeKind",
    "Unary",
    "Use",
    "ValueMap",
    "Variant",
]

IR_VERSION = 1


class Project(Node):
    """A whole project. Every list is sorted by name, except where order has a meaning."""

    version: int = IR_VERSION
    name: str
    systems: tuple[System, ...] = ()
    solutions: tuple[Solution, ...] = ()
    enums: tuple[Enum, ...] = ()
    entities: tuple[Entity, ...] = ()
    value_maps: tuple[ValueMap, ...] = ()
    transforms: tuple[Transform, ...] = ()
    states: tuple[States, ...] = ()
    maps: tuple[Map, ...] = ()
    plan: tuple[Step, ...] = ()
    actions: tuple[Action, ...] = ()
    bootstraps: tuple[Bootstrap, ...] = ()
    variants: tuple[Variant, ...] = ()
    examples: tuple[Example, ...] = ()
    samples: tuple[Samples, ...] = ()

    def entity(self, name: str) -> Entity:
        """The entity called `name` (`ce.accounts`); raises KeyError when there is none."""
        for entity in self.entities:
            if entity.name == name:
                return entity
        raise KeyError(name)
