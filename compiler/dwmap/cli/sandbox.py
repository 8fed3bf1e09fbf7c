"""`dwmap sandbox`: the two ends of a project as services on localhost."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sqlite3
import ssl
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dwmap.cli.findings import (
    compile_or_exit,
    found_in,
    print_findings,
    project_argument,
)
from dwmap.cli.samples import samples_of
from dwmap.counting import count

if TYPE_CHECKING:
    from dwmap.interpret.values import Record
    from dwmap.ir.model import Project
    from dwmap.project import ProjectFiles
    from dwmap.sandbox.faults import Fault
    from dwmap.sandbox.limits import Limit
    from dwmap.sandbox.schema import Schema
    from dwmap.sandbox.server import Options, Server
    from dwmap.sandbox.service import Service


@dataclass(frozen=True)
class _Given:
    """The options of the command line."""

    port: int
    port_left: int | None
    port_right: int | None
    data: Path | None
    samples: bool
    maps: bool
    company: str
    token: str | None
    limit: str | None
    latency: float
    fault: tuple[str, ...]
    seed: int
    certificate: Path | None
    key: Path | None
    quiet: bool
    form: str


@click.command()
@project_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65534),
    default=0,
    help="The port of the left service; the right one has the next. By default free ones.",
)
@click.option("--port-left", type=click.IntRange(0, 65535), help="That of the left.")
@click.option("--port-right", type=click.IntRange(0, 65535), help="That of the right.")
@click.option(
    "--data",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the rows here, a database for each service; by default they are in memory.",
)
@click.option(
    "--samples", is_flag=True, help="Begin with the sample records of the project."
)
@click.option(
    "--maps",
    is_flag=True,
    help="With the tables of dual-write itself, and the maps of the project in them.",
)
@click.option(
    "--company", default="USMF", show_default=True, help="The company of the user."
)
@click.option(
    "--token",
    metavar="VARIABLE",
    help="Want the bearer token that is in this environment variable.",
)
@click.option(
    "--limit",
    metavar="REQUESTS/SECONDS",
    help="Refuse more requests of a user than that; by default 6000/300, as the products.",
)
@click.option(
    "--latency",
    type=click.FloatRange(min=0),
    default=0,
    help="Seconds for each answer.",
)
@click.option(
    "--fault",
    multiple=True,
    metavar="KIND[,NAME=VALUE]...",
    help="What goes wrong, such as throttle,count=2,retry-after=1; may be given again.",
)
@click.option(
    "--seed", type=int, default=0, help="Of the chance by which faults happen."
)
@click.option(
    "--certificate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Serve https with this certificate (PEM).",
)
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Its private key, if it is not in the same file.",
)
@click.option("--quiet", "-q", is_flag=True, help="Do not log requests.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(project: Path, **given: object) -> int:
    """Serve the entities of PROJECT as finance and operations and as Dataverse, on localhost.

    \b
    dwmap sandbox specs                           rows in memory, free ports
    dwmap sandbox specs --port 8080 --data rows   rows that are there next time
    dwmap sandbox specs --samples                 begin with the records of its `samples`
    dwmap sandbox specs --maps                    an environment for `dwmap pull` and `dwmap verify`
    dwmap sandbox specs --limit 20/10             see how a client bears being throttled
    dwmap sandbox specs --fault drop-after,match=PATCH,probability=0.1

    Prints the addresses, logs a line for each request, and ends with Ctrl-C. What goes wrong can be changed
    while it runs: POST /_sandbox/faults, GET and DELETE the same, POST /_sandbox/reset.

    \b
    Faults: latency (seconds), throttle (retry-after), error (status, retry-after), drop-before,
    drop-after, truncate, half-batch (after, then=error|drop), expire-token; each with count,
    probability and match, a part of `METHOD /path`.
    """
    options = _Given(**given)  # type: ignore[arg-type]  # click has checked them
    _check_installed()
    files, compiled = compile_or_exit(project)
    from dwmap.sandbox.schema import schemas_of

    schemas = schemas_of(compiled)
    if options.maps:
        from dwmap.sandbox.map_tables import with_map_tables

        schemas = tuple(map(with_map_tables, schemas))
    if not schemas:
        raise click.ClickException(
            f"{project} has no system of the kind finops or dataverse to serve"
        )
    records = _records(files, compiled) if options.samples else []
    gc.enable()  # a server lives longer than a command
    deployed = compiled if options.maps else None
    asyncio.run(_serve(schemas, options, records, deployed))
    return 0


def _check_installed() -> None:
    try:
        import dwmap.sandbox.server  # noqa: F401  # to see whether its libraries are there
    except ImportError as error:
        raise click.ClickException(
            f"the sandbox needs {error.name}: pip install 'dwmap[sandbox]'"
        ) from None


def _records(files: ProjectFiles, project: Project) -> list[tuple[str, Record]]:
    """The sample records, each with the name of its entity."""
    from dwmap.ir.scope import Scope

    samples, report = samples_of(files, project, lambda _: True)
    print_findings(found_in(files.root, report, files.config))
    maps = Scope(project).maps
    return [
        (
            maps[one.map].left if one.heading == "to_right" else maps[one.map].right,
            one.record,
        )
        for one in samples
    ]


async def _serve(
    schemas: tuple[Schema, ...],
    given: _Given,
    records: list[tuple[str, Record]],
    deployed: Project | None,
) -> None:
    from dwmap.sandbox.server import Server
    from dwmap.sandbox.service import Service

    options = _options(given)
    if given.data is not None:
        given.data.mkdir(parents=True, exist_ok=True)
    stop = _told_to_stop()
    async with AsyncExitStack() as stack:
        servers: list[Server] = []
        for place, schema in enumerate(schemas):
            try:
                service = Service(schema, given.company, given.data)
            except sqlite3.Error as error:
                raise click.ClickException(
                    f"{given.data}: the rows of {schema.system} cannot be read: {error}"
                ) from None
            stack.callback(service.store.close)
            _seed(service, records)
            _deploy(service, deployed)
            server = Server(service, options)
            port = _port(given, place)
            try:
                runner = await server.start(port)
            except OSError as error:
                reason = error.strerror or str(error)
                raise click.ClickException(f"port {port}: {reason}") from None
            stack.push_async_callback(runner.cleanup)
            servers.append(server)
        _announce(schemas, servers, given.form)
        if given.maps and given.form == "text":
            click.echo(_as_environment(schemas, servers, given.token), err=True)
        await stop.wait()


def _told_to_stop() -> asyncio.Event:
    """What Ctrl-C and a service manager set."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        # Not the loop's own handlers, which Windows does not have.
        signal.signal(each, lambda *_: loop.call_soon_threadsafe(stop.set))
    return stop


