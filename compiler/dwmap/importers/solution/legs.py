"""A stored map to what a mapping table says: a leg is a map, a rule is a row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from dwmap.diagnostics.report import Report
from dwmap.importers.model import Cell, MapTable, Pair, Row
from dwmap.importers.problems import BrokenMapJson, BrokenRule
from dwmap.importers.solution.rows import PROPERTIES, StoredRow, mapping_of
from dwmap.importers.table_cells import TRANSFORMING, fitted
from dwmap.source import SourceFile, Span

_WAYS = {"1": ">", "2": "<", "3": "="}
_VERSION = re.compile(r"\d{1,9}(\.\d{1,9}){1,3}", re.ASCII)
_BLANK = "blank"
_WORD = re.compile(r"[\w.]+", re.ASCII)
# What stands for the two ends; an end that is not stated is the usual one.
_ENDS = {"source": ("AX", "", "UNDEFINED"), "destination": ("CRM", "", "UNDEFINED")}
_END_NAMES = {"AX": "finance and operations", "CRM": "Dataverse", "": "nowhere"}


def tables_of(stored: StoredRow, report: Report) -> list[MapTable]:
    """The maps of a row, one for each leg that can be read."""
    legs = mapping_of(stored.row).get("legs")
    if stored.mapping is None or not isinstance(legs, list) or not legs:
        if stored.mapping is not None:
            span = stored.mapping.span(0, min(1, len(stored.mapping.text)))
            report.add(BrokenMapJson(span, "this map has no legs"))
        return []
    reader = _Reader(stored, report)
    found = [reader.table(leg) for leg in legs]
    return [table for table in found if table is not None]


class _Reader:
    """Reads legs in their order, and finds where each part stands in the text."""

    def __init__(self, stored: StoredRow, report: Report) -> None:
        self.stored = stored
        self.report = report
        self.source = stored.mapping or SourceFile("map", "")
        self.at = 0

    def place(self, value: str) -> Span:
        """Where a text stands, from what was read last on."""
        at = self.at
        for inside in _written(value):
            start = self.source.text.find(f'"{inside}"', at) + 1
            if start:
                return self.source.span(start, start + len(inside))
        return self.source.span(at, min(at + 1, len(self.source.text)))

    def table(self, leg: object) -> MapTable | None:
        """A leg as a mapping table."""
        if not isinstance(leg, dict):
            self._complain("a leg is no object")
            return None
        left, right = _text(leg, "sourceSchema"), _text(leg, "destinationSchema")
        if not left or not right:
            self._complain("a leg does not name its two entities")
            return None
        ends = [_text(leg, f"{one}EnvironmentType").upper() for one in _ENDS]
        if any(end not in _ENDS[name] for end, name in zip(ends, _ENDS, strict=True)):
            self._complain(f"a leg goes from {_end(ends[0])} to {_end(ends[1])}")
            return None
        heading, other = self.place(left), self.place(right)
        rows = tuple(self._rows(leg))
        return MapTable(
            Cell(left, heading),
            Cell(right, other),
            heading,
            self._filter(leg, "sourceFilter"),
            self._filter(leg, "reversedSourceFilter"),
            rows,
            self._version(),
            self._label(left, right),
            self._description(),
            is_stored=True,
        )

    def _start(self) -> Span:
        return self.source.span(self.at, min(self.at + 1, len(self.source.text)))

    def _complain(self, reason: str) -> None:
        self.report.add(BrokenMapJson(self._start(), reason))

    def _version(self) -> str | None:
        version = self.stored.text("msdyn_version")
        return version if _VERSION.fullmatch(version) else None

    def _label(self, left: str, right: str) -> str:
        """The name that the product shows, where it is another one than it forms by itself."""
        shown = self.stored.text("msdyn_displayname")
        if not shown or not shown.isprintable() or shown == f"{right} - {left}":
            return ""
        return shown

    def _description(self) -> str:
        properties = self.stored.row.get(PROPERTIES)
        if not isinstance(properties, dict):
            return ""
        return printable(_text(properties, "Description"))

    def _filter(self, leg: dict[str, Any], name: str) -> Span | None:
        """A filter as a file of its own: in JSON its text is escaped."""
        text = _text(leg, name)
        if not text:
            if not isinstance(leg.get(name), str | None):
                self._complain(f"`{name}` of a leg is no text")
            return None
        path = self.source.path.rpartition("/")[0]
        return SourceFile(f"{path}/{name}", text).span(0, len(text))

    def _rows(self, leg: dict[str, Any]) -> Iterator[Row]:
        rules = leg.get("fieldMappings")
        if rules is None:
            return
        if not isinstance(rules, list):
            self._complain("the rules of a leg are no list")
            return
        for rule in rules:
            row = self._row(rule)
            if row is not None:
                yield row

    def _row(self, rule: object) -> Row | None:
        if not isinstance(rule, dict):
            self.report.add(BrokenRule(self._start(), "a rule is no object"))
            return None
        cells = [self._cell(rule, n) for n in ("sourceField", "destinationField")]
        places = [cell.span for cell in cells if cell is not None]
        span = max(places, key=lambda one: one.start) if places else self._start()
        self.at = span.end
        way = str(rule.get("syncDirection")).strip().removesuffix(".0")
        if way not in _WAYS:
            reason = f"{_shown(rule.get('syncDirection'))} is no direction of a rule"
            self.report.add(BrokenRule(span, reason))
            return None
        try:
            pairs, default = _transforms(rule.get("valueTransforms"), span)
        except _Odd as odd:
            self.report.add(BrokenRule(span, str(odd)))
            return None
        op = TRANSFORMING[_WAYS[way]] if pairs or default else _WAYS[way]
        one_sided = cells[0] is None or cells[1] is None
        if one_sided and op == "><":
            op = ">>" if cells[0] is None else "<<"
        left, right = cells
        return fitted(Row(left, op, pairs, right, default, span, span), self.report)

    def _cell(self, rule: dict[str, Any], name: str) -> Cell | None:
        text = _text(rule, name)
        if not text:
            return None
        return Cell(text, self.place(text))


def _written(value: str) -> Iterator[str]:
    """How JSON may write a text; most are plain words."""
    if _WORD.fullmatch(value):
        yield value
        return
    for is_ascii in (False, True):
        yield json.dumps(value, ensure_ascii=is_ascii)[1:-1]


class _Odd(Exception):
    """A transform that is not understood; the message is the reason."""


def _transforms(value: object, span: Span) -> tuple[tuple[Pair, ...], Cell | None]:
    """The pairs and the default of a rule."""
    pairs: tuple[Pair, ...] | None = None
    default: Cell | None = None
    if value is None:
        return (), None
    if not isinstance(value, list):
        raise _Odd("the transforms of a rule are no list")
    for one in value:
        kind = one.get("transformType") if isinstance(one, dict) else None
        if kind == "ValueMap" and pairs is None:
            pairs = tuple(_pairs(one.get("valueMap"), span))
        elif kind == "Default" and default is None:
            default = _default(one.get("defaultValue"), span)
        elif kind in ("ValueMap", "Default"):
            raise _Odd(f"a rule has two transforms `{kind}`")
        else:
            raise _Odd(f"{_shown(kind)} is no transform that is known")
    return pairs or (), default


def _pairs(value: object, span: Span) -> Iterator[Pair]:
    if value is None:
        return
    if not isinstance(value, dict):
        raise _Odd("a value map is no object")
    for left, right in value.items():
        yield Pair(_value(left), _value(right), span)


def _default(value: object, span: Span) -> Cell | None:
    text = _plain(value)
    return Cell(text, span) if text else None


def _value(value: object) -> str | None:
    text = _plain(value)
    return None if text.lower() in ("", _BLANK) else text


def _plain(value: object) -> str:
    """A value as text: whether it was a number or one in quotes does not matter."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return value.strip()
        case int() | float():
            return str(value)
    raise _Odd(f"{_shown(value)} is no value")


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    return value.strip() if isinstance(value, str) else ""


def _end(kind: str) -> str:
    return _END_NAMES.get(kind, _shown(kind))


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return f"`{text[:60]}`"


def printable(text: str) -> str:
    """A text on one line, of characters that are seen."""
    line = " ".join(text.split())
    return line if line.isprintable() else ""
