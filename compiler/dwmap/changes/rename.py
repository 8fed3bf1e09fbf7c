"""
What a project was, in the words of what it is: names that a `renamed from` states are exchanged everywhere.

So a rename is one change, and not one of every line that speaks the name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, TypeVar, cast

from dwmap.changes.pairing import pair_up
from dwmap.ir.model import (
    EitherRef,
    Entity,
    EntityField,
    FieldMapping,
    Map,
    Node,
    PathRef,
    Project,
)
from dwmap.ir.scope import Scope

Some = TypeVar("Some", bound=Node)


def carry_names(before: Project, after: Project) -> Project:
    """`before` with the names of `after`."""
    names = _Names.between(before, after)
    return before if names.is_empty else names.carry(before)


@dataclass(frozen=True)
class _Names:
    """New names by the old ones: of entities and maps, and of fields by entity (its old name) in small letters."""

    entities: Mapping[str, str]
    maps: Mapping[str, str]
    fields: Mapping[tuple[str, str], str]
    scope: Scope

    @classmethod
    def between(cls, before: Project, after: Project) -> _Names:
        entities: dict[str, str] = {}
        fields: dict[tuple[str, str], str] = {}
        for old, new in pair_up(before.entities, after.entities):
            if not isinstance(old, Entity) or not isinstance(new, Entity):
                continue
            if old.name != new.name:
                entities[old.name] = new.name
            for was, now in pair_up(old.fields, new.fields):
                if isinstance(was, EntityField) and isinstance(now, EntityField):
                    if was.name != now.name:
                        fields[old.name, was.name.casefold()] = now.name
        maps = {
            old.name: new.name
            for old, new in pair_up(before.maps, after.maps)
            if isinstance(old, Map) and isinstance(new, Map) and old.name != new.name
        }
        return cls(entities, maps, fields, Scope(before))

    @property
    def is_empty(self) -> bool:
        return not (self.entities or self.maps or self.fields)

    def carry(self, project: Project) -> Project:
        """The project in the new names."""
        return replace(
            project,
            entities=tuple(map(self._entity, project.entities)),
            maps=tuple(map(self._map, project.maps)),
            plan=tuple(self._named(one, "map") for one in project.plan),
            examples=tuple(self._named(one, "map") for one in project.examples),
            samples=tuple(self._named(one, "map") for one in project.samples),
        )

    def _named(self, node: Some, member: str) -> Some:
        name = getattr(node, member)
        changed: dict[str, Any] = {member: self.maps.get(name, name)}
        return cast(Some, replace(cast(Any, node), **changed))

    def _entity(self, entity: Entity) -> Entity:
        text = partial(self._text, entity.name)
        return replace(
            entity,
            name=self.entities.get(entity.name, entity.name),
            key=tuple(map(text, entity.key)),
            integration_key=tuple(map(text, entity.integration_key)),
            company=None if entity.company is None else text(entity.company),
            inactive=entity.inactive
            and replace(entity.inactive, field=text(entity.inactive.field)),
            alternate_keys=tuple(
                replace(key, columns=tuple(map(text, key.columns)))
                for key in entity.alternate_keys
            ),
            fields=tuple(self._field(entity, field) for field in entity.fields),
        )

    def _field(self, entity: Entity, field: EntityField) -> EntityField:
        name = self.fields.get((entity.name, field.name.casefold()), field.name)
        return replace(field, name=name, type=self._targets(field.type))

    def _map(self, map: Map) -> Map:
        ends = {"left": map.left, "right": map.right}
        sides = {side: partial(self._path, end) for side, end in ends.items()}
        texts = {side: partial(self._text, end) for side, end in ends.items()}
        return replace(
            map,
            name=self.maps.get(map.name, map.name),
            left=self.entities.get(map.left, map.left),
            right=self.entities.get(map.right, map.right),
            left_filter=_rewritten(map.left_filter, sides["left"]),
            right_filter=_rewritten(map.right_filter, sides["right"]),
            key=tuple(
                replace(
                    part,
                    left=texts["left"](part.left),
                    right=texts["right"](part.right),
                )
                for part in map.key
            ),
            company=map.company
            and replace(
                map.company,
                left=texts["left"](map.company.left),
                right=texts["right"](map.company.right),
            ),
            fields=tuple(self._line(line, sides) for line in map.fields),
            dependencies=tuple(self._named(one, "map") for one in map.dependencies),
        )

    def _line(
        self, line: FieldMapping, sides: Mapping[str, Callable[[Any], Any]]
    ) -> FieldMapping:
        reads = "right" if line.direction == "to_left" else "left"
        return replace(
            line,
            left=_rewritten(line.left, sides["left"]),
            right=_rewritten(line.right, sides["right"]),
            condition=_rewritten(line.condition, sides[reads]),
        )

    def _path(self, entity: str, path: PathRef | EitherRef) -> PathRef | EitherRef:
        """A path that begins at an entity."""
        type = self._targets(path.type)
        if isinstance(path, EitherRef):
            candidates = tuple(
                replace(
                    one,
                    entity=self.entities.get(one.entity, one.entity),
                    key=self._column(one.entity, one.key),
                )
                for one in path.candidates
            )
            column = self._column(entity, path.column)
            return replace(path, column=column, candidates=candidates, type=type)
        owners = (entity, *path.through)
        segments = map(self._column, owners, path.segments)
        through = (self.entities.get(one, one) for one in path.through)
        return replace(
            path, segments=tuple(segments), through=tuple(through), type=type
        )

    def _text(self, entity: str, path: str) -> str:
        """A path that is written as text."""
        found = self.scope.resolve(entity, path)
        owners = (entity, *found.through)
        return ".".join(map(self._column, owners, found.segments))

    def _column(self, entity: str, name: str) -> str:
        return self.fields.get((entity, name.casefold()), name)

    def _targets(self, type: Any) -> Any:
        targets = tuple(self.entities.get(one, one) for one in type.targets)
        return type if targets == type.targets else replace(type, targets=targets)


def _rewritten(part: Any, path: Callable[[Any], Any]) -> Any:
    """An expression with each of its paths exchanged."""
    if isinstance(part, PathRef | EitherRef):
        return path(part)
    if isinstance(part, tuple):
        return tuple(_rewritten(one, path) for one in cast(Iterable[Any], part))
    if not isinstance(part, Node):
        return part
    members = {
        each.name: _rewritten(getattr(part, each.name), path)
        for each in fields(cast(Any, part))
    }
    return replace(cast(Any, part), **members)
