"""What can be wrong with keys, columns and plans, and what the tables leave open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics.model import Diagnostic, Severity
from dwmap.diagnostics.problem import Problem
from dwmap.diagnostics.suggest import did_you_mean
from dwmap.source import Span

_MOST = 8


def _listed(names: Iterable[str]) -> str:
    """The first of the names, and how many more there are."""
    first, rest = (every := list(names))[:_MOST], len(every) - _MOST
    return ", ".join(first) + (f" and {rest} more" if rest > 0 else "")


@dataclass(frozen=True)
class BrokenKeyFile(Problem):
    """
    A file of integration keys lacks a column, or a row of it cannot be read.

    Why it matters: keys tell which record on the other side is the same one.

    Example: a file whose first line does not name the columns `map` and `keys`.

    Instead: begin with `map,keys`; a row is `accounts - Customers V3,"accountnumber,msdyn_company.cdm_companycode"`.
    """

    topic: ClassVar[str] = "import"
    span: Span
    reason: str

    def diagnose(self) -> Diagnostic:
        help = (
            'begin with `map,keys`; a row is `accounts - Customers V3,"accountnumber"`'
        )
        return self._diagnostic(self.reason, self.span, help=help)


@dataclass(frozen=True)
class ConflictingKey(Problem):
    """
    Two sources give different keys to one entity.

    Why it matters: an entity is found by one key. The first is kept.

    Example: two rows for `accounts` with different columns.

    Instead: keep one of them; a map that needs another key has a `key` line of its own.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    entity: str
    kept: str
    other: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.entity}` has the key `{self.kept}` already"
        return self._diagnostic(message, self.span, f"`{self.other}` is left out")


@dataclass(frozen=True)
class MissingKey(Problem):
    """
    No source states the integration key of an entity.

    Why it matters: without it a map cannot tell create from update. Nothing is invented.

    Example: `msdyn_customerassets` is mapped, and the file of keys has no row for it.

    Instead: add the row to the file of keys, or a line `integration key …` to the entity.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.NOTE
    span: Span
    entity: str

    def diagnose(self) -> Diagnostic:
        message = f"no source states the integration key of `ce.{self.entity}`"
        return self._diagnostic(message, self.span)


@dataclass(frozen=True)
class UnmappedKeyPart(Problem):
    """
    A part of the integration key is not fed by any row of the map.

    Why it matters: the key of the other side cannot be derived from it and is left out.

    Example: the key says `msdyn_invoicedate`, and no row has it as its column.

    Instead: add the missing row, or state the key of the entity by hand.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    part: str
    title: str

    def diagnose(self) -> Diagnostic:
        message = f"no row of `{self.title}` feeds the key part `{self.part}`"
        return self._diagnostic(message, self.span, "the left entity gets no key")


@dataclass(frozen=True)
class UnresolvedLookup(Problem):
    """
    No source says where a lookup leads.

    Why it matters: the column is declared as `any`, and what lies behind it is not checked.

    Example: `msdyn_deliveryterms.msdyn_termscode`, when no imported entity has `msdyn_termscode`
    in its key.

    Instead: give the column list of the table, or the type `-> ce.…` in the entity.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    entity: str
    column: str
    candidates: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        listed = _listed(f"`{name}`" for name in self.candidates)
        message = f"no source says where `{self.column}` of `ce.{self.entity}` leads"
        notes = (f"it could be any of {listed}",) if listed else ()
        return self._diagnostic(message, self.span, "declared as `any`", notes=notes)


@dataclass(frozen=True)
class ColumnNotInSchema(Problem):
    """
    Columns that are mapped are not in the column list of their entity.

    Why it matters: either the list is incomplete or the table has a misspelt name. The columns
    are declared as `any`.

    Example: the table maps `msdyn_professionatitle`, the list has `msdyn_professionaltitle`.

    Instead: correct the name, or bring the column list up to date.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.NOTE
    span: Span
    entity: str
    columns: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        count = len(self.columns)
        what = (
            f"`{self.columns[0]}` is" if count == 1 else f"{count} mapped columns are"
        )
        message = f"{what} not in the column list of `{self.entity}`"
        notes = () if count == 1 else (_listed(self.columns),)
        return self._diagnostic(message, self.span, notes=notes)


@dataclass(frozen=True)
class BrokenSchema(Problem):
    """
    A column list is not JSON, or not of the documented form.

    Why it matters: types, keys and lookup targets come from it; the faulty part is left out.

    Example: `"creditlimit": 5` where a type name or an object is expected.

    Instead: write `"creditlimit": "decimal"` or `"creditlimit": {"type": "decimal", "required": "none"}`.
    """

    topic: ClassVar[str] = "import"
    span: Span | None
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span)


@dataclass(frozen=True)
class UnknownColumnType(Problem):
    """
    A column list gives a column a type that is not known.

    Why it matters: the column is imported as `any` and is not checked.

    Example: `"type": "strng"`

    Instead: use one of the documented type names.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    column: str
    type: str
    known: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        message = f"`{self.column}` has the unknown type `{self.type}`"
        help = did_you_mean(self.type, self.known)
        return self._diagnostic(message, self.span, "imported as `any`", help=help)


@dataclass(frozen=True)
class BrokenPlan(Problem):
    """
    An import plan is not TOML, or has a part that is not documented.

    Why it matters: the plan decides where things go; a part that is not understood decides nothing.

    Example: `[solution.customer_master]` instead of `[solutions.customer_master]`.

    Instead: see `specs/import.toml` for every part a plan may have.
    """

    topic: ClassVar[str] = "import"
    span: Span | None
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span)


@dataclass(frozen=True)
class UnknownInPlan(Problem):
    """
    An import plan speaks of something that the tables do not have.

    Why it matters: a misspelt title leaves its map in the folder for the rest.

    Example: `maps = ["Customer V3 (accounts)"]` for `Customers V3 (accounts)`.

    Instead: write titles as the tables have them.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span | None
    kind: str
    name: str
    known: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        message = f"the plan names the {self.kind} `{self.name}`, which no table has"
        return self._diagnostic(
            message, self.span, help=did_you_mean(self.name, self.known)
        )


@dataclass(frozen=True)
class NumberForSymbol(Problem):
    """
    A filter compares by number a field that holds symbols.

    Why it matters: records carry the symbol, so that the filter passes none of them; which symbol
    the number stands for is in no source.

    Example: `(AssociatedContactType = 1)`, where a row writes `Vendor` to the same field.

    Instead: compare with the symbol: `AssociatedContactType == "Vendor"`.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    field: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.field}` holds symbols and is compared with a number"
        return self._diagnostic(
            message, self.span, "imported as it is", help="compare with the symbol"
        )


