"""Which row of the target is the partner of a record that changed: by the link of the pair, else by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ._errors import DuplicateKey
from ._leg import Leg
from ._model import Record
from ._notes import Work
from ._reading import Reading, identity_of, row_text
from ._state import Link, State


class Partners(NamedTuple):
    """Finds the partners in one direction of a map; `source` and `target` say how both tables are read."""

    leg: Leg
    state: State
    source: Reading
    target: Reading

    @property
    def forward(self) -> bool:
        """Whether the left side is the source."""
        return self.leg.direction == "forward"

    def find(self, works: Sequence[Work]) -> list[tuple[Work, DuplicateKey]]:
        """Set `standing` of each work; returns those whose key belongs to another record, with the error."""
        self._find_linked(works)
        lost = [work for work in works if work.standing is None]
        refused = self._find_by_key(lost)
        bad = {id(work) for work, _ in refused}
        return refused + self._twins([work for work in works if id(work) not in bad])

    def _find_linked(self, works: Sequence[Work]) -> None:
        linked: dict[str, list[Work]] = {}
        for work in works:
            if work.task.link is not None:
                linked.setdefault(self._row(work.task.link), []).append(work)
        rows = [identity_of(self.leg.target.table, text) for text in linked]
        for text, row in self.target.find_rows(self.leg.target_end, rows).items():
            for work in linked[text]:
                work.standing = row

    def _find_by_key(self, lost: Sequence[Work]) -> list[tuple[Work, DuplicateKey]]:
        keys = {work.line.key for work in lost}
        by_key: dict[Record, list[Record]] = {}
        for row in self.target.find_keys(self.leg.target_end, keys):
            by_key.setdefault(self.leg.standing_key(row), []).append(row)
        refused = []
        for work in lost:
            found = by_key.get(work.line.key, [])
            if len(found) > 1 or (found and self._is_taken(work, found[0])):
                refused.append((work, self._double(work.line.key)))
            elif found:
                work.standing = found[0]
        return refused

    def _twins(self, works: Sequence[Work]) -> list[tuple[Work, DuplicateKey]]:
        """Of several new records with one key only the first travels."""
        seen: set[Record] = set()
        twins = []
        for work in works:
            if work.standing is None and work.line.key in seen:
                twins.append((work, self._double(work.line.key)))
            seen.add(work.line.key)
        return twins

    def _is_taken(self, work: Work, row: Record) -> bool:
        """Whether a partner found by key belongs to another source row that is still there."""
        text = row_text(self.target.identity(row))
        side = "right" if self.forward else "left"
        link = self.state.links(self.leg.map.name, side, [text]).get(text)
        if link is None:
            return False
        other = link.left_row if self.forward else link.right_row
        if other == work.line.source_row:
            return False
        identity = identity_of(self.leg.source.table, other)
        found = self.source.find_rows(self.leg.source_end, [identity])
        records = self.source.records(list(found.values()))
        return any(
            self.leg.source_key(each) == self.leg.source_key(work.task.record)
            for each in records
        )

    def _double(self, key: Record) -> DuplicateKey:
        return DuplicateKey(
            self.leg.target.key[0],
            key,
            f"map {self.leg.map.name}: the key {self.leg.shown_key(key)} belongs to another record already",
            "make the key unique",
        )

    def _row(self, link: Link) -> str:
        return link.right_row if self.forward else link.left_row

    def identity(self, link: Link) -> Record:
        """The identity of a pair's row on the target."""
        return identity_of(self.leg.target.table, self._row(link))
