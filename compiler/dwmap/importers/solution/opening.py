"""A file or a folder that somebody names: whether it is a solution, and its files."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import PurePosixPath

from dwmap.diagnostics.report import Report
from dwmap.importers.problems import RefusedArchive as Refusal
from dwmap.importers.solution.archive import (
    LARGEST_FILE,
    RefusedArchive,
    check_sizes,
    is_archive,
    is_list_of_types,
    is_wanted,
    read_archive,
)
from dwmap.importers.solution.reading import SolutionFiles

_SUFFIXES = (".json", ".xml", ".zip")
_BUILT = {"bin", "obj", "node_modules", ".git"}
_MANIFESTS = ("customizations.xml", "solution.xml")


def is_solution(name: str) -> bool:
    """Whether a file is a solution or a part of one, and no mapping table."""
    return name.lower().endswith(_SUFFIXES)


def is_solution_folder(names: list[str]) -> bool:
    """Whether the files of a folder are those of a solution."""
    return any(PurePosixPath(name).name.lower() in _MANIFESTS for name in names)


def solution_roots(names: Iterable[str]) -> list[str]:
    """The folders of the solutions in a folder, each with a manifest of its own; `""` is the folder itself."""
    found = set()
    for name in names:
        path = PurePosixPath(name)
        if path.name.lower() == _MANIFESTS[1]:
            inner = path.parent.name.lower() == "other"
            root = (path.parent.parent if inner else path.parent).as_posix()
            found.add("" if root == "." else root)
    return sorted(found) or [""]


def open_solution(path: str, data: bytes, report: Report) -> SolutionFiles | None:
    """The files of a zip, or the one file that this is; None and a message where that is refused."""
    try:
        check_sizes({PurePosixPath(path).name: len(data)})
        if not is_archive(data) and not path.lower().endswith(".zip"):
            return SolutionFiles(path, {"": data})
        files, others = read_archive(data)
    except RefusedArchive as refusal:
        report.add(Refusal(path, str(refusal)))
        return None
    return SolutionFiles(path, files, tuple(_parts(others)))


def chosen_files(
    path: str, sizes: Mapping[str, int], report: Report
) -> list[str] | None:
    """The files of an unpacked solution that are to be read, by name and size; None and a message if they are too many."""
    wanted = {
        name: size
        for name, size in sizes.items()
        if is_wanted(name) and not _is_repeated(name, sizes)
    }
    try:
        check_sizes(wanted)
    except RefusedArchive as refusal:
        report.add(Refusal(path, str(refusal)))
        return None
    return sorted(wanted)


def _is_repeated(name: str, names: Container[str]) -> bool:
    """Whether a file is there again: what a build of the solution has copied, or the managed form beside the other."""
    folders = {part.lower() for part in PurePosixPath(name).parts[:-1]}
    if folders & _BUILT:
        return True
    stem, is_managed, _ = name.rpartition("_managed.xml")
    return bool(is_managed) and f"{stem}.xml" in names


def _parts(names: tuple[str, ...]) -> list[str]:
    """The files that are neither XML nor the list of their types."""
    return [name for name in names if not is_list_of_types(name)]


__all__ = [
    "LARGEST_FILE",
    "chosen_files",
    "is_solution",
    "is_solution_folder",
    "open_solution",
    "solution_roots",
]
