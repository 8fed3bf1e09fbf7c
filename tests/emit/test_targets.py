"""Emitting is a table of targets over one set of views: a new one fits without touching what stands."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from dwmap.emit import target
from dwmap.emit.draft import Draft
from dwmap.emit.package import emit_changes
from dwmap.ir.model import Project
from dwmap.ir.scope import Scope
from harness.projects import compile_text

SPEC = """
entity fo.A {
  key Number
  Number  string(20)
}
entity ce.b {
  integration key number
  number  string(20)
}
map M : fo.A <-> ce.b {
  Number  =  number
}
"""


def _project() -> Project:
    project, _ = compile_text(SPEC)
    assert project is not None
    return project


def _draft_lists(scope: Scope) -> list[Draft]:
    return [
        Draft(f"lists/{one.name}.txt", one.name, lambda: "fields\n")
        for one in scope.project.maps
    ]


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target called `lists`, in a module of its own."""
    module = ModuleType("made_up_target")
    module.draft_lists = _draft_lists  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, module.__name__, module)
    table = {**target.TARGETS, "lists": "made_up_target:draft_lists"}
    monkeypatch.setattr(target, "TARGETS", table)


@pytest.mark.usefixtures("lists")
def test_a_new_target_adds_its_files_and_no_others() -> None:
    """What the others write stays as it is, but for the manifest, which lists everything."""
    project = _project()
    before = emit_changes(project, {}, {}, targets=("docs", "python")).files
    after = emit_changes(project, {}, {}, targets=("docs", "lists", "python")).files

    assert after.keys() - before.keys() == {"lists/M.txt"}
    assert all(
        after[path] == text for path, text in before.items() if path != "manifest.json"
    )


@pytest.mark.usefixtures("lists")
def test_what_it_made_is_kept_while_its_key_is_the_same() -> None:
    """The second build makes nothing but the manifest."""
    project = _project()
    first = emit_changes(project, {}, {}, targets=("lists",))
    second = emit_changes(project, {}, first.manifest.files, targets=("lists",))

    assert set(second.files) == {"manifest.json"}
