"""The Python types of values, as annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from dwmap.emit.kinds import KINDS, Flow, Kind
from dwmap.emit.pycode import DECIMAL, PyCode, code, identifier, imported, join
from dwmap.ir.model import Type

RUNTIME: Final = "._runtime"

ANY: Final = imported("typing", "Any")
_DATETIME: Final = frozenset(("datetime:",))

PYTHON_TYPES: Final[Mapping[Kind, PyCode]] = {
    "any": ANY,
    "text": identifier("str"),
    "int": identifier("int"),
    "decimal": DECIMAL,
    "float": identifier("float"),
    "bool": identifier("bool"),
    "date": PyCode("datetime.date", _DATETIME),
    "datetime": PyCode("datetime.datetime", _DATETIME),
    "time": PyCode("datetime.time", _DATETIME),
    "guid": identifier("str"),
    "number": code("int | {decimal}", decimal=DECIMAL),
}
_NONE: Final = PyCode("None")


def runtime_name(name: str) -> PyCode:
    """A name of the runtime that is copied beside the generated modules."""
    return imported(RUNTIME, name)


UNSET: Final = runtime_name("UNSET")
UNSET_TYPE: Final = runtime_name("Unset")


def type_code(type: Type) -> PyCode:
    """The annotation of a value of an IR type."""
    return annotation(KINDS[type.kind], type.nullable)


def annotation(kind: Kind, nullable: bool, *more: PyCode) -> PyCode:
    """The annotation of a kind of value that may be missing, or may be one of `more`."""
    name = PYTHON_TYPES[kind]
    if kind == "any":
        return name
    return join(" | ", (name, *((_NONE,) if nullable else ()), *more))


def written_code(written: Flow, target: Type, optional: bool) -> PyCode:
    """The annotation of what a direction writes into a field of type `target`."""
    more = (UNSET_TYPE,) if optional else ()
    wanted = KINDS[target.kind]
    kind, nullable = written.kind, written.nullable
    if kind == "any" or wanted == "any":
        return annotation(wanted, target.nullable or nullable, *more)
    return annotation(kind, nullable or (kind == wanted and target.nullable), *more)


def union_code(flows: Iterable[Flow]) -> PyCode:
    """The annotation that holds for all of several known values."""
    kinds: dict[PyCode, None] = {}
    blank = False
    for flow in flows:
        if flow.kind == "any":
            blank = True
        else:
            kinds[PYTHON_TYPES[flow.kind]] = None
    names = [*sorted(kinds), *((_NONE,) if blank else ())]
    return join(" | ", names) if kinds else ANY


def annotated(name: PyCode, type: PyCode) -> PyCode:
    """`name: type`."""
    return code("{name}: {type}", name=name, type=type)
