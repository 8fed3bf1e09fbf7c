"""Queries to a service and the rows of their answers: page by page, many keys in one request."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from .._errors import EndError
from .._model import AnyPath, Record, Table
from .._paths import identity_paths
from ._odata_batch import Request, send_batch
from ._odata_http import Channel, Rejected, page_of
from ._odata_query import Plan, Planner, chunks
from ._odata_values import NoLiteral, encode_query

Noted: TypeAlias = dict[tuple[str, Record], str]
"""The versions of rows, by the name of their table and their identity."""

LARGEST_PAGE = 5000
# A query that is sent by itself stands in the request line, which servers keep short.
_SHORT, _LONG = 1500, 6000
_QUERIES_PER_BATCH = 20


class Reader:
    """Reads the tables of one service; `headers` go with every query."""

    def __init__(
        self,
        channel: Channel,
        planner: Planner,
        dialect: str,
        headers: Mapping[str, str],
    ) -> None:
        self._channel, self._planner = channel, planner
        self._dialect, self._headers = dialect, headers
        self._most = 100
        self._noted: Noted | None = None

    @contextmanager
    def noting(self) -> Iterator[Noted]:
        """Inside, the versions of the rows that are found are noted, where their identity was asked for."""
        outer, self._noted = self._noted, {}
        try:
            yield self._noted
        finally:
            self._noted = outer

    def find(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        by: Sequence[AnyPath],
        values: Collection[Record],
    ) -> list[Record]:
        plan = self._planner.plan(table, (*paths, *by))
        positions = range(len(paths), len(paths) + len(by))
        tests = []
        for value in dict.fromkeys(map(tuple, values)):
            try:
                tests.append(self._planner.equals(plan, positions, value))
            except NoLiteral:
                continue  # no row can have it
        rows, versions = self._ask(plan, tests)
        if self._noted is not None:
            self._note(self._noted, table, paths, rows, versions)
        width = len(paths)
        # Some services compare texts without regard to case; the caller does not.
        wanted = set(map(tuple, values))
        return [row[:width] for row in rows if row[width:] in wanted]

    def _note(
        self,
        noted: Noted,
        table: Table,
        paths: Sequence[AnyPath],
        rows: Sequence[Record],
        versions: Sequence[str],
    ) -> None:
        if set(identity := identity_paths(table)) <= set(paths):
            places = [paths.index(path) for path in identity]
            for row, version in zip(rows, versions, strict=True):
                if version:
                    noted[table.name, tuple(row[place] for place in places)] = version

    def _ask(self, plan: Plan, tests: Sequence[str]) -> tuple[list[Record], list[str]]:
        """
        The rows that pass one of the tests, and their versions as far as the service has any.

        A service that is asked too much at once is asked for less.
        """
        while True:
            try:
                filters = list(chunks(tests, _LONG, self._most))
                if len(filters) == 1 and len(filters[0]) <= _SHORT:
                    pages = self.pages(self.url(plan, filters[0]), LARGEST_PAGE)
                    found = [row for page in pages for row in page]
                else:
                    found = list(self._ask_in_batches(plan, filters))
                versions = [str(row.get("@odata.etag") or "") for row in found]
                return plan.rows(found), versions
            except Rejected as error:
                if self._most == 1 or len(tests) == 1 or error.status not in (400, 414):
                    raise
                self._most = max(1, min(self._most, len(tests)) // 4)

    def _ask_in_batches(
        self, plan: Plan, filters: Sequence[str]
    ) -> Iterator[dict[str, object]]:
        headers = {**self._headers, "Prefer": self._prefer(LARGEST_PAGE)}
        for start in range(0, len(filters), _QUERIES_PER_BATCH):
            asked = [
                Request("GET", self.url(plan, each), headers)
                for each in filters[start : start + _QUERIES_PER_BATCH]
            ]
            answers = send_batch(
                self._channel, asked, self._headers, atomic=False, repeatable=True
            )
            if len(answers) != len(asked):
                raise EndError(f"{self._channel.system}: a batch lacks answers")
            for answer in answers:
                if not answer.ok:
                    raise Rejected(
                        f"cannot read {self._channel.system}: {answer.reason}",
                        answer.status,
                    )
                page = page_of(self._channel.system, answer.text)
                yield from page["value"]
                if link := page.get("@odata.nextLink"):
                    for more in self.pages(link, LARGEST_PAGE):
                        yield from more

    def pages(self, url: str, size: int) -> Iterator[list[dict[str, object]]]:
        headers = {**self._headers, "Prefer": self._prefer(size)}
        link: str | None = url
        while link:
            page = self._channel.get(link, headers)
            yield page["value"]
            link = page.get("@odata.nextLink")

    def _prefer(self, size: int) -> str:
        prefer = f"odata.maxpagesize={size}"
        if self._dialect == "dataverse":
            name = "Microsoft.Dynamics.CRM.lookuplogicalname"
            prefer += f',odata.include-annotations="{name}"'
        return prefer

    def url(self, plan: Plan, filter: str) -> str:
        url = f"{plan.shape.entity_set}?{plan.options}"
        if filter:
            url += f"&$filter={filter}"
        return url + ("&cross-company=true" if self._dialect == "finops" else "")

    def company_filter(self, table: Table, companies: Sequence[str]) -> str:
        if table.company is None or not companies:
            return ""
        plan = self._planner.plan(table, (table.company,))
        tests = [self._planner.equals(plan, (0,), (each,)) for each in companies]
        return encode_query(" or ".join(tests))
