"""Runs every map of a package both ways on made records; a process of its own, in which the compiler is absent."""

from __future__ import annotations

import datetime
import importlib
import json
import sys
import typing
from decimal import Decimal
from typing import Any

ABSENT = ("dwmap", "lark", "jinja2", "pydantic", "click", "black", "ruff", "sqlalchemy")
for _name in ABSENT:
    sys.modules[_name] = None  # type: ignore[assignment]  # this is how an import is made to fail

VALUES: dict[type, Any] = {
    str: "1",
    int: 1,
    bool: True,
    Decimal: Decimal("1.5"),
    datetime.date: datetime.date(2026, 1, 31),
    datetime.datetime: datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC),
    datetime.time: datetime.time(12, 30),
}


def main(package: str) -> None:
    """Print, as JSON, how many records went each way and which failed with what."""
    project = importlib.import_module(package).PROJECT
    runtime = importlib.import_module(f"{package}._runtime")
    ran: dict[str, int] = {"forward": 0, "backward": 0}
    refused: set[str] = set()
    wrong: list[str] = []
    for one in project.maps:
        ways = (("forward", one.left, one.right), ("backward", one.right, one.left))
        for way, source, target in ways:
            function = getattr(one, way)
            if function is None:
                continue
            ran[way] += 1
            for record in records(source.record):
                try:
                    written = function(record)
                    source.in_scope(record)
                except runtime.RecordError as error:
                    refused.add(error.code)
                    continue
                if type(written) is not target.written:
                    wrong.append(f"{one.name} {way}")
    print(
        json.dumps(
            {
                "maps": len(project.maps),
                "ran": ran,
                "refused": sorted(refused),
                "wrong": wrong,
            }
        )
    )


def records(kind: Any) -> list[Any]:
    """A record full of values and an empty one."""
    hints = typing.get_type_hints(kind)
    return [
        kind(*(value(hint) for hint in hints.values())),
        kind(*(None for _ in hints)),
    ]


def value(hint: Any) -> Any:
    """A value of an annotation."""
    choices = [each for each in typing.get_args(hint) or (hint,) if each in VALUES]
    return VALUES[choices[0]] if choices else "1"


if __name__ == "__main__":
    main(sys.argv[1])
