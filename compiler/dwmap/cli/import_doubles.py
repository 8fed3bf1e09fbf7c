"""What an import would declare a second time: maps and entities that stand in other files."""

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
    r"^[ \t]*(?:map|entity|enum|options|valuemap|solution|renamed\s+from)\s+([\w.]+)",
    re.MULTILINE,
)
_MOST: Final = 5


def doubles_of(imported: Imported, out: Path) -> list[tuple[str, Path]]:
    """Each declaration that is in a file of the project around `out` which is not written over, and that file."""
    from dwmap.diagnostics import Report
    from dwmap.project import find_root, read_source, source_paths
    from dwmap.syntax.parser import parse_file

    written = {(out / path).resolve() for path in imported.files}
    root = find_root(out)  # Also of a folder that does not exist yet.
    if not _would_read(root, out):
        if not any(map(Path.is_file, written)):
            return []
        root = out  # An import of before, which is no project yet.

    new = {key: name for file in imported.files.values() for key, name in _names(file)}
    short = {name for _, name in new}
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
        "Nothing was written: import into a folder outside of the project with --out, which `dwmap compare` holds against it,"
        " or take these declarations out first.",
        err=True,
    )


def _would_read(root: Path, out: Path) -> bool:
    """Whether `root` is a project, which reads what is written to `out`: it may as well be the folder of half a disk."""
    from dwmap.config import CONFIG
    from dwmap.manifests import MANIFEST

    if not any((root / name).is_file() for name in (CONFIG, MANIFEST)):
        return False
    inside = out.resolve().relative_to(root.resolve())
    return not any(part.startswith(".") for part in inside.parts)


def _may_declare(text: str, names: set[str]) -> bool:
    return any(match[1].lower() in names for match in _HEADING.finditer(text))


def _names(file: ast.File) -> Iterator[tuple[Key, str]]:
    from dwmap.syntax import ast

    for one in file.declarations:
        match one:
            case ast.MapDecl(name=name, renamed_from=ast.Name(text=old)):
                # The product goes on calling it so, and an import, too.
                word = "map"
                yield (word, old.lower()), f"map {name.text}, renamed from {old},"
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
