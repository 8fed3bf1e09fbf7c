"""Names that Python, the runtime or a neighbour has already."""

from __future__ import annotations

import importlib
import random
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from dwmap.emit.names import Names, module_name, snake, upper
from dwmap.emit.pycode import identifier
from dwmap.interpret.maps import Interpreter
from dwmap.interpret.values import Value
from dwmap.ir.model import Project
from harness.packages import ways, write_package
from harness.projects import compile_text
from hypothesis import given
from hypothesis import strategies as st
from mypy import api

# Keywords, built-ins, methods of named tuples, names of the runtime and of the generated module,
# names that become equal in lower case with underscores.
NAMES = (
    "class None True import def lambda match self cls print str int float bool object type list len mro "
    "count index _replace _make _fields __init__ __class__ __slots__ __new__ __dict__ "
    "left right present forward backward Left Right ToRight UNSET Map Side path required fit_text fn "
    "to_int to_text to_decimal to_date NoStateRow Any NamedTuple Decimal annotations _tables "
    "field target record text decimal date datetime "
    "AccountNumber accountNumber_ account_number Account_Number_ "
    "x1 X_1 é É straße STRASSE ñandú Ωμέγα 名前"
).split()
UNIQUE = tuple({name.casefold(): name for name in NAMES}.values())
TYPES = (
    "string(20)?",
    "int?",
    "decimal(9, 2)?",
    "datetime?",
    "bool?",
    "double?",
    "any",
)
FILES = (
    "docs",
    "manifest",
    "con",
    "README",
    "_runtime",
    "__main__",
    "m" * 300,
    "m" * 301,
)


def _project() -> Project:
    fields = "\n".join(
        f"  `{name}`  {TYPES[number % len(TYPES)]}"
        for number, name in enumerate(UNIQUE)
    )
    lines = "\n".join(f"  `{name}`  =  `{name}`" for name in UNIQUE)
    others = "\n".join(
        f"map `{name}` : fo.`class` <-> ce.`import` {{\n  id  =  id\n}}"
        for name in (*FILES, *UNIQUE)
        if name != "None"
    )
    project, report = compile_text(
        f"entity fo.`class` {{\n  key id\n  id  string(20)\n{fields}\n}}\n"
        f"entity ce.`import` {{\n  integration key id\n  id  string(20)\n{fields}\n}}\n"
        f"map `None` : fo.`class` <-> ce.`import` {{\n  id  =  id\n{lines}\n}}\n{others}\n"
    )
    assert project is not None, report.diagnostics
    return project


def test_every_name_keeps_its_own_value(tmp_path: Path) -> None:
    """No name hides another: each field carries what its own line says."""
    project = _project()
    package = write_package(project, tmp_path, "hard_names")

    chance = random.Random(1)
    for way in ways(project, package):
        interpreter = Interpreter(way.map, way.scope)
        assert len(way.assignments) == len(way.map.fields)
        for _ in range(20):
            record = way.random_record(chance)
            assert way.carry(record) == interpreter.carry(way.heading, record)


def test_every_map_has_its_module(tmp_path: Path) -> None:
    """Also one that is called like a file of the package, or longer than a file may be."""
    project = _project()
    package = write_package(project, tmp_path, "hard_files")

    made = importlib.import_module(package).PROJECT

    assert [one.name for one in made.maps] == [one.name for one in project.maps]


@pytest.mark.parametrize("kind", ["transform", "states"])
def test_a_function_may_have_any_name(kind: str, tmp_path: Path) -> None:
    """And its inputs, too: what it calls is still what it means."""
    body = {
        "transform": "-> int {{\n  forward `{1}` * 2\n}}",
        "states": "-> int {{\n  2.5, _ -> 5\n  else error\n}}",
    }[kind]
    pairs = list(zip(UNIQUE, (*UNIQUE[1:], UNIQUE[0]), strict=True))
    functions = "\n".join(
        f"{kind} `{name}`(`{other}`: decimal(9, 1), `{name}`: int) {body}".format(
            name, other
        )
        for name, other in pairs
    )
    fields = "\n".join(f"  n{n}  int?" for n in range(len(pairs)))
    lines = "\n".join(
        f"  (Value, Count)  >>  n{n}  : `{name}`" for n, (name, _) in enumerate(pairs)
    )
    project, report = compile_text(
        "entity fo.A {\n  key Id\n  Id  string(20)\n  Value  decimal(9, 1)\n  Count  int\n}\n"
        f"entity ce.b {{\n  integration key id\n  id  string(20)\n{fields}\n}}\n"
        f"{functions}\nmap M : fo.A <-> ce.b {{\n  Id  =  id\n{lines}\n}}\n"
    )
    assert project is not None, report.diagnostics
    package = write_package(project, tmp_path, f"hard_{kind}")

    way = next(ways(project, package))
    record: dict[str, Value] = {"id": "A", "value": Decimal("2.5"), "count": 3}
    assert way.carry(record) == Interpreter(way.map, way.scope).carry(
        "to_right", record
    )


@pytest.mark.slow
def test_hard_names_pass_the_type_checker(tmp_path: Path) -> None:
    """A field that is called like a type stands for it nowhere."""
    write_package(_project(), tmp_path, "hard_types")

    out, err, code = api.run(
        ["--strict", "--config-file=", f"--cache-dir={tmp_path}/cache", str(tmp_path)]
    )

    assert (out.splitlines()[-1][:7], err, code) == ("Success", "", 0), out


@given(
    st.lists(st.text(min_size=1), max_size=6),
    st.sampled_from([snake, upper, module_name]),
)
def test_any_text_has_a_name_of_its_own(
    texts: list[str], form: Callable[[str], str]
) -> None:
    """A legal one, in ASCII, that is nobody else's."""
    names = Names()
    taken = [names.take(form(text)) for text in texts]

    assert len(set(taken)) == len(taken)
    assert all(identifier(name) == name for name in taken)
    assert all(re.fullmatch("[A-Za-z]\\w*", name, re.ASCII) for name in taken)
