"""Reads an environment: the three services that know it, each as far as it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from dwmap.environment_settings import EnvironmentSettings
from dwmap.environments import dataverse, finops, link
from dwmap.environments.client import Client
from dwmap.environments.credentials import Credentials
from dwmap.environments.held import Held
from dwmap.environments.problem import EnvironmentProblem

_LOCAL = ("localhost", "127.0.0.1", "::1")


@contextmanager
def opened(url: str, variable: str, api: str) -> Iterator[Client]:
    """A client of a service, closed at the end."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    credentials = Credentials(origin, variable, parts.hostname in _LOCAL)
    path = parts.path.strip("/")
    # An address with a path names the API itself.
    root = f"{origin}/{path}/" if path else f"{origin}/{api}"
    client = Client(root, credentials)
    try:
        yield client
    finally:
        client.close()


def read_environment(
    settings: EnvironmentSettings,
    title: str,
    told: Callable[[str], None],
    sets: Iterable[str] | None = None,
) -> Held:
    """
    What the environment holds. Raises EnvironmentProblem where its maps cannot be read; what else cannot is noted.

    `sets` are those whose tables are read; None for those of its maps.
    """
    with opened(settings.dataverse, settings.token, dataverse.API) as client:
        held = dataverse.read_held(client, title, told)
        dataverse.read_facts(client, held.facts, told)
        wanted = {leg.table.right.text.strip() for leg in held.legs}
        try:
            held.schema = dataverse.read_tables(
                client, wanted if sets is None else {*sets, *wanted}, told
            )
        except EnvironmentProblem as problem:
            held.facts.unread["tables"] = str(problem)
    if settings.link:
        with opened(settings.link, settings.link_token, "") as client:
            link.read_link(
                client, settings.finops or settings.dataverse, held.facts, told
            )
    if settings.finops and held.facts.keys is None:
        with opened(settings.finops, settings.finops_token, finops.API) as client:
            finops.read_finops(client, held.facts, told)
    return held
