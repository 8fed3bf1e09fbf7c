"""What the pages of one part must know of the others: addresses, names of systems, who uses what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dwmap.emit.docs_names import Ref, Slug, page, slug, slugs, unique
from dwmap.emit.docs_view_parts import LineUse, MapRow
from dwmap.emit.graph_model import MapGraph, map_graph
from dwmap.ir.model import (
    EitherRef,
    FieldMapping,
    Map,
    PathRef,
    Project,
    System,
)
from dwmap.ir.origins import NO_ORIGINS, Origins
from dwmap.ir.scope import Scope
from dwmap.ir.text import paths_in, side_text

TYPES, RULES = Slug("types"), Slug("rules")
_DEFAULT_SYSTEMS = {
    "fo": System(name="fo", kind="finops", label="Finance and operations"),
    "ce": System(name="ce", kind="dataverse", label="Customer engagement"),
}
# How the product names the two ends in its own mapping tables.
_PRODUCT_LABELS = {
    "finops": "Finance and operations",
    "dataverse": "Customer engagement",
}

_PRODUCT_NAMES = {"fo", "ce", "finance and operations", "dataverse"}


@dataclass(slots=True)
class FieldUses:
    """The maps that touch a field, each once, in order; `name` is the field as they spell it."""

    name: str = ""
    written: dict[Ref, None] = field(default_factory=dict)
    read: dict[Ref, None] = field(default_factory=dict)
    found: dict[Ref, None] = field(default_factory=dict)


class Index:
    """Addresses and cross references of a project."""

    def __init__(
        self,
        project: Project,
        *,
        figures: bool = True,
        origins: Origins = NO_ORIGINS,
    ) -> None:
        self.figures = figures
        self.project = project
        self.scope = Scope(project, origins)
        self.graph: MapGraph = map_graph(project)
        self.maps = {one.name: one for one in project.maps}
        self._map_refs = _refs("maps", ((m.name, m.label) for m in project.maps))
        entities = {name: "" for name in sorted(_all_entities(project))}
        entities.update({one.name: one.label for one in project.entities})
        self._entities = _refs("entities", entities.items())
        self._value_maps = _refs(
            "value-maps", ((v.name, "") for v in project.value_maps)
        )
        self.folders = _folder_refs(project)
        self._solutions = _refs(
            "solutions", ((s.name, s.label) for s in project.solutions)
        )
        self._types = slugs(enum.name for enum in project.enums)
        self._rules = slugs(
            [t.name for t in project.transforms] + [s.name for s in project.states]
        )
        self.lines = {m.name: line_refs(m, self.map(m.name)) for m in project.maps}
        self.rows: dict[str, MapRow] = {}
        self.uses: dict[str, list[LineUse]] = defaultdict(list)
        self.fields: dict[tuple[str, str], FieldUses] = defaultdict(FieldUses)
        self.maps_on: dict[str, list[Map]] = defaultdict(list)
        self.writers: dict[str, list[Ref]] = defaultdict(list)
        self._anchors: dict[str, dict[str, Slug]] = {}
        for one in project.maps:
            _note_map(self, one)
        self._undeclared: dict[str, list[str]] = defaultdict(list)
        for (entity, _), uses in self.fields.items():
            if self.scope.field(entity, uses.name) is None:
                self._undeclared[entity].append(uses.name)

    def map(self, name: str) -> Ref:
        """The page of a map, called by its label."""
        return self._map_refs.get(name) or Ref(name, Slug())

    def entity(self, name: str) -> Ref | None:
        """The page of an entity, called by its name."""
        return self._entities.get(name)

    def entity_names(self) -> Iterator[str]:
        """Every entity that is declared or mapped, sorted."""
        return iter(sorted(self._entities))

    def solution(self, name: str | None) -> Ref | None:
        """The page of a solution."""
        return self._solutions.get(name or "")

    def value_map(self, name: str) -> Ref:
        """The page of a value map."""
        return self._value_maps.get(name) or Ref(name, Slug())

    def rule(self, name: str) -> Ref:
        """The place of a transform or state table."""
        return Ref(name, RULES, self._rules.get(name, Slug()))

    def type(self, name: str | None) -> Ref | None:
        """The place of an enum or option set."""
        anchor = self._types.get(name or "")
        return Ref(name, TYPES, anchor) if name and anchor else None

    def undeclared(self, entity: str) -> list[str]:
        """Fields that maps use and the entity does not declare, sorted."""
        return sorted(self._undeclared.get(entity, ()), key=str.casefold)

    def field(self, entity: str, name: str) -> Ref | None:
        """The place of a field on the page of its entity."""
        ref = self._entities.get(entity)
        if ref is None:
            return None
        return Ref(name, ref.page, self.field_anchors(entity)[name.casefold()], entity)

    def field_anchors(self, entity: str) -> dict[str, Slug]:
        """An anchor for each field of an entity, by its name in small letters."""
        known = self._anchors.get(entity)
        if known is None:
            declared = self.scope.entities.get(entity)
            names = [one.name for one in declared.fields] if declared else []
            names += self.undeclared(entity)
            taken: set[str] = set()
            known = {n.casefold(): unique(slug(f"field-{n}"), taken) for n in names}
            self._anchors[entity] = known
        return known

    def line(self, one: Map, number: int) -> Ref:
        """The place of the line `number` (from 0) on the page of its map."""
        return self.lines[one.name][number]

    def system(self, entity: str) -> System:
        """The end that an entity belongs to; the two predeclared ones need no declaration."""
        name = entity.partition(".")[0]
        declared = self.scope.systems.get(name) or _DEFAULT_SYSTEMS.get(name)
        return declared or System(name=name, kind="sql")

    def system_label(self, entity: str) -> str:
        """The end as people call it: by its label, by its product, or by its name."""
        system = self.system(entity)
        label = system.label or system.name
        if label.casefold() in _PRODUCT_NAMES:
            return _PRODUCT_LABELS.get(system.kind, label)
        return label


def mapping_symbol(mapping: FieldMapping) -> str:
    """The map type of the product: doubled where something happens to the value on its way."""
    paths = (PathRef, EitherRef)
    plain = isinstance(mapping.left, paths) and isinstance(mapping.right, paths)
    changed = not plain or mapping.transform is not None or mapping.default is not None
    if mapping.direction == "both":
        return "><" if changed else "="
    one = ">" if mapping.direction == "to_right" else "<"
    return one * 2 if changed else one


def line_refs(one: Map, page: Ref) -> tuple[Ref, ...]:
    """The place of each line. Its anchor is made of its two sides, so that it stays when lines move."""
    taken: set[str] = set()
    refs = []
    for line in one.fields:
        left, right = side_text(line.left), side_text(line.right)
        anchor = unique(slug(f"line-{left}-{right}"), taken)
        text = f"{left} {mapping_symbol(line)} {right}"
        refs.append(Ref(text, page.page, anchor, hint=page.text))
    return tuple(refs)


def _refs(folder: str, names: Iterable[tuple[str, str]]) -> dict[str, Ref]:
    labels = dict(names)
    return {
        name: Ref(labels[name] or name, page(folder, safe), hint=name)
        for name, safe in slugs(sorted(labels)).items()
    }


def _folder_refs(project: Project) -> dict[str, Ref]:
    """Folders by path; maps at the top of the project have the folder of no name."""
    found = slugs(sorted({one.folder for one in project.maps} - {""}))
    taken = {safe.lower() for safe in found.values()}
    refs = {
        path: Ref(_folder_title(path), page("folders", safe), hint=path)
        for path, safe in found.items()
    }
    if any(one.folder == "" for one in project.maps):
        refs[""] = Ref("Other maps", page("folders", unique(Slug("other"), taken)))
    return refs


def _folder_title(path: str) -> str:
    words = path.replace("_", " ").replace("-", " ").split("/")
    return " / ".join(word[:1].upper() + word[1:] for word in words)


def _all_entities(project: Project) -> Iterator[str]:
    for one in project.maps:
        yield one.left
        yield one.right


def _note_map(index: Index, one: Map) -> None:
    """Enters what a map uses into the cross references."""
    ref = index.map(one.name)
    index.maps_on[one.left].append(one)
    if one.right != one.left:
        index.maps_on[one.right].append(one)
    if any(line.direction != "to_left" for line in one.fields):
        index.writers[one.right].append(ref)
    if any(line.direction != "to_right" for line in one.fields):
        index.writers[one.left].append(ref)
    for number, line in enumerate(one.fields):
        place = index.line(one, number)
        if line.transform is not None:
            index.uses[line.transform.name].append(LineUse(ref, place))
        _note_line(index, one, line, place)
    for entity, expr in ((one.left, one.left_filter), (one.right, one.right_filter)):
        for path in paths_in(expr) if expr is not None else ():
            first = path.segments[0] if isinstance(path, PathRef) else path.column
            _uses(index, entity, first).read[_titled(ref, "filter")] = None


def _note_line(index: Index, one: Map, line: FieldMapping, place: Ref) -> None:
    sides = (
        (
            one.left,
            line.left,
            line.direction != "to_right",
            line.direction != "to_left",
        ),
        (
            one.right,
            line.right,
            line.direction != "to_left",
            line.direction != "to_right",
        ),
    )
    target = Ref(place.hint, place.page, place.anchor, hint=place.text)
    for entity, side, written, read in sides:
        written = written and isinstance(side, PathRef | EitherRef)
        for path in paths_in(side):
            first = path.segments[0] if isinstance(path, PathRef) else path.column
            uses = _uses(index, entity, first)
            if written:
                uses.written[target] = None
            if read:
                uses.read[target] = None
            for there, column in _passed(path):
                _uses(index, there, column).found[target] = None


def _passed(path: PathRef | EitherRef) -> Iterator[tuple[str, str]]:
    """The columns of other entities that a path goes through."""
    if isinstance(path, EitherRef):
        yield from ((one.entity, one.key) for one in path.candidates)
    else:
        yield from zip(path.through, path.segments[1:], strict=False)


def _uses(index: Index, entity: str, column: str) -> FieldUses:
    uses = index.fields[entity, column.casefold()]
    uses.name = uses.name or column
    return uses


def _titled(ref: Ref, hint: str) -> Ref:
    return Ref(ref.text, ref.page, Slug("filters"), hint)
