# Copied by dwmap from its runtime. Do not edit.
"""The source rows of one leg of an initial synchronization: all of them, or those that are not settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ._keys import picker
from ._leg import Leg
from ._model import Record
from ._outcome import Counts
from ._reading import Reading
from ._spill import Settled

# A backward leg that has at most so many rows left after its forward leg asks for them by key.
_FEW = 20_000


class Incoming(NamedTuple):
    """What a leg reads. Rows that are settled are counted and left out."""

    leg: Leg
    source: Reading
    companies: Sequence[str]
    batch_size: int
    counts: Counts

    def all_rows(self) -> Iterator[list[Record]]:
        """The rows in batches."""
        return self.leg.source_end.read(
            self.leg.source.table,
            self.source.paths,
            companies=self.companies,
            batch_size=self.batch_size,
        )

    def few_unsettled(self, settled: Settled) -> list[Record] | None:
        """The keys that are not settled; None where they are many, and then nothing is counted yet."""
        rest: list[Record] = []
        done = 0
        for keys in self.leg.source_end.read(
            self.leg.source.table,
            self.source.by_key,
            companies=self.companies,
            batch_size=self.batch_size,
        ):
            known = settled.among(keys)
            others = [each for each in keys if each not in known]
            done += len(keys) - len(others)
            rest += others
            if len(rest) > _FEW:
                return None
        self._settled(done)
        return rest

    def with_keys(self, keys: Sequence[Record]) -> Iterator[list[Record]]:
        """The rows that have these keys."""
        for start in range(0, len(keys), self.batch_size):
            wanted = set(keys[start : start + self.batch_size])
            yield list(self.source.find_keys(self.leg.source_end, wanted))

    def unsettled_rows(self, settled: Settled) -> Iterator[list[Record]]:
        """The rows that are not settled, out of all."""
        names = self.leg.source.record._fields
        key = picker([names.index(name) for name in self.leg.source.key])
        for rows in self.all_rows():
            own = list(map(key, rows))
            known = settled.among(own)
            others = [
                row for row, each in zip(rows, own, strict=True) if each not in known
            ]
            self._settled(len(rows) - len(others))
            yield others

    def _settled(self, rows: int) -> None:
        self.counts.read += rows
        self.counts.unchanged += rows
