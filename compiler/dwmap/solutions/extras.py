"""
Side files: what the product keeps of a map or a solution and the language has no word for.

`NAME.extras.json` beside a map's file holds changes (see `overlay.py`), `solution.extras.json` the manifest, the tables and
the rows that are no maps of the project. `dwmap import` writes them, `dwmap export solution` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dwmap.solutions.overlay import Change
from dwmap.solutions.stored import Row
from dwmap.solutions.tables import Description

SUFFIX = ".extras.json"
SOLUTION_FILE = f"solution{SUFFIX}"
LARGEST = 64 * 1024 * 1024
_FORM = 1
Kind = Literal["map", "solution"]


class BrokenExtras(ValueError):
    """The text is no side file; the message is the reason."""


@dataclass(frozen=True)
class MapExtras:
    """The changes of a map's row. `legs` are the maps that are its further legs."""

    map: str
    changes: tuple[Change, ...] = ()
    legs: tuple[str, ...] = ()


@dataclass(frozen=True)
class SolutionExtras:
    """
    What a solution holds besides its maps: its manifest and its tables as XML, and rows that are kept aside. `tables` is how
    specs described its tables at the import, by entity and column, `left_out` what else it held.
    """

    solution: str
    managed: bool = False
    manifest: str = ""
    customizations: str = ""
    aside: tuple[Row, ...] = ()
    tables: Mapping[str, Description] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass
class Extras:
    """The side files of a project, by map and by solution."""

    maps: dict[str, MapExtras] = field(default_factory=dict)
    solutions: dict[str, SolutionExtras] = field(default_factory=dict)
    paths: dict[tuple[Kind, str], str] = field(default_factory=dict)
    """Where they were read from, by what they speak of."""

    def note(self, kind: Kind, name: str, path: str) -> None:
        """Remember where a side file lies; raises BrokenExtras if another one speaks of the same."""
        other = self.paths.setdefault((kind, name), path)
        if other != path:
            raise BrokenExtras(f"`{other}` speaks of the {kind} `{name}`, too")


def map_text(extras: MapExtras) -> str:
    """The side file of a map: a change is a line."""
    head: dict[str, Any] = {"dwmap": _FORM, "map": extras.map}
    if extras.legs:
        head["legs"] = list(extras.legs)
    return _text(head, "changes", extras.changes)


def solution_text(extras: SolutionExtras) -> str:
    """The side file of a solution: a line of XML is a line."""
    head: dict[str, Any] = {
        "dwmap": _FORM,
        "solution": extras.solution,
        "managed": extras.managed,
        "manifest": extras.manifest.splitlines(),
        "customizations": extras.customizations.splitlines(),
    }
    if extras.tables:
        head["tables"] = extras.tables
    if extras.left_out:
        head["left_out"] = list(extras.left_out)
    return _text(head, "aside", extras.aside)


def _text(head: Mapping[str, Any], name: str, items: Iterable[object]) -> str:
    parts = json.dumps(head, indent=1, ensure_ascii=False).removesuffix("\n}")
    lines = [json.dumps(one, ensure_ascii=False) for one in items]
    listed = ",\n  ".join(lines)
    shown = f"[\n  {listed}\n ]" if lines else "[]"
    return f'{parts},\n "{name}": {shown}\n}}\n'


def read_extras(text: str, into: Extras, path: str = "") -> None:
    """Add what a side file says, at its path; raises BrokenExtras."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenExtras(f"it is no JSON: {error}") from None
    if not isinstance(content, dict) or content.get("dwmap") != _FORM:
        raise BrokenExtras("it is no side file that this version of dwmap knows")
    match content:
        case {"map": str(name), "changes": list(changes)}:
            if not all(map(_is_change, changes)):
                raise BrokenExtras("one of its changes is none")
            into.note("map", name, path)
            legs = tuple(map(str, content.get("legs") or ()))
            into.maps[name] = MapExtras(name, tuple(changes), legs)
        case {"solution": str(name), "aside": list(aside)}:
            if not all(isinstance(one, dict) for one in aside):
                raise BrokenExtras("one of its rows is none")
            into.note("solution", name, path)
            into.solutions[name] = SolutionExtras(
                name,
                content.get("managed") is True,
                _lines(content.get("manifest")),
                _lines(content.get("customizations")),
                tuple(aside),
                _tables(content.get("tables")),
                tuple(map(str, content.get("left_out") or ())),
            )
        case _:
            raise BrokenExtras("it speaks of neither a map nor a solution")


def _is_change(value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("at"), list):
        return False
    return all(isinstance(one, str) for one in value["at"])


def _tables(value: object) -> dict[str, Description]:
    if not isinstance(value, dict):
        return {}
    tables = {str(k): v for k, v in value.items() if isinstance(v, dict)}
    return {k: {str(p): str(t) for p, t in v.items()} for k, v in tables.items()}


def _lines(value: object) -> str:
    if not isinstance(value, list):
        return ""
    return "\n".join(str(line) for line in value)
