"""What was written: declarations, mapping lines and expressions with their places in the source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from dwmap.source import SourceFile, Span

# ----------------------------------------------------------------------------------------------- names and literals


@dataclass(frozen=True, slots=True)
class Name:
    """A name, without the backticks it may have been written in."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class QName:
    """A name of a system and a name in it: `ce.accounts`."""

    system: Name
    name: Name

    @property
    def text(self) -> str:
        """Both names with the dot between."""
        return f"{self.system.text}.{self.name.text}"

    @property
    def span(self) -> Span:
        """Both names."""
        return self.system.span.to(self.name.span)


LiteralKind: TypeAlias = Literal[
    "string", "int", "decimal", "bool", "blank", "date", "datetime", "time", "guid"
]
LiteralValue: TypeAlias = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class LiteralExpr:
    """
    A literal. Text, dates, times and guids are kept as text, `blank` as None; numbers as int or Decimal
    (a decimal keeps its written scale).
    """

    kind: LiteralKind
    value: LiteralValue
    span: Span


# ------------------------------------------------------------------------------------------------------ expressions


@dataclass(frozen=True, slots=True)
class PathExpr:
    """A column or a column reached through lookups."""

    segments: tuple[Name, ...]
    span: Span

    @property
    def text(self) -> str:
        """The segments with dots between."""
        return ".".join(name.text for name in self.segments)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One target of a polymorphic lookup: `Account(accountnumber)`."""

    entity: Name
    key: Name


@dataclass(frozen=True, slots=True)
class EitherExpr:
    """A polymorphic lookup: `customerid.Account(accountnumber).Contact(msdyn_contactpersonid)`."""

    column: Name
    candidates: tuple[Candidate, ...]
    span: Span

    @property
    def text(self) -> str:
        """As it is written, without backticks."""
        return self.column.text + "".join(
            f".{c.entity.text}({c.key.text})" for c in self.candidates
        )


@dataclass(frozen=True, slots=True)
class CallExpr:
    """A call of a function: `concat(first, " ", last)`."""

    function: Name
    args: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class UnaryExpr:
    """`not x` or `-x`."""

    op: str
    operand: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class BinaryExpr:
    """`or`, `and`, a comparison or an arithmetic operator."""

    op: str
    left: Expr
    right: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class InExpr:
    """`x in ["a", "b"]`."""

    operand: Expr
    options: tuple[LiteralExpr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class BlankExpr:
    """`x is blank` or `x is not blank`."""

    operand: Expr
    negated: bool
    span: Span


@dataclass(frozen=True, slots=True)
class IfExpr:
    """`if c then a else b`."""

    condition: Expr
    then: Expr
    otherwise: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class TupleExpr:
    """Several expressions in parentheses: the source of a state table or of a transform of several values."""

    items: tuple[Expr, ...]
    span: Span


Expr: TypeAlias = (
    LiteralExpr
    | PathExpr
    | EitherExpr
    | CallExpr
    | UnaryExpr
    | BinaryExpr
    | InExpr
    | BlankExpr
    | IfExpr
    | TupleExpr
)

# ------------------------------------------------------------------------------------------------------------ types


@dataclass(frozen=True, slots=True)
class NamedType:
    """A built-in type with its sizes, or the name of an enum or option set (`ce.x` with its system)."""

    system: Name | None
    name: Name
    sizes: tuple[int, ...]
    optional: bool
    span: Span


@dataclass(frozen=True, slots=True)
class LookupType:
    """`-> ce.accounts | ce.contacts`."""

    targets: tuple[QName, ...]
    optional: bool
    span: Span


TypeExpr: TypeAlias = NamedType | LookupType

# ----------------------------------------------------------------------------------------------------- declarations


@dataclass(frozen=True, slots=True)
class SystemDecl:
    """`system legacy sql "Legacy ERP" { company company_code }`."""

    name: Name
    kind: Name
    label: str | None
    company: PathExpr | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class Requirement:
    """A solution that must be there, and its least version."""

    name: Name
    version: str
    span: Span


@dataclass(frozen=True, slots=True)
class SolutionDecl:
    """The package that the file's declarations belong to."""

    name: Name
    label: str | None
    publisher: Name | None
    version: str | None
    requires: tuple[Requirement, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class EnumMember:
    """A symbolic value."""

    name: Name
    renamed_from: Name | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class EnumDecl:
    """`enum fo.NoYes { No, Yes }`."""

    qname: QName
    members: tuple[EnumMember, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class OptionMember:
    """A numbered value and its label."""

    code: int
    name: Name
    renamed_from: Name | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class OptionsDecl:
    """`options ce.msdyn_onholdstatus { 806380000 No }`."""

    qname: QName
    members: tuple[OptionMember, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class FieldDecl:
    """A field of an entity. `type` is None where nothing is known of it."""

    name: Name
    type: TypeExpr | None
    modifiers: tuple[Name, ...]
    renamed_from: Name | None
    owner: Name | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class KeyDecl:
    """
    A `key`, `alternate key NAME` or `integration key` line: its paths in order.

    A member of a key of the entity itself is a column; of an integration key, possibly a path.
    """

    kind: Literal["key", "alternate", "integration"]
    name: Name | None
    paths: tuple[PathExpr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class EntityDecl:
    """`entity fo.CustomersV3 "Customers V3" { … }`."""

    qname: QName
    label: str | None
    table: Name | None
    keys: tuple[KeyDecl, ...]
    company: PathExpr | None
    owner: Name | None
    renamed_from: Name | None
    fields: tuple[FieldDecl, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """A pair of a value map. A side is a literal or the name of an enum or option value."""

    left: LiteralExpr | Name
    op: str
    right: LiteralExpr | Name
    renamed_from: Name | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class ElseClause:
    """`else error`, `else left keep`, `else 5`: what happens to a value without an entry, per direction."""

    side: Literal["both", "left", "right"]
    policy: Literal["error", "keep", "null", "value"]
    value: LiteralExpr | Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class ValueMapDecl:
    """`valuemap YesNo : fo.NoYes <-> bool { … }`."""

    name: Name
    left: TypeExpr
    right: TypeExpr
    entries: tuple[ValueEntry, ...]
    otherwise: tuple[ElseClause, ...]
    ignore_case: bool
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named, typed input of a transform or a state table."""

    name: Name
    type: TypeExpr
    span: Span


@dataclass(frozen=True, slots=True)
class TransformDecl:
    """A pure function with a forward expression and perhaps a backward one."""

    name: Name
    parameters: tuple[Parameter, ...]
    result: TypeExpr
    forward: Expr | None
    backward: Expr | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class StateRow:
    """`Open, None -> 1 when …`; a cell that is None stands for `_`, any value."""

    cells: tuple[LiteralExpr | Name | None, ...]
    result: LiteralExpr | Name
    condition: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class StatesDecl:
    """A state table: the first row that matches decides."""

    name: Name
    parameters: tuple[Parameter, ...]
    result: TypeExpr
    rows: tuple[StateRow, ...]
    otherwise: ElseClause | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class TransformUse:
    """`: YesNo` or `: Cut(10)` on a mapping line."""

    name: Name
    args: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Policy:
    """`winner right`, `on null keep`, `on leave freeze`, `on delete ignore`, `conflict newest`."""

    subject: str
    choice: Name
    span: Span


@dataclass(frozen=True, slots=True)
class MappingLine:
    """`LEFT OP RIGHT [: TRANSFORM] [default LITERAL] [when EXPR] [policies] [lossy "why"] [owner TEAM]`."""

    left: Expr
    op: str
    op_span: Span
    right: Expr
    transform: TransformUse | None
    default: LiteralExpr | None
    condition: Expr | None
    policies: tuple[Policy, ...]
    lossy: str | None
    owner: Name | None
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class Allow:
    """`allow RULE "why"`: this finding is accepted here, for a reason."""

    rule: Name
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class WhereClause:
    """`where fo PartyType == "Person"`; `and` adds to the base map's filter in an `extend`."""

    system: Name
    adds: bool
    condition: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class RetiredField:
    """A tombstone: `retired OldMemo since 1.0.0.1 sunset date "2027-01-01"`."""

    name: Name
    since: str
    sunset: LiteralExpr | None
    span: Span


@dataclass(frozen=True, slots=True)
class VariantCondition:
    """`when vendor_design is basic`."""

    variant: Name
    choice: Name


@dataclass(frozen=True, slots=True)
class MapDecl:
    """`map NAME "label" : fo.A <-> ce.B { … }`."""

    name: Name
    label: str | None
    left: QName
    right: QName
    variant: VariantCondition | None
    version: str | None
    status: Name | None
    owner: Name | None
    renamed_from: Name | None
    depends: tuple[Name, ...]
    filters: tuple[WhereClause, ...]
    keys: tuple[KeyDecl, ...]
    policies: tuple[Policy, ...]
    lines: tuple[MappingLine, ...]
    retired: tuple[RetiredField, ...]
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class LineChange:
    """`add LINE` or `replace LINE` of an `extend map`."""

    kind: Literal["add", "replace"]
    line: MappingLine
    span: Span


@dataclass(frozen=True, slots=True)
class LineRemoval:
    """`remove CreditRating`: the line whose left or right side is this path."""

    path: PathExpr
    span: Span


@dataclass(frozen=True, slots=True)
class ExtendMapDecl:
    """A change of a shipped map without a copy of it."""

    name: Name
    base_version: str | None
    version: str | None
    owner: Name | None
    depends: tuple[Name, ...]
    filters: tuple[WhereClause, ...]
    policies: tuple[Policy, ...]
    changes: tuple[LineChange | LineRemoval, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class ExtendEntityDecl:
    """More fields of a shipped entity."""

    qname: QName
    fields: tuple[FieldDecl, ...]
    keys: tuple[KeyDecl, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class VariantDecl:
    """`variant vendor_design { extended, basic }`; the first choice is the default."""

    name: Name
    choices: tuple[Name, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class ActionDecl:
    """An on-demand call with a request and a response mapping."""

    name: Name
    label: str | None
    caller: QName
    callee: QName
    request: tuple[MappingLine, ...]
    response: tuple[MappingLine, ...]
    correlation: PathExpr | None
    idempotent: bool
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class BootstrapDecl:
    """The rule that stamps the company on rows that existed before the first sync."""

    qname: QName
    source: PathExpr
    entries: tuple[tuple[LiteralExpr, LiteralExpr], ...]
    otherwise: ElseClause | None
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class ExampleField:
    """`CustomerAccount "US-001"` in a record of an example."""

    path: PathExpr
    value: LiteralExpr
    span: Span


@dataclass(frozen=True, slots=True)
class ExampleRecord:
    """A record of an example: which role it plays, in which system."""

    role: Literal["record", "put", "after", "expect"]
    system: Name
    fields: tuple[ExampleField, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ExampleDecl:
    """`example "…" for MAP { fo { … } ce { … } }`."""

    title: str
    map: Name
    records: tuple[ExampleRecord, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class SamplesDecl:
    """`samples "samples/customers.jsonl" for CustomersV3_accounts`."""

    path: str
    map: Name
    doc: str
    span: Span


Decl: TypeAlias = (
    SystemDecl
    | SolutionDecl
    | EnumDecl
    | OptionsDecl
    | EntityDecl
    | ValueMapDecl
    | TransformDecl
    | StatesDecl
    | MapDecl
    | ExtendMapDecl
    | ExtendEntityDecl
    | VariantDecl
    | ActionDecl
    | BootstrapDecl
    | ExampleDecl
    | SamplesDecl
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A `//` or `///` comment with its text as written; `own_line` means nothing stands before it."""

    text: str
    span: Span
    own_line: bool

    @property
    def is_doc(self) -> bool:
        """Whether it belongs to the next declaration or line and reaches the documentation."""
        return self.text.startswith("///")


@dataclass(frozen=True, slots=True)
class File:
    """A parsed file. `damaged` are names inside parts that could not be parsed: nothing is said about their absence."""

    source: SourceFile
    declarations: tuple[Decl, ...]
    comments: tuple[Comment, ...] = ()
    damaged: frozenset[str] = frozenset()
