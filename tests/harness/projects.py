"""Projects of test cases: the `.dwmap` files of a folder, or texts, and what the compiler says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dwmap.baseline import read_baseline, without_known
from dwmap.diagnostics import Diagnostic, Report
from dwmap.diagnostics.render import render_all
from dwmap.diagnostics.toml_text import NO_TOML
from dwmap.driver import (
    check_sources,
    compile_sources,
    compile_sources_with_places,
)
from dwmap.ir.model import Project
from dwmap.ir.origins import NO_ORIGINS, Origins
from dwmap.project import load_project
from dwmap.rule_settings import apply_rule_settings, check_rule_settings
from dwmap.source import SourceFile

SPECS = ("*.dwmap", "dwmap.toml", "*dwmap.package.toml", "known.txt", "README.md")
"""The inputs of a case that is a project."""


def check_folder(folder: Path) -> list[Diagnostic]:
    """All that `dwmap check` finds in a project folder, which is called `input`."""
    report = Report()
    files = load_project(folder, report)
    config, settings = files.config, files.config.check
    check_sources(files.sources, report, config.variants, volumes=config.volumes)
    check_rule_settings(settings, report)
    found = list(apply_rule_settings(report, settings))
    if settings.baseline:
        text = (folder / settings.baseline).read_text("utf-8")
        known = read_baseline(SourceFile(settings.baseline, text))
        found, _ = without_known(found, known)
    return [_everywhere(one, folder) for one in found]


def _everywhere(one: Diagnostic, folder: Path) -> Diagnostic:
    """The message as it is on every machine."""
    if one.message == NO_TOML and one.primary is not None:
        # What the library says of it differs between versions of Python.
        one = replace(one, primary=replace(one.primary, text="…"))
    return replace(one, message=one.message.replace(str(folder), "input"))


def compile_folder(folder: Path) -> tuple[Project | None, str]:
    """The IR of a project folder, and all messages."""
    report = Report()
    files = load_project(folder, report)
    project = compile_sources(files.sources, "example", report, files.config.variants)
    return project, render_all(report.diagnostics)


def compile_with_origins(folder: Path) -> tuple[Project | None, Origins, str]:
    """The IR of a project folder, what of it comes from overlays, and all messages."""
    report = Report()
    files = load_project(folder, report)
    compiled = compile_sources_with_places(
        files.sources, "example", report, files.config.variants
    )
    messages = render_all(report.diagnostics)
    if compiled is None:
        return None, NO_ORIGINS, messages
    return compiled.project, compiled.places.origins, messages


def check_text(
    text: str,
    variants: Mapping[str, str] | None = None,
    path: str = "input.dwmap",
) -> Report:
    """What is found in one file."""
    report = Report()
    check_sources([SourceFile(path, text)], report, variants)
    return report


def compile_text(text: str) -> tuple[Project | None, Report]:
    """The IR of one file, and what is found in it."""
    report = Report()
    source = SourceFile("input.dwmap", text)
    return compile_sources([source], "example", report), report
