"""Projects of test cases: the `.dwmap` files of a folder, or texts, and what the compiler says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from dwmap.diagnostics import Report
from dwmap.diagnostics.render import render_all
from dwmap.driver import check_sources, compile_sources
from dwmap.ir.model import Project
from dwmap.project import load_project
from dwmap.source import SourceFile

SPECS = ("*.dwmap", "dwmap.toml", "README.md")
"""The inputs of a case that is a project."""


def check_folder(folder: Path) -> str:
    """All messages of a project folder, as they are printed."""
    report = Report()
    files = load_project(folder, report)
    config = files.config
    check_sources(files.sources, report, config.variants, volumes=config.volumes)
    text = render_all(report.diagnostics).replace(str(folder), "input")
    # What the library says of broken TOML differs between versions of Python.
    return re.sub(r"(this is no TOML): .*", r"\1: …", text)


def compile_folder(folder: Path) -> tuple[Project | None, str]:
    """The IR of a project folder, and all messages."""
    report = Report()
    files = load_project(folder, report)
    project = compile_sources(files.sources, "example", report, files.config.variants)
    return project, render_all(report.diagnostics)


def check_text(text: str, variants: Mapping[str, str] | None = None) -> Report:
    """What is found in one file."""
    report = Report()
    check_sources([SourceFile("input.dwmap", text)], report, variants)
    return report


def compile_text(text: str) -> tuple[Project | None, Report]:
    """The IR of one file, and what is found in it."""
    report = Report()
    source = SourceFile("input.dwmap", text)
    return compile_sources([source], "example", report), report
