"""The files of a solution: `solution.xml`, `customizations.xml` and the list of their types, in a zip of fixed bytes."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dwmap.solutions.safe_xml import RefusedXml, parse_xml
from dwmap.solutions.stored import ID, Row

_MOMENT = (1980, 1, 1, 0, 0, 0)
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_XML_NAME = re.compile(r"@?[A-Za-z_][\w.-]*", re.ASCII)
MAP = "msdyn_dualwriteentitymap"
MAPS = f"{MAP}s"


@dataclass(frozen=True)
class Manifest:
    """What a solution says of itself. `kept` is its manifest as the product wrote it, or empty."""

    name: str
    label: str
    version: str
    publisher: str
    managed: bool = False
    kept: str = ""


@dataclass
class Package:
    """A solution: its manifest, the rows of its maps, and what else its customizations hold, as XML."""

    manifest: Manifest
    rows: list[Row] = field(default_factory=list)
    customizations: str = ""

    def files(self) -> dict[str, bytes]:
        """The files by name."""
        return {
            "[Content_Types].xml": _content_types(),
            "customizations.xml": _customizations(self),
            "solution.xml": _solution(self.manifest),
        }

    def zipped(self) -> bytes:
        """The zip: the same bytes for the same content."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in self.files().items():
                entry = zipfile.ZipInfo(name, _MOMENT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                entry.create_system = 0
                archive.writestr(entry, data)
        return out.getvalue()


def _content_types() -> bytes:
    root = Element("Types", {"xmlns": _TYPES})
    kind = {"Extension": "xml", "ContentType": "application/octet-stream"}
    SubElement(root, "Default", kind)
    return _document(root)


def _solution(manifest: Manifest) -> bytes:
    root = _parsed(manifest.kept) if manifest.kept else _new_solution(manifest)
    _set(root, "SolutionManifest/UniqueName", manifest.name)
    _set(root, "SolutionManifest/Version", manifest.version)
    _set(root, "SolutionManifest/Managed", str(int(manifest.managed)))
    if manifest.publisher:
        _set(root, "SolutionManifest/Publisher/UniqueName", manifest.publisher)
    return _document(root)


def _set(root: Element, path: str, text: str) -> None:
    place = root
    for name in path.split("/"):
        found = place.find(name)
        place = found if found is not None else SubElement(place, name)
    place.text = text


def _new_solution(manifest: Manifest) -> Element:
    root = Element("ImportExportXml", {"version": "9.1.0.0", "languagecode": "1033"})
    top = SubElement(root, "SolutionManifest")
    SubElement(top, "UniqueName")
    _names(top, manifest.label or manifest.name)
    SubElement(top, "Descriptions")
    SubElement(top, "Version")
    SubElement(top, "Managed")
    publisher = SubElement(top, "Publisher")
    name = manifest.publisher or "dwmap"
    SubElement(publisher, "UniqueName").text = name
    _names(publisher, name)
    SubElement(publisher, "Descriptions")
    SubElement(publisher, "EMailAddress", {f"{{{_INSTANCE}}}nil": "true"})
    SubElement(publisher, "SupportingWebsiteUrl", {f"{{{_INSTANCE}}}nil": "true"})
    prefix = "".join(c for c in name.lower() if c.isascii() and c.isalnum())[:8]
    SubElement(publisher, "CustomizationPrefix").text = prefix
    SubElement(publisher, "CustomizationOptionValuePrefix").text = "10000"
    SubElement(publisher, "Addresses")
    components = SubElement(top, "RootComponents")
    kind = {"type": "1", "schemaName": MAP, "behavior": "1"}
    SubElement(components, "RootComponent", kind)
    SubElement(top, "MissingDependencies")
    return root


def _names(place: Element, text: str) -> None:
    names = SubElement(place, "LocalizedNames")
    described = {"description": _clean(text), "languagecode": "1033"}
    SubElement(names, "LocalizedName", described)


def _customizations(package: Package) -> bytes:
    if package.customizations:
        root = _parsed(package.customizations)
    else:
        root = Element("ImportExportXml")
        entity = SubElement(SubElement(root, "Entities"), "Entity")
        shown = "Dual Write Entity Map"
        names = {"LocalizedName": shown, "OriginalName": shown}
        SubElement(entity, "Name", names).text = MAP
        SubElement(root, "Roles")
        SubElement(root, "Workflows")
        SubElement(root, MAPS)
        SubElement(SubElement(root, "Languages"), "Language").text = "1033"
    place = root.find(MAPS)
    if place is None:
        place = Element(MAPS)
        last = root.find("Languages")  # The product lists these behind all else.
        root.insert(list(root).index(last) if last is not None else len(root), place)
    for row in sorted(package.rows, key=_order):
        place.append(row_element(row))
    return _document(root)


def _order(row: Row) -> tuple[str, str, str]:
    parts = (row.get("msdyn_name"), row.get("msdyn_version"), row.get(ID))
    left, version, own = (str(part or "") for part in parts)
    return left, version, own


def row_element(row: Mapping[str, Any]) -> Element:
    """A row as XML: names with `@` are attributes, objects are text in JSON, `{"xml": …}` is XML as it was."""
    element = Element(MAP)
    for name, value in row.items():
        if not _XML_NAME.fullmatch(name):
            raise RefusedXml(f"has a column `{name[:60]}`")
        if name.startswith("@"):
            element.set(name[1:], _clean(str(value)))
        elif isinstance(value, dict) and value.keys() == {"xml"}:
            element.append(_parsed(value["xml"]))
        else:
            SubElement(element, name).text = _text(name, value)
    return element


def _text(name: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value and _clean(value)
    depth = 4 if name == "msdyn_mapping" else None
    return _clean(json.dumps(value, indent=depth, ensure_ascii=False))


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold; in JSON they are escaped and never occur."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _parsed(text: str) -> Element:
    """XML that a side file keeps; raises RefusedXml."""
    return parse_xml(text.encode("utf-8", "surrogatepass"))


def _document(root: Element) -> bytes:
    indent(root)
    data: bytes = tostring(root, "utf-8", xml_declaration=True)
    return data + b"\n"
