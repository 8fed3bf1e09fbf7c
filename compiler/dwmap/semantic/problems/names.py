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
    "SharedFolder",
    "UndeclaredEntity",
    "UndeclaredField",
    "UnknownField",
    "UnknownSystem",
    "UnknownType",
]


class NameProblem(Problem, abstract=True):
    """A mistake about a name."""

    topic = "names"

    @staticmethod
    def _fix(span: Span, meant: tuple[str, ...]) -> Fix | None:
        if not meant:
            return None
        instead = f'"{meant[0]}"' if span.text.startswith('"') else meant[0]
        return Fix(f"write `{instead}`", (Edit(span, instead),), safe=False)


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
class SharedFolder(NameProblem):
    """
    Two solutions are declared in one folder.

    ## Why it matters
    A solution owns the files of its folder and of the folders below; each file belongs to exactly one.

    ## Example
        solution CustomerMaster { version 1.0.0.0 }
        solution VendorMaster { version 1.0.0.0 }

    ## Instead
    Give each solution a folder of its own.
    """

    name: str
    other: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` and `{self.other}` share a folder",
            self.second,
            "this is the second solution here",
            Label(self.first, "the files here belong to this one"),
            help="give each solution a folder of its own",
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
            f"no type is called `{self.name}`, so its values are not checked",
            self.span,
            help=help,
        )
