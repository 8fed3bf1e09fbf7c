"""
The service of the link between the two products, as far as Microsoft's published deployment tool asks it for something.

It is one document: what is put there is answered. States are numbers in texts there: 4 runs, 5 is paused, 1 and 6 are stopped.
"""

from __future__ import annotations

from typing import Any, Final

from dwmap.ir.model import Project
from dwmap.sandbox.messages import Response
from dwmap.solutions.stored import MapWriter, set_of_map

ROOT: Final = "/api/DualWriteManagement/1.0/"
CONNECTION: Final = "/api/ConnectionSet/"
_NUMBERS: Final = ("major", "minor", "build", "revision")
JSON: Final = "application/json"


class Link:
    """A link whose maps all run. `document` may be exchanged while it is served."""

    def __init__(self, project: Project, company: str) -> None:
        writer = MapWriter(project)
        maps = [one for one in project.maps if one.status != "retired"]
        self.document: dict[str, Any] = {
            "environment": {"cid": "link", "cname": "sandbox", "targetType": "AX"},
            "entities": [
                {
                    "leftEntity": {"targetType": "AX", "name": writer.label(one)},
                    "rightEntity": {"targetType": "CRM", "name": set_of_map(one)},
                    "detail": {
                        "tName": f"{set_of_map(one)} - {writer.label(one)}",
                        "template": {"version": _version(one.version or "1.0.0.0")},
                        "state": "4",
                    },
                }
                for one in maps
            ],
            "companies": [company],
            "master": "AX",
            "alerts": [],
            "keys": {
                set_of_map(one): list(writer.entities[one.right].integration_key)
                for one in maps
                if one.right in writer.entities
                and writer.entities[one.right].integration_key
            },
        }

    def answer(self, path: str) -> Response | None:
        """The answer to a GET; None where the path is not of this service."""
        if path.startswith(ROOT):
            name = path.removeprefix(ROOT)
            if name == "Environments":
                return _json([self.document["environment"]])
            if name == "Entities":
                return _json(self.document["entities"])
        elif path.startswith(CONNECTION):
            return _json(self._connection())
        return None

    def _connection(self) -> dict[str, Any]:
        schemas = [
            {"name": name, "keys": [{"name": "userKeys", "fields": fields}]}
            for name, fields in self.document["keys"].items()
        ]
        mappings = [
            {"left": {"name": one, "id": one}, "right": {"name": one, "id": one}}
            for one in self.document["companies"]
        ]
        return {
            "name": self.document["environment"]["cname"],
            "environments": {
                "left": {"targetType": "AX", "schemas": []},
                "right": {"targetType": "CRM", "schemas": schemas},
            },
            "dualWriteDetail": {
                "legalEntityMappings": {"mappings": mappings},
                "conflictResolution": {
                    "option": "1",
                    "master": self.document["master"],
                },
                "alertSettings": self.document["alerts"],
            },
        }


def _version(text: str) -> dict[str, int]:
    numbers = [int(one) for one in text.split(".")][:4]
    return dict(zip(_NUMBERS, [*numbers, 0, 0, 0, 0], strict=False))


def _json(value: object) -> Response:
    return Response(200, value, content_type=JSON)
