"""
The type of a field as the service has it, beside what its spec says.

A spec may say more than the service does: a length that `$metadata` leaves out, an option set where it has whole numbers.
A declared type is changed only where the two contradict each other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from dwmap.importers import nodes
from dwmap.importers.metadata.declared import Declared
from dwmap.importers.metadata.model import Column, Members
from dwmap.semantic.stdlib import BUILT_IN
from dwmap.syntax import ast

ANY = "any"


class Wanted(NamedTuple):
    """A type, and whether the service settles it: what was inferred before is known now."""

    type: ast.TypeExpr | None
    is_settled: bool


class Types:
    """The types of the fields of one system; notes the enums and option sets that they need."""

    def __init__(self, declared: Declared, coming: dict[str, str]) -> None:
        self.declared = declared
        self.metadata = declared.metadata
        self.coming = coming
        """Entities that will be declared: their names by folded name of their sets."""
        self.needed: dict[str, Members] = {}
        """Enums and option sets to declare, by folded names."""
        self.used: dict[str, list[Members]] = {}
        """What the service says of declared option sets, by folded names: once for each column that has one."""

    def wanted(self, column: Column, written: ast.TypeExpr | None) -> Wanted:
        """The type of a field that is written so, or of a new one (None)."""
        match column.kind:
            case "any":
                return Wanted(written, False)
            case "lookup":
                return self._lookup(column, written)
            case "enum":
                return self._enum(column, written)
            case "choice":
                return self._choice(column, written)
        return self._plain(column, written)

    def _plain(self, column: Column, written: ast.TypeExpr | None) -> Wanted:
        sizes: tuple[int, ...] = ()
        if column.kind == "string" and column.length is not None:
            sizes = (column.length,)
        elif column.kind == "decimal" and column.precision is not None:
            sizes = (column.precision, column.scale or 0)
        kind = column.kind if column.kind != "moment" else "datetime"
        if kind == "string" and not sizes:
            kind = "text"
        plain = _named(kind, sizes)
        if not isinstance(written, ast.NamedType):
            return Wanted(plain, True)
        is_day = column.kind == "moment" and written.name.text == "date"
        if is_day or self._may_be_codes(column, written):
            return Wanted(written, False)
        old, new = (BUILT_IN.get(one.name.text) for one in (written, plain))
        if old == new and written.system is None and not sizes:
            return Wanted(written, not written.sizes)
        return Wanted(plain, True)

    def _may_be_codes(self, column: Column, written: ast.NamedType) -> bool:
        """`$metadata` of Dataverse has whole numbers for option sets."""
        is_named = written.name.text not in BUILT_IN or written.system is not None
        return is_named and column.kind == "int" and self.is_dataverse

    @property
    def is_dataverse(self) -> bool:
        return self.metadata.product == "dataverse"

    def _lookup(self, column: Column, written: ast.TypeExpr | None) -> Wanted:
        if isinstance(written, ast.NamedType) and written.name.text != ANY:
            if not self.is_dataverse:
                return Wanted(written, True)  # A foreign key is a value, too.
        found = self._targets(column)
        if not isinstance(written, ast.LookupType):
            if not found and column.value and written is None:
                return self._plain(replace(column, kind=column.value), None)
            if not found:
                return Wanted(written, False)
            return Wanted(self._leading_to(found, ()), True)
        if not column.targets:
            return Wanted(written, False)
        kept = tuple(one for one in written.targets if self._leads(one, found))
        new = [name for name in found if name.lower() not in map(_folded, kept)]
        if len(kept) == len(written.targets) and not new:
            return Wanted(written, True)
        if not kept and not new:
            return Wanted(written, False)
        return Wanted(self._leading_to(new, kept), True)

    def _targets(self, column: Column) -> list[str]:
        """The entities that a lookup points at, of those that are declared or will be."""
        found = []
        for target in column.targets:
            table = self.metadata.table(target)
            folded = table.set_name.lower() if table is not None else ""
            name = self.declared.named(target) or self.coming.get(folded)
            if name is not None:
                found.append(name)
        return found

    def _leads(self, target: ast.QName, found: list[str]) -> bool:
        """Whether a declared target is one, as far as is known."""
        if target.system.text != self.declared.system:
            return True
        known = self.declared.table(target.name.text)
        return known is None or _folded(target) in [one.lower() for one in found]

    def _leading_to(
        self, names: list[str], kept: tuple[ast.QName, ...]
    ) -> ast.LookupType:
        new = tuple(nodes.qname(self.declared.system, name) for name in names)
        return ast.LookupType((*kept, *new), False, nodes.NOWHERE)

    def _enum(self, column: Column, written: ast.TypeExpr | None) -> Wanted:
        if isinstance(written, ast.NamedType):
            own = written.system is None or written.system.text == self.declared.system
            if own and written.name.text.lower() == column.named.lower():
                return Wanted(written, True)
        declared = self.declared.enum(column.named)
        if declared is not None:
            return Wanted(_named(declared.qname.name.text), True)
        members = self.metadata.enums.get(column.named.lower())
        if members is None or not members.members or members.name in BUILT_IN:
            return Wanted(written, False)
        self.needed.setdefault(members.name.lower(), members)
        return Wanted(_named(members.name), True)

    def _choice(self, column: Column, written: ast.TypeExpr | None) -> Wanted:
        members = self.metadata.options.get(column.named.lower())
        if isinstance(written, ast.NamedType):
            declared = self.declared.enum(written.name.text)
            if isinstance(declared, ast.OptionsDecl):
                if members is not None:
                    folded = declared.qname.name.text.lower()
                    self.used.setdefault(folded, []).append(members)
                return Wanted(written, True)
        if members is None or members.name in BUILT_IN:
            is_code = isinstance(written, ast.NamedType) and (
                written.name.text == "int" or written.name.text not in BUILT_IN
            )
            return Wanted(written if is_code else _named("int"), False)
        name = self._option_set(column, members)
        return Wanted(_named(name), True)

    def _option_set(self, column: Column, members: Members) -> str:
        declared = self.declared.enum(members.name)
        if declared is None:
            self.needed.setdefault(members.name.lower(), members)
            return members.name
        self.used.setdefault(members.name.lower(), []).append(members)
        return declared.qname.name.text


def with_mark(written: ast.TypeExpr | None, optional: bool | None) -> ast.TypeExpr:
    """A type that may be without a value or not; None leaves that as it is, where a type has no mark."""
    if written is None:
        return _named(ANY)
    is_any = isinstance(written, ast.NamedType) and written.name.text == ANY
    if optional is None or is_any:
        return written
    return replace(written, optional=optional)


def _named(name: str, sizes: tuple[int, ...] = ()) -> ast.NamedType:
    return ast.NamedType(None, nodes.name(name), sizes, False, nodes.NOWHERE)


def _folded(name: ast.QName) -> str:
    return name.name.text.lower()
