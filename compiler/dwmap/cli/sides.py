"""
The two states that a diff compares: the working tree or a commit, against a commit, a folder or an IR file.

Commits are read as blobs: nothing is checked out and nothing is written, so bare and shallow clones do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

import click

from dwmap.changes.approvals import FILE as APPROVALS
from dwmap.changes.compared import State
from dwmap.changes.limits import limits_of
from dwmap.config import CONFIG, Config, default_name, read_settings
from dwmap.diagnostics import Diagnostic, Report
from dwmap.driver import compile_sources_with_places
from dwmap.history import GitProblem, History
from dwmap.ir.model import Project
from dwmap.project import (
    SUFFIX,
    find_root,
    load_project,
    read_beside,
    read_bytes,
)
from dwmap.rule_settings import check_diff_settings
from dwmap.source import SourceFile
from dwmap.store import Store

_CI_VARIABLES: Final = (
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "GITHUB_BASE_REF",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
)
"""Where GitLab, GitHub and Azure DevOps say what a pull request is to be merged into."""
_SHORT: Final = 10
_NOTHING: Final = Project(name="")
"""Stands for a project that is not compiled yet."""


class BrokenSide(Exception):
    """A state that does not compile: its title, and what is wrong with it."""

    def __init__(self, title: str, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__(f"{title} has errors")
        self.title = title
        self.diagnostics = tuple(diagnostics)


@dataclass(frozen=True)
class Side:
    """A state of a project, its settings, and the file of accepted changes as it was there."""

    state: State
    config: Config
    approvals: SourceFile | None = None


def head_side(path: Path, ref: str | None = None) -> Side:
    """The working tree of the project at or around `path`, or what it was at a ref or REF:FOLDER."""
    if ref is not None:
        return _commit_side(path, ref, merge_base=False)
    side = _folder_side(path, "the working tree", is_head=True)
    approvals = find_root(path) / APPROVALS
    if not approvals.is_file():
        return side
    text = read_bytes(approvals).decode("utf-8-sig", "replace")
    return replace(side, approvals=SourceFile(APPROVALS, text))


def base_side(
    path: Path, against: str | None, default: str = "", *, merge_base: bool = True
) -> Side:
    """What the project is compared with, see `dwmap diff --help`; `default` is what its settings say."""
    if against is None:
        against = _default_base(path, default)
        return _commit_side(path, against, merge_base=merge_base)
    if against == "-" or against.endswith(".json"):
        return _ir_side(against)
    if Path(against).is_dir() and (
        against.startswith((".", "/")) or not _is_ref(path, against)
    ):
        return _folder_side(Path(against), against)
    return _commit_side(path, against, merge_base=merge_base)


def _is_ref(path: Path, name: str) -> bool:
    try:
        return History(find_root(path)).knows(name)
    except GitProblem:
        return False


def _default_base(path: Path, default: str) -> str:
    """What a pull request of this branch is to be merged into; a CI job knows it best."""
    history = History(find_root(path))
    for variable in _CI_VARIABLES:
        value = os.environ.get(variable, "").removeprefix("refs/heads/")
        for name in (f"origin/{value}", value):
            if value and history.knows(name):
                return name
        if value:
            return f"origin/{value}"  # Whoever reads it says how to fetch it.
    branch = default or history.default_branch()
    if branch is None:
        raise GitProblem("there is no default branch; say `--against REF`")
    return branch


def _folder_side(folder: Path, title: str, *, is_head: bool = False) -> Side:
    report = Report()
    files = load_project(folder, report)
    if is_head:  # Only the settings of the new state count.
        check_diff_settings(files.config.diff, report)

    def read(name: str) -> SourceFile | None:
        return read_beside(files.root, name, Report())

    return _compiled(
        State(title, _NOTHING, read=read),
        files.root,
        files.sources,
        files.config,
        report,
    )


def _commit_side(path: Path, ref: str, *, merge_base: bool) -> Side:
    """The project at a commit; where it was not there yet, one without anything."""
    root = find_root(path)
    history = History(root)
    name, colon, inside = ref.partition(":")
    folder = inside if colon else None
    if colon:
        commit, title = history.commit(name), ref
    else:
        commit = history.merge_base(ref) if merge_base else history.commit(ref)
        parted = commit != history.commit(ref)
        title = f"{commit[:_SHORT]}, where this branch left {ref}" if parted else ref

    def read(wanted: str) -> SourceFile | None:
        found = history.texts(commit, lambda one: one == wanted, folder)
        return SourceFile(wanted, found[wanted]) if wanted in found else None

    texts = history.texts(commit, _is_wanted, folder)
    return _from_texts(State(title, _NOTHING, read=read), root, texts)


def _is_wanted(path: str) -> bool:
    """The files of the project: hidden ones and those in hidden folders are none."""
    if path in (CONFIG, APPROVALS):
        return True
    hidden = any(part.startswith(".") for part in PurePosixPath(path).parts)
    return path.endswith(SUFFIX) and not hidden


def _from_texts(state: State, root: Path, texts: Mapping[str, str]) -> Side:
    report = Report()
    config = Config(default_name(root))
    if CONFIG in texts:
        config = read_settings(SourceFile(CONFIG, texts[CONFIG]), config.name, report)
    report.edition = config.edition
    sources = tuple(
        SourceFile(path, text)
        for path, text in sorted(texts.items())
        if path.endswith(SUFFIX)
    )
    if not sources:
        title = f"{state.title} (no project yet)"
        empty = replace(state, title=title, project=Project(name=config.name))
        return Side(empty, config)
    side = _compiled(state, root, sources, config, report, forgiving=True)
    if APPROVALS not in texts:
        return side
    return replace(side, approvals=SourceFile(APPROVALS, texts[APPROVALS]))


def _compiled(
    state: State,
    root: Path,
    sources: tuple[SourceFile, ...],
    config: Config,
    report: Report,
    *,
    forgiving: bool = False,
) -> Side:
    with Store(root) as store:
        compiled = compile_sources_with_places(
            *(sources, config.name, report, config.variants, store, config.volumes),
            forgiving=forgiving,
        )
        store.save()
    if compiled is None or report.has_errors:
        raise BrokenSide(state.title, report.diagnostics)
    if compiled.left_out:
        few = (
            "an example" if compiled.left_out == 1 else f"{compiled.left_out} examples"
        )
        title = f"{state.title}, without {few} of then that would be an error today"
        state = replace(state, title=title)
    state = replace(
        state,
        project=compiled.project,
        places=compiled.places,
        limits=limits_of(report.diagnostics),
    )
    return Side(state, config)


def _ir_side(name: str) -> Side:
    """The project of an IR file, or of one from standard input."""
    from dwmap.ir import json as ir

    try:
        if name == "-":
            data, title = sys.stdin.buffer.read(), "standard input"
        else:
            data, title = Path(name).read_bytes(), name
        project = ir.load_project(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        raise click.ClickException(f"{name} is no IR file: {reason}") from error
    return Side(State(title, project), Config(project.name))
