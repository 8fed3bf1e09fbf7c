"""Findings that are no mistake of language and almost always one of content."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Problem, Severity
from dwmap.source import Span

__all__ = [
    "CodeIntoNumber",
    "EnumIntoBool",
    "GapInCodes",
    "MergedValues",
    "MisspeltCountry",
    "SharedSource",
    "SpellingsDiffer",
    "SplitLookup",
    "UnlikeSiblings",
]


class SuspiciousProblem(Problem, abstract=True):
    """Something that reads like a slip."""

    topic = "suspicious"
    severity = Severity.WARNING


@dataclass(frozen=True)
class CodeIntoNumber(SuspiciousProblem):
    """
    A field that holds a code is mapped to one that holds an amount.

    ## Why it matters
    The first code with a letter in it fails, and one without is a wrong amount.

    ## Example
        TotalDiscountCustomerGroupCode > discountamount

    ## Instead
        TotalDiscountAmount > discountamount
    """

    source: str
    target: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.source}` reads like a code, `{self.target}` holds an amount",
            self.span,
            help="map the field that holds the amount",
        )


@dataclass(frozen=True)
class EnumIntoBool(SuspiciousProblem):
    """
    A value map squeezes named values into yes or no.

    ## Why it matters
    A third value has nowhere to go, and the name of the target no longer says what it means.

    ## Example
        valuemap ShipmentRule : any <-> bool { Always = false
          OnQuantityDecrease = true }

    ## Instead
        Map to an option set with one value for each.
    """

    map: str
    values: tuple[str, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        listed = ", ".join(f"`{value}`" for value in self.values)
        return self._diagnostic(
            f"`{self.map}` squeezes {listed} into yes or no", self.span
        )


@dataclass(frozen=True)
class MergedValues(SuspiciousProblem):
    """
    A value map sends several values to one.

    ## Why it matters
    The difference is lost on the other side, and no record can tell which it was.

    ## Example
        valuemap WorkerStatus : any <-> int { Pending > 754400001
          Terminated > 754400001 }

    ## Instead
        Give each value its own code, or say why the loss is accepted: `lossy "…"` on the line.
    """

    map: str
    value: str
    sources: tuple[str, ...]
    span: Span
    first: Span

    def diagnose(self) -> Diagnostic:
        listed = " and ".join(f"`{source}`" for source in self.sources)
        return self._diagnostic(
            f"`{self.map}` sends {listed} to {self.value}",
            self.span,
            f"also becomes {self.value}",
            Label(self.first, f"becomes {self.value}"),
        )


@dataclass(frozen=True)
class GapInCodes(SuspiciousProblem):
    """
    The codes of a long value map run on without a break, but for a few.

    ## Why it matters
    The missing code is a value that the other side knows and that fails here.

    ## Example
        192350122, 192350123, 192350125

    ## Instead
        Add the entry, or state that the code is not in use.
    """

    map: str
    missing: tuple[int, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        listed = ", ".join(str(code) for code in self.missing)
        return self._diagnostic(
            f"the codes of `{self.map}` run on without a break, but for {listed}",
            self.span,
        )


@dataclass(frozen=True)
class MisspeltCountry(SuspiciousProblem):
    """
    A country's name is not spelt as ISO 3166 spells the country of that code.

    ## Why it matters
    Addresses with that name do not come back: the entry is never found.

    ## Example
        co = "columbia"

    ## Instead
        co = "colombia"
    """

    country: str
    name: str
    meant: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` looks like a misspelling of `{self.meant}`, the country with the code `{self.country}`",
            self.span,
        )


@dataclass(frozen=True)
class SpellingsDiffer(SuspiciousProblem):
    """
    Two value maps spell one value differently.

    ## Why it matters
    The enum has one spelling, so one of the entries never matches.

    ## Example
        valuemap QuoteStatus : any <-> int { Cancelled = 192350004 }
        valuemap OrderStatus : any <-> int { Canceled  = 192350007 }

    ## Instead
        Spell it in both as the enum does.
    """

    one: str
    other: str
    one_map: str
    other_map: str
    span: Span
    first: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.other_map}` spells `{self.other}` what `{self.one_map}` spells `{self.one}`",
            self.span,
            f"spelt `{self.other}` here",
            Label(self.first, f"spelt `{self.one}` here"),
        )


@dataclass(frozen=True)
class SplitLookup(SuspiciousProblem):
    """
    The parts of one lookup go in different directions.

    ## Why it matters
    Together the parts identify one row. In the direction that only some of them take, the qualifier is
    lost, and the name alone may mean another row.

    ## Example
        CategoryName      = category.msdyn_name
        CategoryHierarchy > category.msdyn_hierarchy.msdyn_name

    ## Instead
        CategoryName      = category.msdyn_name
        CategoryHierarchy = category.msdyn_hierarchy.msdyn_name
    """

    lookup: str
    both: str
    one_way: str
    span: Span
    first: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"the parts of `{self.lookup}` go in different directions",
            self.span,
            f"`{self.one_way}` goes one way only",
            Label(self.first, f"`{self.both}` goes both ways"),
            help="let all parts of a lookup go the same ways",
        )


@dataclass(frozen=True)
class SharedSource(SuspiciousProblem):
    """
    One field feeds a lookup and something else, and is read back from both.

    ## Why it matters
    On the way back the two may disagree about its value; the first one is taken. The product allows
    it for parts of lookups only (DIPV1023).

    ## Example
        Calendar = fiscalyear.calendarname
        Calendar = fiscalperiod.calendarname

    ## Instead
        Calendar = fiscalyear.calendarname
        Calendar > fiscalperiod.calendarname
    """

    field: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.field}` is read back from two places, one of them a lookup",
            self.second,
            "and from here",
            Label(self.first, "read back from here"),
            help="let one of the lines go one way only",
        )


@dataclass(frozen=True)
class UnlikeSiblings(SuspiciousProblem):
    """
    Two lines of a map map the same kind of field, one through a value map and one without.

    ## Why it matters
    One of the two columns receives codes where its sibling receives names.

    ## Example
        DeliveryCountry >< shipto_country : Countries
        InvoiceCountry   > billto_country

    ## Instead
        DeliveryCountry >< shipto_country : Countries
        InvoiceCountry  >> billto_country : Countries
    """

    plain: str
    mapped: str
    transform: str
    span: Span
    first: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.plain}` is copied, its sibling `{self.mapped}` goes through `{self.transform}`",
            self.span,
            "copied here",
            Label(self.first, f"through `{self.transform}` here"),
            help=f"use `{self.transform}` here too",
        )