@dataclass(frozen=True)
class UnknownCandidate(Problem):
    """
    A polymorphic lookup names a table that no source has.

    Why it matters: it may be misspelt. It is declared with nothing but the column that is its key.

    Example: `customerid.Acount(accountnumber).Contact(msdyn_contactpersonid)`

    Instead: write the name of the table, or add its map or column list to the import.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    name: str
    set_name: str
    known: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        message = f"no source has a table `{self.name}`"
        help = did_you_mean(self.name, self.known)
        label = f"declared as `ce.{self.set_name}`"
        return self._diagnostic(message, self.span, label, help=help)


@dataclass(frozen=True)
class ContradictedType(Problem):
    """
    A table has a column hold texts, and a column list says that it holds numbers.

    Why it matters: one of the sources is wrong. The column is declared as `any`, so that both stand.

    Example: `none | >> | objecttypecode | account`, where the list gives `objecttypecode` numbered
    options.

    Instead: correct the column list, or the value in the table.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    entity: str
    column: str
    kind: str
    text: str

    def diagnose(self) -> Diagnostic:
        kind = (
            "numbered options" if self.kind == "choice" else f"the type `{self.kind}`"
        )
        message = f"`{self.column}` of `ce.{self.entity}` has {kind} in its column list"
        label = f"and holds `{self.text}` here; declared as `any`"
        return self._diagnostic(message, self.span, label)
