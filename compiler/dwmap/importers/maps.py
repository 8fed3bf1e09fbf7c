"""Map declarations: one mapping line for each row."""

from __future__ import annotations

from collections.abc import Mapping

from dwmap.diagnostics.report import Report
from dwmap.importers import nodes
from dwmap.importers.catalog import Catalog, Entity, Line, Map, Right
from dwmap.importers.filters import Conditions, where
from dwmap.importers.lookups import Lookups
from dwmap.importers.types import FieldType, Types
from dwmap.importers.value_maps import ValueMaps
from dwmap.syntax.ast import (
    Expr,
    LiteralExpr,
    MapDecl,
    MappingLine,
    TransformUse,
    WhereClause,
)

_KINDS = {"options": "int", "enum": "string", "text": "string", "lookup": "string"}


class Maps:
    """Declares the maps of an import."""

    def __init__(
        self,
        catalog: Catalog,
        lookups: Lookups,
        types: Types,
        value_maps: ValueMaps,
        report: Report,
    ) -> None:
        self.catalog = catalog
        self.lookups = lookups
        self.types = types
        self.value_maps = value_maps
        self.report = report

    def declaration(
        self,
        one: Map,
        filters: Mapping[str, Expr],
        left_types: dict[tuple[str, str], FieldType],
    ) -> MapDecl:
        """A map."""
        return MapDecl(
            name=nodes.name(one.name),
            label=one.table.label or one.table.title,
            left=nodes.qname("fo", one.left.name),
            right=nodes.qname("ce", one.right.name),
            variant=None,
            version=one.table.version,
            status=None,
            owner=None,
            renamed_from=None,
            depends=(),
            filters=self._filters(one, filters, left_types),
            keys=(),
            policies=(),
            lines=tuple(self._line(one, line) for line in one.lines),
            retired=(),
            allows=(),
            doc=one.table.doc,
            span=nodes.NOWHERE,
        )

    def _filters(
        self,
        one: Map,
        filters: Mapping[str, Expr],
        left_types: dict[tuple[str, str], FieldType],
    ) -> tuple[WhereClause, ...]:
        conditions = Conditions(one, left_types, self.report)
        found = []
        if "fo" in filters:
            found.append(where("fo", conditions.left(filters["fo"])))
        if "ce" in filters:
            found.append(where("ce", conditions.right(filters["ce"])))
        return tuple(found)

    def _line(self, one: Map, line: Line) -> MappingLine:
        left, right, default = self._sides(one, line)
        used = self.value_maps.of(line)
        transform = None
        if used is not None:
            transform = TransformUse(nodes.name(used.name), (), nodes.NOWHERE)
        return MappingLine(
            left,
            line.row.op,
            nodes.NOWHERE,
            right,
            transform,
            default,
            condition=None,
            policies=(),
            lossy=None,
            owner=None,
            allows=(),
            doc="",
            span=nodes.NOWHERE,
        )

    def _sides(self, one: Map, line: Line) -> tuple[Expr, Expr, LiteralExpr | None]:
        left = None
        if line.left is not None:
            first, *rest = line.left
            left = nodes.path((one.left.spelled(first), *rest))
        right = self._right(one.right, line.right) if line.right else None
        value = self._default(one, line)
        if left is not None and right is not None:
            return left, right, value
        if value is None:
            raise ValueError("a row without a field on one side has a constant")
        if right is not None:
            return value, right, None
        return left or value, value, None

    def _default(self, one: Map, line: Line) -> LiteralExpr | None:
        if line.row.default is None:
            return None
        kind = "any"
        if line.right is not None:
            found = self.types.at(one.right, line.right).kind
            kind = _KINDS.get(found, found)
        return nodes.literal(line.row.default.text, kind)

    def _right(self, entity: Entity, right: Right) -> Expr:
        if right.candidates:
            column = entity.spelled(right.segments[0])
            return nodes.either(column, right.candidates)
        names = []
        at: Entity | None = entity
        for segment in right.segments:
            names.append(at.spelled(segment) if at is not None else segment)
            target = self.lookups.target(at.name, segment) if at is not None else None
            sets = target.sets if target else ()
            at = self.catalog.right_entity(sets[0]) if sets else None
        return nodes.path(tuple(names))