def _seed(service: Service, records: list[tuple[str, Record]]) -> None:
    from dwmap.sandbox.seed import seed

    prefix = f"{service.schema.system}."
    own = [
        (name.removeprefix(prefix), record)
        for name, record in records
        if name.startswith(prefix)
    ]
    if own:
        seeded = seed(service.rows, own)
        refused = f", {seeded.refused} refused" if seeded.refused else ""
        click.echo(
            f"{service.schema.system}: {count(seeded.kept, 'sample')}{refused}",
            err=True,
        )


def _deploy(service: Service, project: Project | None) -> None:
    """Let the maps of a project be there, unless they have been kept from the last time."""
    from dwmap.sandbox.link import Link
    from dwmap.sandbox.map_tables import is_empty, seed_maps

    if project is None:
        return
    if is_empty(service.rows):
        with service.store.transaction():
            seed_maps(service.rows, project)
    if service.schema.product == "dataverse":
        service.link = Link(project, service.rows.company)


def _port(given: _Given, place: int) -> int:
    own = (given.port_left, given.port_right)[place] if place < 2 else None
    if own is not None:
        return own
    return given.port + place if given.port else 0


def _announce(schemas: tuple[Schema, ...], servers: list[Server], form: str) -> None:
    if form == "json":
        services = [
            {"system": schema.system, "product": schema.product, "url": server.url}
            for schema, server in zip(schemas, servers, strict=True)
        ]
        click.echo(json.dumps({"version": 1, "services": services}))
        return
    width = max(len(schema.system) for schema in schemas)
    for schema, server in zip(schemas, servers, strict=True):
        sets = len(schema.sets)
        click.echo(
            f"{schema.system:{width}}  {server.url}  {schema.label}, {sets} sets"
        )
    click.echo("Ctrl-C ends it", err=True)


_TOKENS: Final = ("token", "finops-token", "link-token")
"""The services of an environment are asked each with its own; the sandbox takes one for all."""


def _as_environment(
    schemas: tuple[Schema, ...], servers: list[Server], token: str | None
) -> str:
    """What a `dwmap.toml` says of the services, to be copied there."""
    lines = ["", "[environments.sandbox]"]
    for schema, server in zip(schemas, servers, strict=True):
        host = server.url.removesuffix(server.root)
        lines.append(f'{schema.product} = "{host}"')
        if schema.product == "dataverse":
            lines.append(f'link = "{host}"')
    if token is not None:
        lines += [f'{name} = "{token}"' for name in _TOKENS]
    return "\n".join(lines)


def _options(given: _Given) -> Options:
    from dwmap.sandbox.limits import PRODUCT_LIMIT
    from dwmap.sandbox.server import Options

    return Options(
        token=_token(given.token),
        limit=_limit(given.limit) if given.limit is not None else PRODUCT_LIMIT,
        latency=given.latency,
        faults=_faults(given.fault),
        seed=given.seed,
        tls=_tls(given),
        log=None if given.quiet else lambda line: click.echo(line, err=True),
    )


def _token(variable: str | None) -> str | None:
    if variable is None:
        return None
    token = os.environ.get(variable)
    if not token:
        raise click.UsageError(f"there is no token in the environment as {variable}")
    return token


def _limit(text: str) -> Limit:
    from dwmap.sandbox.limits import Limit

    requests, _, seconds = text.partition("/")
    try:
        limit = Limit(int(requests), float(seconds or 300))
    except ValueError:
        raise click.UsageError(f"--limit {text} is not REQUESTS/SECONDS") from None
    if limit.requests < 1 or not 0 < limit.seconds < float("inf"):
        raise click.UsageError(f"--limit {text} lets nobody in")
    return limit


def _faults(texts: tuple[str, ...]) -> tuple[Fault, ...]:
    from dwmap.sandbox.faults import BadFault, fault_of_text

    try:
        return tuple(map(fault_of_text, texts))
    except BadFault as error:
        raise click.UsageError(f"--fault: {error}") from None


def _tls(given: _Given) -> ssl.SSLContext | None:
    if given.certificate is None:
        if given.key is not None:
            raise click.UsageError("--key goes with --certificate")
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(given.certificate, given.key)
    except ssl.SSLError as error:
        reason = error.reason or "it cannot be read"
        raise click.ClickException(f"{given.certificate}: {reason}") from None
    return context
