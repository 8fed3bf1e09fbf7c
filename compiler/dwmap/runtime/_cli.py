"""
The command line of a generated package: `python -m PACKAGE` for all maps, `python -m PACKAGE.MAP` for one.

Exit codes: 0 all is well, 1 records wait that could not travel, 2 the work could not be done.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from . import _report as report
from ._cli_check import check_commands
from ._cli_control import control_commands
from ._cli_workers import start_workers, work
from ._control import check_names
from ._errors import EndError
from ._initial import InitialOptions
from ._leg import DIRECTIONS
from ._masks import shown_failure
from ._model import Project
from ._outcome import Outcome
from ._sync import Sync, part_of
from ._telemetry import LOG, JsonLines

_EXAMPLES = """\
examples:
  %(prog)s plan
  %(prog)s initial-sync --end fo=sqlite:///fo.db --end ce=sqlite:///ce.db --state sync.db
  %(prog)s initial-sync --end fo=... --end ce=... --company USMF --master right
  %(prog)s live --end fo=... --end ce=... --state sync.db --watch 5
  %(prog)s live --watch 1 --workers 4 --state postgresql+psycopg://USER@HOST/DATABASE
  %(prog)s pause MAP --state sync.db --reason "cutover"
  %(prog)s errors list --state sync.db
  %(prog)s errors retry --end fo=... --end ce=... --state sync.db

