"""Mistakes about types: values that cannot travel, targets that are left empty."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Problem, Severity
from dwmap.source import Span

__all__ = [
    "IncompatibleTypes",
    "LookupAsValue",
    "NarrowerTarget",
    "NoLookup",
    "ReadonlyTarget",
    "RequiredTarget",
    "WrongOperand",
    "WrongValueType",
]


class TypeProblem(Problem, abstract=True):
    """A mistake about types."""

    topic = "types"


@dataclass(frozen=True)
class IncompatibleTypes(TypeProblem):
    """
    A plain line joins two fields whose types have nothing in common.

    ## Why it matters
    Every record would fail when it is written. The product reports it as DIPV1030.

    ## Example
        entity fo.A { Created date }
        entity ce.b { count int }
        map M : fo.A <-> ce.b { Created = count }

    ## Instead
        Use a value map or a transform, or map another field.
    """

    source: str
    target: str
    source_type: str
    target_type: str
    span: Span
    source_span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.source}` is {self.source_type}, `{self.target}` is {self.target_type}",
            self.span,
            f"this is {self.target_type}",
            Label(self.source_span, f"this is {self.source_type}"),
            help="use a value map or a transform, or map another field",
        )


@dataclass(frozen=True)
class NarrowerTarget(TypeProblem):
    """
    A value may not fit into the field that it is written to.

    ## Why it matters
    Records with longer or larger values fail at run time, or, on a two-way line, come back cut.

    ## Example
        entity fo.A { Name string(100) }
        entity ce.b { name string(60) }
        map M : fo.A <-> ce.b { Name = name }

    ## Instead
        Widen the column, or cut on purpose with a one-way transform.
    """

    severity = Severity.WARNING
    source: str
    target: str
    source_type: str
    target_type: str
    span: Span
    source_span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.source}` ({self.source_type}) may not fit into `{self.target}` ({self.target_type})",
            self.span,
            f"holds {self.target_type}",
            Label(self.source_span, f"holds {self.source_type}"),
            help='widen the target, or say why it is no loss: `lossy "…"`',
        )


@dataclass(frozen=True)
class LookupAsValue(TypeProblem):
    """
    A lookup is mapped like a value.

    ## Why it matters
    A lookup holds the id of a row in one system; the other system does not know that id. What travels is
    the key of the row.

    ## Example
        CurrencyCode = transactioncurrencyid

    ## Instead
        CurrencyCode = transactioncurrencyid.isocurrencycode
    """

    name: str
    span: Span
    keys: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        help = None
        if self.keys:
            help = "name the key of the row: " + ", ".join(
                f"`{self.name}.{key}`" for key in self.keys[:3]
            )
        return self._diagnostic(
            f"`{self.name}` is a lookup, not a value", self.span, help=help
        )


@dataclass(frozen=True)
class NoLookup(TypeProblem):
    """
    A path goes on behind a field that is no lookup.

    ## Why it matters
    There is no row to go to.

    ## Example
        entity ce.b { name string(60) }
        map M : fo.A <-> ce.b { Name = name.first }

    ## Instead
        map M : fo.A <-> ce.b { Name = name }
    """

    name: str
    type: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` is {self.type}, not a lookup", self.span
        )


@dataclass(frozen=True)
class ReadonlyTarget(TypeProblem):
    """
    A line writes a field that is read-only or computed.

    ## Why it matters
    The other side refuses the write. The product reports it as DIPV1011.

    ## Example
        entity ce.b { total decimal(18, 2) readonly }
        map M : fo.A <-> ce.b { Total = total }

    ## Instead
        map M : fo.A <-> ce.b { Total < total }
    """

    name: str
    entity: str
    modifier: str
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` of `{self.entity}` is {self.modifier} and cannot be written",
            self.span,
            "written here",
            Label(self.decl, f"{self.modifier} here"),
            help="let the line only read it",
        )


@dataclass(frozen=True)
class RequiredTarget(TypeProblem):
    """
    A required field of a target has no source.

    ## Why it matters
    No row can be created there. The product reports it as DIPV1010 (not mapped) or DIPV1031 (no default).

    ## Example
        entity ce.b { name string(60) required }
        map M : fo.A <-> ce.b { Memo > description }

    ## Instead
        map M : fo.A <-> ce.b {
          Name > name
          Memo > description
        }
    """

    severity = Severity.WARNING
    name: str
    entity: str
    map: str
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` creates rows of `{self.entity}` and never fills `{self.name}`",
            self.span,
            f"no line writes `{self.name}`",
            Label(self.decl, "required here"),
            help=f"map `{self.name}`, or give it a constant",
        )


@dataclass(frozen=True)
class WrongOperand(TypeProblem):
    """
    An operator or function gets a value of a kind that it does not work on.

    ## Why it matters
    The expression would fail on every record.

    ## Example
        where fo Created > "soon"

    ## Instead
        where fo Created > date "2026-01-01"
    """

    what: str
    wants: str
    got: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"{self.what} works on {self.wants}, not on {self.got}",
            self.span,
            f"this is {self.got}",
        )


@dataclass(frozen=True)
class WrongValueType(TypeProblem):
    """
    A literal does not belong to the type of the field it is written to or compared with.

    ## Why it matters
    It can never be equal to a value of the field, or the write is refused.

    ## Example
        entity ce.b { active bool }
        map M : fo.A <-> ce.b { "yes" >> active }

    ## Instead
        map M : fo.A <-> ce.b { true >> active }
    """

    literal: str
    type: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"{self.literal} is no value of {self.type}", self.span)
