"""What specs declare of one system: its entities, their extensions, its enums and option sets, by folded names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dwmap.importers.metadata.model import Metadata, Table
from dwmap.importers.names import set_of
from dwmap.semantic.scope import PREDECLARED
from dwmap.syntax import ast


def systems_of(files: Iterable[ast.File]) -> dict[str, str]:
    """The kind of each system, by name: those that are there by themselves, and those that are declared."""
    found = {name: facts.kind for name, facts in PREDECLARED.items()}
    for file in files:
        for decl in file.declarations:
            if isinstance(decl, ast.SystemDecl):
                found[decl.name.text] = decl.kind.text
    return found


class Declared:
    """The declarations of a system, and which table each entity is."""

    def __init__(
        self, files: Iterable[ast.File], system: str, metadata: Metadata
    ) -> None:
        self.system = system
        self.metadata = metadata
        self.entities: dict[str, tuple[ast.File, ast.EntityDecl]] = {}
        self.extensions: dict[str, list[tuple[ast.File, ast.ExtendEntityDecl]]]
        self.extensions = defaultdict(list)
        self.enums: dict[str, tuple[ast.File, ast.EnumDecl | ast.OptionsDecl]] = {}
        self.tables: dict[str, Table] = {}
        self.names: dict[str, str] = {}
        self.stated: dict[str, str] = {}
        for file in files:
            for decl in file.declarations:
                self._note(file, decl)

    def _note(self, file: ast.File, decl: ast.Decl) -> None:
        match decl:
            case ast.EntityDecl() if decl.qname.system.text == self.system:
                folded = decl.qname.name.text.lower()
                self.entities.setdefault(folded, (file, decl))
                own = decl.qname.name.text
                stated = decl.table.text if decl.table else ""
                self.stated.setdefault(stated.lower() or folded, own)
                table = self.metadata.table(own, stated)
                if table is not None:
                    self.tables[folded] = table
                    self.names.setdefault(table.set_name.lower(), own)
            case ast.ExtendEntityDecl() if decl.qname.system.text == self.system:
                folded = decl.qname.name.text.lower()
                self.extensions[folded].append((file, decl))
            case ast.EnumDecl() | ast.OptionsDecl():
                if decl.qname.system.text == self.system:
                    folded = decl.qname.name.text.lower()
                    self.enums.setdefault(folded, (file, decl))

    def fields(self, entity: str) -> dict[str, ast.FieldDecl]:
        """The fields of an entity, those of its extensions too, by folded names; folded is its own, too."""
        found = self.entities.get(entity)
        own = found[1].fields if found is not None else ()
        more = [decl.fields for _, decl in self.extensions.get(entity, ())]
        every = (field for fields in (own, *more) for field in fields)
        return {field.name.text.lower(): field for field in every}

    def names_of(self, entity: str) -> set[str]:
        """The names of its fields and those that they had, all folded; maps that use one of the latter have an error."""
        fields = self.fields(entity)
        old = (one.renamed_from for one in fields.values())
        return {*fields, *(one.text.lower() for one in old if one is not None)}

    def enum(self, name: str) -> ast.EnumDecl | ast.OptionsDecl | None:
        """The enum or option set with this name."""
        found = self.enums.get(name.lower())
        return found[1] if found is not None else None

    def table(self, entity: str) -> Table | None:
        """The table of an entity, declared or not, by the entity's name or that of its table."""
        folded = entity.lower()
        if folded in self.entities:
            return self.tables.get(folded)
        return self.metadata.table(entity)

    def named(self, target: str) -> str | None:
        """The name of the declared entity of a table that a lookup names, of which the service may say no more."""
        table = self.metadata.table(target)
        if table is not None:
            return self.names.get(table.set_name.lower())
        folded = target.lower()
        return self.stated.get(folded) or self.stated.get(set_of(folded))

    def entity_of(self, table: Table) -> str:
        """The name of a table's entity; of one that is not declared, that of its set."""
        return self.names.get(table.set_name.lower(), table.set_name)
