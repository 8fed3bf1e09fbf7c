"""Mistakes about references: transforms, maps, values, variants and lines that are not there."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity, did_you_mean
from dwmap.semantic.problems.names import NameProblem
from dwmap.source import Span

__all__ = [
    "WrongCandidate",
    "UnknownExtensionBase",
    "UnknownLine",
    "UnknownMap",
    "UnknownMember",
    "UnknownTransform",
    "UnknownVariant",
    "WrongSystem",
]


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
class WrongCandidate(NameProblem):
    """
    A polymorphic lookup names an entity that its column does not point at.

    ## Why it matters
    No row of that entity can ever be found there.

    ## Example
        entity ce.orders { customerid -> ce.accounts | ce.contacts }
        map M : fo.Orders <-> ce.orders {
          Customer = customerid.Acount(accountnumber).Contact(contactnumber)
        }

    ## Instead
        map M : fo.Orders <-> ce.orders {
          Customer = customerid.Account(accountnumber).Contact(contactnumber)
        }
    """

    name: str
    column: str
    targets: tuple[str, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        listed = " or ".join(f"`{target}`" for target in self.targets)
        return self._diagnostic(
            f"`{self.column}` does not point at `{self.name}`",
            self.span,
            help=f"it points at {listed}",
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
    span: Span | None
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        where = "" if self.span else ", but `dwmap.toml` chooses it"
        return self._diagnostic(
            f"no variant or choice is called `{self.name}`{where}",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant) if self.span else None,
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
