"""The sample records of a project, for the commands that use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dwmap.diagnostics import Report

if TYPE_CHECKING:
    from dwmap.examples.samples import Sample
    from dwmap.ir.model import Project
    from dwmap.project import ProjectFiles


def samples_of(
    files: ProjectFiles, project: Project, is_meant: Callable[[str], bool]
) -> tuple[list[Sample], Report]:
    """The records in the files of `samples` of the maps that are meant, and what is wrong in those files."""
    from dwmap.examples.samples import read_samples
    from dwmap.ir.scope import Scope

    report, scope = Report(), Scope(project)
    found: list[Sample] = []
    for samples in project.samples:
        if samples.map in scope.maps and is_meant(samples.map):
            source = files.read_beside(samples.path, report)
            if source is not None:
                found += read_samples(source, samples, scope, report)
    return found, report
