"""Names that Python, the runtime or a neighbour has already."""

from __future__ import annotations

import random
from pathlib import Path

from dwmap.interpret.maps import Interpreter
from harness.packages import ways, write_package
from harness.projects import compile_text

# Keywords, built-ins, methods of named tuples, names of the runtime and of the generated module,
# names that become equal in lower case with underscores.
NAMES = (
    "class None True import def lambda self cls print str int type list len "
    "count index _replace _make _fields __init__ __class__ "
    "left right present forward backward Left Right ToRight UNSET Map Side path required fit_text fn "
    "field target record text decimal date datetime "
    "AccountNumber accountNumber_ account_number Account_Number_ "
    "x1 X_1 é É straße STRASSE ñandú Ωμέγα 名前"
).split()


def test_every_name_keeps_its_own_value(tmp_path: Path) -> None:
    """No name hides another: each field carries what its own line says."""
    unique = {name.casefold(): name for name in NAMES}.values()
    left = "\n".join(f"  `{name}`  string(20)?" for name in unique)
    lines = "\n".join(f"  `{name}`  =  `{name}`" for name in unique)
    project, report = compile_text(
        f"entity fo.`class` {{\n  key id\n  id  string(20)\n{left}\n}}\n"
        f"entity ce.`import` {{\n  integration key id\n  id  string(20)\n{left}\n}}\n"
        f"map `None` : fo.`class` <-> ce.`import` {{\n  id  =  id\n{lines}\n}}\n"
        f"map `_project` : fo.`class` <-> ce.`import` {{\n  id  =  id\n}}\n"
    )
    assert project is not None, report.diagnostics
    package = write_package(project, tmp_path, "hard_names")

    chance = random.Random(1)
    for way in ways(project, package):
        interpreter = Interpreter(way.map, way.scope)
        assert len(way.assignments) == len(way.map.fields)
        for _ in range(20):
            record = way.random_record(chance)
            assert way.carry(record) == interpreter.carry(way.heading, record)
