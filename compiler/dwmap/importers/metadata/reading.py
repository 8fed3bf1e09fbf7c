"""Files of metadata, known by what is in them, to what they say together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from dwmap.diagnostics import Report
from dwmap.importers.metadata.csdl_json import is_csdl, read_csdl
from dwmap.importers.metadata.definitions import (
    is_attribute,
    is_definition,
    is_option_set,
    is_relationship,
    read_attributes,
    read_definitions,
    read_option_sets,
    read_relationships,
)
from dwmap.importers.metadata.edmx import Document, read_edmx
from dwmap.importers.metadata.edmx_tables import metadata_of
from dwmap.importers.metadata.members import Item, items, text
from dwmap.importers.metadata.model import Metadata, merged
from dwmap.importers.metadata.public_entities import (
    is_public_entity,
    is_public_enumeration,
    read_public_entities,
    read_public_enumerations,
)
from dwmap.importers.problems import (
    BrokenMetadata,
    LeftOutMetadata,
    UnknownMetadata,
)
from dwmap.solutions.safe_xml import RefusedXml

LARGEST_XML: Final = 256 * 1024 * 1024
LARGEST_JSON: Final = 64 * 1024 * 1024
_WHITE: Final = b" \t\r\n"
_MARK: Final = b"\xef\xbb\xbf"
_GZIP: Final = b"\x1f\x8b"
_PAGE: Final = "is a page for people, such as that of a sign-in"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")

_Ranked: TypeAlias = tuple[int, str, Metadata]
"""How much a form of metadata knows, the path of the file, and what it says."""


def read_metadata(files: Mapping[str, bytes], report: Report) -> list[Metadata]:
    """
    What files say, by path: one `Metadata` for each product that any of them is of, sorted by its name.

    A file is `$metadata`, as XML or JSON; or JSON of another kind: an answer of Dataverse's metadata API (`EntityDefinitions`, `Attributes` of a table,
    `ManyToOneRelationships`, `GlobalOptionSetDefinitions`), of `/metadata/PublicEntities` or `/metadata/PublicEnumerations` of
    finance and operations, an object in such an answer, or a list of them. What is neither is reported. Forms that know more
    win over others, whatever the order. Raises ModuleNotFoundError where the library for XML is missing.
    """
    found: list[_Ranked] = []
    for path in sorted(files):
        found += _read(path, files[path], report)
    found.sort(key=lambda one: one[:2])
    return list(merged(metadata for _, _, metadata in found))


def _read(path: str, data: bytes, report: Report) -> Iterator[_Ranked]:
    start = data.removeprefix(_MARK)[:1000].lstrip(_WHITE)
    is_xml = start.startswith(b"<") or data.startswith(_UTF16)
    most = LARGEST_XML if is_xml else LARGEST_JSON
    if len(data) > most:
        report.add(BrokenMetadata(path, f"is larger than {most // 1024 // 1024} MB"))
    elif start[:14].lower().startswith((b"<!doctype html", b"<html")):
        report.add(UnknownMetadata(path, _PAGE))
    elif data.startswith(_GZIP):
        report.add(UnknownMetadata(path, "is compressed; unpack it with gzip first"))
    elif is_xml:
        yield from _read_xml(path, data, report)
    elif start.startswith((b"{", b"[")):
        yield from _read_json(path, data, report)
    else:
        report.add(UnknownMetadata(path, "is empty" if not start else ""))


def _read_xml(path: str, data: bytes, report: Report) -> Iterator[_Ranked]:
    try:
        document = read_edmx(data)
    except RefusedXml as refusal:
        report.add(BrokenMetadata(path, str(refusal)))
        return
    if not document.is_edmx:
        is_page = document.root.lower() == "html"
        reason = _PAGE if is_page else "is XML of another kind"
        report.add(UnknownMetadata(path, reason))
        return
    yield from _read_document(path, document, report)


def _read_document(path: str, document: Document, report: Report) -> Iterator[_Ranked]:
    if document.is_before_4:
        report.add(UnknownMetadata(path, "is $metadata of OData 1 to 3, not of 4"))
        return
    if not document.sets:
        report.add(UnknownMetadata(path, "has no entity set of OData 4"))
        return
    if document.odd_names:
        report.add(LeftOutMetadata(path, tuple(sorted({*document.odd_names}))))
    yield 0, path, metadata_of(document)


def _read_json(path: str, data: bytes, report: Report) -> Iterator[_Ranked]:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.add(BrokenMetadata(path, f"is not in UTF-8 (line {line})"))
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        where = f"line {error.lineno}, column {error.colno}"
        report.add(
            BrokenMetadata(path, f"is no JSON that can be read: {reason} ({where})")
        )
    except (RecursionError, ValueError):
        report.add(BrokenMetadata(path, "is no JSON that can be read"))
    else:
        if is_csdl(content):
            yield from _read_document(path, read_csdl(content), report)
            return
        read = list(_read_answer(path, content))
        if not read:
            report.add(UnknownMetadata(path, _other_json(content)))
        yield from read


def _other_json(content: Any) -> str:
    """What JSON that is no metadata may be; the code of an error is shown, its message may say anything."""
    error = content.get("error") if isinstance(content, dict) else None
    if not isinstance(error, dict):
        return "is JSON of another kind, or of columns that do not say of which table"
    code = text(error, "code")
    known = code.replace(".", "").replace("-", "").isalnum() and code.isascii()
    return "is an error of the service" + (
        f": {code}" if known and len(code) <= 40 else ""
    )


_Reader: TypeAlias = Callable[[Iterable[Item], str, bool], Metadata]
_FORMS: Final[tuple[tuple[int, Callable[[Item], bool], _Reader], ...]] = (
    (1, is_public_entity, lambda found, *_: read_public_entities(found)),
    (1, is_public_enumeration, lambda found, *_: read_public_enumerations(found)),
    (1, is_relationship, lambda found, *_: read_relationships(found)),
    (2, is_definition, lambda found, _, page: read_definitions(found, is_page=page)),
    (3, is_attribute, lambda found, where, _: read_attributes(found, where)),
    (4, is_option_set, lambda found, *_: read_option_sets(found)),
)
"""How much each form knows, how an object of it is known, and who reads them."""


def _read_answer(path: str, content: Any) -> Iterator[_Ranked]:
    answer = content if isinstance(content, dict) else {}
    of: dict[int, list[Item]] = {}
    for item in items(answer.get("value", content)):
        for place, (_, is_one, _) in enumerate(_FORMS):
            if is_one(item):
                of.setdefault(place, []).append(item)
                break
    context = text(answer, "@odata.context")
    for place, found in sorted(of.items()):
        rank, _, read = _FORMS[place]
        metadata = read(found, context, "@odata.nextLink" in answer)
        if metadata.tables or metadata.enums or metadata.options:
            yield rank, path, metadata
