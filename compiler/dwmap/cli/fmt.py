"""`dwmap fmt`: the one canonical form, written back only when it is proved to mean the same."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from difflib import unified_diff
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

import click

from dwmap.cli.findings import errors_of, print_findings
from dwmap.diagnostics import Diagnostic, Report

_STDIN = Path("-")


class Outcome(IntEnum):
    """What became of a file, from good to bad."""

    CLEAN = 0
    CHANGED = 1
    BROKEN = 2
    REFUSED = 3


class Rewrite(NamedTuple):
    """A file before and after; `after` is None where diagnostics say why there is no form."""

    name: str
    before: bytes
    after: str | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def outcome(self) -> Outcome:
        """Whether the file is, would be, or cannot be in its form."""
        if self.after is not None:
            same = self.after.encode() == self.before
            return Outcome.CLEAN if same else Outcome.CHANGED
        ours = any(one.code == "unsafe-format" for one in self.diagnostics)
        return Outcome.REFUSED if ours else Outcome.BROKEN


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    metavar="[PATH]...",
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
)
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 if a file would change."
)
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
def command(paths: tuple[Path, ...], check: bool, diff: bool) -> int:
    """Print specs in their canonical form: files, folders, or `-` for stdin to stdout.

    \b
    dwmap fmt                  every .dwmap file below the current folder
    dwmap fmt maps/a.dwmap     one file, in place
    dwmap fmt --check --diff   for CI: exit 1 and show what would change
    dwmap fmt - < a.dwmap      for an editor

    Only the layout changes: what is printed is read again and compared before it is written.
    """
    from dwmap.project import MOST_BYTES, read_bytes

    if _STDIN in paths:
        if len(paths) > 1:
            raise click.UsageError("`-` stands alone: stdin cannot be mixed with files")
        rewrite = _format(sys.stdin.buffer.read(MOST_BYTES + 1), "<stdin>")
        if not (check or diff) and rewrite.after is not None:
            _to_stdout(rewrite.after)
        _tell(rewrite, diff=diff)
        return _exit_code([rewrite.outcome], check)
    outcomes = []
    for path in _files(paths or (Path("."),)):
        rewrite = _format(read_bytes(path), path.as_posix())
        outcomes.append(rewrite.outcome)
        if rewrite.outcome is Outcome.CHANGED and not (check or diff):
            _replace(path, rewrite.after or "")
        _tell(rewrite, diff=diff)
    _summarize(outcomes, written=not (check or diff))
    return _exit_code(outcomes, check)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Every file once, in the order of the arguments and then of names."""
    from dwmap.project import source_paths

    seen = set()
    for path in paths:
        for file in source_paths(path) if path.is_dir() else [path]:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _format(data: bytes, name: str) -> Rewrite:
    from dwmap.formatter.safety import Formatted, format_source
    from dwmap.project import decode_source

    report = Report()
    source = decode_source(data, name, report)
    if source is None:
        return Rewrite(name, data, None, report.diagnostics)
    result = format_source(source)
    if isinstance(result, Formatted):
        return Rewrite(name, data, result.text, ())
    return Rewrite(name, data, None, result)


def _tell(rewrite: Rewrite, *, diff: bool) -> None:
    print_findings(errors_of(rewrite.diagnostics))
    if diff and rewrite.after is not None:
        before = rewrite.before.decode()
        _to_stdout(_difference(rewrite.name, before, rewrite.after))


def _difference(name: str, before: str, after: str) -> str:
    """What changes; line endings and a byte-order mark are shown where they are what changes."""
    lines = unified_diff(
        _lines(before), _lines(after), name, f"{name} (formatted)", lineterm=""
    )
    return "".join(f"{line}\n" for line in lines)


def _lines(text: str) -> list[str]:
    shown = text.replace("\r", "␍").replace("\ufeff", "⟨BOM⟩").split("\n")
    return shown[:-1] if not shown[-1] else [*shown[:-1], f"{shown[-1]}⟨no newline⟩"]


def _to_stdout(text: str) -> None:
    """The very bytes: no platform's line endings, no locale's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _replace(path: Path, text: str) -> None:
    """Exchange the file for one with this text: whole or not at all, its mode kept, a link followed."""
    target = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(handle, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, target.stat().st_mode & 0o7777)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _summarize(outcomes: list[Outcome], *, written: bool) -> None:
    changed = "reformatted" if written else "would change"
    words = {
        Outcome.CHANGED: changed,
        Outcome.CLEAN: "unchanged" if written else "would stay",
        Outcome.BROKEN: "cannot be read",
        Outcome.REFUSED: "left as it was by a bug in dwmap",
    }
    counts = [(outcomes.count(one), word) for one, word in words.items()]
    told = [f"{n} file{'s' * (n != 1)} {word}" for n, word in counts if n]
    click.echo(", ".join(told) or "there is no .dwmap file here", err=True)


def _exit_code(outcomes: list[Outcome], check: bool) -> int:
    """0 clean, 1 findings (with --check also files that would change), 2 not trusted."""
    worst = max(outcomes, default=Outcome.CLEAN)
    if worst is Outcome.REFUSED:
        return 2
    if worst is Outcome.BROKEN:
        return 1
    return int(check and worst is Outcome.CHANGED)
