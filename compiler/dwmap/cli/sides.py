"""
The two states that a diff compares: the working tree or a commit, against a commit, a folder or an IR file.

Commits are read as blobs: nothing is checked out and nothing is written, so bare and shallow clones do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import click

from dwmap.changes.approvals import FILE as APPROVALS
from dwmap.changes.compared import State
from dwmap.changes.limits import limits_of
from dwmap.cli.findings import found_in
from dwmap.cli.past import Past, is_spec
from dwmap.config import CONFIG, Config
from dwmap.diagnostics import Diagnostic, Report
from dwmap.driver import compile_sources_with_places
from dwmap.history import GitProblem, History
from dwmap.ir.model import Project
from dwmap.packages import OutsidePackage, locate
from dwmap.project import (
    find_root,
    load_project,
    read_bytes,
)
from dwmap.rule_settings import check_diff_settings
from dwmap.source import SourceFile
from dwmap.store import Store
from dwmap.syntax import ast

_CI_VARIABLES: Final = (
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "GITHUB_BASE_REF",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
)
"""Where GitLab, GitHub and Azure DevOps say what a pull request is to be merged into."""
_SHORT: Final = 10
_NOTHING: Final = Project(name="")
"""Stands for a project that is not compiled yet."""


Trees: TypeAlias = dict[tuple[str, str], ast.File]
"""Parsed files by path and text."""


class BrokenSide(Exception):
    """A state that does not compile: its title, and what is wrong with it."""

    def __init__(self, title: str, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__(f"{title} has errors")
        self.title = title
        self.diagnostics = tuple(diagnostics)


@dataclass(frozen=True)
class _Remembered:
    """What is remembered between runs, and what was read in this one: most files are alike in both states."""

    store: Store
    trees: Trees

    def tree(self, source: SourceFile) -> ast.File | None:
        """The parsed file, if it is known."""
        key = source.path, source.text
        if key not in self.trees:
            found = self.store.tree(source)
            if found is not None:
                self.trees[key] = found
        return self.trees.get(key)

    def put_tree(self, file: ast.File, data: bytes | None = None) -> None:
        """Remember a file that parsed without a finding."""
        self.trees[file.source.path, file.source.text] = file
        self.store.put_tree(file, data)


@dataclass(frozen=True)
class Side:
    """
    A state of a project that was read and is not compiled yet, its settings, and its file of accepted changes.

    `forgiving` leaves wrong examples out, as `compile_sources_with_places` does. Files of a state that lies in a folder are
    named as from the current one. `outside` says which packages are not as they were then.
    """

    state: State
    root: Path
    config: Config
    sources: tuple[SourceFile, ...] = ()
    report: Report = field(default_factory=Report)
    approvals: SourceFile | None = None
    forgiving: bool = False
    in_folder: bool = False
    outside: tuple[Diagnostic, ...] = ()

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each file."""
        return {one.path: one.text for one in self.sources}

    def compiled(self, trees: Trees, paths: Set[str] | None = None) -> State:
        """
        The state with what it means, or what a part of its files means; raises `BrokenSide`.

        `trees` are those that the other state was made from, and will be those of this one, too.
        """
        if self.report.has_errors:
            raise self._broken(self.report)
        if not self.sources:  # An IR file, or no project yet.
            return self.state
        config = self.config
        wanted = [one for one in self.sources if paths is None or one.path in paths]
        report = Report(self.report.edition, list(self.report))
        with Store(self.root) as store:
            compiled = compile_sources_with_places(
                *(wanted, config.name, report, config.variants),
                remembered=_Remembered(store, trees),
                volumes=config.volumes,
                forgiving=self.forgiving,
            )
            store.save()
        if compiled is None or report.has_errors:
            raise self._broken(report)
        title = self.state.title
        if compiled.left_out:
            few = compiled.left_out
            examples = "an example" if few == 1 else f"{few} examples"
            title += f", without {examples} of then that would be an error today"
        return replace(
            self.state,
            title=title,
            project=compiled.project,
            places=compiled.places,
            limits=limits_of(report.diagnostics),
        )

    def _broken(self, report: Report) -> BrokenSide:
        found = report.diagnostics
        if self.in_folder:
            found = found_in(self.root, found, self.config)
        return BrokenSide(self.state.title, found)


def head_side(path: Path, ref: str | None = None) -> Side:
    """The working tree of the project at or around `path`, or what it was at a ref or REF:FOLDER."""
    if ref is not None:
        return _commit_side(path, ref, merge_base=False)
    side = _folder_side(path, "the working tree")
    # Only the settings of the new state count.
    check_diff_settings(side.config.diff, side.report)
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


def _folder_side(folder: Path, title: str) -> Side:
    report = Report()
    files = load_project(folder, report)

    def read(name: str) -> SourceFile | None:
        return files.read_beside(name, Report())

    state = State(title, _NOTHING, read=read, locate=partial(locate, files.config))
    side = Side(state, files.root, files.config, files.sources, report)
    return replace(side, in_folder=True)


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

    past = Past(root, history, commit, folder)
    texts = past.texts(_is_wanted)
    report = Report()
    config, sources = past.project(texts, report)
    outside = [OutsidePackage(one.name, one.span) for one in past.outside(config)]

    def read(wanted: str) -> SourceFile | None:
        return past.text(config, wanted)

    state = State(title, _NOTHING, read=read, locate=partial(locate, config))
    side = Side(state, root, config, sources, report, forgiving=True)
    side = replace(side, outside=found_in(root, [one.diagnose() for one in outside]))
    if not sources:
        title = f"{state.title} (no project yet)"
        empty = replace(state, title=title, project=Project(name=config.name))
        side = replace(side, state=empty)
    if APPROVALS not in texts:
        return side
    return replace(side, approvals=SourceFile(APPROVALS, texts[APPROVALS]))


def _is_wanted(path: str) -> bool:
    """The files of the project: its specs, its settings and what it has accepted."""
    return path in (CONFIG, APPROVALS) or is_spec(path)


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
    return Side(State(title, project), Path(), Config(project.name))
