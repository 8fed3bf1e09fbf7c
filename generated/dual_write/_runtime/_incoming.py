# Copied by dwmap from its runtime. Do not edit.
"""The source rows of one leg of an initial synchronization, all of them or those not settled, as lines to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ._errors import RecordError
from ._keys import picker
from ._leg import Leg
from ._model import Record
from ._outcome import Counts
from ._reading import Reading, row_text
from ._spill import Settled
from ._transform import transform_all
from ._write import Line

# A backward leg that has at most so many rows left after its forward leg asks for them by key.
_FEW = 20_000


class Prepared(NamedTuple):
    """Source rows, their lines, and those that cannot travel: record, text of the row, reason."""

    rows: Sequence[Record]
    lines: list[Line]
    failed: list[tuple[Any, str, RecordError]]


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

    def prepared(self, rows: Sequence[Record]) -> Prepared:
        """What can be known of rows without a look at the target; changes nothing, and may come beforehand."""
        leg = self.leg
        records = self.source.records(rows)
        sources = list(map(row_text, map(self.source.identity, rows)))
        kept, written, errors = transform_all(
            leg.source.in_scope, leg.transform, records
        )
        failed = [(records[n], sources[n], error) for n, error in errors.items()]
        if len(kept) != len(rows):
            records = [records[n] for n in kept]
            sources = [sources[n] for n in kept]
        keys = leg.target_keys(records, written)
        lines = list(map(Line, records, written, keys, sources))
        return Prepared(rows, lines, failed)

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
