"""
What a project means, without syntax: the one model that emit, docs, diff, export and import share.

Everything is frozen, refuses unknown members, and is made of plain values, so that its canonical JSON is
its identity. Names are resolved: an entity is `fo.CustomersV3`, a value map is its name, a path lists the
entities it passes through.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

IR_VERSION = 1

Direction: TypeAlias = Literal["both", "to_right", "to_left"]
SystemKind: TypeAlias = Literal["finops", "dataverse", "odata", "sql"]
Confidence: TypeAlias = Literal["stated", "inferred"]


class Node(BaseModel):
    """The base of every part of the IR."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Tagged(Node):
    """A member of a union, told apart by its `node`: the tag is written even where defaults are left out."""

    node: str

    @model_serializer(mode="wrap")
    def _with_tag(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {"node": self.node, **handler(self)}


# ------------------------------------------------------------------------------------------------------------ types

TypeKind: TypeAlias = Literal[
    "any",
    "text",
    "int",
    "long",
    "decimal",
    "double",
    "bool",
    "date",
    "datetime",
    "time",
    "guid",
    "enum",
    "options",
    "lookup",
]


class Type(Node):
    """
    The type of a value. `length` counts characters; `precision` and `scale` decimal digits; `name` is the
    enum or option set (`fo.NoYes`); `targets` are the entities that a lookup may point at.
    """

    kind: TypeKind = "any"
    nullable: bool = True
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    name: str | None = None
    targets: tuple[str, ...] = ()


# ---------------------------------------------------------------------------------------- literals and expressions

LiteralKind: TypeAlias = Literal[
    "string",
    "int",
    "decimal",
    "bool",
    "blank",
    "date",
    "datetime",
    "time",
    "guid",
    "symbol",
]


class Constant(Tagged):
    """
    A literal value. `text` is its canonical spelling (a decimal keeps its scale, a bool is `true` or
    `false`, blank is empty); `symbol` is the name of an enum or option value.
    """

    node: Literal["constant"] = "constant"
    kind: LiteralKind
    text: str = ""


class PathRef(Tagged):
    """
    A column, or a column reached through lookups.

    `segments` are the names as declared; `through` the entity that each lookup on the way points at (one
    less than the segments; empty text where it is not known). `type` is that of the last column.
    """

    node: Literal["path"] = "path"
    segments: tuple[str, ...]
    through: tuple[str, ...] = ()
    type: Type = Type()

    @property
    def text(self) -> str:
        """The segments with dots between."""
        return ".".join(self.segments)


class Candidate(Node):
    """One target of a polymorphic lookup. `label` is the name written in the path (`Account`)."""

    entity: str
    label: str
    key: str


class EitherRef(Tagged):
    """A polymorphic lookup: the row is in the first of the candidates that has the key."""

    node: Literal["either"] = "either"
    column: str
    candidates: tuple[Candidate, ...]
    type: Type = Type()

    @property
    def text(self) -> str:
        """In the form of the mapping tables: `customerid.Account(accountnumber)`."""
        return self.column + "".join(f".{c.label}({c.key})" for c in self.candidates)


class Unary(Tagged):
    """`not` or `-`."""

    node: Literal["unary"] = "unary"
    op: Literal["not", "-"]
    operand: Expr


class Binary(Tagged):
    """A comparison, `and`, `or`, or arithmetic."""

    node: Literal["binary"] = "binary"
    op: Literal["or", "and", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"]
    left: Expr
    right: Expr


class In(Tagged):
    """Membership in a list of literals."""

    node: Literal["in"] = "in"
    operand: Expr
    options: tuple[Constant, ...]


class IsBlank(Tagged):
    """Whether there is no value."""

    node: Literal["is_blank"] = "is_blank"
    operand: Expr
    negated: bool = False


class Call(Tagged):
    """A call of a function of the standard library."""

    node: Literal["call"] = "call"
    function: str
    args: tuple[Expr, ...]


class If(Tagged):
    """A choice between two values."""

    node: Literal["if"] = "if"
    condition: Expr
    then: Expr
    otherwise: Expr


class Parameter(Tagged):
    """A reference to an input of a transform or state table (`target` is the present target value)."""

    node: Literal["parameter"] = "parameter"
    name: str


Expr: TypeAlias = Annotated[
    Constant
    | PathRef
    | EitherRef
    | Unary
    | Binary
    | In
    | IsBlank
    | Call
    | If
    | Parameter,
    Field(discriminator="node"),
]


class Inputs(Tagged):
    """Several expressions that feed one transform or state table."""

    node: Literal["inputs"] = "inputs"
    items: tuple[Expr, ...]


Side: TypeAlias = Annotated[
    Constant | PathRef | EitherRef | Unary | Binary | In | IsBlank | Call | If | Inputs,
    Field(discriminator="node"),
]

# --------------------------------------------------------------------------------------------------------- entities


class System(Node):
    """One end. `company` is the default company field of its entities."""

    name: str
    kind: SystemKind
    label: str = ""
    company: str | None = None


class Requirement(Node):
    """A solution that must be installed, and its least version."""

    name: str
    version: str


class Solution(Node):
    """A package of maps."""

    name: str
    label: str = ""
    publisher: str = ""
    version: str = ""
    requires: tuple[Requirement, ...] = ()
    doc: str = ""


class EnumMember(Node):
    """A symbolic value; `code` where it is numbered."""

    name: str
    code: int | None = None
    renamed_from: str | None = None
    doc: str = ""


class Enum(Node):
    """The values of an enum (symbols) or an option set (numbers with labels)."""

    name: str
    numbered: bool
    members: tuple[EnumMember, ...]
    doc: str = ""


class EntityField(Node):
    """A field of an entity. `confidence` says whether its type was stated by a source or inferred."""

    name: str
    type: Type = Type()
    required: bool = False
    readonly: bool = False
    createonly: bool = False
    computed: bool = False
    confidence: Confidence = "stated"
    renamed_from: str | None = None
    owner: str | None = None
    doc: str = ""


class Key(Node):
    """An alternate key: its name and its columns."""

    name: str
    columns: tuple[str, ...]


class Entity(Node):
    """
    What a map may read and write. `key` is the primary key, `integration_key` the paths by which a map or
    a lookup finds a row, `company` the path to the company code of a company-specific entity.
    """

    name: str
    label: str = ""
    table: str = ""
    key: tuple[str, ...] = ()
    alternate_keys: tuple[Key, ...] = ()
    integration_key: tuple[str, ...] = ()
    company: str | None = None
    owner: str | None = None
    renamed_from: str | None = None
    solution: str | None = None
    fields: tuple[EntityField, ...] = ()
    doc: str = ""


# ------------------------------------------------------------------------------------------------------- transforms


class Otherwise(Node):
    """What happens to a value without an entry."""

    policy: Literal["error", "keep", "null", "value"] = "error"
    value: Constant | None = None


class Pair(Node):
    """An entry of a value map and the directions it serves."""

    left: Constant
    right: Constant
    direction: Direction = "both"
    renamed_from: str | None = None
    doc: str = ""


class ValueMap(Node):
    """Pairs of values. `to_right` and `to_left` say what happens to a value without an entry."""

    name: str
    left: Type
    right: Type
    pairs: tuple[Pair, ...]
    to_right: Otherwise = Otherwise()
    to_left: Otherwise = Otherwise()
    ignore_case: bool = False
    solution: str | None = None
    doc: str = ""


class Input(Node):
    """A typed input of a transform or state table."""

    name: str
    type: Type


class Transform(Node):
    """A pure function; `backward` where it can be undone."""

    name: str
    inputs: tuple[Input, ...]
    result: Type
    forward: Expr | None
    backward: Expr | None
    solution: str | None = None
    doc: str = ""


class StateRow(Node):
    """A row of a state table; a cell that is None takes any value."""

    cells: tuple[Constant | None, ...]
    result: Constant
    condition: Expr | None = None


class States(Node):
    """A state table: the first row that matches decides."""

    name: str
    inputs: tuple[Input, ...]
    result: Type
    rows: tuple[StateRow, ...]
    otherwise: Otherwise = Otherwise()
    solution: str | None = None
    doc: str = ""


class Use(Node):
    """The transform of a mapping: which kind, which one, with which further arguments."""

    kind: Literal["value_map", "transform", "states"]
    name: str
    args: tuple[Constant, ...] = ()


# ------------------------------------------------------------------------------------------------------------- maps


class FieldMapping(Node):
    """
    One mapping line. `implied` marks the company pair that the compiler adds to a company-specific map.

    A side that is not a path is written in neither direction; `direction` says which ways the line goes.
    """

    left: Side
    right: Side
    direction: Direction
    transform: Use | None = None
    default: Constant | None = None
    condition: Expr | None = None
    winner: str | None = None
    on_null: str | None = None
    lossy: str | None = None
    owner: str | None = None
    implied: bool = False
    doc: str = ""


class KeyPart(Node):
    """A part of the identity of a pair of records: the left path, the right path."""

    left: str
    right: str


class CompanyPair(Node):
    """Where each side keeps the company code."""

    left: str
    right: str


class Dependency(Node):
    """A map that goes first, and why: `declared`, or the lookups that need its rows."""

    map: str
    declared: bool = False
    lookups: tuple[str, ...] = ()


class Retired(Node):
    """A field that is no longer mapped, since which version, and until when that is remembered."""

    name: str
    since: str
    sunset: str | None = None


class Map(Node):
    """How records of two entities are kept equal."""

    name: str
    label: str = ""
    left: str
    right: str
    version: str = ""
    status: Literal["draft", "live", "retired"] = "live"
    owner: str | None = None
    solution: str | None = None
    renamed_from: str | None = None
    folder: str = ""
    left_filter: Expr | None = None
    right_filter: Expr | None = None
    key: tuple[KeyPart, ...] = ()
    company: CompanyPair | None = None
    fields: tuple[FieldMapping, ...]
    dependencies: tuple[Dependency, ...] = ()
    conflict: Literal["left", "right", "newest", "error"] = "newest"
    on_leave: Literal["freeze", "unlink", "delete", "deactivate"] = "freeze"
    on_delete: Literal["propagate", "ignore", "deactivate"] = "propagate"
    retired: tuple[Retired, ...] = ()
    doc: str = ""


class Step(Node):
    """
    A step of the initial synchronization: a map, without the columns that point at later rows, or (in a
    second pass) only those.
    """

    map: str
    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


class ActionField(Node):
    """One assignment of an action's request or response."""

    source: Side
    target: Side


class Action(Node):
    """An on-demand call."""

    name: str
    label: str = ""
    caller: str
    callee: str
    request: tuple[ActionField, ...]
    response: tuple[ActionField, ...]
    correlation: str | None = None
    idempotent: bool = False
    doc: str = ""


class BootstrapEntry(Node):
    """A value of the source column and the company it stands for."""

    value: Constant
    company: Constant


class Bootstrap(Node):
    """The rule that stamps the company on old rows."""

    entity: str
    source: str
    entries: tuple[BootstrapEntry, ...]
    otherwise: Otherwise = Otherwise()
    doc: str = ""


class ExampleField(Node):
    """A value of a field of an example's record."""

    path: str
    value: Constant


class ExampleRecord(Node):
    """A record of an example and the role it plays."""

    role: Literal["record", "put", "after", "expect"]
    system: str
    fields: tuple[ExampleField, ...]


class Example(Node):
    """A record on one side and the record expected on the other."""

    title: str
    map: str
    records: tuple[ExampleRecord, ...]


class Samples(Node):
    """A file of sample records for a map."""

    path: str
    map: str


class Variant(Node):
    """Alternatives of which one is chosen at build time."""

    name: str
    choices: tuple[str, ...]
    chosen: str


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
