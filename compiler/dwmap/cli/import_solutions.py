"""What `dwmap import` is given: which of it is a mapping table and which a solution, and the files of the latter."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.diagnostics import Report

if TYPE_CHECKING:
    from dwmap.importers import Imported, SolutionFiles, Sources

_DIGITS = re.compile(r"([0-9]+)")


def sort_out(named: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The mapping tables, those in folders too, and the solutions."""
    from dwmap.importers import is_solution, is_solution_folder

    tables: list[Path] = []
    solutions: list[Path] = []
    for path in named:
        if not path.is_dir():
            (solutions if is_solution(path.name) else tables).append(path)
            continue
        inside = files_below(path)
        markdown = sorted((one for one in inside if one.suffix == ".md"), key=_in_order)
        if is_solution_folder([one.name for one in inside]):
            solutions.append(path)
        elif markdown:
            tables += markdown
        else:
            raise click.UsageError(
                f"neither a Markdown file nor a solution.xml or customizations.xml in {path}"
            )
    return list(dict.fromkeys(tables)), list(dict.fromkeys(solutions))


def _in_order(path: Path) -> tuple[str, list[tuple[str, int]]]:
    """By name, `a` before `a-2`, and that before `a-10`: of two maps of one name the first has it in the specs."""
    parts = _DIGITS.split(path.stem)
    pairs = zip(parts[::2], [*parts[1::2], "0"], strict=True)
    return path.parent.as_posix(), [(words, int(number)) for words, number in pairs]


def files_below(folder: Path) -> list[Path]:
    """The files in a folder and below; what a link leads to is not."""
    found = []
    for place, _, names in os.walk(folder):
        paths = (Path(place) / name for name in names)
        found += [path for path in paths if path.is_file() and not path.is_symlink()]
    return sorted(found)


def read_solutions(paths: Iterable[Path], report: Report) -> list[SolutionFiles]:
    """The solutions that can be opened."""
    return [one for path in paths for one in _read_solutions(path, report)]


def _read_solutions(path: Path, report: Report) -> Iterator[SolutionFiles]:
    from dwmap.importers import LARGEST_FILE, open_solution

    if path.is_dir():
        yield from _read_folder(path, report)
        return
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    opened = open_solution(path.as_posix(), data, report)
    if opened is not None:
        yield opened


def _read_folder(path: Path, report: Report) -> Iterator[SolutionFiles]:
    """The solution in a folder, or each of those below it."""
    from dwmap.importers import SolutionFiles, chosen_files, solution_roots

    sizes = {
        one.relative_to(path).as_posix(): one.stat().st_size
        for one in files_below(path)
    }
    names = chosen_files(path.as_posix(), sizes, report)
    if names is None:
        return
    roots = solution_roots(names)
    inside: dict[str, dict[str, bytes]] = {root: {} for root in roots}
    for name in names:
        around = [root for root in roots if not root or name.startswith(f"{root}/")]
        if around or len(roots) == 1:
            root = max(around or roots, key=len)
            inside[root][name] = (path / name).read_bytes()
    for root, files in inside.items():
        place = path / root if len(roots) > 1 else path
        start = len(root) + 1 if root and len(roots) > 1 else 0
        own = {name[start:]: data for name, data in files.items()}
        yield SolutionFiles(place.as_posix(), own)


def import_or_exit(sources: Sources, report: Report, all_fields: bool) -> Imported:
    """The import; ends the command where the library for XML is missing."""
    from dwmap.importers import import_sources

    try:
        return import_sources(sources, report, all_fields=all_fields)
    except ModuleNotFoundError as error:
        if error.name != "defusedxml":
            raise
        needed = "reading a solution needs defusedxml"
        raise click.UsageError(f"{needed}: pip install 'dwmap[solutions]'") from None
