"""Finds what a map was in an earlier version: in git history, at a ref, in a folder or in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from dwmap.diagnostics import Report
from dwmap.driver import parse_sources
from dwmap.history import GitProblem, History
from dwmap.overlays.rebase import OldBase
from dwmap.project import SUFFIX, load_project, read_source
from dwmap.semantic.solution_order import version_numbers
from dwmap.source import SourceFile
from dwmap.syntax import ast

_AT_ONCE = 400
"""So many texts of the past are in memory together."""


class OldBases:
    """Where old versions of maps are looked for; `where` is what `--base` says, None for the history of git."""

    def __init__(self, root: Path, where: str | None) -> None:
        self._root = root
        self._where = where
        self._given: list[SourceFile] | None = None

    def find(self, names: Sequence[str], version: str) -> OldBase:
        """The map in a version, by any of its names; raises ClickException where it cannot be found."""
        found = self._in_history(names, version)
        if self._where is not None:
            found = self._in_given(names, version)
        if found is None:
            where = self._where or "the history of git"
            shallow = self._where is None and History(self._root).is_shallow
            deeper = ", which this clone does not have as a whole" if shallow else ""
            hint = "say where it is with `--base REF`, a folder or a file"
            said = f"`{names[0]}` in version {version} is not in {where}{deeper}"
            raise click.ClickException(f"{said}; {hint}")
        return found

    def _in_given(self, names: Sequence[str], version: str) -> OldBase | None:
        where = self._where or ""
        if self._given is None:
            self._given = self._read(where)
        decl = map_in(self._given, names, version)
        return OldBase(decl, where) if decl is not None else None

    def _read(self, where: str) -> list[SourceFile]:
        path = Path(where)
        report = Report()
        if path.is_dir():
            sources = list(load_project(path, report).sources)
        elif path.is_file():
            source = read_source(path, where, report)
            sources = [source] if source is not None else []
        else:
            sources = self._at_ref(where)
        if report.has_errors:
            first = report.diagnostics[0].message
            raise click.ClickException(f"{where} cannot be read: {first}")
        return sources

    def _at_ref(self, where: str) -> list[SourceFile]:
        ref, _, folder = where.partition(":")
        try:
            history = History(self._root)
            commit = history.commit(ref)
            texts = history.texts(commit, _is_spec, folder or ".")
        except GitProblem as problem:
            raise click.ClickException(str(problem)) from problem
        return [SourceFile(path, text) for path, text in sorted(texts.items())]

    def _in_history(self, names: Sequence[str], version: str) -> OldBase | None:
        if self._where is not None:
            return None
        try:
            history = History(self._root)
            for commit, blob, text in _texts(history):
                source = SourceFile(f"{blob[:10]}{SUFFIX}", text)
                decl = map_in([source], names, version)
                if decl is not None:
                    return OldBase(decl, f"in {commit}")
        except GitProblem as problem:
            hint = "; say where the old base is with `--base REF`, a folder or a file"
            raise click.ClickException(f"{problem}{hint}") from problem
        return None


def _is_spec(path: str) -> bool:
    return path.endswith(SUFFIX)


def _texts(history: History) -> Iterator[tuple[str, str, str]]:
    """Every text that a spec ever was: the commit in which it was last, its hash, and the text; the newest first."""
    told: set[str] = set()
    waiting: list[tuple[str, str]] = []
    for commit, blob in history.past(SUFFIX):
        if blob not in told:
            told.add(blob)
            waiting.append((commit, blob))
        if len(waiting) >= _AT_ONCE:
            yield from _with_texts(history, waiting)
            waiting.clear()
    yield from _with_texts(history, waiting)


def _with_texts(
    history: History, found: list[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    texts = history.contents([blob for _, blob in found])
    for commit, blob in found:
        yield commit, blob, texts[blob]


def map_in(
    sources: Iterable[SourceFile], names: Sequence[str], version: str
) -> ast.MapDecl | None:
    """The map in a version, if one of the texts declares it; only texts that speak of it are read."""
    any_name = "|".join(map(re.escape, names))
    said = re.compile(rf"\bmap\s+`?(?:{any_name})\b")
    wanted = version_numbers(version)
    for source in sources:
        if said.search(source.text) is None:
            continue
        for file in parse_sources([source], Report()):
            for decl in file.declarations:
                if isinstance(decl, ast.MapDecl) and decl.name.text in names:
                    if decl.version and version_numbers(decl.version) == wanted:
                        return decl
    return None
