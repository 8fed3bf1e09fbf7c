"""Which columns of which entities the maps of a project use, whether they are declared or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from dwmap.importers.metadata.declared import Declared
from dwmap.syntax import ast


class Uses:
    """By system and folded name of an entity: its columns by folded name, as they are first written."""

    def __init__(
        self, files: Iterable[ast.File], declared: Mapping[str, Declared]
    ) -> None:
        self.declared = declared
        self.columns: dict[tuple[str, str], dict[str, ast.Name]] = defaultdict(dict)
        self.entities: dict[tuple[str, str], str] = {}
        decls = [decl for file in files for decl in file.declarations]
        maps = {one.name.text: one for one in decls if isinstance(one, ast.MapDecl)}
        for one in maps.values():
            self._map(one, (one.left, one.right))
        for decl in decls:
            if isinstance(decl, ast.ExtendMapDecl) and decl.name.text in maps:
                base = maps[decl.name.text]
                self._map(decl, (base.left, base.right))
        for decl in decls:
            if isinstance(decl, ast.EntityDecl):
                for key in decl.keys:
                    self._paths(decl.qname, key.paths)

    def of(self, system: str, entity: str) -> dict[str, ast.Name]:
        """The columns that are used of an entity."""
        return self.columns.get((system, entity.lower()), {})

    def _map(self, decl: object, sides: tuple[ast.QName, ast.QName]) -> None:
        for side in sides:
            self.entities.setdefault(_key(side), side.name.text)
        for one in _nodes(decl):
            match one:
                case ast.MappingLine():
                    for side, expr in zip(sides, (one.left, one.right), strict=True):
                        self._paths(side, expr)
                    self._either(sides, one.condition)
                case ast.WhereClause():
                    for side in sides:
                        if side.system.text == one.system.text:
                            self._paths(side, one.condition)
                case ast.KeyDecl():
                    self._either(sides, one.paths)

    def _either(self, sides: tuple[ast.QName, ast.QName], tree: object) -> None:
        """Paths that do not say which side they are of: of the one that has the column."""
        for path in _nodes(tree):
            if isinstance(path, ast.PathExpr):
                having = [side for side in sides if self._has(side, path)]
                if len(having) == 1:
                    self._paths(having[0], path)

    def _has(self, entity: ast.QName, path: ast.PathExpr) -> bool:
        known = self.declared.get(entity.system.text)
        table = known.table(entity.name.text) if known else None
        return table is not None and table.column(path.segments[0].text) is not None

    def _paths(self, entity: ast.QName, tree: object) -> None:
        for one in _nodes(tree):
            if isinstance(one, ast.PathExpr):
                self._walk(entity.system.text, entity.name.text, [*one.segments])
            elif isinstance(one, ast.EitherExpr):
                system = entity.system.text
                self._walk(system, entity.name.text, [one.column])
                for candidate in one.candidates:
                    self._walk(system, candidate.entity.text, [candidate.key])

    def _walk(self, system: str, entity: str, names: list[ast.Name]) -> None:
        known = self.declared.get(system)
        if known is None:
            return
        waiting = [(entity, names)]
        while waiting:
            entity, (first, *rest) = waiting.pop()
            table = known.table(entity)
            if entity.lower() not in known.entities and table is not None:
                entity = known.entity_of(table)
            key = system, entity.lower()
            self.entities.setdefault(key, entity)
            self.columns[key].setdefault(first.text.lower(), first)
            if rest:
                targets = _targets(known, entity, first.text)
                waiting += [(target, rest) for target in targets]


def _targets(known: Declared, entity: str, column: str) -> list[str]:
    """What a lookup leads to: as it is declared, else as the service says."""
    field = known.fields(entity.lower()).get(column.lower())
    if field is not None and isinstance(field.type, ast.LookupType):
        return [target.name.text for target in field.type.targets]
    table = known.table(entity)
    found = table.column(column) if table is not None else None
    return list(found.targets) if found is not None else []


def _key(name: ast.QName) -> tuple[str, str]:
    return name.system.text, name.name.text.lower()


def _nodes(tree: object) -> Iterator[object]:
    """Every node of a tree, its root first."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            if not hasattr(one, "_fields"):  # A span is no part of the tree.
                waiting += reversed(one)
        elif is_dataclass(one):
            yield one
            waiting += [getattr(one, each.name) for each in fields(one)]
