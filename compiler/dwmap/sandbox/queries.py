"""Collections: `$filter`, `$orderby`, `$top`, `$skip`, `$count`, pages, and the deltas of Dataverse."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlencode

from dwmap.sandbox.filters import Filters, Sql
from dwmap.sandbox.messages import Request, Response
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.rows import Rows
from dwmap.sandbox.schema import EntitySet
from dwmap.sandbox.shapes import Shape, Shown, shape_of
from dwmap.sandbox.store import SEQUENCE, VERSION, Row, quoted

_PAGES: Final = {"dataverse": 5000, "finops": 10000}
_MOST_COUNTED: Final = 5000
"""Dataverse counts no further."""

TOKEN_LIFE: Final = timedelta(days=7)
_OPTIONS: Final = {
    "$select",
    "$filter",
    "$orderby",
    "$top",
    "$skip",
    "$count",
    "$expand",
    "$skiptoken",
    "$deltatoken",
    "$format",
}
_NOT_TRACKED: Final = {"$filter", "$orderby", "$top", "$expand", "$count"}


@dataclass(frozen=True)
class _Page:
    """Where a page begins: rows to leave out or the last one seen, rows still wanted, the version of the first page."""

    offset: int = 0
    after: int | None = None
    left: int | None = None
    since: int | None = None

    def token(self) -> str:
        text = json.dumps([self.offset, self.after, self.left, self.since])
        return base64.urlsafe_b64encode(text.encode()).decode()


@dataclass(frozen=True)
class Query:
    """A request for a collection. `everywhere` is whether all companies are looked at."""

    rows: Rows
    request: Request
    entity_set: EntitySet
    everywhere: bool

    def answer(self) -> Response:
        """The page that is asked for; raises Refused for an option that is wrong or not supported."""
        self._check_options()
        shape = shape_of(self.rows, self.entity_set, self._options)
        if "$deltatoken" in self._options:
            return self._delta(shape)
        page = self._page()
        condition, limit = self._condition(), self._limit(page)
        found = self._select(condition, page, limit)
        body: dict[str, object] = {"@odata.context": self._context(shape)}
        if self._options.get("$count") == "true":
            body["@odata.count"] = self.count(condition)
        shown = Shown(self.rows, self.request)
        body["value"] = [shown.row(shape, row) for row in found[:limit]]
        following = self._following(page, found, limit)
        if following is not None:
            body["@odata.nextLink"] = self._link("$skiptoken", following.token())
        elif page.since is not None:
            body["@odata.deltaLink"] = self._delta_link(page.since)
        return Response(200, body, self._applied())

    def count(self, condition: Sql | None = None) -> int:
        """How many rows pass the filter."""
        where = condition or self._condition()
        sql = f'SELECT count(*) AS n FROM {self._from} WHERE {where.text or "1"}'
        (row,) = self.rows.store.select(sql, where.parameters)
        most = _MOST_COUNTED if self._dataverse else None
        return int(row["n"]) if most is None else min(int(row["n"]), most)

    @property
    def _options(self) -> Mapping[str, str]:
        return self.request.options

    @property
    def _dataverse(self) -> bool:
        return self.rows.schema.product == "dataverse"

    @property
    def _from(self) -> str:
        return f'{quoted(self.entity_set.name)} AS "row"'

    @property
    def _tracked(self) -> bool:
        return self._dataverse and "track-changes" in self.request.preferences

    def _check_options(self) -> None:
        given = {*self._options}
        for name in sorted(given):
            if name.startswith("$") and name not in _OPTIONS:
                raise Refused(
                    "bad-option",
                    detail=f"The query parameter {name} is not supported.",
                )
        if self._dataverse and "$skip" in given:
            raise Refused("unsupported", detail="Skip Clause is not supported in CRM")
        for name in ("fetchXml", "sql"):
            if name in given:
                raise Refused("unsupported", detail=f"The sandbox reads no {name}")
        tracked = self._tracked or "$deltatoken" in given
        beyond = sorted(given & _NOT_TRACKED) if tracked else []
        if beyond:
            raise Refused(
                "bad-option",
                detail=f"Change tracking does not go together with {', '.join(beyond)}.",
            )

    def _page(self) -> _Page:
        token = self._options.get("$skiptoken")
        if token is not None:
            return _read_token(token)
        top = self._number("$top")
        since = self.rows.store.version() if self._tracked else None
        return _Page(self._number("$skip") or 0, None, top, since)

    def _number(self, name: str) -> int | None:
        text = self._options.get(name)
        if text is None:
            return None
        if not text.isdecimal() or len(text) > 9:
            raise Refused(
                "bad-option",
                detail=f"Invalid value '{text}' for {name} query option found.",
            )
        return int(text)

    def _limit(self, page: _Page) -> int:
        """How many rows this page has at most."""
        limits = [_PAGES[self.rows.schema.product]]
        asked = self.request.preferences.get("maxpagesize", "")
        # With $top, Dataverse does not look at the size of a page.
        alone = page.left is None or not self._dataverse
        if asked.isdecimal() and int(asked) > 0 and alone:
            limits.append(int(asked))
        if page.left is not None:
            limits.append(page.left)
        return min(limits)

    def _condition(self) -> Sql:
        parts: list[Sql] = []
        text = self._options.get("$filter", "").strip()
        if text:
            filters = Filters(self.rows.schema, self.entity_set)
            parts.append(filters.where(text))
        company = self.entity_set.company
        if company is not None and not self.everywhere:
            own = f'"row".{quoted(company)} IS ?'
            parts.append(Sql(own, (self.rows.company,)))
        text = " AND ".join(part.text for part in parts) or "1"
        return Sql(text, tuple(one for part in parts for one in part.parameters))

    def _select(self, condition: Sql, page: _Page, limit: int) -> list[Row]:
        """The rows of the page and one more, where there is one."""
        order, where = f'"row".{quoted(SEQUENCE)}', condition
        text = self._options.get("$orderby", "").strip()
        if text:
            asked = Filters(self.rows.schema, self.entity_set).order(text)
            order = f"{asked.text}, {order}"
        elif page.after is not None:
            where = Sql(
                f"({condition.text}) AND {order} > ?",
                (*condition.parameters, page.after),
            )
        sql = (
            f'SELECT "row".* FROM {self._from} WHERE {where.text}'
            f" ORDER BY {order} LIMIT ? OFFSET ?"
        )
        offset = 0 if page.after is not None else page.offset
        return self.rows.store.select(sql, (*where.parameters, limit + 1, offset))

    def _following(self, page: _Page, found: list[Row], limit: int) -> _Page | None:
        left = page.left - limit if page.left is not None else None
        if len(found) <= limit or left == 0:
            return None
        if self._options.get("$orderby"):
            return _Page(page.offset + limit, None, left, page.since)
        return _Page(0, found[limit - 1][SEQUENCE] if limit else 0, left, page.since)

    def _link(self, name: str, token: str) -> str:
        replaced = {"$skiptoken", "$deltatoken", "$skip"}
        pairs = parse_qsl(self.request.query, keep_blank_values=True)
        kept = [pair for pair in pairs if pair[0] not in replaced]
        query = urlencode([*kept, (name, token)], safe="$,'()")
        return f"{self.request.root}{self.entity_set.name}?{query}"

    def _context(self, shape: Shape, what: str = "") -> str:
        name = f"{self.entity_set.name}{shape.fragment()}{what}"
        return f"{self.request.root}$metadata#{name}"

    def _applied(self) -> dict[str, str]:
        known = ("maxpagesize", "track-changes")
        preferences = self.request.preferences
        applied = [
            f"odata.{name}={preferences[name]}".removesuffix("=")
            for name in known
            if name in preferences and (name != "track-changes" or self._tracked)
        ]
        return {"Preference-Applied": ",".join(applied)} if applied else {}

    def _delta_link(self, version: int) -> str:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return self._link("$deltatoken", f"{version}!{now}")

    def _delta(self, shape: Shape) -> Response:
        """What has changed since a token, in the order of the changes; raises Refused for one that is too old."""
        since = self._since(self._options["$deltatoken"])
        page = _Page(since=self.rows.store.version(), after=since)
        if "$skiptoken" in self._options:
            page = _read_token(self._options["$skiptoken"])
        limit = self._limit(page)
        changes = self._changes(page.after or 0, limit + 1)
        shown = Shown(self.rows, self.request)
        context = self._context(Shape(self.entity_set), "/$deletedEntity")
        value = [
            (
                {"@odata.context": context, "id": row["id"], "reason": "deleted"}
                if "reason" in row
                else shown.row(shape, row)
            )
            for row in changes[:limit]
        ]
        body = {"@odata.context": self._context(shape, "/$delta"), "value": value}
        if len(changes) > limit:
            page = _Page(0, changes[limit - 1][VERSION], None, page.since)
            link = self._link("$skiptoken", page.token())
            token = urlencode({"$deltatoken": self._options["$deltatoken"]}, safe="$")
            body["@odata.nextLink"] = f"{link}&{token}"
        else:
            body["@odata.deltaLink"] = self._delta_link(page.since or since)
        return Response(200, body, self._applied())

    def _since(self, token: str) -> int:
        version, _, moment = token.partition("!")
        try:
            given = datetime.fromisoformat(moment)
            since = int(version)
            old = datetime.now(UTC) - given > TOKEN_LIFE
        except (ValueError, TypeError):
            raise Refused(
                "bad-option", detail=f"'{token}' is no token of this service"
            ) from None
        store = self.rows.store
        if old or not store.floor() <= since <= store.version():
            raise Refused("expired-token")
        return since

    def _changes(self, after: int, most: int) -> list[Row]:
        """Rows and traces of deleted ones (with a `reason`) after a version."""
        table, version = quoted(self.entity_set.name), quoted(VERSION)
        row_id = quoted(self.entity_set.row_id)
        store = self.rows.store
        rows = store.select(
            f"SELECT * FROM {table} WHERE {version} > ? ORDER BY {version} LIMIT ?",
            (after, most),
        )
        gone = store.select(
            f"SELECT id, max(version) AS {version}, 'deleted' AS reason FROM \"$deleted\""
            " WHERE entity_set = ? AND version > ?"
            f" AND id NOT IN (SELECT {row_id} FROM {table})"
            f" GROUP BY id ORDER BY {version} LIMIT ?",
            (self.entity_set.name, after, most),
        )
        return sorted([*rows, *gone], key=lambda row: int(row[VERSION]))[:most]


def _read_token(token: str) -> _Page:
    try:
        return _Page(*json.loads(base64.urlsafe_b64decode(token)))
    except (ValueError, TypeError):
        raise Refused("bad-option", detail=f"'{token}' is no skip token") from None
