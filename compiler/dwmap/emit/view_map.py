"""IR map -> MapView: the fields of both sides, then the assignments of both directions."""

from __future__ import annotations

from dwmap.emit.names import MODULE_NAMES, Names, module_name
from dwmap.emit.view import FieldView, LeftOut, MapView, Ref, SideView, refs_in
from dwmap.emit.view_fields import Fields
from dwmap.emit.view_lines import Direction, assign_lines
from dwmap.ir.model import Expr, Map, PathRef, Project
from dwmap.ir.scope import Scope


def name_modules(project: Project) -> dict[str, str]:
    """The module of each map, by the map's name."""
    names = Names(MODULE_NAMES)
    return {each.name: names.take(module_name(each.name)) for each in project.maps}


def view_map(map: Map, module: str, scope: Scope) -> MapView:
    """The view of one map."""
    left, right = Fields(map.left, scope), Fields(map.right, scope)
    for line in map.fields:
        for ref in refs_in(line.left):
            left.add(ref)
        for ref in refs_in(line.right):
            right.add(ref)
    left_out: list[LeftOut] = []
    forward = assign_lines(map, Direction("to_right", left, right), scope, left_out)
    backward = assign_lines(map, Direction("to_left", right, left), scope, left_out)
    left_side, right_side = _view_sides(map, left, right, scope)
    return MapView(
        map,
        module,
        left_side,
        right_side,
        forward,
        backward,
        (*left.left_out, *right.left_out, *left_out, *_blind(map, left, right)),
        scope.hash_of("maps", map.name),
    )


def map_refs(map: Map, scope: Scope) -> list[tuple[str, Ref]]:
    """Every path of a map with the entity that it starts at."""
    refs: list[tuple[str, Ref]] = []
    for line in map.fields:
        refs += ((map.left, ref) for ref in refs_in(line.left))
        refs += ((map.right, ref) for ref in refs_in(line.right))
        if line.condition is not None:
            entity = map.right if line.direction == "to_left" else map.left
            refs += ((entity, ref) for ref in refs_in(line.condition))
    for entity, filter in ((map.left, map.left_filter), (map.right, map.right_filter)):
        refs += ((entity, ref) for ref in refs_in(filter)) if filter is not None else ()
    refs += ((map.left, ref) for ref in _key_refs(map, scope, "left"))
    refs += ((map.right, ref) for ref in _key_refs(map, scope, "right"))
    return refs


def _key_refs(map: Map, scope: Scope, side: str) -> list[PathRef]:
    entity = getattr(map, side)
    texts = [getattr(part, side) for part in map.key]
    texts += [getattr(map.company, side)] if map.company is not None else []
    return [scope.resolve(entity, text) for text in texts]


def _view_sides(
    map: Map, left: Fields, right: Fields, scope: Scope
) -> tuple[SideView, SideView]:
    """Both sides; a key with a part that cannot be read on one of them is no key."""
    keys = []
    for side, fields in (("left", left), ("right", right)):
        keys.append([fields.add(ref) for ref in _key_refs(map, scope, side)])
    whole = None not in keys[0][: len(map.key)] + keys[1][: len(map.key)]
    views = []
    for fields, filter, key in (
        (left, map.left_filter, keys[0]),
        (right, map.right_filter, keys[1]),
    ):
        blind = _read_filter(fields, filter)
        company = key[len(map.key)] if map.company is not None else None
        names = _names(key[: len(map.key)]) if whole else ()
        views.append(
            SideView(
                fields.entity,
                fields.views,
                names,
                company.name if company is not None else None,
                filter,
                blind,
            )
        )
    return views[0], views[1]


def _names(fields: list[FieldView | None]) -> tuple[str, ...]:
    return tuple(field.name for field in fields if field is not None)


def _read_filter(fields: Fields, filter: Expr | None) -> bool:
    """Adds the fields of the filter; whether one of them cannot be read."""
    refs = () if filter is None else tuple(refs_in(filter))
    return None in [fields.add(ref) for ref in refs]


def _blind(map: Map, left: Fields, right: Fields) -> list[LeftOut]:
    unknown = {each.text.casefold() for each in (*left.left_out, *right.left_out)}
    found = []
    for side, filter in (("left", map.left_filter), ("right", map.right_filter)):
        refs = () if filter is None else tuple(refs_in(filter))
        if any(ref.text.casefold() in unknown for ref in refs):
            found.append(
                LeftOut(
                    f"filter of the {side} side",
                    "it needs a path that leads nowhere, so no record passes it",
                )
            )
    return found
