"""A package of a map that was renamed goes on where the package before it stood."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from harness.packages import write_package
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
RENAMED = SPEC.replace("map M :", "map N :")
STATED = RENAMED.replace("ce.b {\n  Number", "ce.b {\n  renamed from M\n  Number")


def _sync(text: str, folder: Path, name: str) -> Any:
    project, report = compile_text(text)
    assert project is not None, report
    package = write_package(project, folder, name)
    ends = {end: f"sqlite:///{folder}/{end}.db" for end in ("fo", "ce")}
    made = importlib.import_module(f"{package}._project").PROJECT
    runtime = importlib.import_module(f"{package}._runtime")
    return runtime.Sync(made, ends, state=str(folder / "state.db"))


@pytest.mark.parametrize(
    ("after", "kept"), [(STATED, {"N": 1}), (RENAMED, {"M": 1})], ids=["stated", "not"]
)
def test_links_go_over_where_the_source_says_so(
    after: str, kept: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `renamed from` the pairs stand under the new name, without it under the old one."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    with _sync(SPEC, tmp_path, f"first_{min(kept)}") as sync:
        sync.create_tables()
        (table,) = (one for one in sync.project.tables.values() if one.system == "fo")
        with sync.ends["fo"].transaction():
            sync.ends["fo"].insert(table, ("Number",), [("1",)])
        sync.initial()
        assert sync.state.count_links() == {"M": 1}

    with _sync(after, tmp_path, f"second_{min(kept)}") as sync:
        assert sync.state.count_links() == kept
