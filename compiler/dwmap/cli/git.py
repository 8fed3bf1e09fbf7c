"""`dwmap git`: what git calls to show and to merge files of maps, and how it is told to."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click

_ATTRIBUTES = "*.dwmap diff=dwmap merge=dwmap"
_SETTINGS = {
    "diff.dwmap.textconv": "dwmap git textconv",
    "merge.dwmap.name": "merge of maps by key",
    "merge.dwmap.driver": "dwmap git merge --markers %L --path %P %O %A %B",
}
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Let git show and merge files of maps by what they mean.

    \b
    dwmap git setup        tell the repository of the current folder to
    git log -p             shows sentences: `map M: Name and name are kept equal`
    git merge feature      merges lines, entries and fields by key

    \b
    The merge refuses what fits as text and gives one code two meanings. Where a file cannot be read,
    git merges it as text.
    """


@command.command("textconv")
@click.argument("file", type=_FILE)
def textconv(file: Path) -> int:
    """Print FILE as sentences, a line each; a file that cannot be read as it is."""
    from dwmap.git_drivers.sentences import sentences

    data = file.read_bytes()
    try:
        data = sentences(data.decode("utf-8-sig"), file.name).encode()
    except UnicodeDecodeError:
        pass
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    return 0


@command.command("merge")
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
@click.option("--path", metavar="NAME", help="What the file is called.")
@click.option(
    "--markers", type=int, default=7, help="How long the lines of a conflict begin."
)
def merge(base: Path, ours: Path, theirs: Path, path: str | None, markers: int) -> int:
    """Merge THEIRS into OURS, both made from BASE; exit 1 where a person must decide."""
    from dwmap.git_drivers.merge import merge_files
    from dwmap.output import write_file

    name = path or ours.name
    try:
        texts = [one.read_bytes().decode("utf-8-sig") for one in (base, ours, theirs)]
        merged = merge_files(texts[0], texts[1], texts[2], name, markers)
    except UnicodeDecodeError:
        merged = None
    if merged is None:
        click.echo(f"{name}: cannot be read as maps, merged as text", err=True)
        return _merge_text(base, ours, theirs, markers)
    write_file(ours, merged.text)
    for clash in merged.clashes:
        click.echo(f"{name}: {clash}", err=True)
    return int(bool(merged.clashes))


def _merge_text(base: Path, ours: Path, theirs: Path, markers: int) -> int:
    names = [word for one in ("ours", "base", "theirs") for word in ("-L", one)]
    done = _git(
        *("merge-file", "-q", "--marker-size", str(markers), *names),
        *map(str, (ours, base, theirs)),
    )
    return min(done.returncode, 1)


@command.command("setup")
@click.option("--remove", is_flag=True, help="Take it back.")
def setup(remove: bool) -> int:
    """Tell the repository of the current folder to show and merge files of maps with dwmap.

    Writes a line into .gitattributes, which is committed, and settings into the repository's own configuration, which
    is not: everybody who clones it says `dwmap git setup` once. Without it git treats the files as text.
    """
    top = _git("rev-parse", "--show-toplevel")
    if top.returncode:
        raise click.ClickException("this is no working tree of git")
    attributes = Path(top.stdout.strip()) / ".gitattributes"
    for key, value in _SETTINGS.items():
        if remove:
            _git("config", "--local", "--unset-all", key)
        else:
            _configure(key, value)
    _write_attributes(attributes, remove=remove)
    if remove:
        click.echo("git treats files of maps as text again")
        return 0
    click.echo(f"git shows and merges files of maps by dwmap; commit {attributes.name}")
    if shutil.which("dwmap") is None:
        click.echo("`dwmap` must be on the PATH of whoever calls git", err=True)
    return 0


def _configure(key: str, value: str) -> None:
    done = _git("config", "--local", key, value)
    if done.returncode:
        raise click.ClickException(done.stderr.strip() or f"git cannot set {key}")


def _write_attributes(path: Path, *, remove: bool) -> None:
    """Add the line once, or take it out; everything else in the file stays."""
    from dwmap.output import write_file

    text = path.read_text("utf-8") if path.is_file() else ""
    lines = [one for one in text.splitlines() if one.strip() != _ATTRIBUTES]
    if not remove:
        lines.append(_ATTRIBUTES)
    if not lines:
        path.unlink(missing_ok=True)
    elif "\n".join(lines) + "\n" != text:
        write_file(path, "\n".join(lines) + "\n")


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", *words], capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise click.ClickException(
            "git is not installed, or not on the PATH"
        ) from error
