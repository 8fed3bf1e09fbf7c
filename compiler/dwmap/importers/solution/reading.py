"""A solution to mapping tables and column lists, and what neither of them can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dwmap.diagnostics.report import Report
from dwmap.importers.model import MapTable
from dwmap.importers.names import pascal
from dwmap.importers.plan import Solution
from dwmap.importers.problems import (
    BrokenMapJson,
    EmptySolution,
    KeptVersion,
    LeftOutComponent,
    RefusedArchive,
    RepeatedSolution,
)
from dwmap.importers.schema import Schema
from dwmap.importers.solution.legs import printable, tables_of
from dwmap.importers.solution.loose_json import (
    BrokenJson,
    json_text,
    plain_json,
    read_json,
)
from dwmap.importers.solution.rows import (
    StoredRow,
    mapping_of,
    read_row,
    row_of_element,
    rows_of_json,
    take_rows,
)
from dwmap.importers.solution.tables import read_tables
from dwmap.solutions.package import MAP
from dwmap.solutions.safe_xml import RefusedXml, parse_xml
from dwmap.solutions.stored import Row
from dwmap.source import SourceFile

_KEPT = ("Entities", "EntityRelationships", "optionsets", "Languages")
# What every export has, be it empty, in an order that is kept.
_EMPTY = frozenset(
    "Roles Workflows FieldSecurityProfiles Templates EntityMaps OrganizationSettings "
    "CustomControls EntityDataProviders".split()
)
_ALONE = {"Entity": "Entities", "EntityRelationship": "EntityRelationships"}
_NAME = re.compile(r"[^\W\d]\w*")
_VERSION = re.compile(r"\d{1,9}(\.\d{1,9}){1,3}", re.ASCII)


@dataclass(frozen=True)
class SolutionFiles:
    """The files of a solution that may say something of maps and tables, and the names of all others."""

    path: str
    files: Mapping[str, bytes]
    others: tuple[str, ...] = ()


@dataclass
class ReadSolution:
    """What a solution says. `tables` are its maps with the rows that they are from, `sets` those of its Dataverse tables."""

    path: str
    solution: Solution | None = None
    managed: bool = False
    manifest: str = ""
    customizations: str = ""
    tables: list[tuple[MapTable, StoredRow]] = field(default_factory=list)
    aside: list[Row] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)
    left_out: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the solution is called."""
        return self.solution.name if self.solution else ""

    def move(self, folder: str) -> None:
        """Put all maps into a folder."""
        if self.solution is None:
            return
        moved = replace(self.solution, folder=folder)
        self.solution = moved
        self.tables = [
            (replace(table, solution=moved), row) for table, row in self.tables
        ]


def read_solution(
    source: SolutionFiles, schema: Schema, report: Report
) -> ReadSolution:
    """Everything that is understood; its tables go into `schema`."""
    found = ReadSolution(source.path)
    parts = _Parts(source, report)
    if parts.manifest is not None:
        found.solution = _solution(parts.manifest)
        found.managed = parts.manifest.findtext(".//Managed", "").strip() == "1"
        indent(parts.manifest)
        found.manifest = tostring(parts.manifest, "unicode")
    found.sets = read_tables([(source.path, parts.merged)], schema, report)
    if any(map(len, parts.merged)):
        indent(parts.merged)
        found.customizations = tostring(parts.merged, "unicode")
    read = [read_row(row, found.path, report) for row in parts.rows]
    read += [read_row(row, found.path, report, True) for row in parts.json_rows]
    _choose_rows(read, found, report)
    found.left_out = tuple(sorted({*parts.left_out, *source.others}))
    if not found.sets and not read and not parts.refused:
        report.add(EmptySolution(source.path, found.left_out))
    elif found.left_out:
        report.add(LeftOutComponent(source.path, found.left_out))
    return found


def once_each(
    sources: Iterable[SolutionFiles], report: Report
) -> Iterator[SolutionFiles]:
    """The solutions without those whose name another one has, which are reported."""
    first: dict[str, str] = {}
    for source in sources:
        name = _unique_name(source)
        known = first.setdefault(name.casefold(), source.path) if name else source.path
        if known == source.path:
            yield source
        else:
            report.add(RepeatedSolution(name, source.path, known))


def _unique_name(source: SolutionFiles) -> str:
    """What a solution calls itself; empty where nothing says so, or nothing that can be read."""
    for name, data in source.files.items():
        if name.lower().rpartition("/")[2] == "solution.xml":
            with suppress(RefusedXml):
                return (parse_xml(data).findtext(".//UniqueName") or "").strip()
    return ""


