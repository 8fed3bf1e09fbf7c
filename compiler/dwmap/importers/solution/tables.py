"""The tables of customizations: columns, option sets, keys and lookups, as a column list has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from dwmap.diagnostics.report import Report
from dwmap.importers.names import set_of
from dwmap.importers.problems import BrokenTable
from dwmap.importers.schema import Column, Schema, Table
from dwmap.importers.solution.table_types import (
    LEVELS,
    digits_of,
    kind_of,
    number_of,
    text_of,
)

_NAME = re.compile(r"[a-z_]\w{0,127}", re.ASCII | re.IGNORECASE)
_KINDS = ("option", "state", "status")
_CODE = re.compile(r"\d{1,10}", re.ASCII)
Options = tuple[tuple[int, str], ...]
Targets = dict[tuple[str, str], list[str]]


def read_tables(
    roots: list[tuple[str, Element]], schema: Schema, report: Report
) -> list[str]:
    """Add every table that has columns; their sets."""
    shared = {
        name: options
        for _, root in roots
        for place in root.iter("optionsets")
        for name, options in _option_sets(place)
    }
    targets: Targets = defaultdict(list)
    for _, root in roots:
        for relationship in root.iter("EntityRelationship"):
            _note_target(relationship, targets)
    sets = []
    for path, root in roots:
        for entity in root.iter("entity"):
            reader = _Reader(path, shared, targets, report)
            table = reader.table(entity)
            if table is not None:
                schema.tables[table.name] = table
                sets.append(table.set_name)
    return sets


def _note_target(relationship: Element, targets: Targets) -> None:
    names = ("ReferencingEntityName", "ReferencingAttributeName")
    table, column = (text_of(relationship, name).lower() for name in names)
    target = text_of(relationship, "ReferencedEntityName").lower()
    if table and column and _NAME.fullmatch(target):
        if target not in targets[table, column]:
            targets[table, column].append(target)


def _option_sets(place: Element) -> Iterator[tuple[str, Options]]:
    for one in place.iter("optionset"):
        name = one.get("Name", "").lower()
        if name and not _odd_codes(one):
            yield name, _options(one)


def _options(place: Element) -> Options:
    """Codes and labels, in whatever language comes first."""
    found: dict[int, str] = {}
    for kind in _KINDS:
        for one in place.iter(kind):
            code = one.get("value", "")
            if _CODE.fullmatch(code):
                labels = one.iterfind(".//label")
                described = (label.get("description", "") for label in labels)
                found.setdefault(int(code), next(described, ""))
    return tuple(sorted(found.items()))


def _odd_codes(place: Element) -> list[str]:
    """The codes of options that are no numbers, or negative ones."""
    codes = (one.get("value", "") for kind in _KINDS for one in place.iter(kind))
    return [code[:60] for code in codes if not _CODE.fullmatch(code)]


class _Reader:
    """Reads the tables of one file."""

    def __init__(
        self, path: str, shared: dict[str, Options], targets: Targets, report: Report
    ) -> None:
        self.path = path
        self.shared = shared
        self.targets = targets
        self.report = report

    def table(self, entity: Element) -> Table | None:
        """A table, unless it is only named."""
        name = entity.get("Name", "").lower()
        attributes = list(entity.iterfind("attributes/attribute"))
        if not attributes or not _NAME.fullmatch(name):
            return None
        columns: dict[str, Column] = {}
        primary = None
        for attribute in attributes:
            column = self._column(name, attribute)
            if column is None:
                continue
            columns.setdefault(column.name.lower(), column)
            if text_of(attribute, "Type").lower() == "primarykey":
                primary = column.name
        if primary is None and f"{name}id" in columns:
            primary = columns[f"{name}id"].name
        set_name = text_of(entity, "EntitySetName")
        return Table(
            name,
            set_name if _NAME.fullmatch(set_name) else set_of(name),
            columns,
            primary,
            tuple(self._keys(name, entity, columns)),
            is_whole=True,
        )

    def _complain(self, table: str, reason: str) -> None:
        self.report.add(BrokenTable(self.path, table, reason))

    def _keys(
        self, table: str, entity: Element, columns: dict[str, Column]
    ) -> Iterator[tuple[str, ...]]:
        for key in entity.iterfind("EntityKeys/EntityKey"):
            parts = [
                (part.text or "").strip()
                for part in key.iterfind("EntityKeyAttributes/AttributeName")
            ]
            if parts and all(part.lower() in columns for part in parts):
                yield tuple(columns[part.lower()].name for part in parts)
            else:
                named = text_of(key, "LogicalName", "Name")[:60]
                self._complain(table, f"key `{named}` has columns that are not there")

    def _column(self, table: str, attribute: Element) -> Column | None:
        name = text_of(attribute, "LogicalName", "Name") or attribute.get(
            "PhysicalName", ""
        )
        if not _NAME.fullmatch(name):
            self._complain(table, f"a column has the name `{name[:60]}`")
            return None
        kind = kind_of(attribute)
        if kind is None:
            written = text_of(attribute, "Type")[:60]
            self._complain(table, f"column `{name}` is of the unknown type `{written}`")
        scale = number_of(attribute, "Accuracy") if kind == "decimal" else None
        length = number_of(attribute, "MaxLength", "Length")
        return Column(
            name.lower(),
            kind or "any",
            length if kind == "string" else None,
            digits_of(attribute, scale),
            scale,
            self._options(table, name, attribute) if kind == "choice" else (),
            self._targets(table, name, attribute) if kind == "lookup" else (),
            LEVELS.get(text_of(attribute, "RequiredLevel").lower(), "unknown"),
            text_of(attribute, "ValidForCreateApi") != "0",
            text_of(attribute, "ValidForUpdateApi") != "0",
            text_of(attribute, "SourceType") in ("1", "2"),
            self._shared_name(attribute),
        )

    def _shared_name(self, attribute: Element) -> str:
        """The global option set of a column, where the solution has it and it can be a name."""
        name = text_of(attribute, "OptionSetName").lower()
        own = attribute.find("optionset")
        is_global = own is not None and text_of(own, "IsGlobal") == "1"
        if own is not None and (is_global or not len(own)):
            name = name or own.get("Name", "").lower()
        is_known = is_global or name in self.shared
        return name if is_known and _NAME.fullmatch(name) else ""

    def _options(self, table: str, name: str, attribute: Element) -> Options:
        named = text_of(attribute, "OptionSetName").lower()
        own = attribute.find("optionset")
        odd = _odd_codes(own) if own is not None else []
        if odd:
            # With some of its values alone it would be said not to have the others.
            self._complain(table, f"column `{name}` has the option `{odd[0]}`")
            return ()
        options = _options(own) if own is not None else ()
        if options:
            return options
        if not named and own is not None:
            named = own.get("Name", "").lower()
        return self.shared.get(named, ())

    def _targets(self, table: str, name: str, attribute: Element) -> tuple[str, ...]:
        stated = [
            (one.text or "").strip().lower()
            for one in attribute.iterfind("LookupTypes/LookupType")
        ]
        found = [one for one in stated if _NAME.fullmatch(one)]
        found += self.targets.get((table, name.lower()), [])
        return tuple(dict.fromkeys(found))
