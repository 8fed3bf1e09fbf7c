"""What `dwmap import` is given: which of it is a mapping table and which a solution, and the files of the latter."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.diagnostics import Report

if TYPE_CHECKING:
    from dwmap.importers import Imported, SolutionFiles, Sources


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
        markdown = [one for one in inside if one.suffix == ".md"]
        if is_solution_folder([one.name for one in inside]):
            solutions.append(path)
        elif markdown:
            tables += markdown
        else:
            raise click.UsageError(
                f"neither a Markdown file nor a solution.xml or customizations.xml in {path}"
            )
    return list(dict.fromkeys(tables)), list(dict.fromkeys(solutions))


def files_below(folder: Path) -> list[Path]:
    """The files in a folder and below; what a link leads to is not."""
    found = []
    for place, _, names in os.walk(folder):
        paths = (Path(place) / name for name in names)
        found += [path for path in paths if path.is_file() and not path.is_symlink()]
    return sorted(found)


def read_solutions(paths: Iterable[Path], report: Report) -> list[SolutionFiles]:
    """The solutions that can be opened."""
    found = (_read_solution(path, report) for path in paths)
    return [one for one in found if one is not None]


def _read_solution(path: Path, report: Report) -> SolutionFiles | None:
    from dwmap.importers import (
        LARGEST_FILE,
        SolutionFiles,
        chosen_files,
        open_solution,
    )

    if not path.is_dir():
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        return open_solution(path.as_posix(), data, report)
    sizes = {
        one.relative_to(path).as_posix(): one.stat().st_size
        for one in files_below(path)
    }
    names = chosen_files(path.as_posix(), sizes, report)
    if names is None:
        return None
    files = {name: (path / name).read_bytes() for name in names}
    return SolutionFiles(path.as_posix(), files)


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
