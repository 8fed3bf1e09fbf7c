"""Tables and columns with names that SQL would read as something else."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from dwmap.ir.model import Project
from harness.packages import write_package
from harness.projects import compile_text
from runtime.bench import wait_for_feed

TABLE = """it's "100%s" $$; DROP TABLE x --"""
KEY = """i"d'%(a)s.b"""
COLUMNS = (
    *(
        """a"b""",
        "a'b",
        "a%b",
        "%s",
        "%(x)s",
        "a:b",
        "a?b",
        "$$",
        "$1",
        "a\\b",
        "a b",
        "a.b",
    ),
    *(
        "a;--",
        "/* a",
        "select",
        "{a}",
        "[a]",
        "名前",
        "a\u202eb",
        "x'); DROP TABLE t; --",
    ),
)


def _project() -> Project:
    fields = "\n".join(f"  `{name}`  string(20)?" for name in COLUMNS)
    lines = "\n".join(f"  `{name}`  =  `{name}`" for name in COLUMNS)
    project, report = compile_text(
        f"entity fo.`{TABLE}` {{\n  key `{KEY}`\n  `{KEY}`  string(20)\n{fields}\n}}\n"
        f"entity ce.`{TABLE}` {{\n  integration key `{KEY}`\n  `{KEY}`  string(20)\n{fields}\n}}\n"
        f"map M : fo.`{TABLE}` <-> ce.`{TABLE}` {{\n  `{KEY}`  =  `{KEY}`\n{lines}\n}}\n"
    )
    assert project is not None, report.diagnostics
    return project


def test_names_are_quoted_wherever_they_stand(
    urls: dict[str, str], tmp_path: Path
) -> None:
    """Rows travel at first and live, in statements, triggers and the keys of the feed."""
    package = write_package(_project(), tmp_path, "hostile_names")
    project: Any = importlib.import_module(package).PROJECT
    runtime: Any = importlib.import_module(f"{package}._runtime")
    left, right = (project.tables[f"{end}.{TABLE}"] for end in ("fo", "ce"))
    names = (KEY, *COLUMNS)
    rows = [tuple(f"{row}{n}" for n in range(len(names))) for row in "AB"]
    with runtime.Sync(project, urls) as sync:
        sync.create_tables()
        _insert(sync.ends["fo"], left, names, rows[0])
        sync.initial()
        sync.start()
        _insert(sync.ends["fo"], left, names, rows[1])
        wait_for_feed(sync.ends["fo"])
        sync.settle()
        columns = [runtime.path(name) for name in names]
        found = [row for batch in sync.ends["ce"].read(right, columns) for row in batch]

    assert sorted(found) == rows


def _insert(end: Any, table: Any, names: tuple[str, ...], row: tuple[str, ...]) -> None:
    with end.transaction():
        end.insert(table, names, [row])
