"""What imported declarations mean, as a project of their own; maps that have an error are left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dwmap.diagnostics import Report, Severity
from dwmap.ir.model import Project
from dwmap.lower.lower_project import lower_project
from dwmap.semantic.analyze import analyze
from dwmap.syntax.ast import File, MapDecl

_STEPS = 24


@dataclass(frozen=True)
class Meaning:
    """The project, None where more than maps has errors, and the maps that are not in it, each with its first error."""

    project: Project | None
    left_out: tuple[tuple[str, str], ...] = ()


def meaning_of(files: tuple[File, ...]) -> Meaning:
    """What the files mean: one map that has an error must not cost all others theirs."""
    project = _lowered(files)
    if project is not None:
        return Meaning(project)
    names = [one.name.text for file in files for one in _maps_in(file)]
    faulty = sorted(_faulty(files, names))
    reasons = tuple((one, _error(files, names, one)) for one in faulty)
    return Meaning(_lowered(_without(files, faulty)), reasons)


def _error(files: tuple[File, ...], names: list[str], name: str) -> str:
    """What is wrong with a map."""
    report = Report()
    analyze(_without(files, [one for one in names if one != name]), {}, report)
    errors = (one.message for one in report if one.severity is Severity.ERROR)
    return next(errors, "it has an error together with others")


def _lowered(files: tuple[File, ...]) -> Project | None:
    report = Report()
    analysis = analyze(files, {}, report)
    return None if report.has_errors else lower_project(analysis, "", report)


def _maps_in(file: File) -> list[MapDecl]:
    return [one for one in file.declarations if isinstance(one, MapDecl)]


def _without(files: tuple[File, ...], names: Iterable[str]) -> tuple[File, ...]:
    """The files without these maps."""
    left_out = set(names)
    return tuple(
        replace(
            file,
            declarations=tuple(
                one
                for one in file.declarations
                if not isinstance(one, MapDecl) or one.name.text not in left_out
            ),
        )
        for file in files
    )


def _faulty(files: tuple[File, ...], names: list[str]) -> list[str]:
    """The maps that have errors, found by halves; those that are left after many steps count as such."""
    found: list[str] = []
    waiting = [names]
    every = set(names)
    for _ in range(_STEPS):
        if not waiting:
            break
        part = waiting.pop()
        if _lowered(_without(files, every - set(part))) is not None:
            continue
        if len(part) < 2:
            found += part
            continue
        middle = len(part) // 2
        waiting += [part[:middle], part[middle:]]
    return found + [name for part in waiting for name in part]
