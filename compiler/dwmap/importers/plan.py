"""
The import plan: which map belongs to which solution, and how things are to be called.

A TOML file; every part may be left out:

    publisher = "contoso"            of every solution
    version   = "1.0.0.0"            of every solution
    rest      = "other"              the folder of maps that no solution lists

    [solutions.customer_master]      the folder
    name  = "CustomerMaster"
    title = "Integrated customer master"
    maps  = ["Customers V3 (accounts)"]

    [entities]                       label of an entity = its name
    "CDS sales order headers" = "SalesOrderHeaders"

    [valuemaps]                      title of a map / field = name of the value map used there
    "CDS Parties (msdyn_parties) / LANGUAGEID" = "Language"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dwmap.diagnostics.report import Report
from dwmap.diagnostics.toml_places import Path, TomlPlaces
from dwmap.diagnostics.toml_text import NO_TOML, NoToml, read_toml
from dwmap.importers.names import fold, pascal
from dwmap.importers.problems import BrokenPlan
from dwmap.source import SourceFile, Span

_NAME = re.compile(r"[^\W\d]\w*")
_FOLDER = re.compile(r"[a-z][a-z0-9_]*")
_PARTS = {"publisher", "version", "rest", "solutions", "entities", "valuemaps"}
_SOLUTION_PARTS = {"name", "title", "maps"}


@dataclass(frozen=True)
class Solution:
    """A folder of maps. The folder of everything, when there is no plan, is empty."""

    folder: str
    name: str
    title: str
    publisher: str | None = None
    version: str | None = None


@dataclass
class Plan:
    """Where maps go and how things are called; titles are folded; `titles` has them as written, by part."""

    source: SourceFile | None = None
    publisher: str | None = None
    version: str | None = None
    rest: Solution = Solution("", "Imported", "Imported maps")
    solutions: dict[str, Solution] = field(default_factory=dict)
    maps: dict[str, Solution] = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    value_maps: dict[str, str] = field(default_factory=dict)

    def solution_of(self, title: str) -> Solution:
        """Where the map with this title goes."""
        return self.maps.get(fold(title), self.rest)

    def entity_name(self, label: str) -> str:
        """The name of the entity with this label."""
        return self.entities.get(fold(label)) or pascal(label)

    def place(self, text: str) -> Span | None:
        """Where the plan says `text`."""
        if self.source is None:
            return None
        at = self.source.text.find(f'"{text}"')
        return self.source.span(at + 1, at + 1 + len(text)) if at >= 0 else None


def read_plan(source: SourceFile, report: Report) -> Plan:
    """The plan; parts that are not understood are reported and left out."""
    content = read_toml(source)
    if isinstance(content, NoToml):
        report.add(BrokenPlan(content.span, NO_TOML, content.reason))
        return Plan()
    reader = _Reader(Plan(source), source, report)
    reader.read(content)
    return reader.plan


class _Reader:
    def __init__(self, plan: Plan, source: SourceFile, report: Report) -> None:
        self.plan = plan
        self.places = TomlPlaces(source)
        self.report = report

    def read(self, content: dict[str, Any]) -> None:
        for part in content.keys() - _PARTS:
            self.complain((part,), f"a plan has no part `{part}`")
        self.plan.publisher = self.text(content, ("publisher",))
        self.plan.version = self.text(content, ("version",))
        for folder, solution in self.tables(content, "solutions"):
            if _FOLDER.fullmatch(folder) and isinstance(solution, dict):
                self.solution(folder, solution)
            else:
                reason = f"`{folder}` cannot be the folder of a solution"
                self.complain(("solutions", folder), reason)
        rest = self.text(content, ("rest",)) or ""
        if rest in self.plan.solutions:
            self.plan.rest = self.plan.solutions[rest]
        elif rest:
            reason = f"`rest` names the unknown solution `{rest}`"
            self.complain(("rest",), reason, rest)
        self.plan.entities = self.names(content, "entities")
        self.plan.value_maps = self.names(content, "valuemaps")

    def complain(self, path: Path, reason: str, value: str | None = None) -> None:
        """Report what is wrong with a key, or with a text in its value."""
        places = self.places
        span = places.key(path) if value is None else places.text(path, value)
        self.report.add(BrokenPlan(span, reason))

    def text(self, content: Mapping[str, Any], path: Path) -> str | None:
        value = content.get(path[-1])
        if value is None or isinstance(value, str):
            return value
        self.complain(path, f"`{path[-1]}` is no text")
        return None

    def tables(self, content: dict[str, Any], name: str) -> list[tuple[str, Any]]:
        value = content.get(name, {})
        if isinstance(value, dict):
            return list(value.items())
        self.complain((name,), f"`{name}` is no table")
        return []

    def solution(self, folder: str, content: dict[str, Any]) -> None:
        here = ("solutions", folder)
        for part in content.keys() - _SOLUTION_PARTS:
            self.complain((*here, part), f"a solution of a plan has no part `{part}`")
        named = self.text(content, (*here, "name"))
        name = named or pascal(folder.replace("_", " "))
        if not _NAME.fullmatch(name):
            self.complain((*here, "name"), f"`{name}` is no name", name)
            return
        title = self.text(content, (*here, "title")) or name
        solution = Solution(folder, name, title)
        self.plan.solutions[folder] = solution
        maps = content.get("maps", [])
        if not isinstance(maps, list) or not all(isinstance(one, str) for one in maps):
            self.complain((*here, "maps"), "`maps` is no list of titles")
            return
        for title in maps:
            if self.plan.maps.setdefault(fold(title), solution) is not solution:
                reason = f"`{title}` is in two solutions"
                self.complain((*here, "maps"), reason, title)
            self.plan.titles.setdefault(("maps", fold(title)), title)

    def names(self, content: dict[str, Any], part: str) -> dict[str, str]:
        found = {}
        for label, name in self.tables(content, part):
            if isinstance(name, str) and _NAME.fullmatch(name):
                found[fold(label)] = name
                self.plan.titles.setdefault((part, fold(label)), label)
            else:
                self.complain((part, label), f"`{label}` has a name that is none")
        return found
