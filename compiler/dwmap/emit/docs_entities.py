"""The page of an entity: its fields, and the maps that write and read each of them."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.emit.docs_index import FieldUses, Index
from dwmap.emit.docs_maps import map_row
from dwmap.emit.docs_names import Ref
from dwmap.emit.docs_view import EntityGroup, EntityRow, EntityView, FieldView
from dwmap.emit.docs_view_parts import Fact
from dwmap.ir.model import Entity, EntityField
from dwmap.ir.text import constant_text, type_text

_FLAGS = ("required", "readonly", "createonly", "computed", "masked")
_NO_USES = FieldUses()


def entity_views(index: Index) -> tuple[EntityView, ...]:
    """A page for each entity that is declared or mapped."""
    pointers = _pointers(index)
    return tuple(
        _view(index, name, pointers.get(name, ())) for name in index.entity_names()
    )


def entity_groups(index: Index) -> tuple[EntityGroup, ...]:
    """The lists of entities, by system."""
    groups: dict[str, list[EntityRow]] = {}
    for name in index.entity_names():
        groups.setdefault(index.system_label(name), []).append(_row(index, name))
    return tuple(EntityGroup(label, tuple(rows)) for label, rows in groups.items())


def _row(index: Index, name: str) -> EntityRow:
    one = _entity(index, name)
    return EntityRow(
        ref=_named(index, name),
        label=one.label,
        table=one.table,
        fields=len(one.fields) + len(index.undeclared(name)),
        maps=len(index.maps_on.get(name, ())),
    )


def _view(index: Index, name: str, pointed_at: Iterable[Ref]) -> EntityView:
    one = _entity(index, name)
    extra = (EntityField(name=field) for field in index.undeclared(name))
    fields = [_field(index, name, field) for field in (*one.fields, *extra)]
    touched = [f for f in fields if f.written_by or f.read_by or f.found_by]
    return EntityView(
        ref=_named(index, name),
        title=one.label or name,
        system=index.system_label(name),
        doc=one.doc,
        facts=_facts(index, one),
        fields=tuple(fields),
        unused=len(fields) - len(touched),
        maps=tuple(map_row(index, each) for each in index.maps_on.get(name, ())),
        pointed_at=tuple(pointed_at),
    )


def _entity(index: Index, name: str) -> Entity:
    return index.scope.entities.get(name) or Entity(name=name)


def _named(index: Index, name: str) -> Ref:
    ref = index.entity(name)
    if ref is None:
        raise KeyError(name)
    return Ref(name, ref.page, hint=ref.text)


def _facts(index: Index, one: Entity) -> tuple[Fact, ...]:
    solution = index.solution(one.solution)
    texts = (
        ("Name", one.name),
        ("Table", one.table),
        ("Primary key", ", ".join(one.key)),
        ("Integration key", ", ".join(one.integration_key)),
        *(
            (f"Alternate key {key.name}".rstrip(), ", ".join(key.columns))
            for key in one.alternate_keys
        ),
        ("Company", one.company or ""),
        ("Inactive", _inactive(one)),
        ("Renamed from", one.renamed_from or ""),
    )
    return (
        *(Fact(label, text, code=True) for label, text in texts if text),
        *((Fact("Owner", one.owner),) if one.owner else ()),
        *((Fact("Solution", refs=(solution,)),) if solution is not None else ()),
    )


def _inactive(one: Entity) -> str:
    found = one.inactive
    if found is None:
        return ""
    values = constant_text(found.inactive), constant_text(found.active)
    return f"{found.field} = {values[0]}, else {values[1]}"


def _field(index: Index, entity: str, field: EntityField) -> FieldView:
    uses = index.fields.get((entity, field.name.casefold()), _NO_USES)
    flags = [name for name in _FLAGS if getattr(field, name)]
    if field.renamed_from:
        flags.append(f"renamed from {field.renamed_from}")
    if field.owner:
        flags.append(f"owned by {field.owner}")
    origin = index.scope.origins.fields.get((entity, field.name.lower()))
    if origin is not None:
        flags.append(f"from the overlay of {origin.words}")
    unknown = field.type.kind == "any"
    target = field.type.targets[0] if len(field.type.targets) == 1 else ""
    return FieldView(
        anchor=index.field_anchors(entity)[field.name.casefold()],
        name=field.name,
        type=type_text(field.type),
        type_ref=index.type(field.type.name) or index.entity(target),
        known="unknown" if unknown else field.confidence,
        flags=tuple(flags),
        written_by=_once(uses.written),
        read_by=_once(uses.read),
        found_by=_once(uses.found),
        doc=field.doc,
    )


def _once(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """One link for each map: to the first of its lines."""
    first: dict[str, Ref] = {}
    for ref in refs:
        first.setdefault(ref.page, ref)
    return tuple(first.values())


def _pointers(index: Index) -> dict[str, list[Ref]]:
    """The lookup columns that point at each entity."""
    found: dict[str, list[Ref]] = {}
    for entity in index.project.entities:
        for field in entity.fields:
            for target in field.type.targets:
                place = index.field(entity.name, field.name)
                if place is not None:
                    text = f"{entity.name}.{field.name}"
                    ref = Ref(text, place.page, place.anchor)
                    found.setdefault(target, []).append(ref)
    return found
