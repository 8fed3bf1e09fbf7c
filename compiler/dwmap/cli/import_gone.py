"""The maps that an earlier import wrote and that the solution no longer has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dwmap.solutions.extras import (
    LARGEST,
    SOLUTION_FILE,
    SUFFIX,
    BrokenExtras,
    Extras,
    read_extras,
)
from dwmap.syntax.ast import MapDecl

if TYPE_CHECKING:
    from dwmap.importers import Imported


def left_behind(imported: Imported, out: Path) -> dict[str, Path]:
    """Maps that an earlier import of the same solutions wrote and this one does not have, each with its side file."""
    declared = (one for file in imported.files.values() for one in file.declarations)
    names = {one.name.text for one in declared if isinstance(one, MapDecl)}
    found = {}
    for home in _homes(imported.side_files, out):
        for place, name in _maps_of(home):
            if name not in names:
                found[name] = place
    return dict(sorted(found.items()))


def _homes(side_files: Mapping[str, str], out: Path) -> Iterator[Path]:
    """The folders in which the side file of a solution lies, and is of the very solution that is imported."""
    for path, text in side_files.items():
        place = out / path
        if place.name == SOLUTION_FILE and place.is_file():
            new, old = _spoken_of(text), _spoken_of(_text(place))
            if new == old and new[0] == "solution":
                yield place.parent


def _maps_of(home: Path) -> Iterator[tuple[Path, str]]:
    """The side files of maps in a folder and below it, but for those of a solution with a folder of its own."""
    for place in sorted(home.rglob(f"*{SUFFIX}")):
        above = (
            folder for folder in place.parents if (folder / SOLUTION_FILE).is_file()
        )
        kind, name = _spoken_of(_text(place))
        if kind == "map" and next(above) == home:
            yield place, name


def _text(place: Path) -> str:
    with place.open("rb") as file:
        return file.read(LARGEST).decode("utf-8", "replace")


def _spoken_of(text: str) -> tuple[str, str]:
    """The kind and the name of what a side file is about; nothing where it cannot be read."""
    extras = Extras()
    with suppress(BrokenExtras):
        read_extras(text, extras)
    return next(iter(extras.paths), ("", ""))
