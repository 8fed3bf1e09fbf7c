"""Mistakes about names: declared twice, declared nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import (
    Diagnostic,
    Edit,
    Fix,
    Label,
    Problem,
    Severity,
    did_you_mean,
)
from dwmap.source import Span

__all__ = [
    "DuplicateDeclaration",
    "DuplicateMember",
    "UndeclaredEntity",
    "UndeclaredField",
    "UnknownExtensionBase",
    "UnknownField",
    "UnknownLine",
    "UnknownMap",
    "UnknownMember",
    "UnknownSystem",
    "UnknownTransform",
    "UnknownType",
    "UnknownVariant",
    "WrongSystem",
]


class NameProblem(Problem, abstract=True):
    """A mistake about a name."""

    topic = "names"

    @staticmethod
    def _fix(span: Span, meant: tuple[str, ...]) -> Fix | None:
        return (
            Fix(f"write `{meant[0]}`", (Edit(span, meant[0]),), safe=False)
            if meant
            else None
        )


@dataclass(frozen=True)
class DuplicateDeclaration(NameProblem):
    """
    Two declarations of one kind have the same name.

    ## Why it matters
    Names hold for the whole project, whatever file they stand in; the second one is left out.

    ## Example
        enum fo.NoYes { No, Yes }
        enum fo.NoYes { No, Yes }

    ## Instead
        enum fo.NoYes { No, Yes }
    """

    what: str
    name: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        first = Label(self.first, "first declared here")
        return self._diagnostic(
            f"{self.what} `{self.name}` is declared twice",
            self.second,
            "and again here",
            first,
        )


@dataclass(frozen=True)
class DuplicateMember(NameProblem):
    """
    An enum, option set, entity or record names a member twice.

    ## Why it matters
    Members are matched without case, so the two could not be told apart.

    ## Example
        enum fo.NoYes { No, Yes, no }

    ## Instead
        enum fo.NoYes { No, Yes }
    """

    name: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        first = Label(self.first, "first named here")
        return self._diagnostic(
            f"`{self.name}` is named twice", self.second, "and again here", first
        )


@dataclass(frozen=True)
class UnknownSystem(NameProblem):
    """
    A name begins with a system that is not declared.

    ## Why it matters
    The kind of the system decides how its empty values, keys and filters are written.

    ## Example
        entity erp.Customers { }

    ## Instead
        system erp sql
        entity erp.Customers { }
    """

    name: str
    span: Span
    meant: tuple[str, ...] = ()

    def diagnose(self) -> Diagnostic:
        help = (
            did_you_mean(self.name, self.meant)
            or f"declare it: `system {self.name} sql`"
        )
        return self._diagnostic(
            f"no system is called `{self.name}`",
            self.span,
            help=help,
            fix=self._fix(self.span, self.meant),
        )


@dataclass(frozen=True)
class UndeclaredEntity(NameProblem):
    """
    A map, lookup or extension names an entity that is declared nowhere.

    ## Why it matters
    Nothing about its fields can be checked. It may also be a misspelt name.

    ## Example
        map M : fo.Custommers <-> ce.accounts { }

    ## Instead
        entity fo.Customers { CustomerAccount string(20) }
        map M : fo.Customers <-> ce.accounts { }
    """

    severity = Severity.WARNING
    name: str
    span: Span
    meant: tuple[str, ...] = ()

    def diagnose(self) -> Diagnostic:
        help = (
            did_you_mean(self.name, self.meant)
            or "declare it, or import its schema, to have it checked"
        )
        return self._diagnostic(
            f"entity `{self.name}` is not declared, so nothing about it is checked",
            self.span,
            help=help,
        )


@dataclass(frozen=True)
class UnknownField(NameProblem):
    """
    A field that an entity does not have, and whose name looks like one that it has.

    ## Why it matters
    The line would read or write a column that does not exist.

    ## Example
        entity ce.accounts { name string(160) }
        map M : fo.A <-> ce.accounts {
          Name = nmae
        }

    ## Instead
        map M : fo.A <-> ce.accounts {
          Name = name
        }
    """

    name: str
    entity: str
    span: Span
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` is no field of `{self.entity}`",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant),
        )


@dataclass(frozen=True)
class UndeclaredField(NameProblem):
    """
    A field that the entity's declaration does not list.

    ## Why it matters
    Typing is gradual: the line compiles, and nothing about this field is checked.

    ## Example
        entity ce.accounts { name string(160) }
        map M : fo.A <-> ce.accounts {
          Memo = description
        }

    ## Instead
        entity ce.accounts {
          name        string(160)
          description text?
        }
    """

    severity = Severity.NOTE
    name: str
    entity: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` is not declared in `{self.entity}`, so it is not checked",
            self.span,
            help="declare it with its type, or import the schema",
        )


@dataclass(frozen=True)
class UnknownType(NameProblem):
    """
    A type that is neither built in nor declared as an enum or option set.

    ## Why it matters
    The field is taken as `any`, and its values are not checked.

    ## Example
        entity fo.A { Status NoSuchEnum }

    ## Instead
        enum fo.Status { Open, Closed }
        entity fo.A { Status Status }
    """

    severity = Severity.WARNING
    name: str
    span: Span
    meant: tuple[str, ...] = ()

    def diagnose(self) -> Diagnostic:
        help = (
            did_you_mean(self.name, self.meant)
            or "declare it as `enum` or `options`, or write `any`"
        )
        return self._diagnostic(
            f"no type is called `{self.name}`, so the field is not checked",
            self.span,
            help=help,
        )


@dataclass(frozen=True)
class UnknownTransform(NameProblem):
    """
    A mapping line uses a value map, transform or state table that is declared nowhere.

    ## Why it matters
    The line cannot be compiled.

    ## Example
        IsOneTime >< msdyn_onetime : YesNoo

    ## Instead
        IsOneTime >< msdyn_onetime : YesNo
    """

    name: str
    span: Span
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"no value map, transform or state table is called `{self.name}`",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant),
        )


@dataclass(frozen=True)
class UnknownMap(NameProblem):
    """
    A dependency, extension, example or sample names a map that does not exist.

    ## Why it matters
    The order of the initial synchronization cannot be planned around a map that is not there.

    ## Example
        depends on CustomerGrops

    ## Instead
        depends on CustomerGroups
    """

    name: str
    span: Span
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"no map is called `{self.name}`",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant),
        )


@dataclass(frozen=True)
class UnknownMember(NameProblem):
    """
    A value that the enum or option set does not have.

    ## Why it matters
    The entry can never match, or writes a value that the other side refuses.

    ## Example
        enum fo.NoYes { No, Yes }
        valuemap V : fo.NoYes <-> bool { Yess = true }

    ## Instead
        valuemap V : fo.NoYes <-> bool { Yes = true }
    """

    name: str
    type: str
    span: Span
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` is no value of `{self.type}`",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant),
        )


@dataclass(frozen=True)
class UnknownVariant(NameProblem):
    """
    A map belongs to a variant, or to a choice of one, that is not declared.

    ## Why it matters
    The map would never be part of a build.

    ## Example
        variant design { extended, basic }
        map M : fo.A <-> ce.b when design is basc { }

    ## Instead
        map M : fo.A <-> ce.b when design is basic { }
    """

    name: str
    span: Span
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"no variant or choice is called `{self.name}`",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant),
        )


@dataclass(frozen=True)
class WrongSystem(NameProblem):
    """
    A filter or a record names a system that is neither side of the map.

    ## Why it matters
    A filter reads the fields of the map's left or right entity; there is no third one.

    ## Example
        map M : fo.A <-> ce.b {
          where legacy Status == 1
        }

    ## Instead
        map M : fo.A <-> ce.b {
          where fo Status == 1
        }
    """

    name: str
    sides: tuple[str, str]
    span: Span

    def diagnose(self) -> Diagnostic:
        left, right = self.sides
        return self._diagnostic(
            f"`{self.name}` is no side of this map",
            self.span,
            help=f"its sides are `{left}` and `{right}`",
        )


@dataclass(frozen=True)
class UnknownExtensionBase(NameProblem):
    """
    An extension was written against another version of its base map.

    ## Why it matters
    The base has moved on: what the extension adds or replaces may be there already, or be gone.

    ## Example
        map M : fo.A <-> ce.b { version 1.0.0.6 }
        extend map M on 1.0.0.5 { }

    ## Instead
        extend map M on 1.0.0.6 { }
    """

    severity = Severity.WARNING
    map: str
    written: str
    actual: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"this extends version {self.written} of `{self.map}`, which is now {self.actual}",
            self.span,
            help=f"look at what changed, then write `on {self.actual}`",
        )


@dataclass(frozen=True)
class UnknownLine(NameProblem):
    """
    An extension replaces or removes a line that the base map does not have.

    ## Why it matters
    The extension has no effect there, and a reader would think that it has.

    ## Example
        extend map M { remove CreditRatng }

    ## Instead
        extend map M { remove CreditRating }
    """

    path: str
    map: str
    span: Span
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` has no line for `{self.path}`",
            self.span,
            help=did_you_mean(self.path, self.meant),
            fix=self._fix(self.span, self.meant),
        )
