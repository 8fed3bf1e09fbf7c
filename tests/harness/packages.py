"""Generated packages beside the IR that they were made of, for tests that hold them against each other."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from dwmap.emit.package import emit_changes
from dwmap.emit.view import Assignment, MapView, SideView
from dwmap.emit.view_map import name_modules, view_map
from dwmap.interpret.values import Value
from dwmap.ir.model import Direction, Map, Project
from dwmap.ir.scope import Scope
from dwmap.prove.values import random_value


@dataclass(frozen=True)
class Way:
    """One direction of a map of a package: how it is viewed, and the module that does it."""

    map: Map
    heading: Direction
    view: MapView
    module: ModuleType
    scope: Scope

    @property
    def side(self) -> str:
        """The side that is read."""
        return "left" if self.heading == "to_right" else "right"

    @property
    def source(self) -> SideView:
        """What is read."""
        return self.view.left if self.side == "left" else self.view.right

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """What is written."""
        return self.view.forward if self.side == "left" else self.view.backward

    def random_record(self, chance: random.Random) -> dict[str, Value]:
        """A flat record of the source, by path."""
        return {
            field.ref.text.casefold(): random_value(field.type, self.scope, chance)
            for field in self.source.fields
        }

    def in_scope(self, record: dict[str, Value]) -> bool:
        """What the module says of the filter."""
        found: bool = getattr(self.module, f"in_{self.side}_scope")(self._row(record))
        return found

    def carry(self, record: dict[str, Value]) -> dict[str, Any]:
        """What the module writes, by path; fields that it leaves alone are absent."""
        function = self.module.forward if self.side == "left" else self.module.backward
        written = function(self._row(record))
        values = {
            one.target.text: getattr(written, one.target.name)
            for one in self.assignments
        }
        return {path: each for path, each in values.items() if str(each) != _UNSET}

    def _row(self, record: dict[str, Value]) -> Any:
        row = self.module.Left if self.side == "left" else self.module.Right
        return row(*record.values())


_UNSET = "Unset.UNSET"


def ways(project: Project, package: str) -> Iterator[Way]:
    """Both directions of every map of an importable package."""
    scope = Scope(project)
    modules = name_modules(project)
    for map in project.maps:
        view = view_map(map, modules[map.name], scope)
        module = importlib.import_module(f"{package}.{modules[map.name]}")
        for heading in ("to_right", "to_left"):
            yield Way(map, heading, view, module, scope)


def write_package(project: Project, folder: Path, name: str) -> str:
    """Emit a project as a package in `folder`, which can then be imported by the returned name."""
    files = emit_changes(project, {}, {}, targets=("python",)).files
    for path, text in files.items():
        target = folder / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    return name
