"""
The specs against the published tables: every field rule is there, as the table says it.

The tables are not part of this repository; these tests run where they lie beside it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.formatter.print_ast import print_file
from dwmap.importers import Imported, Sources, decode, import_sources
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import parse_file
from harness.golden import ROOT

DATA = ROOT.parent / "shared" / "data"
SPECS = ROOT / "specs"
OLDER = sorted((DATA / "mapping-tables-2020").glob("*.md"))

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the published tables are not here"
)

Rule = tuple[str, str, str, frozenset[tuple[str, str]], str]
"""Left field, map type, right column, value pairs, default; all in small letters."""


@cache
def _declarations() -> tuple[ast.Decl, ...]:
    found: list[ast.Decl] = []
    for path in sorted(SPECS.rglob("*.dwmap")):
        report = Report()
        text = path.read_text("utf-8")
        found += parse_file(SourceFile(path.name, text), report).declarations
    return tuple(found)


def _table_rules(path: Path) -> dict[str, Counter[Rule]]:
    """The field rules of a file of tables, read with nothing but string functions."""
    found: dict[str, Counter[Rule]] = {}
    title = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#"):
            title = re.sub(r"#+\s*(<a [^>]*></a>)?", "", line).strip()
            title = re.sub(r"^(.*) to (\S+)$", r"\1 (\2)", title)
            found[title] = Counter()
        elif " | " in line and "Map type" not in line:
            left, kind, right, default = (cell.strip() for cell in line.split("|"))
            symbol, *pairs = kind.split("<br>")
            values = frozenset(
                (a.strip("` ").lower(), b.strip("` ").lower())
                for a, b in (pair.split(" : ") for pair in pairs)
            )
            rule = (
                left.lower(),
                symbol.strip(),
                right.lower(),
                values,
                default.lower(),
            )
            found[title][rule] += 1
    return found


def _spec_rules(one: ast.MapDecl) -> Counter[Rule]:
    """The field rules of a map as the tables would print them."""
    return Counter(_rule(line) for line in one.lines)


def _rule(line: ast.MappingLine) -> Rule:
    pairs = _pairs(line.transform.name.text) if line.transform else frozenset()
    left, right, default = line.left, line.right, line.default
    if isinstance(left, ast.LiteralExpr):
        return ("none", line.op, _side(right), pairs, _value(left))
    if isinstance(right, ast.LiteralExpr):
        return (_side(left), line.op, "none", pairs, _value(right))
    return (
        _side(left),
        line.op,
        _side(right),
        pairs,
        _value(default) if default else "",
    )


def _side(expr: ast.Expr) -> str:
    if isinstance(expr, ast.PathExpr | ast.EitherExpr):
        return expr.text.lower()
    raise TypeError(expr)


def _pairs(name: str) -> frozenset[tuple[str, str]]:
    maps = (one for one in _declarations() if isinstance(one, ast.ValueMapDecl))
    found = next(one for one in maps if one.name.text == name)
    return frozenset(
        (_value(entry.left), _value(entry.right)) for entry in found.entries
    )


def _value(value: ast.LiteralExpr | ast.Name) -> str:
    if isinstance(value, ast.Name):
        return value.text.lower()
    if value.kind == "blank":
        return "blank"
    if value.kind == "date" and value.value == "1900-01-01":
        return "1/1/1900"
    return str(value.value).lower()


def test_every_map_is_there() -> None:
    """As many maps as sections, with the titles of the sections."""
    titles = {one.label for one in _declarations() if isinstance(one, ast.MapDecl)}

    assert titles == set(_table_rules(DATA / "mapping-tables.md"))
    assert len(titles) == 111


def test_every_field_rule_is_there() -> None:
    """The same rules with the same map types, value pairs and defaults, none more and none less."""
    tables = _table_rules(DATA / "mapping-tables.md")
    specs = {
        one.label: _spec_rules(one)
        for one in _declarations()
        if isinstance(one, ast.MapDecl)
    }

    assert specs == tables
    assert sum(rules.total() for rules in specs.values()) == 1490


def test_every_filter_is_there() -> None:
    """A map has a condition for each filter of its section."""
    text = (DATA / "mapping-tables.md").read_text("utf-8")
    maps = [one for one in _declarations() if isinstance(one, ast.MapDecl)]
    systems = Counter(where.system.text for one in maps for where in one.filters)

    assert systems["fo"] == len(re.findall(r"^Source filter:", text, re.M))
    assert systems["ce"] == len(re.findall(r"^Reversed source filter:", text, re.M))


@pytest.mark.parametrize("path", OLDER, ids=lambda path: path.stem)
def test_the_older_layout_is_read(path: Path) -> None:
    """Each row of the older tables becomes a line; only the symbols without a transform differ."""
    report = Report()
    source = decode(path.name, path.read_bytes(), report)
    imported = import_sources(Sources([source] if source else []), report)
    (one,) = (
        decl
        for file in imported.files.values()
        for decl in file.declarations
        if isinstance(decl, ast.MapDecl)
    )
    (expected,) = _table_rules(path).values()
    misfits = sum(d.code == "misfit-map-type" for d in report)
    rules = _spec_rules(one)

    assert not report.has_errors
    assert rules.total() == expected.total()
    assert (expected - rules).total() == misfits
    plain = {"><": "=", ">>": ">", "<<": "<"}
    wanted = Counter(
        (left, op if default or pairs else plain.get(op, op), right, pairs, default)
        for (left, op, right, pairs, default), count in expected.items()
        for _ in range(count)
    )
    assert rules == wanted


def _imported(*tables: str) -> Imported:
    report = Report()

    def source(path: Path) -> SourceFile:
        found = decode(path.name, path.read_bytes(), report)
        if found is None:
            raise ValueError(path)
        return found

    sources = Sources(
        [source(DATA / table) for table in tables],
        source(DATA / "integration-keys.csv"),
        [source(DATA / "schema" / f"{name}.json") for name in ("finops", "dataverse")],
        source(SPECS / "import.toml"),
    )
    return import_sources(sources, report)


def test_importing_again_gives_the_same_bytes() -> None:
    """What lies in specs/ is what the sources and the plan give, and else only examples, written by hand."""
    files = _imported("mapping-tables.md").files
    made = {path: print_file(file) for path, file in files.items()}
    there = {
        path.relative_to(SPECS).as_posix(): path.read_bytes().decode("utf-8")
        for path in SPECS.rglob("*.dwmap")
        if not path.name.endswith(".examples.dwmap")
    }

    assert sorted(made) == sorted(there)
    assert [path for path in made if made[path] != there[path]] == []


def test_the_order_of_hashing_does_not_show() -> None:
    """Another process with another seed makes the same files in the same order."""
    code = (
        "import json, sys; sys.path[:0] = json.loads(sys.argv[1])\n"
        "from importers.test_specs import _imported, print_file\n"
        "files = _imported('mapping-tables.md').files\n"
        "sys.stdout.write(json.dumps({p: print_file(f) for p, f in files.items()}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, json.dumps([p for p in sys.path if p])],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(outputs) == 1
