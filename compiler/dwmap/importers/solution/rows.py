"""The rows of maps in customizations, in the answer of the Web API, or in a file of one map's JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, tostring

from dwmap.diagnostics.report import Report
from dwmap.importers.problems import BrokenMapJson
from dwmap.importers.solution.loose_json import BrokenJson, plain_json, read_json
from dwmap.solutions.overlay import as_text
from dwmap.solutions.package import MAP
from dwmap.solutions.stored import ID, Row
from dwmap.source import SourceFile

MAPPING = "msdyn_mapping"
PROPERTIES = "msdyn_properties"
_COLUMN = re.compile(r"[a-z]\w*", re.ASCII)


@dataclass
class StoredRow:
    """A row whose JSON has been read, and the text of its mapping as a file; without one it cannot be read."""

    row: Row
    mapping: SourceFile | None
    is_part: bool = False
    """Whether only some of its columns were given: what is missing says nothing."""

    @property
    def title(self) -> str:
        """What the product shows."""
        return shown(self.row)

    def text(self, name: str) -> str:
        """A column as text."""
        value = self.row.get(name, self.row.get(f"@{name}"))
        return value.strip() if isinstance(value, str) else ""

    @property
    def preference(self) -> tuple[bool, str]:
        """Which of two rows of one version counts, the lesser: an active one, else that of the first id."""
        is_inactive = self.text("statecode") not in ("", "0")
        return is_inactive, str(self.row.get(ID, ""))

    @property
    def version(self) -> tuple[int, ...]:
        """The version in its parts; what is none comes first."""
        parts = self.text("msdyn_version").split(".")
        good = len(parts) <= 4 and all(p.isascii() and p.isdigit() for p in parts)
        return tuple(int(part[:9]) for part in parts) if good else ()


def shown(row: Row) -> str:
    """The name of a row for messages."""
    for name in ("msdyn_displayname", "msdyn_name"):
        value = row.get(name, row.get(f"@{name}"))
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())[:200]
    mapping = row.get(MAPPING)
    named = mapping.get("name") if isinstance(mapping, dict) else None
    if isinstance(named, str) and named.strip():
        return " ".join(named.split())[:200]
    return "a map without a name"


def take_rows(root: Element) -> Iterator[Element]:
    """Take the rows out of a file, whatever its layout; the rest stays."""
    if root.tag == MAP:
        yield root
    for place in list(root.iter()):
        for element in [one for one in place if one.tag == MAP]:
            place.remove(element)
            yield element


def row_of_element(element: Element) -> Row:
    """A row as it is written in XML."""
    row: Row = {f"@{name}": value for name, value in element.attrib.items()}
    for child in element:
        if len(child) or child.attrib or child.tag in row:
            row[child.tag] = {"xml": tostring(child, "unicode").strip()}
        else:
            row[child.tag] = child.text
    return row


def rows_of_json(content: object, text: str = "") -> list[Row] | None:
    """
    The rows in a file of JSON: a map, a row, a list of these, or an answer of the Web API; None when it is none of these.

    `text` is that of the file: places in a map that is the whole file are places in it.
    """
    if isinstance(content, list):
        found = [rows_of_json(one) for one in content]
        return [row for rows in found for row in rows or ()] or None
    if not isinstance(content, dict):
        return None
    if isinstance(content.get("legs"), list):
        return [{MAPPING: text or content}]
    if MAPPING in content:
        return [_row_of_object(content)]
    rows = content.get("value")
    if not isinstance(rows, list):
        return None
    good = [one for one in rows if isinstance(one, dict) and MAPPING in one]
    return [_row_of_object(one) for one in good] or None


def _row_of_object(content: dict[str, Any]) -> Row:
    """A row as customizations have it: without the notes that the Web API adds, and all of its values texts."""
    row: Row = {}
    for name, value in content.items():
        if f"@{name}" == ID:
            row[ID] = str(value)
        elif _COLUMN.fullmatch(name) and not isinstance(value, bool | list):
            is_plain = value is None or isinstance(value, str | dict)
            row[name] = value if is_plain else str(value)
    return row


def read_row(row: Row, path: str, report: Report, is_part: bool = False) -> StoredRow:
    """The row with its JSON read; what cannot be read stays a text."""
    row = dict(row)
    name = f"{path}/{shown(row).replace('/', '_')}"
    if is_part and row.keys() == {MAPPING} and isinstance(row[MAPPING], str):
        mapping = _read_column(row, MAPPING, path, report, is_file=True)
        return StoredRow(row, mapping, is_part)
    mapping = _read_column(row, MAPPING, name, report)
    if mapping is None and not mapping_text(row):
        report.add(BrokenMapJson(SourceFile(name, "").span(0, 0), "it has no mapping"))
    _read_column(row, PROPERTIES, name, report)
    return StoredRow(row, mapping, is_part)


def mapping_text(row: Row) -> str:
    """The mapping of a row where it is a text, and has one."""
    value = row.get(MAPPING, row.get(f"@{MAPPING}"))
    return value.strip() if isinstance(value, str) else ""


def _read_column(
    row: Row, name: str, path: str, report: Report, *, is_file: bool = False
) -> SourceFile | None:
    """Put the object in the place of its text; that text, for places in messages."""
    key = name if name in row else f"@{name}"
    value = row.get(key)
    if isinstance(value, dict):
        return SourceFile(f"{path}/{name}.json", as_text(value))
    if not isinstance(value, str) or not value.strip():
        return None
    path = path if is_file else f"{path}/{name}.json"
    source = SourceFile(path, plain_json(value))
    what = "this is" if name == MAPPING else "the properties of this map are"
    content = _read(source, what, report)
    if content is None:
        return None
    row[key] = content
    return source


def mapping_of(row: Row) -> dict[str, Any]:
    """The mapping of a row that has been read."""
    found = row.get(MAPPING, row.get(f"@{MAPPING}"))
    return found if isinstance(found, dict) else {}


def _read(source: SourceFile, what: str, report: Report) -> dict[str, Any] | None:
    try:
        content = read_json(source.text)
    except BrokenJson as error:
        span = source.span(error.at, min(error.at + 1, len(source.text)))
        reason = f"{what} no JSON that can be read"
        report.add(BrokenMapJson(span, reason, str(error)))
        return None
    if isinstance(content, dict):
        return content
    span = source.span(0, min(1, len(source.text)))
    report.add(BrokenMapJson(span, f"{what} no object of JSON"))
    return None
