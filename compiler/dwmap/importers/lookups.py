"""
Where lookups lead.

A column list says it, or it follows from how a lookup is used: rows that pass through it name the key
of the entity that it leads to (company aside). Where several entities have that key, or it is one that
any entity may have (`msdyn_name`), the name of the column decides if it contains the name of one of them
(`msdyn_salestaxgroup`, `msdyn_taxgroups`), or ends the name of one (`msdyn_hierarchy`,
`msdyn_productcategoryhierarchies`). All that follows is marked as inferred; the rest stays open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dwmap.importers.catalog import Catalog, Map
from dwmap.importers.keys import Path, is_company
from dwmap.importers.names import bare, singulars
from dwmap.source import Span

COMPANIES = "cdm_companies"
_COMPANY_CODE = ("cdm_companycode",)
_PASSES = 8
_COMMON = {"name", "description", "type", "code", "number", "id", "status", "value"}
"""Columns that so many entities have that they do not tell one from another."""

Column = tuple[str, str]
"""A set and a column of it, both folded."""


@dataclass(frozen=True)
class Target:
    """The sets that a lookup may lead to; none where that is not known."""

    sets: tuple[str, ...]
    inferred: bool = False
    candidates: tuple[str, ...] = ()


class Lookups:
    """The targets of all columns that paths pass through."""

    def __init__(self, catalog: Catalog, maps: Iterable[Map]) -> None:
        self.catalog = catalog
        self.places: dict[Column, Span] = {}
        self._uses: dict[Column, set[frozenset[Path]]] = defaultdict(set)
        self._either: dict[Column, tuple[str, ...]] = {}
        self._mapped: dict[str, set[Path]] = defaultdict(set)
        for one in maps:
            self._add_map(one)
        for set_name, key in catalog.keys.items():
            self._add_paths(set_name, key.paths)
        self._keyless: set[str] = set()
        self._having: dict[Path, set[str]] = defaultdict(set)
        self._by_key: dict[frozenset[Path], set[str]] = defaultdict(set)
        self._index()
        self.targets = self._resolve_all()

    def _index(self) -> None:
        """Note which sets have which columns or key: each lookup asks for them, and sets may be many."""
        for set_name in self.catalog.known_sets():
            key = self.catalog.keys.get(set_name)
            if key is not None:
                own = (tuple(part.lower() for part in path) for path in key.own_paths)
                self._by_key[frozenset(own)].add(set_name)
                continue
            self._keyless.add(set_name)
            for path in self._mapped.get(set_name, ()):
                self._having[path].add(set_name)

    def target(self, set_name: str, column: str) -> Target | None:
        """Where a column leads that some path passes through."""
        return self.targets.get((set_name.lower(), column.lower()))

    def stated(self, set_name: str, column: str) -> tuple[str, ...]:
        """The known sets that a column list states for a column."""
        known = {*self.catalog.known_sets(), *self.targets_used()}
        sets = (self.catalog.set_of_table(t) for t in self._tables(set_name, column))
        return tuple(one for one in sets if one is not None and one in known)

    def targets_used(self) -> set[str]:
        """Every set that some path leads to."""
        found = getattr(self, "targets", {})
        return {one for target in found.values() for one in target.sets}

    def _add_map(self, one: Map) -> None:
        set_name = one.right.name.lower()
        paths = []
        for line in one.lines:
            if line.right is None or line.row.right is None:
                continue
            path = tuple(part.lower() for part in line.right.segments)
            column = (set_name, path[0])
            if line.right.candidates:
                tables = (table for table, _ in line.right.candidates)
                sets = (self.catalog.candidate_set(table) for table in tables)
                self._either[column] = tuple(sets)
            else:
                self._mapped[set_name].add(path)
                paths.append(path)
            self.places.setdefault(column, line.row.right.span)
        self._add_paths(set_name, paths)

    def _add_paths(self, set_name: str, paths: Iterable[Path]) -> None:
        for column, rests in _grouped(paths).items():
            self._uses[set_name, column].add(rests)

    def _resolve_all(self) -> dict[Column, Target]:
        targets: dict[Column, Target] = {}
        for _ in range(_PASSES):
            uses = self._uses_through(targets)
            before, targets = targets, self._resolve(uses)
            if targets == before:
                break
        return targets

    def _uses_through(
        self, targets: dict[Column, Target]
    ) -> dict[Column, set[frozenset[Path]]]:
        """The uses, with those that begin behind a lookup."""
        uses = {column: set(groups) for column, groups in self._uses.items()}
        for column, groups in self._uses.items():
            for set_name in targets[column].sets if column in targets else ():
                for rests in groups:
                    self._follow(set_name, rests, targets, uses)
        return uses

    def _follow(
        self,
        set_name: str,
        rests: frozenset[Path],
        targets: dict[Column, Target],
        uses: dict[Column, set[frozenset[Path]]],
    ) -> None:
        for name, further in _grouped(rests).items():
            column = (set_name, name)
            uses.setdefault(column, set()).add(further)
            for onward in targets[column].sets if column in targets else ():
                self._follow(onward, further, targets, uses)

    def _resolve(
        self, uses: dict[Column, set[frozenset[Path]]]
    ) -> dict[Column, Target]:
        targets = {column: Target(sets) for column, sets in self._either.items()}
        open_ones = []
        for column, groups in sorted(uses.items()):
            if column in targets:
                continue
            targets[column] = self._known_target(column, groups)
            if not targets[column].sets:
                open_ones.append(column)
        self._resolve_strangers(open_ones, uses, targets)
        return targets

    def _known_target(self, column: Column, groups: set[frozenset[Path]]) -> Target:
        stated = self.stated(*column)
        if stated:
            return Target(stated)
        if groups == {frozenset([_COMPANY_CODE])}:
            return Target((COMPANIES,), inferred=True)
        return self._infer(column[1], [_without_company(group) for group in groups])

    def _infer(self, column: str, groups: list[frozenset[Path]]) -> Target:
        fitting = sorted(set.intersection(*map(self._fitting, groups)))
        telling = any(bare(path[-1]) not in _COMMON for one in groups for path in one)
        if len(fitting) == 1 and telling:
            return Target(tuple(fitting), True)
        named = _named_like(column, fitting)
        if named is not None:
            return Target((named,), True)
        return Target((), candidates=tuple(fitting))

    def _fitting(self, rests: frozenset[Path]) -> set[str]:
        """The sets whose key these columns are; of those without a key, the ones that have them."""
        found = set(self._by_key.get(rests, ()))
        having = [self._having[path] for path in rests if path in self._having]
        if len(having) < len(rests):
            return found
        return found.union(set.intersection(*having) if having else self._keyless)

    def _resolve_strangers(
        self,
        columns: list[Column],
        uses: dict[Column, set[frozenset[Path]]],
        targets: dict[Column, Target],
    ) -> None:
        """Lookups to tables that only a lookup's type speaks of."""
        keys: dict[frozenset[Path], set[str]] = defaultdict(set)
        for column in columns:
            tables = self._tables(*column)
            if len(tables) == 1:
                set_name = self.catalog.candidate_set(tables[0])
                targets[column] = Target((set_name,))
                for group in uses[column]:
                    keys[_without_company(group)].add(set_name)
        for column in columns:
            groups = {_without_company(group) for group in uses[column]}
            found = {one for group in groups for one in keys.get(group, ())}
            unsure = targets[column].sets or targets[column].candidates
            if not unsure and len(found) == 1:
                targets[column] = Target((found.pop(),), inferred=True)

    def _tables(self, set_name: str, column: str) -> tuple[str, ...]:
        table = self.catalog.schema.table_of_set(set_name)
        facts = table.columns.get(column) if table else None
        return facts.targets if facts else ()


def _grouped(paths: Iterable[Path]) -> dict[str, frozenset[Path]]:
    """What follows each first column of the paths that have more than one."""
    found: dict[str, set[Path]] = defaultdict(set)
    for path in paths:
        if len(path) > 1:
            lower = tuple(part.lower() for part in path)
            found[lower[0]].add(lower[1:])
    return {column: frozenset(rests) for column, rests in found.items()}


def _without_company(rests: frozenset[Path]) -> frozenset[Path]:
    own = frozenset(path for path in rests if not is_company(path))
    return own or rests


def _named_like(column: str, sets: list[str]) -> str | None:
    """The set whose name is in the column's, the longest; else the one that ends with it."""
    wanted = bare(column)
    names = [(bare(one), set_name) for set_name in sets for one in singulars(set_name)]
    inside = [(len(name), set_name) for name, set_name in names if name in wanted]
    if inside:
        longest = max(size for size, _ in inside)
        best = {set_name for size, set_name in inside if size == longest}
        return best.pop() if len(best) == 1 else None
    stem = wanted.removesuffix("id")
    ending = {set_name for name, set_name in names if name.endswith(stem)}
    return ending.pop() if len(ending) == 1 else None