class _Parts:
    """The files of a solution, parsed: whatever its layout, rows and tables are put together."""

    def __init__(self, source: SolutionFiles, report: Report) -> None:
        self.path = source.path
        self.report = report
        self.manifest: Element | None = None
        self.merged = Element("ImportExportXml")
        self.rows: list[Row] = []
        self.json_rows: list[Row] = []
        self.left_out: list[str] = []
        self.refused = False
        for name, data in sorted(source.files.items()):
            path = f"{source.path}/{name}" if name else source.path
            self._take(name, path, data)
        self._drop_mentions()

    def _drop_mentions(self) -> None:
        """Leave out the names of relationships that unpacked solutions list besides the relationships."""
        place = self.merged.find("EntityRelationships")
        if place is None:
            return
        whole = {one.get("Name", "").casefold() for one in place if len(one)}
        for one in list(place):
            if not len(one) and one.get("Name", "").casefold() in whole:
                place.remove(one)

    def _take(self, name: str, path: str, data: bytes) -> None:
        if (name or path).lower().endswith(".json"):
            self._take_json(path, data)
            return
        try:
            root = parse_xml(data)
        except RefusedXml as refusal:
            self.refused = True
            self.report.add(RefusedArchive(path, str(refusal)))
            return
        if root.find("SolutionManifest") is not None:
            self._take_manifest(root, path)
            return
        rows = [row_of_element(one) for one in take_rows(root)]
        self.rows += rows
        if root.tag in _ALONE:
            self._section(_ALONE[root.tag]).append(root)
        elif root.tag == "optionset":
            self._section("optionsets").append(root)
        elif root.tag in _KEPT:
            self._section(root.tag).extend(list(root))
        elif root.tag == "ImportExportXml":
            self._take_sections(root)
        elif not rows and root.tag != MAP:
            self.left_out.append(name or root.tag)

    def _take_manifest(self, root: Element, path: str) -> None:
        if self.manifest is None:
            self.manifest = root
            return
        reason = "is the manifest of a second solution: each is imported by itself"
        self.report.add(RefusedArchive(path, reason))

    def _take_sections(self, root: Element) -> None:
        for child in root:
            if child.tag in _KEPT:
                self._section(child.tag).extend(list(child))
            elif len(child):
                self.left_out.append(child.tag)
            elif child.tag in _EMPTY:
                self._section(child.tag)

    def _section(self, name: str) -> Element:
        found = self.merged.find(name)
        return found if found is not None else SubElement(self.merged, name)

    def _take_json(self, path: str, data: bytes) -> None:
        try:
            text = plain_json(json_text(data))
            rows = rows_of_json(read_json(text), text)
        except UnicodeDecodeError:
            self.refused = True
            self.report.add(RefusedArchive(path, "is neither in UTF-8 nor in UTF-16"))
            return
        except BrokenJson as error:
            self.refused = True
            source = SourceFile(path, text)
            span = source.span(error.at, min(error.at + 1, len(text)))
            reason = "this is no JSON that can be read"
            self.report.add(BrokenMapJson(span, reason, str(error)))
            return
        if rows is None:
            self.refused = True
            span = SourceFile(path, text).span(0, min(1, len(text)))
            self.report.add(BrokenMapJson(span, "this is no map of dual-write"))
        self.json_rows += rows or []


def _solution(manifest: Element) -> Solution:
    name = (manifest.findtext(".//UniqueName") or "").strip()
    labels = manifest.iterfind("SolutionManifest/LocalizedNames/LocalizedName")
    label = next((printable(one.get("description", "")) for one in labels), "")
    version = manifest.findtext("SolutionManifest/Version", "").strip()
    publisher = manifest.findtext("SolutionManifest/Publisher/UniqueName", "").strip()
    return Solution(
        "",
        name if _NAME.fullmatch(name) else pascal(name or "Imported"),
        label or name or "Imported maps",
        (
            (publisher if _NAME.fullmatch(publisher) else pascal(publisher))
            if publisher
            else None
        ),
        version if _VERSION.fullmatch(version) else None,
    )


def _choose_rows(read: list[StoredRow], found: ReadSolution, report: Report) -> None:
    """The newest version of each map; the others, and what cannot be read, are kept aside."""
    # The product lists rows in any order; which of two variants has the plain name must not hang on it.
    read.sort(key=lambda one: (_order(one), one.version, one.preference))
    newest: dict[object, StoredRow] = {}
    for one in read:
        known = newest.setdefault(_identity(one), one)
        if one.version > known.version:
            newest[_identity(one)] = one
    chosen = {id(one) for one in newest.values()}
    for one in read:
        if id(one) not in chosen:
            _keep_aside(one, newest[_identity(one)], found, report)
            continue
        tables = tables_of(one, report)
        found.tables += [(table, one) for table in tables]
        if not tables:
            found.aside.append(one.row)


def _keep_aside(
    one: StoredRow, chosen: StoredRow, found: ReadSolution, report: Report
) -> None:
    source = one.mapping or SourceFile(found.path, "")
    span = source.span(0, min(1, len(source.text)))
    versions = (each.text("msdyn_version") for each in (one, chosen))
    report.add(KeptVersion(span, one.title, *versions))
    found.aside.append(one.row)


def _identity(one: StoredRow) -> object:
    """Both entities and both filters of every leg; a row that cannot be read is like no other."""
    legs = mapping_of(one.row).get("legs")
    if one.mapping is None or not isinstance(legs, list) or not legs:
        return id(one)
    return tuple(_leg_identity(leg) for leg in legs)


def _leg_identity(leg: object) -> tuple[str, ...]:
    names = ("sourceSchema", "destinationSchema")
    filters = ("sourceFilter", "reversedSourceFilter")
    content = leg if isinstance(leg, dict) else {}
    texts = [str(content.get(name) or "").casefold() for name in names]
    texts += [str(content.get(name) or "") for name in filters]
    return tuple(" ".join(text.split()) for text in texts)


def _order(one: StoredRow) -> tuple[str, ...]:
    found = _identity(one)
    if isinstance(found, tuple):
        return tuple(text for leg in found for text in leg)
    return ("", one.title)
