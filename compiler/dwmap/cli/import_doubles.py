"""What an import would declare a second time: maps and entities that stand in files of other names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dwmap.cli.findings import path_from_here

if TYPE_CHECKING:
    from dwmap.importers import Imported
    from dwmap.syntax import ast

Key = tuple[str, str]
"""What is declared, and its name in small letters."""

_HEADING: Final = re.compile(
    r"^[ \t]*(?:map|entity|enum|options|valuemap|solution)\s+([\w.]+)", re.MULTILINE
)
_MOST: Final = 5


def doubles_of(imported: Imported, out: Path) -> list[tuple[str, Path]]:
    """Each declaration that is in a file of the project around `out` which is not written over, and that file."""
    from dwmap.config import CONFIG
    from dwmap.diagnostics import Report
    from dwmap.project import find_root, read_source, source_paths
    from dwmap.syntax.parser import parse_file

    root = find_root(out) if out.is_dir() else out
    if not (root / CONFIG).is_file():
        return []  # No project yet, and perhaps the folder of half a disk.

    new = {key: name for file in imported.files.values() for key, name in _names(file)}
    short = {name for _, name in new}
    written = {(out / path).resolve() for path in imported.files}
    found: list[tuple[str, Path]] = []
    for path in source_paths(root):
        source = None
        if path.resolve() not in written:
            source = read_source(path, path.name, Report())
        if source is None or not _may_declare(source.text, short):
            continue
        for key, name in _names(parse_file(source, Report())):
            if key in new:
                found.append((name, path))
    return found


def tell_doubles(doubles: Sequence[tuple[str, Path]]) -> None:
    """Say what would be declared twice, and what to do about it."""
    listed = [f"  {name} in {path_from_here(path)}" for name, path in doubles[:_MOST]]
    if len(doubles) > _MOST:
        listed.append(f"  and {len(doubles) - _MOST} more")
    click.echo(
        "\n".join(("The project declares in other files already:", *listed)), err=True
    )
    click.echo(
        "Nothing was written: import into another folder with --out, which `dwmap compare` holds against this one,"
        " or take these declarations out first.",
        err=True,
    )


def _may_declare(text: str, names: set[str]) -> bool:
    return any(match[1].lower() in names for match in _HEADING.finditer(text))


def _names(file: ast.File) -> Iterator[tuple[Key, str]]:
    from dwmap.syntax import ast

    for one in file.declarations:
        match one:
            case ast.MapDecl(name=name) | ast.ValueMapDecl(name=name):
                word = "map" if isinstance(one, ast.MapDecl) else "valuemap"
            case ast.SolutionDecl(name=name):
                word = "solution"
            case ast.EntityDecl(qname=name):
                word = "entity"
            case ast.EnumDecl(qname=name) | ast.OptionsDecl(qname=name):
                word = "enum"
            case _:
                continue
        yield (word, name.text.lower()), f"{word} {name.text}"