An end is a SQLAlchemy URL, sqlite:///FILE, postgresql+psycopg://USER@HOST/DATABASE,
mariadb+pymysql://USER@HOST/DATABASE, or a web service:
dataverse+https://ORG.crm.dynamics.com, finops+https://ENV.operations.dynamics.com, odata+https://HOST/PATH/.
Instead of --end NAME=URL and --state URL the environment may hold DWMAP_END_NAME and DWMAP_STATE, which keeps passwords out of the list of
processes. A service is signed in to with DWMAP_TOKEN_NAME, or with DWMAP_USER_NAME and DWMAP_PASSWORD_NAME.
"""


def main(project: Project, argv: Sequence[str], only_map: str | None = None) -> int:
    """Run a command and return its exit code."""
    if only_map is not None:
        project = part_of(project, [only_map])
    arguments = _parser(project, only_map).parse_args(
        argv, argparse.Namespace(given=list(argv))
    )
    try:
        with _logging(getattr(arguments, "log", None)):
            return int(arguments.run(project, arguments))
    except EndError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        return 130


@contextmanager
def _logging(file: str | None) -> Iterator[None]:
    """Inside, the log goes to a file as JSON lines; without a file it goes where the program sends it."""
    if file is None:
        yield
        return
    try:
        handler = (
            logging.StreamHandler()
            if file == "-"
            else logging.FileHandler(file, encoding="utf-8")
        )
    except OSError as error:
        raise EndError(f"cannot write the log {file}: {error.strerror}") from error
    handler.setFormatter(JsonLines())
    before = LOG.level
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    try:
        yield
    finally:
        LOG.removeHandler(handler)
        LOG.setLevel(before)
        handler.close()


# What may be said


def _parser(project: Project, only_map: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m {project.name}{f'.{only_map}' if only_map else ''}",
        description=f"Keep the two ends of {only_map or project.name} equal.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(
        name: str, run: Callable[..., int], help: str, **more: bool
    ) -> argparse.ArgumentParser:
        return _command(commands, name, run, help, **more)

    _initial_options(
        add("initial-sync", _initial, "make both ends equal", ends=True), only_map
    )
    _live_options(
        add("live", _live, "carry over what changed since the last look", ends=True)
    )
    add("status", _status, "states, pairs, waiting failures, the last runs", state=True)
    add("maps", _maps, "the maps of this package")
    add("plan", _plan, "the steps of the initial synchronization, in order")
    errors = commands.add_parser("errors", help="records that could not travel")
    _error_commands(errors.add_subparsers(metavar="ACTION", required=True))

    def group(name: str, help: str) -> Callable[..., argparse.ArgumentParser]:
        actions = commands.add_parser(
            name, help=help, description=help[0].upper() + help[1:] + "."
        ).add_subparsers(metavar="ACTION", required=True)
        return partial(_command, actions)

    control_commands(add, group, _open)
    check_commands(add, _open)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[..., int],
    help: str,
    *,
    ends: bool = False,
    state: bool = False,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=help, description=help[0].upper() + help[1:] + "."
    )
    command.set_defaults(run=run)
    command.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="for a person or for a machine",
    )
    if ends:
        _end_options(command)
    if ends or state:
        command.add_argument(
            "--state",
            default=os.environ.get("DWMAP_STATE", "dwmap-state.db"),
            metavar="FILE",
            help="where what is remembered between runs is kept: a file, or postgresql+psycopg://…"
            " (default: DWMAP_STATE in the environment, else dwmap-state.db)",
        )
    return command


def _end_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--end",
        action="append",
        default=[],
        metavar="NAME=URL",
        help="where a system is; once for each",
    )
    command.add_argument(
        "--log",
        metavar="FILE",
        help="append what happens to this file, one JSON object a line; - is the error output",
    )


def _live_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--watch",
        type=float,
        metavar="SECONDS",
        help="look again after so long, until Ctrl-C",
    )
    command.add_argument(
        "--workers",
        type=_positive,
        metavar="N",
        help="so many processes that share a queue, for a state in PostgreSQL; more may be started elsewhere",
    )


def _initial_options(command: argparse.ArgumentParser, only_map: str | None) -> None:
    add = command.add_argument
    if only_map is None:
        add("--map", action="append", default=[], help="only this map; may be repeated")
        add("--skip", action="append", default=[], metavar="MAP", help="not this map")
    else:
        command.set_defaults(map=[], skip=[])
    add(
        "--company",
        action="append",
        default=[],
        help="only this company; may be repeated",
    )
    add(
        "--master",
        choices=("left", "right"),
        default="left",
        help="which side wins where both have a record with different values (default: left)",
    )
    add("--direction", choices=("forward", "backward", "both"), default="both")
    add(
        "--batch-size",
        type=_positive,
        default=5000,
        metavar="N",
        help="rows in one transaction",
    )
    add(
        "--create-tables",
        action="store_true",
        help="create missing tables first, for trying things out",
    )


def _error_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    listing = _command(commands, "list", _errors_list, "list the failures", state=True)
    listing.add_argument("--map", action="append", default=[])
    show = _command(
        commands, "show", _errors_show, "show one failure with its record", state=True
    )
    show.add_argument("id")
    retry = _command(commands, "retry", _errors_retry, "try failures again", ends=True)
    retry.add_argument("id", nargs="*", help="these only; all without")
    retry.add_argument("--map", action="append", default=[])
    export = _command(
        commands, "export", _errors_export, "write the failures to a file", state=True
    )
    export.add_argument(
        "file", metavar="FILE", help="a name that ends in .csv or .json"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("wants a number above zero")
    return number


# What is done


def _initial(project: Project, arguments: argparse.Namespace) -> int:
    names = [each.name for each in project.maps]
    check_names([*arguments.map, *arguments.skip], names)
    way = arguments.direction
    options = InitialOptions(
        maps=arguments.map,
        skip=arguments.skip,
        companies=arguments.company,
        directions=DIRECTIONS if way == "both" else (way,),
        master=arguments.master,
        batch_size=arguments.batch_size,
        progress=report.progress_line() if sys.stderr.isatty() else None,
    )
    with _open(project, arguments) as sync:
        if arguments.create_tables:
            sync.create_tables()
        result = sync.initial(options)
        report.print_initial(result, arguments.format)
    return 0 if result.ok else 1


def _live(project: Project, arguments: argparse.Namespace) -> int:
    if arguments.workers is not None:
        if arguments.workers > 1:
            return start_workers(arguments, arguments.given)
        if arguments.state.startswith("postgresql"):
            return work(partial(_open, project, arguments), arguments)
    with _open(project, arguments) as sync:
        while True:
            outcomes = _round(sync, arguments.watch is not None)
            report.print_outcomes(outcomes, arguments.format)
            if arguments.watch is None:
                break
            sys.stdout.flush()
            time.sleep(arguments.watch)
        refused = any(outcome.status == "refused" for outcome in outcomes)
    return 1 if refused else 0


def _round(sync: Sync, watching: bool) -> Sequence[Outcome]:
    """One round. Who watches goes on after an end was away: nothing is lost, the round is done again."""
    if not watching:
        return sync.propagate(patience=30)
    try:
        return sync.propagate()
    except EndError as error:
        print(f"warning: {error}; trying again", file=sys.stderr)
        return []


def _status(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as state:
        report.print_status(project, state, arguments.format)
        return 1 if state.failures() else 0


def _maps(project: Project, arguments: argparse.Namespace) -> int:
    report.print_maps(project, arguments.format)
    return 0


def _plan(project: Project, arguments: argparse.Namespace) -> int:
    report.print_plan(project, arguments.format)
    return 0


def _errors_list(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as state:
        failures = [
            shown_failure(project, each) for each in state.failures(maps=arguments.map)
        ]
    report.print_failures(failures, arguments.format)
    return 1 if failures else 0


def _errors_show(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as state:
        found = state.failures(id=arguments.id)
    if not found:
        raise EndError(f"no failure {arguments.id} waits")
    report.print_failure(shown_failure(project, found[0]), arguments.format)
    return 0


def _errors_retry(project: Project, arguments: argparse.Namespace) -> int:
    with _open(project, arguments) as sync:
        outcomes = sync.retry(arguments.id, arguments.map)
    report.print_outcomes(outcomes, arguments.format)
    return 1 if any(outcome.status == "refused" for outcome in outcomes) else 0


def _errors_export(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as state:
        failures = [shown_failure(project, each) for each in state.failures()]
    report.export_failures(failures, arguments.file)
    print(f"{len(failures)} failures in {arguments.file}")
    return 0


def _open(project: Project, arguments: argparse.Namespace) -> Sync:
    return Sync(project, _urls(project, arguments.end), arguments.state)


def _urls(project: Project, given: Sequence[str]) -> Mapping[str, str]:
    """The URL of each system: from the command line, else from the environment."""
    names = {system.name for system in project.systems}
    urls = {
        name: os.environ[f"DWMAP_END_{name.upper()}"]
        for name in names
        if f"DWMAP_END_{name.upper()}" in os.environ
    }
    for each in given:
        name, equals, url = each.partition("=")
        if not equals or name not in names:
            known = " or ".join(sorted(names))
            raise EndError(f"--end wants NAME=URL, where NAME is {known}")
        urls[name] = url
    return urls
