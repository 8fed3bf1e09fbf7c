"""
What changed in a service since the last look.

    delta links       Dataverse: creates, updates and deletes, each once
    modified column   elsewhere: rows whose moment of change is not older than the last look, less an overlap

The overlap is for transactions that end later than the moment they write; what was told already is not told
again. Deletes are not seen by a modified column.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

from .._errors import EndError
from .._keys import image_hash, key_text
from .._model import Column, Path, Record, Table
from .._paths import all_columns, identity_paths, type_column
from ._base import Change
from ._odata_http import Channel, Rejected
from ._odata_query import Plan, Planner
from ._odata_shape import Shapes
from ._odata_values import Style, encode_query

Versions: TypeAlias = dict[tuple[str, Record], tuple[str, str | None]]
_MOMENT = Column("", "datetime")
_MODIFIED = "modifiedon"


class Feed(ABC):
    """The changes of one service. A position is a JSON object: what was seen last, by table."""

    def __init__(
        self,
        channel: Channel,
        planner: Planner,
        shapes: Shapes,
        headers: Mapping[str, str],
        versions: Versions,
    ) -> None:
        self._channel, self._planner, self._shapes = channel, planner, shapes
        self._headers, self._versions = headers, versions
        self.tables: dict[str, Table] = {}
        self._looking_ahead = False
        self.anew: set[str] = set()
        """The tables that the last look read whole, so that it saw no deletes."""

    def watch(self, table: Table) -> None:
        """Begin with a table; raises EndError where the service keeps no changes of it."""
        self.check(table)
        self.tables.setdefault(table.table, table)

    @abstractmethod
    def check(self, table: Table) -> None:
        """Raise EndError where a table cannot be watched."""

    def unfit(self) -> str | None:
        """Why no table can be watched at all; None where some may."""
        return None

    def position(self) -> str:
        """The present end of the feed."""
        return json.dumps({name: self.start(t) for name, t in self.tables.items()})

    @abstractmethod
    def start(self, table: Table) -> Any:
        """The position behind everything in one table."""

    def changes(self, after: str) -> tuple[list[Change], str]:
        """The changes behind a position, by moment, and the next position; an unknown table is read whole."""
        known = json.loads(after) if after else {}
        found: list[Change] = []
        self.anew.clear()
        for name, table in self.tables.items():
            changes, known[name] = self.since(table, known.get(name))
            found += changes
        return sorted(found, key=lambda each: each.at), json.dumps(known)

    def look_ahead(self, table: Table, after: str) -> tuple[list[Change], str]:
        """The changes of one table behind a position, which `changes` will tell as well; none of an unknown table."""
        known = json.loads(after) if after else {}
        if table.table not in self.tables or known.get(table.table) is None:
            return [], after
        self._looking_ahead = True
        try:
            found, known[table.table] = self.since(table, known[table.table])
        finally:
            self._looking_ahead = False
        return found, json.dumps(known)

    @abstractmethod
    def since(self, table: Table, place: Any) -> tuple[list[Change], Any]:
        """The changes of one table behind a position, None for all of its rows."""

    def _pages(
        self, url: str, headers: Mapping[str, str]
    ) -> Iterator[Mapping[str, Any]]:
        link: str | None = url
        while link:
            page = self._channel.get(link, headers)
            yield page
            link = page.get("@odata.nextLink")

    def _update(
        self, table: Table, row: Record, version: str | None, at: datetime
    ) -> Change:
        """A row that is new or changed; one that stands as we wrote it bears our mark."""
        ours = self._versions.get((table.table, row))
        if not self._looking_ahead:
            self._versions.pop((table.table, row), None)
        origin = ours[1] if ours is not None and ours[0] == version else None
        return Change(table.table, "update", row, None, None, origin, at)


class DeltaFeed(Feed):
    """The delta links of Dataverse."""

    def check(self, table: Table) -> None:
        """The table must have change tracking switched on."""
        if not self._shapes.of(table).tracked:
            raise EndError(
                f"{table.system}: {table.table} cannot be watched: switch on `Track changes` in its properties"
            )

    def start(self, table: Table) -> str:
        """The delta link that comes with the last page of all rows."""
        return self._read(table, None)[1]

    def since(self, table: Table, place: Any) -> tuple[list[Change], Any]:
        """What the delta link gives; an expired one begins anew, with every row as a change."""
        try:
            return self._read(table, place)
        except Rejected as error:
            if place is None or error.status not in (400, 404, 410):
                raise
            self.anew.add(table.table)
            return self._read(table, None)

    def _read(self, table: Table, link: str | None) -> tuple[list[Change], str]:
        plan = self._planner.plan(table, _watched(table))
        headers = {**self._headers, "Prefer": "odata.track-changes"}
        changes: list[Change] = []
        delta = ""
        for page in self._pages(link or self._first(table, plan), headers):
            changes += self._told(table, plan, page["value"])
            delta = page.get("@odata.deltaLink") or delta
        if not delta:
            raise EndError(f"{table.system}: no delta link for {table.table}")
        return changes, delta.removeprefix(self._channel.root)

    def _first(self, table: Table, plan: Plan) -> str:
        known = _MODIFIED in self._shapes.of(table).types
        more = f",{_MODIFIED}" if known else ""
        return f"{plan.shape.entity_set}?{plan.options}{more}"

    def _told(
        self, table: Table, plan: Plan, rows: Sequence[Mapping[str, Any]]
    ) -> Iterator[Change]:
        now = datetime.now(UTC)
        for row in rows:
            if "reason" in row or "$deletedEntity" in row.get("@odata.context", ""):
                identity = (str(row["id"]).rpartition("(")[2].rstrip(")").lower(),)
                if not self._looking_ahead:
                    self._versions.pop((table.table, identity), None)
                yield Change(table.table, "delete", identity, None, None, None, now)
                continue
            [values] = plan.rows([row])
            text = row.get(_MODIFIED)
            at = datetime.fromisoformat(text) if text else now
            yield self._update(table, values[:1], row.get("@odata.etag"), at)


class _Stamped(NamedTuple):
    """A row with the moment of its last change, and a text that changes with any of its values."""

    identity: Record
    stamp: str
    image: str


class ModifiedFeed(Feed):
    """Rows by the moment of their last change, in `column`; `overlap` is in seconds."""

    style: Style
    column = ""
    overlap = 0.0

    def unfit(self) -> str | None:
        """A column must be named."""
        if self.column:
            return None
        return (
            "name the column with the moment of the last change, `?modified=COLUMN` at the end of its"
            " URL, or say `?watch=no` if nobody but us changes it"
        )

    def check(self, table: Table) -> None:
        """The table must have the column."""
        if reason := self.unfit():
            raise EndError(f"{table.system} cannot be watched: {reason}")
        types = self._shapes.of(table).types
        if types and self.column not in types:
            raise EndError(
                f"{table.system}: {table.table} cannot be watched: it has no column {self.column}"
            )

    def start(self, table: Table) -> Any:
        """The last moment, and what stands in the overlap before it."""
        newest = f"$orderby={self.column}%20desc&$top=1"
        rows = list(self._rows(table, newest))
        if not rows:
            return {"at": None, "seen": {}}
        return self.since(table, {"at": rows[0].stamp, "seen": {}})[1]

    def since(self, table: Table, place: Any) -> tuple[list[Change], Any]:
        """The rows that changed since, less those told before."""
        known: dict[str, str] = place["seen"] if place else {}
        last = place["at"] if place else None
        rows = list(self._rows(table, self._newer(table, last)))
        stamps = [row.stamp for row in rows] + ([last] if last else [])
        newest = max(stamps, key=_moment, default=None)
        changes = [
            self._update(table, row.identity, row.stamp, _moment(row.stamp))
            for row in rows
            if known.get(key_text(row.identity)) != row.image
        ]
        if newest is None:
            return changes, {"at": None, "seen": {}}
        begin = _moment(newest) - timedelta(seconds=self.overlap)
        seen = {
            key_text(row.identity): row.image
            for row in rows
            if _moment(row.stamp) >= begin
        }
        return changes, {"at": newest, "seen": seen}

    def _newer(self, table: Table, last: str | None) -> str:
        if last is None:
            return f"$filter={self.column}%20ne%20null"
        begin = _moment(last) - timedelta(seconds=self.overlap)
        edm = self._shapes.of(table).types.get(self.column, "")
        literal = self.style.literal(_MOMENT, edm, begin)
        return "$filter=" + encode_query(f"{self.column} ge {literal}")

    def _rows(self, table: Table, options: str) -> Iterator[_Stamped]:
        width = len(identity_paths(table))
        plan = self._planner.plan(table, _watched(table))
        url = f"{plan.shape.entity_set}?{plan.options},{self.column}&{options}"
        if self.style.finops:
            url += "&cross-company=true"
        for page in self._pages(url, self._headers):
            found = [row for row in page["value"] if row.get(self.column)]
            for row, values in zip(found, plan.rows(found), strict=True):
                stamp = row[self.column]
                # Two changes may bear the same moment, so that it does not tell them apart alone.
                image = f"{stamp} {image_hash(values)}"
                yield _Stamped(values[:width], stamp, image)


def _watched(table: Table) -> list[Path]:
    """The identity and then all other columns: a change of one that is not selected may not be told."""
    kinds = {type_column(each.column) for each in table.references if each.polymorphic}
    identity = identity_paths(table)
    names = [each.name for each in all_columns(table) if each.name not in kinds]
    return [*identity, *(path for n in names if (path := Path((n,))) not in identity)]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
