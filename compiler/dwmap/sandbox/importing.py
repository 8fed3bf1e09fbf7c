"""`ImportSolution` of Dataverse, as far as maps go: their rows are made or replaced, and so is the row of the solution."""

from __future__ import annotations

import base64
import binascii
import zipfile
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element

from dwmap.sandbox.jsons import read_json
from dwmap.sandbox.map_tables import MAPS
from dwmap.sandbox.messages import Request, Response
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.rows import Rows
from dwmap.solutions.package import MAP
from dwmap.solutions.safe_xml import RefusedXml, parse_xml

_LARGEST: Final = 64 * 1024 * 1024
_COLUMNS: Final = (
    *("msdyn_name", "msdyn_displayname", "msdyn_version"),
    *("msdyn_mapping", "msdyn_properties"),
)


def import_solution(rows: Rows, request: Request) -> Response:
    """Take the maps of a solution; raises Refused."""
    if request.method != "POST":
        raise Refused("not-allowed", method=request.method)
    if MAPS not in rows.schema.sets:
        raise Refused("unknown-segment", name="ImportSolution")
    text = read_json(request.body).get("CustomizationFile")
    try:
        data = base64.b64decode(str(text), validate=True)
        manifest, customizations = (
            parse_xml(_member(data, name))
            for name in ("solution.xml", "customizations.xml")
        )
    except (binascii.Error, KeyError, RefusedXml, zipfile.BadZipFile) as error:
        detail = f"Solution file is invalid: {error}"
        raise Refused("bad-json", type="solution", detail=detail) from None
    except ModuleNotFoundError as error:
        detail = f"ImportSolution without {error.name}"
        raise Refused("unsupported", detail=detail) from None
    with rows.store.transaction():
        solution = _put_solution(rows, manifest)
        for element in customizations.iter(MAP):
            _put_map(rows, element, solution, _is_managed(manifest))
    return Response(204)


def _member(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if archive.getinfo(name).file_size > _LARGEST:
            raise zipfile.BadZipFile(f"{name} is too large")
        return archive.read(name)


def _is_managed(manifest: Element) -> bool:
    return manifest.findtext(".//Managed", "").strip() == "1"


def _put_solution(rows: Rows, manifest: Element) -> object:
    """The id of the solution; an older version of it is not imported over a newer one."""
    name = (manifest.findtext(".//UniqueName") or "").strip()
    version = manifest.findtext("SolutionManifest/Version", "").strip()
    entity_set = rows.schema.sets["solutions"]
    known = rows.store.find(entity_set, {"uniquename": name})
    body = {"version": version, "ismanaged": _is_managed(manifest)}
    if known is None:
        body |= {"uniquename": name, "friendlyname": name}
        return rows.create(entity_set, body)["solutionid"]
    if _numbers(str(known["version"])) > _numbers(version):
        detail = f"Solution {name} {version} is older than {known['version']}"
        raise Refused("bad-json", type="solution", detail=detail)
    return rows.update(entity_set, known, body)["solutionid"]


def _numbers(version: str) -> list[int]:
    return [int(one) for one in version.split(".") if one.isdecimal()]


def _put_map(rows: Rows, element: Element, solution: object, managed: bool) -> None:
    entity_set = rows.schema.sets[MAPS]
    key = {entity_set.row_id: element.get(entity_set.row_id)}
    body: dict[str, object] = {
        name: found for name in _COLUMNS if (found := element.findtext(name))
    }
    body |= {"solutionid": solution, "ismanaged": managed}
    known = rows.store.find(entity_set, key) if key[entity_set.row_id] else None
    if known is None:
        rows.create(entity_set, body | key)
    else:
        rows.update(entity_set, known, body)
