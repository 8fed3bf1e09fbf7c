"""Entities as the service has them: declared ones changed in place, new ones made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dwmap.formatter.names import name_text, type_text
from dwmap.importers import nodes
from dwmap.importers.metadata.editor import Editor
from dwmap.importers.metadata.fields import change_field, new_field
from dwmap.importers.metadata.gone import Gone
from dwmap.importers.metadata.model import Column, Table
from dwmap.importers.metadata.types import ANY, Types
from dwmap.importers.names import bare
from dwmap.syntax import ast, keywords

COMPANY = "dataareaid"
"""The company of a row of finance and operations."""


@dataclass(frozen=True)
class Wishes:
    """What an import is to do: declare all fields of entities, take out what is gone."""

    all_fields: bool = False
    prune: bool = False


class Entities:
    """Changes and makes the entities of one system."""

    def __init__(self, types: Types, wishes: Wishes, gone: Gone):
        self.types = types
        self.declared = types.declared
        self.product = types.metadata.product
        self.wishes = wishes
        self.gone = gone

    def change(
        self,
        editors: Mapping[str, Editor],
        entity: str,
        table: Table,
        used: Mapping[str, ast.Name],
    ) -> dict[str, str]:
        """
        Change a declared entity and its extensions to what the table has, but for what only the spec says.

        Gives the types of all fields that are declared then, as they are written before, by folded name.
        """
        file, decl = self.declared.entities[entity]
        parts = [(file, decl.fields)]
        more = self.declared.extensions.get(entity, ())
        parts += [(one, extension.fields) for one, extension in more]
        kept = _mentioned(decl, table)
        keys = [_columns(key) for key in decl.keys if key.kind != "alternate"]
        in_keys = frozenset[str]().union(*keys)
        for one, fields in parts:
            editor = editors[one.source.path]
            for field in fields:
                column = table.column(field.name.text)
                if column is not None:
                    in_key = field.name.text.lower() in in_keys
                    change_field(editor, field, column, self.types, in_key=in_key)
                elif table.is_whole:
                    self._gone(editor, field, table, decl, kept)
        editor = editors[file.source.path]
        types = declared_types(self.declared.fields(entity).values())
        there = set(types)
        key = self._key(editor, decl, table)
        new = list(self._new_fields(table, there, used, key))
        lines = [_line(one) for one in new]
        there |= {one.name.text.lower() for one in new}
        self._alternates(editor, decl, table, there)
        editor.add_statements(decl.span, lines)
        return types | declared_types(new)

    def _gone(
        self,
        editor: Editor,
        field: ast.FieldDecl,
        table: Table,
        decl: ast.EntityDecl,
        kept: set[str],
    ) -> None:
        names = [one.name for one in table.columns.values()]
        self.gone.tell("field", field.name, decl.qname, names)
        if self.wishes.prune and field.name.text.lower() not in kept:
            editor.remove_statement(field.span)

    def _key(self, editor: Editor, decl: ast.EntityDecl, table: Table) -> list[str]:
        """Make the primary key that of the table; its columns where they are not those declared."""
        found = [table.column(name) for name in table.key]
        key = [column.name for column in found if column is not None]
        if not key or len(key) < len(table.key):
            return []
        keys = [one for one in decl.keys if one.kind == "key"]
        spelled = [self._spelled(decl, name) for name in key]
        text = ", ".join(name_text(name) for name in spelled)
        if not keys:
            editor.add_first(decl.span, [f"key {text}"])
            return key
        paths = keys[0].paths
        old = {path.text.lower() for path in paths}
        if old == {name.lower() for name in key} or len(keys) > 1:
            return []
        editor.replace(paths[0].span.to(paths[-1].span), text)
        return key

    def _spelled(self, decl: ast.EntityDecl, name: str) -> str:
        field = self.declared.fields(decl.qname.name.text.lower()).get(name.lower())
        return field.name.text if field is not None else name

    def _new_fields(
        self,
        table: Table,
        there: set[str],
        used: Mapping[str, ast.Name],
        key: list[str],
    ) -> Iterator[ast.FieldDecl]:
        """Those of a new key, those that maps use, those that a new row needs; else all of them if that is wished."""
        in_key = {name.lower() for name in table.key}
        new_key = {name.lower() for name in key}
        wanted = {table.column(one.text): one.text for one in used.values()}
        for folded, column in table.columns.items():
            if folded in there or column.also.lower() in there:
                continue
            if folded in new_key or column in wanted or self._is_needed(column):
                yield new_field(
                    column,
                    self.types,
                    self.product,
                    in_key=folded in in_key,
                    name=_prefer(column, wanted.get(column)),
                )

    def _is_needed(self, column: Column) -> bool:
        if self.wishes.all_fields and column.kind != "any":
            return True
        given = column.access not in ("read", "computed")
        return column.level == "required" and given

    def _alternates(
        self, editor: Editor, decl: ast.EntityDecl, table: Table, there: set[str]
    ) -> None:
        """Add alternate keys whose columns are all declared; tell of those that are gone."""
        if table.alternates is None:
            return
        own = [one for one in decl.keys if one.kind == "alternate"]
        more = self.declared.extensions.get(decl.qname.name.text.lower(), ())
        declared = [*own, *(key for _, extension in more for key in extension.keys)]
        known = {_columns(key) for key in declared}
        taken = {key.name.text.lower() for key in declared if key.name}
        lines = []
        for columns in table.alternates:
            if _folded(columns) not in known and _folded(columns) <= there:
                known.add(_folded(columns))
                listed = ", ".join(map(name_text, columns))
                lines.append(f"alternate key {_key_name(columns, taken)} {listed}")
        stated = set(map(_folded, table.alternates))
        gone = [key for key in own if _columns(key) not in stated]
        staying = [key for key in decl.keys if key not in gone or not self.wishes.prune]
        if staying:
            for line in lines:
                editor.add_after(staying[-1].span, line)
        else:
            editor.add_first(decl.span, lines)
        for key in gone:
            if key.name:
                self._gone_key(editor, key, key.name, decl)

    def _gone_key(
        self, editor: Editor, key: ast.KeyDecl, name: ast.Name, decl: ast.EntityDecl
    ) -> None:
        self.gone.tell("alternate key", name, decl.qname)
        if self.wishes.prune:
            editor.remove_statement(key.span)

    def new(
        self, name: str, table: Table, used: Mapping[str, ast.Name], *, whole: bool
    ) -> ast.EntityDecl:
        """A declaration of an entity; with `whole` of all its fields."""
        key = list(table.key)
        fields = list(self._new_fields(table, set(), used, key))
        if whole and not self.wishes.all_fields:
            there = {one.name.text.lower() for one in fields}
            fields += [
                new_field(column, self.types, self.product, in_key=False)
                for folded, column in table.columns.items()
                if folded not in there and column.kind != "any"
            ]
        names = {one.name.text.lower(): one.name.text for one in fields}
        known = all(one.lower() in names for one in key)
        spelled = [names[one.lower()] for one in key] if known else []
        has_company = self.product == "finops" and COMPANY in _folded(spelled)
        stated = None if table.name.lower() == name.lower() else nodes.name(table.name)
        return ast.EntityDecl(
            nodes.qname(self.declared.system, name),
            table.label,
            stated,
            None,
            (*_own_key(spelled), *self._new_alternates(table, names)),
            nodes.path((names[COMPANY],)) if has_company else None,
            None,
            None,
            None,
            tuple(_keys_first(fields, spelled)),
            (),
            "",
            nodes.NOWHERE,
        )

    def _new_alternates(
        self, table: Table, names: Mapping[str, str]
    ) -> Iterator[ast.KeyDecl]:
        taken: set[str] = set()
        for key in table.alternates or ():
            if all(one.lower() in names for one in key):
                paths = tuple((names[one.lower()],) for one in key)
                yield nodes.key("alternate", paths, _key_name(key, taken))


def declared_types(fields: Iterable[ast.FieldDecl]) -> dict[str, str]:
    """The types of fields as they are written, by folded name."""
    return {
        one.name.text.lower(): ANY if one.type is None else type_text(one.type)
        for one in fields
    }


def _line(field: ast.FieldDecl) -> str:
    parts = [name_text(field.name, keywords.FIELD_START)]
    if field.type is not None:
        parts.append(type_text(field.type, keywords.TYPE))
    return " ".join([*parts, *(one.text for one in field.modifiers)])


def _prefer(column: Column, written: str | None) -> str:
    """The name of a new field: as the service spells it, unless maps use the other name of the column."""
    if written is not None and written.lower() == column.also.lower():
        return column.also
    return column.name


def _own_key(names: list[str]) -> tuple[ast.KeyDecl, ...]:
    return (nodes.key("key", tuple((one,) for one in names)),) if names else ()


def _keys_first(fields: list[ast.FieldDecl], key: list[str]) -> Iterator[ast.FieldDecl]:
    place = {name.lower(): at for at, name in enumerate(key)}
    yield from sorted(
        fields, key=lambda one: place.get(one.name.text.lower(), len(place))
    )


def _key_name(key: tuple[str, ...], taken: set[str]) -> str:
    wanted = "by_" + "_".join(bare(one) for one in key)
    name, number = wanted, 1
    while name.lower() in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name.lower())
    return name


def _mentioned(decl: ast.EntityDecl, table: Table) -> set[str]:
    """The fields that clauses of the entity speak of which stay: without them it would not compile."""
    staying = {
        "integration",
        "alternate" if table.alternates is None else "integration",
    }
    paths = [path for key in decl.keys if key.kind in staying for path in key.paths]
    if decl.company is not None:
        paths.append(decl.company)
    found = {path.segments[0].text.lower() for path in paths}
    if decl.deactivate is not None:
        found.add(decl.deactivate.field.text.lower())
    return found


def _columns(key: ast.KeyDecl) -> frozenset[str]:
    return _folded(path.text for path in key.paths)


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)
