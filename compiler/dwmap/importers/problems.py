"""What can be wrong with a file of mapping tables, and what of it cannot be expressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics.model import Diagnostic, Label, Severity
from dwmap.diagnostics.problem import Problem
from dwmap.source import Span


@dataclass(frozen=True)
class UnreadableSource(Problem):
    """
    A file to import is not text in UTF-8.

    Why it matters: a guess at the encoding would change names and values without a word.

    Example: a spreadsheet saved as `.xlsx` is given where a Markdown table is expected.

    Instead: save the file as plain text in UTF-8 (a byte-order mark does no harm).
    """

    topic: ClassVar[str] = "import"
    path: str
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"`{self.path}` {self.reason}", None)


@dataclass(frozen=True)
class OverlongLine(Problem):
    """
    A line of a file to import is longer than any mapping table has.

    Why it matters: such a line is a damaged file or something else altogether; reading on would
    produce nonsense at length.

    Example: a table whose line endings were lost when it was copied.

    Instead: restore one table row to a line.
    """

    topic: ClassVar[str] = "import"
    span: Span
    length: int
    limit: int

    def diagnose(self) -> Diagnostic:
        message = (
            f"a line of {self.length} characters; at most {self.limit} are accepted"
        )
        return self._diagnostic(message, self.span)


@dataclass(frozen=True)
class NoMappingTable(Problem):
    """
    A file to import, or a section of it, holds no mapping table.

    Why it matters: nothing is imported from it, which is hardly what was meant.

    Example: a heading `### Customers V3 (accounts)` with text below it but no table.

    Instead: give the table its heading and the head `Finance and operations field | Map type |
    Customer engagement column | Default value`.
    """

    topic: ClassVar[str] = "import"
    span: Span
    what: str

    def diagnose(self) -> Diagnostic:
        help = "a table has the columns `… field | Map type | … column | Default value`"
        return self._diagnostic(
            f"{self.what} has no mapping table", self.span, help=help
        )


@dataclass(frozen=True)
class TableWithoutHeading(Problem):
    """
    A mapping table stands under no heading that names its two entities.

    Why it matters: without the names there is nothing that the rows could belong to.

    Example: a table at the top of a file.

    Instead: put `### Customers V3 (accounts)` or `## Customers V3 to accounts` above it.
    """

    topic: ClassVar[str] = "import"
    span: Span

    def diagnose(self) -> Diagnostic:
        help = "name both ends above it: `### Customers V3 (accounts)`"
        message = "a mapping table without a heading that names its entities"
        return self._diagnostic(message, self.span, "not imported", help=help)


@dataclass(frozen=True)
class BrokenRow(Problem):
    """
    A row of a mapping table does not have the cells of its head.

    Why it matters: which text belongs to which column would be a guess; the row is left out.

    Example: `NAME | = msdyn_name |` lacks a `|`.

    Instead: give the row as many cells as the head has; write `\\|` for a `|` in a text.
    """

    topic: ClassVar[str] = "import"
    span: Span
    cells: int
    wanted: int

    def diagnose(self) -> Diagnostic:
        cells = "1 cell" if self.cells == 1 else f"{self.cells} cells"
        message = f"a row of {cells} under a head of {self.wanted}"
        return self._diagnostic(message, self.span, "this line is not imported")


@dataclass(frozen=True)
class UnknownMapType(Problem):
    """
    A map type is none of the six symbols.

    Why it matters: without it the direction is unknown; the row is left out.

    Example: `NAME | <> | msdyn_name |`

    Instead: write `=`, `>`, `<`, `><`, `>>` or `<<`.
    """

    topic: ClassVar[str] = "import"
    span: Span
    symbol: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.symbol}` is no map type" if self.symbol else "no map type"
        return self._diagnostic(
            message,
            self.span,
            "this line is not imported",
            help="write `=`, `>`, `<`, `><`, `>>` or `<<`",
        )


@dataclass(frozen=True)
class MisfitMapType(Problem):
    """
    A map type says that a row has a transform, and the row has none (or the other way round).

    Why it matters: the older published layout marks rows as transformed without printing how. The
    line is imported with the symbol that fits what is printed, so a value map may be missing.

    Example: `LANGUAGEID | >< | msdyn_language |` without pairs and without a default.

    Instead: add the value map to the table, or to the map after the import.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    symbol: str
    imported: str

    def diagnose(self) -> Diagnostic:
        plain = self.imported in {"=", ">", "<"}
        why = "needs a transform, and the row has none" if plain else "has no transform"
        return self._diagnostic(
            f"map type `{self.symbol}` {why}",
            self.span,
            f"imported as `{self.imported}`",
            help="if a value map was left out of the table, add it" if plain else None,
        )


