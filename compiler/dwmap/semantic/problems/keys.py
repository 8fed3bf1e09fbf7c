"""Mistakes about identity: keys that are missing, not mapped, or go one way only."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Problem, Severity
from dwmap.source import Span

__all__ = ["KeyOneWay", "KeyUnmapped", "UnkeyedMap", "SplitCompany"]


class KeyProblem(Problem, abstract=True):
    """A mistake about the identity of records."""

    topic = "keys"


@dataclass(frozen=True)
class UnkeyedMap(KeyProblem):
    """
    Nothing says by which key the map finds a record's partner.

    ## Why it matters
    Without a key every write would create a new row. The product reports it as DIPV1003.

    ## Example
        entity ce.b { name string(60) }
        map M : fo.A <-> ce.b { Name = name }

    ## Instead
        entity ce.b {
          integration key name
          name string(60)
        }
    """

    severity = Severity.WARNING
    map: str
    entity: str
    span: Span
    meant: str | None = None

    def diagnose(self) -> Diagnostic:
        help = f"declare `integration key …` in `{self.entity}`, or `key …` in the map"
        if self.meant:
            help = f"declare `integration key {self.meant}` in `{self.entity}`, or `key …` in the map"
        return self._diagnostic(
            f"`{self.map}` has no key by which it finds a row of `{self.entity}`",
            self.span,
            help=help,
        )


@dataclass(frozen=True)
class KeyUnmapped(KeyProblem):
    """
    A part of the integration key is not mapped.

    ## Why it matters
    A row cannot be found by part of its key. The product reports it as DIPV1014, and as DIPV1015 where
    the part goes through a lookup.

    ## Example
        entity ce.b {
          integration key number, site
          number string(20)
          site   string(20)
        }
        map M : fo.A <-> ce.b { Number = number }

    ## Instead
        map M : fo.A <-> ce.b {
          Number = number
          Site   = site
        }
    """

    severity = Severity.WARNING
    parts: tuple[str, ...]
    entity: str
    map: str
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        names = ", ".join(f"`{part}`" for part in self.parts)
        what = "a part" if len(self.parts) == 1 else "parts"
        return self._diagnostic(
            f"`{self.map}` does not map {names}, {what} of the key of `{self.entity}`",
            self.span,
            f"no line maps {names}",
            Label(self.decl, "part of the key"),
            help="map each part of the key, or state another key",
        )


@dataclass(frozen=True)
class KeyOneWay(KeyProblem):
    """
    A map has two-way lines and maps a part of its key one way only.

    ## Why it matters
    Records that begin on the other side cannot find their partner. The product reports it as DIPV1004.

    ## Example
        entity ce.b {
          integration key number
          number string(20)
        }
        map M : fo.A <-> ce.b {
          Number > number
          Name   = name
        }

    ## Instead
        map M : fo.A <-> ce.b {
          Number = number
          Name   = name
        }
    """

    severity = Severity.WARNING
    part: str
    map: str
    span: Span
    op: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` goes both ways, but its key part `{self.part}` goes one way only (`{self.op}`)",
            self.span,
            help="map the key part both ways, or every line one way",
        )


@dataclass(frozen=True)
class SplitCompany(KeyProblem):
    """
    A company-specific entity is mapped to one that is shared by all companies.

    ## Why it matters
    Rows of two companies with the same key would meet in one row. The product reports it as DIPV1002.

    ## Example
        entity fo.A {
          company dataAreaId
          dataAreaId string(4)
        }
        entity ce.b { name string(60) }
        map M : fo.A <-> ce.b { Name = name }

    ## Instead
        entity ce.b {
          company msdyn_company.cdm_companycode
          name string(60)
        }
    """

    severity = Severity.WARNING
    map: str
    specific: str
    shared: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.specific}` belongs to a company, `{self.shared}` does not",
            self.span,
            help=f"declare `company …` in `{self.shared}`, or take it away from `{self.specific}`",
        )
