"""`dwmap import metadata`: what services say of their data, into the entities of a project, with what that changes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dwmap.cli.findings import errors_of, found_in, print_findings
from dwmap.cli.import_targets import Target, difference
from dwmap.cli.reporting import (
    FOR_PEOPLE,
    Beside,
    Options,
    print_report,
    report_options,
)
from dwmap.counting import count
from dwmap.diagnostics import Diagnostic, Report, Severity
from dwmap.semantic.scope import PACKAGE_MARK

if TYPE_CHECKING:
    from dwmap.cli.drift import Drift
    from dwmap.cli.sides import Side
    from dwmap.importers.metadata import Metadata, Updated
    from dwmap.importers.problems import NotInMetadata
    from dwmap.syntax import ast

_CANNOT = 2
_MOST_ERRORS = 20
_MOST_NAMES = 3
_NEW = {
    "new entities": "new entity",
    "new enums and option sets": "new enum or option set",
}
_FOREIGN = "it is not written, `-p` with the package's folder updates it"


@dataclass(frozen=True)
class Import:
    """What the command line wants of an import, but for the form of its report."""

    project: Path
    system: str | None
    add: tuple[str, ...]
    add_all: bool
    all_fields: bool
    prune: bool
    dry_run: bool
    diff: bool
    quiet: bool


@click.command()
@click.argument(
    "named",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "-p",
    "--project",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    help="The project whose entities are updated; by default the one here.",
)
@click.option(
    "--system",
    metavar="NAME",
    help="Of which system the metadata is; by default of the only one of its kind.",
)
@click.option(
    "--add",
    multiple=True,
    metavar="ENTITY",
    help="Declare this entity, though no map uses it; may be repeated.",
)
@click.option("--all", "add_all", is_flag=True, help="Declare every entity.")
@click.option(
    "--all-fields",
    is_flag=True,
    help="Declare every field whose type the language has, not just those that maps use or new rows need.",
)
@click.option(
    "--prune", is_flag=True, help="Take fields and members out that are gone."
)
@click.option(
    "--dry-run", "--check", is_flag=True, help="Write nothing, report the same."
)
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out warnings and notes.")
@report_options
def command(named: tuple[Path, ...], **given: Any) -> int:
    """Update the entities of a project to what services say they have, and report what that changes.

    \b
    dwmap import metadata metadata.xml                    $metadata of OData 4: of either product, or of any service
    dwmap import metadata fo.xml ce.xml definitions.json  several files say more than one
    dwmap import metadata ce.xml --check                  has the service drifted away from the specs? for CI
    dwmap import metadata ce.xml --diff                   how would the specs change?
    dwmap import metadata fo.xml --add VendorsV2          with an entity that no map uses yet
    dwmap import metadata shop.xml --system shop -p specs

    \b
    A file is known by what is in it: $metadata as XML or JSON; JSON of Dataverse's metadata API (EntityDefinitions with Attributes,
    Keys and ManyToOneRelationships expanded, attributes with their OptionSet, GlobalOptionSetDefinitions), or of
    /metadata/PublicEntities and /metadata/PublicEnumerations of finance and operations.

    Declarations are changed in place; comments, order, names and what services do not say stay. What is gone there is
    reported, and stays without --prune. The report and the exit code are those of `dwmap diff`.
    """
    names = Import.__dataclass_fields__.keys()
    wanted = Import(**{name: given.pop(name) for name in names})
    options = Options(**given)
    if wanted.diff and options.form != "text":
        raise click.UsageError("`--diff` goes with `--format text` only")
    side, files = _project(wanted.project)
    report = Report(side.config.edition)
    metadata = _systems(_read(named, report), files, wanted.system)
    return _carry_out(wanted, options, side, files, metadata, report)


def _carry_out(
    wanted: Import,
    options: Options,
    side: Side,
    files: list[ast.File],
    metadata: Mapping[str, Metadata],
    report: Report,
) -> int:
    updated, full = _updates(wanted, files, metadata, report)
    severe = (Severity.ERROR,) if wanted.quiet else tuple(Severity)
    drift = _drift(side, full, updated.gone)
    known = _told(drift, updated.gone)
    found = [one for one in report if one.severity in severe and one not in known]
    shown = found_in(side.root, found, side.config)
    if options.form in FOR_PEOPLE:
        print_findings(shown)
    changed = _changed(side, updated)
    foreign = [path for path, _, _ in changed if path.startswith(PACKAGE_MARK)]
    changed = [one for one in changed if one[0] not in foreign]
    if wanted.diff:
        targets = (Target(path, new, "changed", old) for path, old, new in changed)
        click.echo("".join(map(difference, targets)), nl=False)
    errors = found_in(side.root, drift.errors, side.config)
    data = {"import": _data(updated, changed, shown, errors)}
    print_report(drift.compared, options, Beside((*errors, *shown), data))
    print_findings(drift.compared.complaints)
    dry_run = wanted.dry_run or wanted.diff
    if not dry_run:
        _write(side.root, changed)
    for path in foreign:
        click.echo(f"{path} belongs to a package: {_FOREIGN}", err=True)
    _summary(updated, changed, dry_run)
    if drift.errors:
        _tell_errors(errors, options, are_new=drift.are_new)
        return 1
    threshold = options.fail_on or side.config.diff.fail_on
    return int(drift.compared.fails(threshold))


def _tell_errors(
    errors: Sequence[Diagnostic], options: Options, *, are_new: bool
) -> None:
    """A member that is gone may have hundreds of places: some show what is to be done."""
    which = "these errors"
    if options.form in FOR_PEOPLE:
        print_findings(errors[:_MOST_ERRORS])
        if (more := len(errors) - _MOST_ERRORS) > 0:
            which += f" and {more} more (`--format json` has all)"
    whose = "With what the services have, the specs" if are_new else "The specs"
    told = f"{whose} have {which}"
    click.echo(f"{told}; what has them was left out of the report", err=True)


def _data(
    updated: Updated,
    changed: Iterable[tuple[str, str, str]],
    found: Iterable[Diagnostic],
    errors: Iterable[Diagnostic],
) -> dict[str, Any]:
    """What the JSON says of the import itself."""
    from dwmap.diagnostics.formats import diagnostic_data

    return {
        "counts": {
            name.replace(" ", "_"): count for name, count in updated.counts.items()
        },
        "files": [
            {"path": path, "status": "changed" if old else "new"}
            for path, old, _ in changed
        ],
        "findings": [diagnostic_data(one) for one in found],
        "errors": [diagnostic_data(one) for one in errors],
    }


def _updates(
    wanted: Import,
    files: list[ast.File],
    metadata: Mapping[str, Metadata],
    report: Report,
) -> tuple[Updated, Updated]:
    """The specs to write, and those with all that services have, without what is gone."""
    from dwmap.importers.metadata import Additions, Wishes, update_specs

    additions = Additions(frozenset(wanted.add), wanted.add_all)
    wishes = Wishes(wanted.all_fields, wanted.prune)
    updated = update_specs(files, metadata, report, wishes, additions)
    _refuse_unknown(updated, metadata)
    if not updated.gone:
        return updated, updated
    pruned = Wishes(wanted.all_fields, prune=True)
    return updated, update_specs(files, metadata, Report(), pruned, additions)


def _drift(side: Side, updated: Updated, gone: Sequence[NotInMetadata]) -> Drift:
    """What changes; ends the command where entities themselves have errors."""
    from dwmap.cli.drift import drift_of
    from dwmap.cli.sides import BrokenSide

    if sys.stderr.isatty():
        click.echo("Comparing the specs with what the services have ...", err=True)
    try:
        return drift_of(side, updated.sources, gone)
    except BrokenSide as broken:
        print_findings(found_in(side.root, errors_of(broken.diagnostics), side.config))
        title = broken.title
        click.echo(f"Error: {title} has errors; nothing was written", err=True)
        raise click.exceptions.Exit(_CANNOT) from None


def _told(drift: Drift, gone: Iterable[NotInMetadata]) -> list[Diagnostic]:
    """What is gone that the report of the drift tells at greater length."""
    from dwmap.changes.model import Weight

    found = drift.compared.findings
    symbols = {one.symbol for one in found if one.weight > Weight.SAFE}
    return [one.diagnose() for one in gone if one.symbol in symbols]


def _project(path: Path) -> tuple[Side, list[ast.File]]:
    """The project and its parsed files; ends the command where they cannot be read."""
    from dwmap.cli.sides import head_side
    from dwmap.syntax.parser import parse_file

    side = head_side(path)
    report = Report(side.config.edition, list(side.report))
    files = [parse_file(source, report) for source in side.sources]
    if report.has_errors:
        print_findings(found_in(side.root, errors_of(report), side.config))
        raise click.ClickException(f"{path} cannot be read; nothing was written")
    return side, files


def _read(named: Iterable[Path], report: Report) -> list[Metadata]:
    """What the files say; ends the command where one of them cannot be used."""
    from dwmap.importers.metadata import LARGEST_XML, read_metadata

    data = {}
    for path in named:
        with path.open("rb") as file:
            data[path.as_posix()] = file.read(LARGEST_XML + 1)
    try:
        found = read_metadata(data, report)
    except ModuleNotFoundError as error:
        if error.name != "defusedxml":
            raise
        needed = "reading $metadata needs defusedxml"
        raise click.UsageError(f"{needed}: pip install 'dwmap[solutions]'") from None
    if report.has_errors:
        print_findings(report.diagnostics)
        click.echo("Nothing was written: half of a schema misleads", err=True)
        raise click.exceptions.Exit(_CANNOT)
    return found


def _systems(
    metadata: Iterable[Metadata], files: Iterable[ast.File], system: str | None
) -> dict[str, Metadata]:
    """Whose metadata each is; ends the command where that is not clear."""
    from dwmap.importers.metadata import systems_of

    kinds = systems_of(files)
    found: dict[str, Metadata] = {}
    for one in metadata:
        same = sorted(name for name, kind in kinds.items() if kind == one.product)
        if system is not None:
            same = [system] if system in kinds else []
        if system is not None and not same:
            known = ", ".join(sorted(kinds))
            raise click.UsageError(f"no system `{system}`; there are {known}")
        if not same:
            way = f"declare one (`system NAME {one.product}`), or say which: `--system NAME`"
            raise click.UsageError(f"the project has no {one.product} system; {way}")
        if len(same) > 1:
            listed = ", ".join(same)
            raise click.UsageError(
                f"which of {listed} is it? say so by `--system NAME`"
            )
        if same[0] in found:
            raise click.UsageError(
                "these files are of services of several kinds; `--system` takes one"
            )
        found[same[0]] = one
    return found


def _refuse_unknown(updated: Updated, metadata: Mapping[str, Metadata]) -> None:
    if not updated.unknown:
        return
    from dwmap.diagnostics import suggest

    name = updated.unknown[0]
    names = [t.set_name for one in metadata.values() for t in one.tables.values()]
    meant = suggest(name, names)
    offer = f"; did you mean `{meant[0]}`?" if meant else ""
    raise click.UsageError(f"no service has an entity `{name}`{offer}")


def _changed(side: Side, updated: Updated) -> list[tuple[str, str, str]]:
    """The files that change: path, old text, new text."""
    old = side.texts
    return [
        (one.path, old.get(one.path, ""), one.text)
        for one in updated.sources
        if old.get(one.path) != one.text
    ]


def _write(root: Path, changed: Iterable[tuple[str, str, str]]) -> None:
    from dwmap.output import with_mark, write_files

    write_files({path: with_mark(root / path, new) for path, _, new in changed}, root)


def _summary(
    updated: Updated, changed: list[tuple[str, str, str]], dry_run: bool
) -> None:
    counts = updated.counts
    missing = ""
    if updated.unmatched and len(updated.unmatched) <= _MOST_NAMES:
        missing = f" (not {', '.join(updated.unmatched)})"
    entities = count(counts["entities"], "entity", "entities")
    told = [f"{counts['matched']} of {entities} found there{missing}"]
    told += [
        f"{counts[name]} {one if counts[name] == 1 else name}"
        for name, one in _NEW.items()
        if counts[name]
    ]
    if left := counts["fields left out"]:
        told.append(f"{left} left out (the language has no type for them)")
    files = count(len(changed), "file")
    told.append(f"{files} {'would change' if dry_run else 'changed'}")
    click.echo(", ".join(told), err=True)