@dataclass(frozen=True)
class BrokenValuePair(Problem):
    """
    A part of a map-type cell is no pair of values.

    Why it matters: the value map would lack it; the whole row is left out.

    Example: `yes` `True` without the colon between them.

    Instead: write `` `yes` : `True` ``, pairs separated by `<br>`; `blank` stands for no value.
    """

    topic: ClassVar[str] = "import"
    span: Span

    def diagnose(self) -> Diagnostic:
        help = "write `value` : `value`, separated by <br>"
        message = "this is no pair of values"
        return self._diagnostic(
            message, self.span, "this line is not imported", help=help
        )


@dataclass(frozen=True)
class RepeatedValue(Problem):
    """
    A value map translates one value in two ways.

    Why it matters: only the first can ever apply. The later pair is kept for the direction in
    which it still says something, and left out when there is none.

    Example: `` `yes` : `1`<br>`yes` : `2` ``

    Instead: keep the pair that is meant.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    value: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.value}` is translated twice"
        return self._diagnostic(message, self.span, "the earlier pair wins")


@dataclass(frozen=True)
class MeaninglessRow(Problem):
    """
    A row has no field on either side, or a constant that its direction never writes.

    Why it matters: nothing would happen; the row is left out.

    Example: `none | >> | none | 1`, or `none | >> | statuscode |` without a default value.

    Instead: name the field, and the constant in the column of default values.
    """

    topic: ClassVar[str] = "import"
    span: Span
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span, "this line is not imported")


@dataclass(frozen=True)
class BrokenPath(Problem):
    """
    A side of a row is neither a column nor a way to one through lookups.

    Why it matters: the row cannot be written as a mapping line and is left out.

    Example: `customerid.Account(accountnumber` lacks a parenthesis.

    Instead: write `column`, `lookup.column` or `lookup.Account(column).Contact(column)`.
    """

    topic: ClassVar[str] = "import"
    span: Span
    text: str

    def diagnose(self) -> Diagnostic:
        help = "write `column`, `lookup.column` or `lookup.Account(key).Contact(key)`"
        message = f"`{self.text}` names no column"
        return self._diagnostic(
            message, self.span, "this line is not imported", help=help
        )


@dataclass(frozen=True)
class RepeatedMap(Problem):
    """
    Two sections describe a map of the same name.

    Why it matters: a name belongs to one map in a project. The later one is imported under a
    name of its own.

    Example: two sections `CDS Contacts V2 (contacts)`, one for vendors and one for customers.

    Instead: rename one of them after the import, by what tells them apart.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    first: Span
    title: str
    name: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.title}` is described twice",
            self.span,
            f"imported as `{self.name}`",
            Label(self.first, "first described here"),
        )


@dataclass(frozen=True)
class RepeatedFilter(Problem):
    """
    A map has two filters for one side.

    Why it matters: a side has one filter; which of two is in force is not said. The first is kept.

    Example: two lines that begin with `Source filter:` under one heading.

    Instead: join them into one, or remove the one that does not apply.
    """

    topic: ClassVar[str] = "import"
    span: Span

    def diagnose(self) -> Diagnostic:
        message = "a second filter for the same side"
        return self._diagnostic(message, self.span, "not imported")


@dataclass(frozen=True)
class OneWayValue(Problem):
    """
    Two values of a two-way value map become the same value on the other side.

    Why it matters: on the way back only one of them can be meant. The first keeps both ways, the
    later ones go one way only.

    Example: `pending` and `terminated` both become `754400001`; coming back it is `pending`.

    Instead: if another value is meant on the way back, change the entries of the value map.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    value: str
    other: str
    first: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.value}` does not come back: `{self.other}` is `{self.first}`"
        return self._diagnostic(message, self.span, "imported for one way only")


@dataclass(frozen=True)
class AmbiguousDate(Problem):
    """
    A date can be read in two ways.

    Why it matters: whether the day or the month comes first is not said, and a date that is read
    wrongly translates other records. The value is imported as a text, which equals no date.

    Example: `` `1/2/1900` : blank ``

    Instead: write the date in the value map after the import: `date "1900-01-02"`.
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span
    text: str

    def diagnose(self) -> Diagnostic:
        message = f"the date `{self.text}` can be read in two ways"
        return self._diagnostic(message, self.span, "imported as a text")
