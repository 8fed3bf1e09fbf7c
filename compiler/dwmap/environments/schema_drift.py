"""How tables differ: those of an environment against those of the specs, or of another environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dwmap.changes.model import Finding, Weight
from dwmap.changes.rules.alternate_key_missing import AlternateKeyMissing
from dwmap.changes.rules.column_differs import ColumnDiffers
from dwmap.changes.rules.column_missing import ColumnMissing
from dwmap.changes.rules.options_differ import OptionsDiffer
from dwmap.changes.rules.table_missing import TableMissing
from dwmap.environments.drift import made
from dwmap.importers.schema import Column, Schema, Table

_UNSIZED = ("any",)


@dataclass(frozen=True)
class Uses:
    """What maps use of a table: the maps, and the columns, folded; None for all that the wanted side has."""

    maps: Sequence[str] = ()
    columns: frozenset[str] | None = None


def schema_drift(
    there: Schema, wanted: Schema, uses: Mapping[str, Uses], title: str
) -> Iterator[Finding]:
    """Each table that is used, by its set."""
    for name, used in sorted(uses.items()):
        here, found = wanted.table_of_set(name), there.table_of_set(name)
        if here is None:
            continue
        if found is None:
            message = f"there is no table of `{name}` in {title}"
            yield made(TableMissing, f"{name}/table", message, maps=used.maps)
            continue
        yield from _Compared(name, found, here, used, title).findings()


@dataclass(frozen=True)
class _Compared:
    name: str
    there: Table
    here: Table
    used: Uses
    title: str

    def findings(self) -> Iterator[Finding]:
        for key, column in sorted(self.here.columns.items()):
            if self.used.columns is not None and key not in self.used.columns:
                continue
            found = self.there.columns.get(key)
            if found is None:
                message = f"`{self.name}` has no column `{column.name}` in {self.title}"
                symbol = f"{self.name}/{column.name}"
                yield made(
                    ColumnMissing,
                    symbol,
                    message,
                    "",
                    type_text(column),
                    maps=self.used.maps,
                )
                continue
            yield from self._column(found, column)
        yield from self._requirements()
        yield from self._keys()

    def _column(self, there: Column, here: Column) -> Iterator[Finding]:
        was, now = type_text(there), type_text(here)
        weight = _type_weight(there, here)
        if weight is not None:
            message = f"`{self.name}.{here.name}` is {was} in {self.title}"
            yield made(
                *(ColumnDiffers, f"{self.name}/{here.name}/type", message, was, now),
                weight=weight,
                maps=self.used.maps,
            )
        elif there.kind == here.kind == "choice" and there.options and here.options:
            yield from self._options(there, here)

    def _options(self, there: Column, here: Column) -> Iterator[Finding]:
        codes, wanted = dict(there.options), dict(here.options)
        for code in sorted(wanted.keys() ^ codes.keys()):
            missing = code in wanted
            label = wanted.get(code) or codes.get(code) or ""
            said = "is not" if missing else "is, and not in the specs,"
            message = f"the option {code} ({label}) of `{self.name}.{here.name}` {said} in {self.title}"
            shown = f"{code} {label}".strip()
            yield made(
                *(OptionsDiffer, f"{self.name}/{here.name}/{code}", message),
                *(("", shown) if missing else (shown, "")),
                weight=Weight.BREAKING if missing else Weight.CAUTION,
                maps=self.used.maps,
            )

    def _requirements(self) -> Iterator[Finding]:
        """Columns that must have a value there, and about which the wanted side says nothing of the kind."""
        for key, column in sorted(self.there.columns.items()):
            here = self.here.columns.get(key)
            if here is None or {here.level, column.level} != {"none", "required"}:
                continue
            tighter = column.level == "required"
            said = "must have a value" if tighter else "may be empty"
            message = f"`{self.name}.{column.name}` {said} in {self.title}"
            yield made(
                *(ColumnDiffers, f"{self.name}/{column.name}/required", message),
                *(said, "may be empty" if tighter else "must have a value"),
                weight=Weight.CAUTION if tighter else Weight.NOTE,
                maps=self.used.maps,
            )

    def _keys(self) -> Iterator[Finding]:
        known = {frozenset(one.lower() for one in key) for key in self.there.keys}
        for key in self.here.keys:
            if frozenset(one.lower() for one in key) not in known:
                shown = ", ".join(key)
                message = (
                    f"`{self.name}` has no alternate key of {shown} in {self.title}"
                )
                symbol = f"{self.name}/key {shown}"
                yield made(
                    AlternateKeyMissing,
                    symbol,
                    message,
                    "",
                    shown,
                    maps=self.used.maps,
                )


def type_text(column: Column) -> str:
    """A type as the language writes it."""
    if column.kind == "string":
        return f"string({column.length})" if column.length else "text"
    if column.kind == "lookup" and column.targets:
        return f"a lookup of {', '.join(sorted(column.targets))}"
    if column.kind == "decimal" and column.scale is not None:
        return f"decimal with {column.scale} digits"
    return column.kind


def _type_weight(there: Column, here: Column) -> Weight | None:
    """How much it weighs that a column is another one; None where it is not, or where a side does not say."""
    if there.kind in _UNSIZED or here.kind in _UNSIZED:
        return None
    if there.kind != here.kind:
        return Weight.BREAKING
    if there.kind == "lookup" and there.targets and here.targets:
        missing = set(here.targets) - set(there.targets)
        return Weight.BREAKING if missing else None
    for was, now in ((there.length, here.length), (there.scale, here.scale)):
        if was is not None and now is not None and was != now:
            return Weight.BREAKING if was < now else Weight.NOTE
    return None
