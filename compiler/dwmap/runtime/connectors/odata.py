"""
A web service that speaks OData 4: any, or the dialects of Dataverse and of finance and operations.

    odata+https://HOST/PATH/                    any service
    dataverse+https://ORG.crm.dynamics.com      its Web API, /api/data/v9.2/ unless a path is given
    finops+https://ENV.operations.dynamics.com  its data entities, /data/ unless a path is given

Behind a question mark: `modified` (the column with the moment of the last change, for `changes`), `overlap`
(seconds, 600), `watch=no` (for an end that nobody else changes), `limit` (seconds for one request with all
repetitions, 300), `auth` (azure or keyring).

A service has no open transactions. What is written in a `savepoint` is sent when it ends, as one change set;
outside of savepoints when the transaction ends, or when something is read before that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from .._errors import RefusedByEnd
from .._model import AnyPath, Record, System, Table
from .._paths import identity_paths
from ._base import BATCH_SIZE, NO_DEFAULTS, Change, Defaults, End, strangers_in
from ._odata_auth import Credentials
from ._odata_changes import DeltaFeed, Feed, ModifiedFeed
from ._odata_http import Channel
from ._odata_operation import ANY, Maker, Operation
from ._odata_query import Planner
from ._odata_read import LARGEST_PAGE, Noted, Reader
from ._odata_shape import Shapes
from ._odata_url import parse_url, seconds_of
from ._odata_values import NoLiteral, Style, encode_query
from ._odata_write import Writer

# Rows that are asked for by name; reading a table takes a request for each 5,000 rows.
_FEW = 1000


class ODataEnd(End):
    """
    A service, used through one connection.

    `requests` counts what was sent. Natural keys that the service itself does not keep unique are looked
    for before a row is created.
    """

    tells_columns = False

    def __init__(self, url: str, system: System, tables: Mapping[str, Table]) -> None:
        address = parse_url(url, system)
        super().__init__(address.root, system, tables)
        self.dialect, options = address.dialect, address.options
        split = urlsplit(address.root)
        resource = f"{split.scheme}://{split.netloc}"
        credentials = Credentials(system.name, resource, options["auth"])
        limit = seconds_of(system, "limit", options["limit"])
        self._channel = Channel(address.root, system.name, credentials, limit)
        plain = self.dialect == "odata"
        self._channel.batch_root = "" if plain else address.root
        self._style = Style(system.kind == "finops", numbers_as_text=plain)
        json = "application/json" + (";IEEE754Compatible=true" if plain else "")
        versions = {"OData-Version": "4.0", "OData-MaxVersion": "4.0"}
        self._headers = {"Accept": json, **versions}
        self._shapes = Shapes(self._channel, self.dialect)
        self._planner = Planner(self.tables, self._shapes, self._style)
        self._reader = Reader(self._channel, self._planner, self.dialect, self._headers)
        self._maker = Maker(self.dialect, self.tables, self._shapes, self._style, json)
        self._writer = Writer(
            self._channel, self._shapes, self._maker, self._reader, versions
        )
        self._feed, self._watched = self._open_feed(options), options["watch"] != "no"
        self._pending: list[Operation] | None = None
        self._origin: str | None = None
        self._found: Noted = {}

    def _open_feed(self, options: Mapping[str, str]) -> Feed:
        kind = (
            DeltaFeed
            if self.dialect == "dataverse" and not options["modified"]
            else ModifiedFeed
        )
        feed = kind(
            self._channel,
            self._planner,
            self._shapes,
            self._headers,
            self._writer.versions,
        )
        if isinstance(feed, ModifiedFeed):
            feed.style, feed.column = self._style, options["modified"]
            feed.overlap = seconds_of(self.system, "overlap", options["overlap"])
            self._writer.stamp = feed.column
        return feed

    @property
    def requests(self) -> int:
        """How many requests were sent, repetitions included."""
        return self._channel.requests

    # Reading

    def read(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        *,
        companies: Sequence[str] = (),
        batch_size: int = BATCH_SIZE,
    ) -> Iterator[list[Record]]:
        """All rows as flat tuples, page by page."""
        self._flush()
        plan = self._planner.plan(table, paths)
        filter = self._reader.company_filter(table, companies)
        url, size = self._reader.url(plan, filter), min(batch_size, LARGEST_PAGE)
        held: list[Record] = []
        for page in self._reader.pages(url, size):
            held += plan.rows(page)
            while len(held) >= batch_size:
                yield held[:batch_size]
                del held[:batch_size]
        if held:
            yield held

    def find(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        by: Sequence[AnyPath],
        values: Collection[Record],
    ) -> list[Record]:
        """The rows with one of these values, many values in each query, many queries in each request."""
        self._flush()
        return self._reader.find(table, paths, by, values)

    def count(self, table: Table) -> int:
        """What $count says; Dataverse stops counting at 5,000, so that rows are counted there."""
        if self.dialect == "dataverse":
            return super().count(table)
        self._flush()
        url = f"{self._shapes.of(table).entity_set}/$count"
        if self.dialect == "finops":
            url += "?cross-company=true"
        accept = {"Accept": "text/plain"}
        answer = self._channel.send("GET", url, accept, None, repeatable=True)
        return int(answer.text.lstrip("\ufeff"))

    def describe_query(
        self, table: Table, by: Sequence[AnyPath], values: Record
    ) -> str:
        """The URL that shows whether such a row exists."""
        plan = self._planner.plan(table, by)
        try:
            test = self._planner.equals(plan, range(len(by)), values)
        except NoLiteral as error:
            return f"{table.table}: {error}"
        return self._channel.root + self._reader.url(plan, encode_query(test))

    # Writing

    def insert(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """Create rows, or update those whose natural key is there."""
        self._take([self._maker.insert(table, columns, row) for row in rows])

    def update(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """PATCH by identity, once in the version that was found `guarded`; a row that is not there is not created."""
        operations = []
        for row in rows:
            values = dict(zip(columns, row, strict=False))
            identity = tuple(row[len(columns) :])
            version = self._found.pop((table.name, identity), ANY)
            operations.append(self._maker.update_to(table, values, identity, version))
        self._take(operations)

    def delete(self, table: Table, identities: Sequence[Record]) -> None:
        """DELETE by identity."""
        self._take([self._maker.delete(table, each) for each in identities])

    def write_each(
        self, write: Callable[[Sequence[Record]], None], rows: Sequence[Record]
    ) -> dict[int, RefusedByEnd]:
        """The service says itself which rows it refuses; there is nothing to be halved."""
        with self._gathered() as operations:
            write(rows)
        return self._writer.each(operations, self._origin)

    def _take(self, operations: Sequence[Operation]) -> None:
        if self._pending is None:
            self._writer.all_or_nothing(operations, self._origin)
        else:
            self._pending += operations

    def _flush(self) -> None:
        """Send what waits."""
        if self._pending:
            operations, self._pending = self._pending, []
            self._writer.all_or_nothing(operations, self._origin)

    @contextmanager
    def _gathered(self) -> Iterator[list[Operation]]:
        """Everything written inside is gathered, and not sent; what waited before is."""
        self._flush()
        outer, self._pending = self._pending, []
        try:
            yield self._pending
        finally:
            self._pending = outer

    @contextmanager
    def transaction(self, origin: str | None = None) -> Iterator[None]:
        """What is written inside is sent together at the end."""
        self._pending, self._origin = [], origin
        try:
            yield
            self._flush()
        finally:
            self._pending, self._origin = None, None
            self._found = {}

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """The rows found inside are updated only in the version in which they were found."""
        with self._reader.noting() as self._found:
            yield

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is written inside is sent at its end, and not at all when the work fails."""
        self._flush()
        outer, self._pending = self._pending, []
        try:
            yield
            self._flush()
        finally:
            self._pending = outer

    # Tables and changes

    def create_tables(self, defaults: Defaults = NO_DEFAULTS) -> None:
        """A service's tables are its own: raises EndError where one of ours is not there."""
        for table in self.tables.values():
            self._shapes.of(table)

    def capture(self, tables: Sequence[Table]) -> None:
        """Begin to watch tables; raises EndError where the service keeps no changes of one."""
        for table in tables if self._watched else ():
            self._feed.watch(table)
            self._maker.wanted.add(table.table)

    def why_not_watched(self) -> str | None:
        """What is missing in the URL for `changes`; None where nothing is."""
        return self._feed.unfit() if self._watched else None

    def position(self) -> str:
        """What was seen last, by table, as JSON."""
        return self._feed.position()

    def changes(self, after: str) -> tuple[list[Change], str]:
        """The changes of the watched tables after a position."""
        return self._feed.changes(after)

    def touched_since(
        self, after: str, table: Table
    ) -> tuple[dict[str, set[Record]], str]:
        """Who changed what just now; what comes after this answer, `guarded` updates find."""
        changes, position = self._feed.look_ahead(table, after)
        return strangers_in(changes), position

    def began_anew(self) -> Collection[str]:
        """The tables whose delta link had expired."""
        return self._feed.anew

    def gone(self, table: Table, identities: Collection[Record]) -> list[Record]:
        """Asks for few rows by their identities; for many all identities are read."""
        if len(identities) > _FEW:
            return super().gone(table, identities)
        paths = identity_paths(table)
        there = set(self.find(table, paths, paths, identities))
        return [each for each in identities if tuple(each) not in there]

    def clock(self) -> datetime | None:
        """The middle of the second that the service puts over its answers; None where it puts none there."""
        answer = self._channel.send("GET", "", self._headers, None, repeatable=True)
        try:
            told = parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            return None
        return told.astimezone(UTC) + timedelta(seconds=0.5)

    def close(self) -> None:
        """Close the connection."""
        self._channel.close()
