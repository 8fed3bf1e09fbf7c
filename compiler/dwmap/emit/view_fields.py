"""The flat record of one side of a map: which paths it has, what they are called, what is known of them."""

from __future__ import annotations

from dataclasses import replace

from dwmap.emit.names import TUPLE_NAMES, Names, snake
from dwmap.emit.view import FieldView, LeftOut, Ref, is_resolved
from dwmap.ir.model import EitherRef, PathRef, Type
from dwmap.ir.scope import Scope


class Fields:
    """Collects the fields of one side, in the order in which the map names them."""

    def __init__(self, entity: str, scope: Scope) -> None:
        self.entity = entity
        self._scope = scope
        self._names = Names(TUPLE_NAMES)
        self._by_path: dict[str, FieldView] = {}
        self._unknown: dict[str, LeftOut] = {}

    @property
    def views(self) -> tuple[FieldView, ...]:
        """The fields so far."""
        return tuple(self._by_path.values())

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The paths that lead nowhere."""
        return tuple(self._unknown.values())

    def add(self, ref: Ref) -> FieldView | None:
        """The field of the path, which is new or known; None for a path that leads nowhere."""
        path = ref.text.casefold()
        known = self._by_path.get(path)
        if known is not None:
            return known
        if not is_resolved(ref):
            self._unknown[path] = _unresolved(ref)
            return None
        view = self._view(ref)
        self._by_path[path] = view
        return view

    def _view(self, ref: Ref) -> FieldView:
        if isinstance(ref, EitherRef):
            name, first, type = snake(ref.column), ref.column, ref.type
            nullable = True
        else:
            name, first, type = snake(*ref.segments), ref.segments[0], ref.type
            nullable = type.nullable or self._may_miss(ref)
        if nullable != type.nullable:
            type = replace(type, nullable=nullable)
        return FieldView(self._names.take(name), ref, type, self._required(first))

    def _may_miss(self, ref: PathRef) -> bool:
        """Whether a lookup on the way may be empty."""
        owners = (self.entity, *ref.through)
        return any(
            self._type(owner, segment).nullable
            for owner, segment in zip(owners, ref.segments[:-1], strict=False)
        )

    def _type(self, owner: str, name: str) -> Type:
        field = self._scope.field(owner, name)
        return Type() if field is None else field.type

    def _required(self, column: str) -> bool:
        field = self._scope.field(self.entity, column)
        if field is None or field.readonly or field.computed:
            return False
        return field.required


def _unresolved(ref: Ref) -> LeftOut:
    if isinstance(ref, EitherRef):
        unknown = [one.label for one in ref.candidates if not one.entity]
        what = ", ".join(f"`{label}`" for label in unknown)
        return LeftOut(ref.text, f"no entity is known for {what}")
    known = next(
        (place for place, entity in enumerate(ref.through) if not entity),
        len(ref.through),
    )
    lookup = ref.segments[min(known, len(ref.segments) - 1)]
    return LeftOut(ref.text, f"the entity that `{lookup}` points at is not known")
