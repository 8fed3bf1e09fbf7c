"""
The table of targets: what a project can be turned into.

A target takes the project, found by name, and gives drafts of files. All share the views of this package
(`view.py`, `view_map.py`, `view_tables.py`), which speak no particular language. A new target is a module of
its own and a row here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Final, cast

from dwmap.emit.draft import Draft, Target
from dwmap.ir.scope import Scope

TARGETS: Final[Mapping[str, str]] = {
    "python": "dwmap.emit.python_package:draft_python",
    "docs": "dwmap.emit.docs_target:draft_docs",
}
"""Where each target lives; it is imported when it is asked for."""


def load_target(name: str) -> Target:
    """The target called `name`; raises KeyError when there is none."""
    module, _, function = TARGETS[name].partition(":")
    return cast(Target, getattr(import_module(module), function))


def draft_files(scope: Scope, targets: Iterable[str]) -> list[Draft]:
    """What all `targets` would write, sorted by path; raises ValueError where two write one file."""
    found: dict[str, Draft] = {}
    for name in targets:
        for draft in load_target(name)(scope):
            if draft.path in found:
                raise ValueError(f"two targets write {draft.path}")
            found[draft.path] = draft
    return [found[path] for path in sorted(found)]
