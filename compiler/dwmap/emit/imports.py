"""Import lines for the names that a module uses, grouped and sorted as isort does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from dwmap.emit.pycode import PyCode


def uses_of(view: Any) -> frozenset[str]:
    """The names that any piece of code in a view needs imported."""
    found: set[str] = set()
    _collect(view, found)
    return frozenset(found)


def _collect(part: Any, found: set[str]) -> None:
    if isinstance(part, PyCode):
        found |= part.uses
    elif isinstance(part, tuple | list):
        for each in part:
            _collect(each, found)
    elif is_dataclass(part):
        for each in fields(part):
            _collect(getattr(part, each.name), found)


def import_lines(uses: Iterable[str]) -> tuple[PyCode, ...]:
    """The lines for `module:name` (a name from a module) and `module:` (the module itself)."""
    modules: dict[str, set[str]] = {}
    for use in uses:
        module, _, name = use.partition(":")
        modules.setdefault(module, set())
        if name:
            modules[module].add(name)
    plain = sorted(module for module, names in modules.items() if not names)
    named = sorted(module for module, names in modules.items() if names)
    outside = [module for module in named if not module.startswith(".")]
    inside = [module for module in named if module.startswith(".")]
    lines = [PyCode("from __future__ import annotations"), PyCode("")]
    standard = [PyCode(f"import {module}") for module in plain]
    standard += [_from(module, modules[module]) for module in outside]
    if standard:
        lines += [*standard, PyCode("")]
    lines += [_from(module, modules[module]) for module in inside]
    return tuple(lines)


def _from(module: str, names: set[str]) -> PyCode:
    listed = ", ".join(sorted(names, key=lambda name: (name.lower(), name)))
    return PyCode(f"from {module} import {listed}")
