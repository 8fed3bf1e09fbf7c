"""
Specs made to say what services have, in place: comments, order, names and what only specs say stay.

Nothing here reads or writes a disk; the same specs and metadata give the same specs, and doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, join

from dwmap.diagnostics import Report
from dwmap.formatter.print_ast import print_file
from dwmap.importers import nodes
from dwmap.importers.metadata.choices import (
    change_enum,
    change_options,
    new_choice,
)
from dwmap.importers.metadata.declared import Declared
from dwmap.importers.metadata.editor import Editor
from dwmap.importers.metadata.entities import Entities, Wishes, declared_types
from dwmap.importers.metadata.foreign import left_out, tell_foreign
from dwmap.importers.metadata.gone import Gone
from dwmap.importers.metadata.model import Metadata, Table
from dwmap.importers.metadata.types import Types
from dwmap.importers.metadata.uses import Uses
from dwmap.importers.problems import NotInMetadata
from dwmap.semantic.scope import PACKAGE_MARK
from dwmap.source import SourceFile
from dwmap.syntax import ast


@dataclass(frozen=True)
class Additions:
    """Entities to declare though no map uses them: by names of their sets or types, or all."""

    names: frozenset[str] = frozenset()
    all: bool = False


@dataclass
class Updated:
    """
    The specs as they would be, by path, sorted, and counts for a summary.

    `unknown` are names of `Additions` that no service has; `gone` is what specs declare and no service has; `unmatched` are the
    entities of which nothing is said.
    """

    sources: tuple[SourceFile, ...]
    counts: dict[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    gone: tuple[NotInMetadata, ...] = ()
    unmatched: tuple[str, ...] = ()


def update_specs(
    files: Sequence[ast.File],
    metadata: Mapping[str, Metadata],
    report: Report,
    wishes: Wishes | None = None,
    additions: Additions | None = None,
) -> Updated:
    """
    The specs of `files` with what the services of systems have; `metadata` is by the name of the system.

    What specs declare and a service does not have is reported, and stays unless `wishes.prune` is set.
    """
    update = _Update(files, metadata, report, wishes or Wishes())
    return update.carry_out(additions or Additions())


class _Update:
    def __init__(
        self,
        files: Sequence[ast.File],
        metadata: Mapping[str, Metadata],
        report: Report,
        wishes: Wishes,
    ) -> None:
        self.files = files
        self.report = report
        self.wishes = wishes
        self.declared = {
            system: Declared(files, system, one)
            for system, one in sorted(metadata.items())
        }
        self.uses = Uses(files, self.declared)
        self.editors = {file.source.path: Editor(file) for file in files}
        self.made: dict[str, str] = {}
        self.gone: list[NotInMetadata] = []
        self.unmatched: list[str] = []
        self.counts = dict.fromkeys(
            (
                "entities",
                "matched",
                "new entities",
                "new enums and option sets",
                "fields left out",
            ),
            0,
        )

    def carry_out(self, additions: Additions) -> Updated:
        found: set[str] = set()
        for system, declared in self.declared.items():
            new = self._new_tables(system, declared, additions, found)
            self._system(system, declared, new, few=not additions.all)
        sources = {path: editor.result() for path, editor in self.editors.items()}
        for path, text in self.made.items():
            sources[path] = SourceFile(path, text)
        in_order = tuple(sources[path] for path in sorted(sources))
        unknown = sorted(additions.names - found)
        gone, unmatched = tuple(self.gone), tuple(self.unmatched)
        return Updated(in_order, self.counts, tuple(unknown), gone, unmatched)

    def _new_tables(
        self, system: str, declared: Declared, additions: Additions, found: set[str]
    ) -> dict[str, Table]:
        """The tables to declare, by the names of their entities."""
        new: dict[str, Table] = {}
        for used_system, name in sorted(self.uses.entities):
            table = declared.table(name) if used_system == system else None
            if table is not None and name not in declared.entities:
                new[self.uses.entities[used_system, name]] = table
        for name in sorted(additions.names):
            table = declared.metadata.table(name)
            if table is not None:
                found.add(name)
                new[table.set_name] = table
        if additions.all:
            new |= {one.set_name: one for one in declared.metadata.tables.values()}
        known = {*declared.names}
        chosen: dict[str, Table] = {}
        for name, table in new.items():
            if table.set_name.lower() not in known:
                known.add(table.set_name.lower())
                chosen[name] = table
        return dict(sorted(chosen.items()))

    def _system(
        self, system: str, declared: Declared, new: dict[str, Table], *, few: bool
    ) -> None:
        coming = {table.set_name.lower(): name for name, table in new.items()}
        types = Types(declared, coming)
        gone = Gone(system, self.report)
        entities = Entities(types, self.wishes, gone)
        self.counts["entities"] += len(declared.entities)
        for name, (_, decl) in declared.entities.items():
            table = declared.tables.get(name)
            if table is not None:
                self.counts["matched"] += 1
                columns = self.uses.of(system, name)
                known = declared.names_of(name)
                gone.tell_uses(columns.values(), decl.qname.text, table, known)
                written = entities.change(self.editors, name, table, columns)
                whole = self.wishes.all_fields
                self._tell(decl.qname, table, written, whole=whole, told=True)
            elif declared.metadata.is_whole:
                there = declared.metadata.tables.items()
                free = (one.set_name for key, one in there if key not in declared.names)
                gone.tell_entity(decl.qname, free)
            else:
                self.unmatched.append(decl.qname.text)
        used = {key[1] for key in self.uses.entities if key[0] == system}
        for name, table in new.items():
            whole = name.lower() not in used
            columns = self.uses.of(system, name)
            gone.tell_uses(columns.values(), f"{system}.{name}", table, ())
            made = entities.new(name, table, columns, whole=whole)
            self._place_entity(declared, made)
            self.counts["new entities"] += 1
            written = declared_types(made.fields)
            told = few or not whole
            whole = whole or self.wishes.all_fields
            self._tell(made.qname, table, written, whole=whole, told=told)
        self._choices(declared, types, gone)
        self.gone += gone.found

    def _tell(
        self,
        qname: ast.QName,
        table: Table,
        types: Mapping[str, str],
        *,
        whole: bool,
        told: bool,
    ) -> None:
        """Tell, or count, the fields of an entity whose types the language lacks."""
        self.counts["fields left out"] += len(left_out(table, types)) if whole else 0
        if told:
            place = qname.name.span
            span = None if place is nodes.NOWHERE else place
            tell_foreign(self.report, qname.text, span, table, types, whole=whole)

    def _choices(self, declared: Declared, types: Types, gone: Gone) -> None:
        for name, (file, decl) in declared.enums.items():
            editor = self.editors[file.source.path]
            if isinstance(decl, ast.EnumDecl):
                enum = declared.metadata.enums.get(name)
                if enum is not None and enum.members:
                    change_enum(editor, decl, enum, self.wishes, gone)
                continue
            found = types.used.get(name, [])
            own = declared.metadata.options.get(name)
            found = found if own is None else [own, *found]
            if found:
                change_options(editor, decl, found, self.wishes, gone)
        for name, members in sorted(types.needed.items()):
            symbols = name in declared.metadata.enums
            made = new_choice(declared.system, members, symbols=symbols)
            kind: type[ast.Decl] = ast.EnumDecl if symbols else ast.OptionsDecl
            file_name = "enums.dwmap" if symbols else "options.dwmap"
            self._place_choice(declared, made, kind, file_name)
            self.counts["new enums and option sets"] += 1

    def _place_entity(self, declared: Declared, made: ast.EntityDecl) -> None:
        """A file of its own, beside those of other entities of the system."""
        name = made.qname.name.text
        self._write(join(_folder(declared), f"{name}.dwmap"), made)

    def _place_choice(
        self, declared: Declared, made: ast.Decl, kind: type[ast.Decl], file_name: str
    ) -> None:
        """The first file that has nothing but such declarations, else one above those of the entities."""
        found = sorted(
            path
            for path, editor in self.editors.items()
            if editor.file.declarations
            and not path.startswith(PACKAGE_MARK)
            and all(isinstance(one, kind) for one in editor.file.declarations)
        )
        path = found[0] if found else join(dirname(_folder(declared)), file_name)
        self._write(path, made)

    def _write(self, path: str, made: ast.Decl) -> None:
        text = print_file(nodes.file([made]))
        if path in self.editors:
            self.editors[path].append(text)
        elif path in self.made:
            self.made[path] += f"\n{text}"
        else:
            self.made[path] = text


def _folder(declared: Declared) -> str:
    """Where a system's entities lie, if each has a file; else where an import puts them."""
    own = (
        dirname(file.source.path)
        for name, (file, _) in sorted(declared.entities.items())
        if file.source.path.lower().endswith(f"{name}.dwmap")
        and not file.source.path.startswith(PACKAGE_MARK)
    )
    return next(own, f"entities/{declared.system}")
