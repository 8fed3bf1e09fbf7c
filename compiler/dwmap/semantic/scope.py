"""Every name that a project declares, and what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, cast

from dwmap.diagnostics import Report, suggest
from dwmap.frozen import frozen
from dwmap.ir.model import Inactive, SystemKind, Type
from dwmap.semantic.problems import DuplicateDeclaration, DuplicateMember, SharedFolder
from dwmap.source import SourceFile, Span
from dwmap.syntax import ast

Transformer: TypeAlias = ast.ValueMapDecl | ast.TransformDecl | ast.StatesDecl


@frozen
class FieldFacts:
    """A field that is declared: its type, what may be done with it, where it stands."""

    name: str
    type: Type
    modifiers: frozenset[str]
    decl: ast.FieldDecl

    @property
    def writable(self) -> bool:
        """Whether a map may write it at all."""
        return not self.modifiers & {"readonly", "computed"}


@dataclass
class EntityFacts:
    """
    An entity and its fields by folded name.

    An entity that is used and not declared is `open`: anything may be said of it and nothing is checked.
    """

    name: str
    system: str
    decl: ast.EntityDecl | None
    fields: dict[str, FieldFacts] = field(default_factory=dict)
    solution: str | None = None
    inactive: Inactive | None = None
    meant: set[str] = field(default_factory=set)
    """Fields, folded, of which a misspelt name was reported: nobody complains that they are missing."""

    @property
    def open(self) -> bool:
        """Whether nothing is known of its fields."""
        return not self.fields

    def field(self, name: str) -> FieldFacts | None:
        """The field called `name`, whatever its case."""
        return self.fields.get(name.lower())

    @cached_property
    def renamed(self) -> Mapping[str, FieldFacts]:
        """The fields by the names, folded, that they had before; none where two had the same one."""
        olds: dict[str, list[FieldFacts]] = {}
        for one in self.fields.values():
            if one.decl.renamed_from is not None:
                olds.setdefault(one.decl.renamed_from.text.lower(), []).append(one)
        return {old: found[0] for old, found in olds.items() if len(found) == 1}

    def keys(self, kind: str) -> tuple[ast.KeyDecl, ...]:
        """Its declared keys of one kind."""
        return (
            tuple(key for key in self.decl.keys if key.kind == kind)
            if self.decl
            else ()
        )


@dataclass(frozen=True)
class SystemFacts:
    """One end: its kind and the default company field of its entities."""

    name: str
    kind: str
    label: str = ""
    company: str | None = None


PREDECLARED = {
    "fo": SystemFacts("fo", "finops", "finance and operations"),
    "ce": SystemFacts("ce", "dataverse", "Dataverse"),
}


MOST_COMPARED = 250_000

PACKAGE_MARK = "@"
"""The files of a package called `loyalty` lie below the folder `@loyalty`, wherever they are on disk."""


def is_package_folder(folder: str) -> bool:
    """Whether a folder is the uppermost of a package: no solution outside of it owns what is in it."""
    return folder.startswith(PACKAGE_MARK) and "/" not in folder


@dataclass
class Scope:
    """All declarations of a project by name. Later ones of a repeated name are reported and left out."""

    systems: dict[str, SystemFacts] = field(default_factory=lambda: dict(PREDECLARED))
    solutions: dict[str, ast.SolutionDecl] = field(default_factory=dict)
    enums: dict[str, ast.EnumDecl | ast.OptionsDecl] = field(default_factory=dict)
    entities: dict[str, EntityFacts] = field(default_factory=dict)
    transformers: dict[str, Transformer] = field(default_factory=dict)
    maps: dict[str, ast.MapDecl] = field(default_factory=dict)
    variants: dict[str, ast.VariantDecl] = field(default_factory=dict)
    actions: dict[str, ast.ActionDecl] = field(default_factory=dict)
    extend_maps: list[ast.ExtendMapDecl] = field(default_factory=list)
    extend_entities: list[ast.ExtendEntityDecl] = field(default_factory=list)
    bootstraps: list[ast.BootstrapDecl] = field(default_factory=list)
    examples: list[ast.ExampleDecl] = field(default_factory=list)
    samples: list[ast.SamplesDecl] = field(default_factory=list)
    damaged: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()
    """The maps of this build."""
    _compared: int = 0
    _members: dict[int, Mapping[str, str]] = field(default_factory=dict)
    _solution_folders: dict[str, str] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)
    _by_short_name: dict[str, str] = field(default_factory=dict)

    def solution_of(self, source: SourceFile) -> str | None:
        """The solution that a file belongs to: declared in its folder, or in the nearest folder above."""
        folder = source.path.rpartition("/")[0]
        while True:
            if folder in self._solution_folders:
                return self._solution_folders[folder]
            if not folder or is_package_folder(folder):
                return None
            folder = folder.rpartition("/")[0]

    def owner_of(self, source: SourceFile) -> str:
        """Whose a file is: its solution's, else its package's (`@NAME`), else the project's own, which is empty."""
        folder = source.path.partition("/")[0]
        package = folder if is_package_folder(folder) else ""
        return self.solution_of(source) or package

    def enum(
        self, system: str | None, name: str, *, elsewhere: bool = True
    ) -> ast.EnumDecl | ast.OptionsDecl | None:
        """The enum or option set `name` of `system`, or if need be of another (`elsewhere`)."""
        found = self._folded.get(f"{system}.{name}".lower()) if system else None
        if found is None and elsewhere:
            found = self._by_short_name.get(name.lower())
        return self.enums[found] if found else None

    def entity(self, name: str) -> EntityFacts:
        """The entity `name`; an undeclared one is made up, open."""
        facts = self.entities.get(name)
        if facts is None:
            facts = EntityFacts(name, name.partition(".")[0], None)
            self.entities[name] = facts
        return facts

    def end_of(self, entity: EntityFacts) -> SystemKind | None:
        """The kind of the system of an entity; None where that is not declared."""
        system = self.systems.get(entity.system)
        return cast(SystemKind, system.kind) if system is not None else None

    @cached_property
    def declared(self) -> Mapping[str, Sequence[str]]:
        """The names of the declared entities, by system."""
        found: dict[str, list[str]] = {}
        for name, facts in self.entities.items():
            if facts.decl is not None:
                found.setdefault(facts.system, []).append(name)
        return found

    def meant(
        self, name: str, candidates: Iterable[str], most: int = 3
    ) -> tuple[str, ...]:
        """What a name that nothing is called like may mean."""
        known = tuple(candidates)
        return suggest(name, known, most) if self.compares(len(known)) else ()

    def compares(self, count: int) -> bool:
        """Whether so many names may still be compared; a project with so many slips has another problem."""
        self._compared += count
        return self._compared <= MOST_COMPARED

    def members(self, declaration: ast.EnumDecl | ast.OptionsDecl) -> Mapping[str, str]:
        """The members of an enum or option set by folded name, each with its declared spelling."""
        known = self._members.get(id(declaration))
        if known is None:
            names = (member.name.text for member in declaration.members)
            known = self._members[id(declaration)] = {one.lower(): one for one in names}
        return known

    def is_damaged(self, name: str) -> bool:
        """Whether `name` stands in a part that could not be read, so that its absence means nothing."""
        return name in self.damaged


