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
from typing import TYPE_CHECKING, Final

import click

from dwmap.changes.approvals import FILE as APPROVALS
from dwmap.config import CONFIG, Config, default_name, read_settings
from dwmap.diagnostics import Diagnostic, Report
from dwmap.driver import compile_sources_with_places
from dwmap.history import GitProblem, History
from dwmap.ir.model import Project
from dwmap.project import SUFFIX, find_root, load_project, read_bytes
from dwmap.source import SourceFile
from dwmap.store import Store

if TYPE_CHECKING:
    from dwmap.lower.source_map import SourceMap

_CI_VARIABLES: Final = (
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "GITHUB_BASE_REF",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
)
"""Where GitLab, GitHub and Azure DevOps say what a pull request is to be merged into."""
_SHORT: Final = 10


class BrokenSide(Exception):
    """A state that does not compile: its title, and what is wrong with it."""

    def __init__(self, title: str, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__(f"{title} has errors")
        self.title = title
        self.diagnostics = tuple(diagnostics)


@dataclass(frozen=True)
class Side:
    """
    A state of a project: `title` for people, the IR, and where its parts were written (None for an IR file).

    `approvals` is the file of accepted changes as it was there.
    """

    title: str
    project: Project
    places: SourceMap | None = None
    approvals: SourceFile | None = None


def head_side(path: Path, ref: str | None = None) -> Side:
    """The working tree of the project at or around `path`, or what it was at a ref or REF:FOLDER."""
    if ref is not None:
        return _commit_side(path, ref, merge_base=False)
    report = Report()
    files = load_project(path, report)
    title = "the working tree"
    side = _compiled(title, files.root, files.sources, files.config, report)
    approvals = files.root / APPROVALS
    if not approvals.is_file():
        return side
    text = read_bytes(approvals).decode("utf-8-sig", "replace")
    return replace(side, approvals=SourceFile(APPROVALS, text))


def base_side(path: Path, against: str | None, *, merge_base: bool = True) -> Side:
    """What the project is compared with; see `dwmap diff --help`."""
    if against is None:
        return _commit_side(path, _default_base(path), merge_base=merge_base)
    if against == "-" or against.endswith(".json"):
        return _ir_side(against)
    if Path(against).is_dir() and (
        against.startswith((".", "/")) or not _is_ref(path, against)
    ):
        return _folder_side(Path(against))
    return _commit_side(path, against, merge_base=merge_base)


def _is_ref(path: Path, name: str) -> bool:
    try:
        return History(find_root(path)).knows(name)
    except GitProblem:
        return False


def _default_base(path: Path) -> str:
    """What a pull request of this branch is to be merged into."""
    history = History(find_root(path))
    for variable in _CI_VARIABLES:
        value = os.environ.get(variable, "").removeprefix("refs/heads/")
        for name in (f"origin/{value}", value):
            if value and history.knows(name):
                return name
        if value:
            return f"origin/{value}"  # Whoever reads it says how to fetch it.
    branch = history.default_branch()
    if branch is None:
        raise GitProblem("there is no default branch; say `--against REF`")
    return branch


def _folder_side(folder: Path) -> Side:
    report = Report()
    files = load_project(folder, report)
    title = folder.as_posix()
    return _compiled(title, files.root, files.sources, files.config, report)


def _commit_side(path: Path, ref: str, *, merge_base: bool) -> Side:
    """The project at a commit; where it was not there yet, one without anything."""
    root = find_root(path)
    history = History(root)
    name, colon, folder = ref.partition(":")
    if colon:
        commit, title = history.commit(name), ref
        texts = history.texts(commit, _is_wanted, folder)
    else:
        commit = history.merge_base(ref) if merge_base else history.commit(ref)
        parted = commit != history.commit(ref)
        title = f"{commit[:_SHORT]}, where this branch left {ref}" if parted else ref
        texts = history.texts(commit, _is_wanted)
    return _from_texts(title, root, texts)


def _is_wanted(path: str) -> bool:
    """The files of the project: hidden ones and those in hidden folders are none."""
    if path in (CONFIG, APPROVALS):
        return True
    hidden = any(part.startswith(".") for part in PurePosixPath(path).parts)
    return path.endswith(SUFFIX) and not hidden


def _from_texts(title: str, root: Path, texts: Mapping[str, str]) -> Side:
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
        return Side(f"{title} (no project yet)", Project(name=config.name))
    side = _compiled(title, root, sources, config, report)
    if APPROVALS not in texts:
        return side
    return replace(side, approvals=SourceFile(APPROVALS, texts[APPROVALS]))


def _compiled(
    title: str,
    root: Path,
    sources: tuple[SourceFile, ...],
    config: Config,
    report: Report,
) -> Side:
    with Store(root) as store:
        compiled = compile_sources_with_places(
            sources, config.name, report, config.variants, store
        )
        store.save()
    if compiled is None or report.has_errors:
        raise BrokenSide(title, report.diagnostics)
    return Side(title, *compiled)


def _ir_side(name: str) -> Side:
    """The project of an IR file, or of one from standard input."""
    from dwmap.ir import json as ir

    try:
        if name == "-":
            data, title = sys.stdin.buffer.read(), "standard input"
        else:
            data, title = Path(name).read_bytes(), name
        text = data.decode("utf-8-sig")
        return Side(title, ir.load_project(text))
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        raise click.ClickException(f"{name} is no IR file: {reason}") from error
