"""`dwmap init`: a project to start from."""

from __future__ import annotations

from pathlib import Path

import click

from dwmap.config import default_name, is_package_name
from dwmap.diagnostics.editions import FIRST_EDITION, newest_edition
from dwmap.project import source_paths
from dwmap.resources import data_dir

# As it is called in templates/start, and here. A dot file would be lost on the way into a package.
_FILES = {
    "dwmap.toml": "dwmap.toml",
    "first.dwmap": "first.dwmap",
    "gitignore": ".gitignore",
}


def _package_name(
    _ctx: click.Context, _param: click.Parameter, name: str | None
) -> str | None:
    if name is None or is_package_name(name):
        return name
    raise click.BadParameter(
        "a Python package has lower-case letters, digits and `_`, and no word of Python's own"
    )


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option(
    "--name",
    callback=_package_name,
    help="The name of the generated package; by default the folder's.",
)
def command(folder: Path, name: str | None) -> int:
    """Start a project in FOLDER: a dwmap.toml and a first map to change.

    \b
    dwmap init contoso
    dwmap check contoso
    dwmap build contoso

    Files that are there already are left alone.
    """
    from dwmap.output import write_file

    folder.mkdir(parents=True, exist_ok=True)
    files = _files(name or default_name(folder))
    if any(source_paths(folder)):
        del files["first.dwmap"]
    written = 0
    for path, text in files.items():
        if (folder / path).exists():
            click.echo(f"  kept   {folder / path}")
            continue
        write_file(folder / path, text)
        click.echo(f"  wrote  {folder / path}")
        written += 1
    where = "" if str(folder) == "." else f" {folder}"
    if written:
        click.echo(f"Next: `dwmap check{where}`, then `dwmap build{where}`.")
    return 0


def _files(package: str) -> dict[str, str]:
    """The texts of a new project by path: the example, under the project's own name."""
    title = "".join(part.capitalize() for part in package.split("_"))
    start = data_dir("templates") / "start"
    return {
        path: (start / kept)
        .read_text(encoding="utf-8")
        .replace('"example"', f'"{package}"')
        .replace(f'"{FIRST_EDITION}"', f'"{newest_edition()}"')
        .replace('Example "Example"', f'{title} "{title}"')
        for kept, path in _FILES.items()
    }
