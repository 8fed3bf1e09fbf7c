"""The project, found by name; and what a path of segments passes through."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import TypeVar

from dwmap.ir.model import (
    Entity,
    EntityField,
    Enum,
    Map,
    Node,
    PathRef,
    Project,
    States,
    System,
    Transform,
    Type,
    ValueMap,
)
from dwmap.ir.node import plain
from dwmap.ir.origins import NO_ORIGINS, Origins

Named = TypeVar("Named", Entity, Enum, Map, System, ValueMap, Transform, States)


class Scope:
    """What is looked up again and again while a project is read: by name, without case, with its hash."""

    def __init__(self, project: Project, origins: Origins = NO_ORIGINS) -> None:
        self.project = project
        self.origins = origins
        self.maps = _by_name(project.maps)
        self.entities = _by_name(project.entities)
        self.enums = _by_name(project.enums)
        self.systems = _by_name(project.systems)
        self.value_maps = _by_name(project.value_maps)
        self.transforms = _by_name(project.transforms)
        self.states = _by_name(project.states)
        self._fields: dict[str, dict[str, EntityField]] = {}
        self._hashes: dict[tuple[str, str], str] = {}

    def replacing(self, changed: ValueMap | States) -> Scope:
        """The same project with one table changed."""
        made = copy(self)
        if isinstance(changed, ValueMap):
            made.value_maps = {**self.value_maps, changed.name: changed}
        else:
            made.states = {**self.states, changed.name: changed}
        return made

    def field(self, entity: str, name: str) -> EntityField | None:
        """The declared field, matched without case."""
        known = self._fields.get(entity)
        if known is None:
            declared = self.entities.get(entity)
            fields = declared.fields if declared is not None else ()
            known = {field.name.casefold(): field for field in fields}
            self._fields[entity] = known
        return known.get(name.casefold())

    def resolve(self, entity: str, text: str) -> PathRef:
        """The path that a key or company line writes as text, as the lines of a map have it."""
        return self.resolve_segments(entity, tuple(self._segments(entity, text)))

    def _segments(self, entity: str, text: str) -> Iterator[str]:
        """The names that dots join; a declared name may itself have dots."""
        parts = text.split(".")
        while parts:
            names = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
            name = next((each for each in names if self.field(entity, each)), parts[0])
            yield name
            field = self.field(entity, name)
            targets = field.type.targets if field is not None else ()
            entity = targets[0] if len(targets) == 1 else ""
            parts = parts[name.count(".") + 1 :]

    def resolve_segments(self, entity: str, segments: tuple[str, ...]) -> PathRef:
        """The path through `segments` from `entity`; empty text where a lookup's target is unknown."""
        declared: list[str] = []
        through: list[str] = []
        kind = Type()
        for place, segment in enumerate(segments):
            field = self.field(entity, segment) if entity else None
            kind = field.type if field is not None else Type()
            declared.append(field.name if field is not None else segment)
            if place < len(segments) - 1:
                entity = kind.targets[0] if len(kind.targets) == 1 else ""
                through.append(entity)
        return PathRef(segments=tuple(declared), through=tuple(through), type=kind)

    def code_of(self, enum: str | None, symbol: str) -> int | None:
        """The number of a value of an option set; None for a symbolic one."""
        found = self.enums.get(enum) if enum is not None else None
        if found is None or not found.numbered:
            return None
        for member in found.members:
            if member.name.casefold() == symbol.casefold():
                return member.code
        return None

    def hash_of(self, kind: str, name: str) -> str:
        """The hash of one declaration; that of nothing where there is none."""
        known = self._hashes.get((kind, name))
        if known is None:
            table: Mapping[str, Node] = getattr(self, kind)
            node = table.get(name)
            known = hash_node(node) if node is not None else ""
            self._hashes[kind, name] = known
        return known

    @cached_property
    def enums_hash(self) -> str:
        """The hash of all enums: they are small and any expression may name one."""
        return hash_texts(hash_node(enum) for enum in self.project.enums)


def _by_name(nodes: Iterable[Named]) -> dict[str, Named]:
    return {node.name: node for node in nodes}


def hash_node(node: Node) -> str:
    """The hash of a part of the IR."""
    text = json.dumps(plain(node), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hash_texts(texts: Iterable[str]) -> str:
    """The hash of several texts in their order."""
    digest = hashlib.sha256()
    for text in texts:
        part = text.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(part) + part)
    return digest.hexdigest()