def collect_declarations(files: Iterable[ast.File], report: Report) -> Scope:
    """Gather every declaration of the files; report names that are declared twice."""
    scope = Scope()
    collector = _Collector(scope, report)
    damaged: set[str] = set()
    for file in files:
        damaged |= file.damaged
        for declaration in file.declarations:
            collector.add(declaration, file.source)
    scope.damaged = frozenset(damaged)
    return scope


class _Collector:
    """Puts declarations into a scope and knows where each name was first declared."""

    def __init__(self, scope: Scope, report: Report) -> None:
        self.scope = scope
        self.report = report
        self.first: dict[tuple[str, str], Span] = {}

    def add(self, declaration: ast.Decl, source: SourceFile) -> None:
        """Put one declaration where it belongs."""
        scope = self.scope
        match declaration:
            case ast.SystemDecl(name=name):
                if self._new("system", name.text, name.span):
                    company = declaration.company.text if declaration.company else None
                    label = declaration.label or ""
                    scope.systems[name.text] = SystemFacts(
                        name.text, declaration.kind.text, label, company
                    )
            case ast.SolutionDecl(name=name):
                if self._new("solution", name.text, name.span):
                    scope.solutions[name.text] = declaration
                    self._own_folder(name, source)
            case ast.EnumDecl(qname=qname) | ast.OptionsDecl(qname=qname):
                if self._new("enum or option set", qname.text, qname.span):
                    scope.enums[qname.text] = declaration
                    self._name_enum(qname)
                    self._members(declaration)
            case ast.EntityDecl(qname=qname):
                if self._new("entity", qname.text, qname.span):
                    facts = EntityFacts(qname.text, qname.system.text, declaration)
                    scope.entities[qname.text] = facts
            case ast.ValueMapDecl() | ast.TransformDecl() | ast.StatesDecl():
                name = declaration.name
                if self._new(
                    "value map, transform or state table", name.text, name.span
                ):
                    scope.transformers[name.text] = declaration
            case _:
                self._add_rest(declaration)

    def _add_rest(self, declaration: ast.Decl) -> None:
        scope = self.scope
        match declaration:
            case ast.MapDecl(name=name):
                if self._new("map", name.text, name.span):
                    scope.maps[name.text] = declaration
            case ast.VariantDecl(name=name):
                if self._new("variant", name.text, name.span):
                    scope.variants[name.text] = declaration
                    choices: dict[str, Span] = {}
                    for choice in declaration.choices:
                        self._member(choice.text, choice.span, choices)
            case ast.ActionDecl(name=name):
                if self._new("action", name.text, name.span):
                    scope.actions[name.text] = declaration
            case ast.ExtendMapDecl():
                scope.extend_maps.append(declaration)
            case ast.ExtendEntityDecl():
                scope.extend_entities.append(declaration)
            case ast.BootstrapDecl(qname=qname):
                if self._new("bootstrap", qname.text, qname.span):
                    scope.bootstraps.append(declaration)
            case ast.ExampleDecl(title=title, map=name):
                if self._new(f"example for `{name.text}`", title, name.span):
                    scope.examples.append(declaration)
            case ast.SamplesDecl():
                scope.samples.append(declaration)

    def _new(self, what: str, name: str, span: Span) -> bool:
        key = (what, name.lower())
        if key in self.first:
            self.report.add(DuplicateDeclaration(what, name, self.first[key], span))
            return False
        self.first[key] = span
        return True

    def _own_folder(self, name: ast.Name, source: SourceFile) -> None:
        folders = self.scope._solution_folders
        folder = source.path.rpartition("/")[0]
        other = folders.get(folder)
        if other is None:
            folders[folder] = name.text
            return
        first = self.scope.solutions[other].name.span
        self.report.add(SharedFolder(name.text, other, first, name.span))

    def _name_enum(self, qname: ast.QName) -> None:
        self.scope._folded[qname.text.lower()] = qname.text
        short = self.scope._by_short_name
        name = qname.name.text.lower()
        short[name] = min(qname.text, short.get(name, qname.text))

    def _members(self, declaration: ast.EnumDecl | ast.OptionsDecl) -> None:
        names: dict[str, Span] = {}
        codes: dict[str, Span] = {}
        numbered = isinstance(declaration, ast.OptionsDecl)
        for member in declaration.members:
            if isinstance(member, ast.OptionMember):
                self._member(str(member.code), member.span, codes)
            if not numbered:
                self._member(member.name.text, member.name.span, names)

    def _member(self, name: str, span: Span, seen: dict[str, Span]) -> None:
        fold = name.lower()
        if fold in seen:
            self.report.add(DuplicateMember(name, seen[fold], span))
        seen.setdefault(fold, span)
