# Copied by dwmap from its runtime. Do not edit.
"""One leg of an initial synchronization at work: batches of source rows in, target rows and links out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ._ahead import Ahead
from ._errors import DuplicateKey, RecordError, Stale
from ._images import Images
from ._inactive import activate, as_active, wakes
from ._incoming import Incoming, Prepared
from ._intents import Intents
from ._keys import key_text
from ._leg import Leg
from ._master import Master
from ._model import Record
from ._outcome import Failure, LegResult, failure_of
from ._reading import plan_reading, row_text
from ._spill import RowsByKey, Settled
from ._state import State
from ._strangers import Strangers
from ._write import Line, Refused, Send, write_changed, write_new


class Pair(NamedTuple):
    """A line to write over a standing row, and the fields in which they differ."""

    line: Line
    standing: Record
    fields: frozenset[str]


class LegRun:
    """
    The state of one leg while it runs.

    `standing` is what the target has, by key; None while rows are asked for batch by batch. `settled` are
    the target keys of all records that now stand on both ends as the map wants them.
    """

    def __init__(
        self,
        leg: Leg,
        state: State,
        result: LegResult,
        companies: Sequence[str],
        batch_size: int,
    ) -> None:
        self.leg, self.state = leg, state
        self.result, self.counts = result, result.counts
        self.companies = companies
        self.settled = Settled()
        self._source, self._target = plan_reading(leg.source), plan_reading(leg.target)
        self._incoming = Incoming(leg, self._source, companies, batch_size, self.counts)
        self._fields = frozenset(leg.fields)
        self._updated = self._fields - leg.create_only
        self.master = Master(leg, self._updated)
        self._standing: RowsByKey | None = None
        self._forward = leg.direction == "forward"
        self._source_side = "left" if self._forward else "right"
        self._waiting = {
            failure.source_row: failure.id
            for failure in state.failures(maps=[leg.map.name])
            if failure.direction == leg.direction and self._answers_for(failure.field)
        }
        self._strangers = Strangers(
            leg.target_end, leg.target.table, state.position(leg.target_end.system.name)
        )
        self._images, self._intents = Images(leg, state), Intents(leg, state)
        # The pairs of the batch at hand, by source row: the target row, and whether the pair is frozen.
        self._linked: Mapping[str, tuple[str, int]] = {}
        self._failures: list[Failure] = []
        self._passed_over: set[str] = set()
        # The pairs of the batch at hand whose partner is inactive and becomes active.
        self._asleep: list[Pair] = []

    def _answers_for(self, field: str) -> bool:
        """Whether this pass shows that a failure at `field` is over: one that leaves the field out does not."""
        leg = self.leg
        return (
            leg.whole
            or field in leg.fields
            or (leg.creates and field not in leg.written)
        )

    # What comes in

    def batches(self, settled: Settled | None) -> Iterator[Prepared]:
        """The source rows of this leg, transformed, without those that a forward leg settled and this one may not touch."""
        self._ahead = Ahead(map(self._incoming.prepared, self._read(settled)))
        return self._ahead

    def _read(self, settled: Settled | None) -> Iterator[list[Record]]:
        """The rows; a backward leg that may touch no settled ones reads the keys first."""
        if (
            settled is None
            or self.master.is_source
            or not self._fields <= self.master.two_way
        ):
            self._load_standing()
            yield from self._incoming.all_rows()
            return
        rest = self._incoming.few_unsettled(settled)
        if rest is None:
            self._load_standing()
            yield from self._incoming.unsettled_rows(settled)
        else:
            yield from self._incoming.with_keys(rest)

    def _load_standing(self) -> None:
        self._standing = RowsByKey()
        for rows in self.leg.target_end.read(
            self.leg.target.table, self._target.paths, companies=self.companies
        ):
            self._standing.add(list(map(self.leg.standing_key, rows)), rows)

    @cached_property
    def _has_links(self) -> bool:
        """Whether there were pairs before this leg wrote any."""
        found = self.state.has_links(self.leg.map.name)
        if found and not self._forward:
            self.state.index_links()
        return found

    def _find_linked(self, lines: Sequence[Line]) -> None:
        if not self._has_links:
            return
        rows = [line.source_row for line in lines]
        links = self.state.links(self.leg.map.name, self._source_side, rows)
        self._linked = {
            row: (link.right_row if self._forward else link.left_row, link.frozen)
            for row, link in links.items()
        }

    # One batch

    def take(self, batch: Prepared) -> None:
        """Carry one batch over, in one transaction of the target."""
        self.counts.read += len(batch.rows)
        lines = self._lines(batch)
        all_standing = self._standing
        if all_standing is None:
            all_standing = RowsByKey()
            keys = {line.key for line in lines}
            found = list(self._target.find_keys(self.leg.target_end, keys))
            all_standing.add(list(map(self.leg.standing_key, found)), found)
        lines = self._without_doubles(lines, all_standing.doubles)
        self._find_linked(lines)
        standing = all_standing.of(line.key for line in lines)
        self._asleep = []
        new, changed, same = self._classify(lines, standing)
        done = same
        if new or changed or self._asleep:
            self._guard(changed)
            with self.leg.target_end.transaction(self.leg.origin):
                # A service tells what changed page by page, which is too long where nothing is written over.
                if changed or self._asleep or self.leg.target_end.tells_columns:
                    self._strangers.look()
                lost = self._wake({pair.line.source_row for pair in changed})
                changed = [one for one in changed if one.line.source_row not in lost]
                done = [one for one in done if one[0].source_row not in lost]
                if self._strangers:
                    new, changed = self._left_alone(new, changed)
                if self._intents.wanted:
                    self._intents.note(self._about_to_write(new, changed))
                done = done + self._write(new, changed)
            self.leg.lookups.forget(self.leg.target.table)
        if len(done) < len(lines):
            still_open = {line.key for line in lines}
            self.settled.leave_open(still_open.difference(line.key for line, _ in done))
        self._keep(batch.rows, done)

    def _lines(self, batch: Prepared) -> list[Line]:
        rows, lines, failed = batch
        self.counts.out_of_scope += len(rows) - len(lines) - len(failed)
        if self.leg.creates:
            for record, source_row, error in failed:
                self._fail(record, source_row, error)
        else:
            # The first pass has said so already.
            self.counts.skipped += len(failed)
            self._passed_over |= {source_row for _, source_row, _ in failed}
        return lines

    def _sent(self, send: Send) -> Refused:
        """Have the target take rows, and read and transform the next ones meanwhile, unless that is one database."""
        ends = self.leg.source_end, self.leg.target_end
        if not ends[1].in_threads or ends[0].url == ends[1].url:
            return send()
        return self._ahead.during(send)

    def _without_doubles(self, lines: list[Line], doubles: set[Record]) -> list[Line]:
        keys = [line.key for line in lines]
        once = set(keys) - doubles
        seen = self.settled.seen.add(once)
        if not seen and len(once) == len(keys):
            return lines
        kept = []
        for line in lines:
            if line.key in seen or line.key in doubles:
                end = self.leg.source_end if line.key in seen else self.leg.target_end
                self._fail(
                    line.record,
                    line.source_row,
                    self._double(line.key, end.system.name),
                )
            else:
                kept.append(line)
                seen.add(line.key)
        return kept

    def _double(self, key: Record, system: str) -> DuplicateKey:
        return DuplicateKey(
            self.leg.target.key[0],
            key,
            f"map {self.leg.map.name}: more than one record of {system} has the key {key_text(key)}",
            "make the key unique; the first record travelled, the others wait",
        )

    def _classify(
        self, lines: Sequence[Line], standing: Mapping[Record, Record]
    ) -> tuple[list[Line], list[Pair], list[tuple[Line, str]]]:
        leg = self.leg
        if not standing and leg.creates and not self._linked and not leg.late:
            return list(lines), [], []
        new: list[Line] = []
        changed: list[Pair] = []
        same: list[tuple[Line, str]] = []
        for line in lines:
            row = standing.get(line.key)
            if leg.late:
                seen = self._beside(line, row)
                if seen is None:
                    continue
                line = seen
            if row is None:
                if leg.creates:
                    new.append(line)
                else:
                    self._pass_over(line)
            elif self._is_frozen(line, row):
                self._pass_over(line)
            elif leg.of_written(line.written) == leg.of_standing(row):
                self.counts.unchanged += 1
                same.append((line, row_text(self._target.identity(row))))
            else:
                self._weigh(line, row, changed, same)
        return new, changed, same

    def _beside(self, line: Line, row: Record | None) -> Line | None:
        try:
            written, kept = self.leg.beside(line.record, line.written, row)
            return line._replace(written=written, kept=kept)
        except RecordError as error:
            self._fail(line.record, line.source_row, error)
            return None

    def _pass_over(self, line: Line) -> None:
        self.counts.skipped += 1
        self._passed_over.add(line.source_row)

    def _is_frozen(self, line: Line, row: Record) -> bool:
        """Whether the pair left the filter; it thaws when both ends are back inside."""
        known = self._linked.get(line.source_row)
        if known is None or not known[1]:
            return False
        record, scope = self._target.records([row])[0], self.leg.target.in_scope
        if scope(record):
            return False
        if wakes(self.leg, self.leg.map.on_leave):
            active = as_active(self.leg, record)
            if active is not None and scope(active):
                self._asleep.append(Pair(line, row, frozenset()))
                return False
        return True

    def _weigh(
        self,
        line: Line,
        row: Record,
        changed: list[Pair],
        same: list[tuple[Line, str]],
    ) -> None:
        other = self._target.records([row])[0]
        weighed = self.master.weigh(line, row, other)
        if weighed.gave_way:
            self.counts.kept_master += 1
        if weighed.fields:
            changed.append(Pair(weighed.line, row, weighed.fields))
            return
        if not weighed.gave_way:
            self.counts.unchanged += 1
        same.append((weighed.line, row_text(self._target.identity(row))))

    def _left_alone(
        self, new: list[Line], changed: list[Pair]
    ) -> tuple[list[Line], list[Pair]]:
        """Pass over the rows that users changed meanwhile; a row that they deleted is not made again."""
        new, gone = self._strangers.part(new, lambda line: self.leg.new_row(line.key))
        changed, theirs = self._strangers.part(
            changed, lambda pair: self._target.identity(pair.standing)
        )
        for line in (*gone, *(pair.line for pair in theirs)):
            self._pass_over(line)
        return new, changed

    def _guard(self, changed: list[Pair]) -> None:
        """Have rows updated only as they are now, where nothing else tells that somebody changes them meanwhile."""
        end = self.leg.target_end
        if changed and not end.tells_columns and self._strangers.watched:
            with end.guarded():
                self._target.find_rows(
                    end, [self._target.identity(pair.standing) for pair in changed]
                )

    # What goes out

    def _wake(self, changed: set[str]) -> set[str]:
        """Make rows active again whose records came back; returns the source rows of which that cannot be said."""
        pairs, theirs = self._strangers.part(
            self._asleep, lambda pair: self._target.identity(pair.standing)
        )
        rows = [self._target.identity(pair.standing) for pair in pairs]
        refused = activate(self.leg, rows) if rows else {}
        for position, pair in enumerate(pairs):
            if position in refused:
                self._fail(pair.line.record, pair.line.source_row, refused[position])
            elif pair.line.source_row not in changed:
                self.counts.unchanged -= 1
                self.counts.updated += 1
        lost = [*theirs, *(pairs[position] for position in refused)]
        return {pair.line.source_row for pair in lost}

    def _about_to_write(
        self, new: list[Line], changed: list[Pair]
    ) -> Iterator[tuple[Line, frozenset[str], Any]]:
        yield from ((line, self._fields, None) for line in new)
        for pair in changed:
            yield pair.line, pair.fields, self._target.records([pair.standing])[0]

    def _write(self, new: list[Line], changed: list[Pair]) -> list[tuple[Line, str]]:
        made = write_new(self.leg, new, self._fields, self._sent)
        lines = [pair.line for pair in changed]
        identities = [self._target.identity(pair.standing) for pair in changed]
        kept = write_changed(self.leg, lines, identities, self._updated)
        self.counts.created += len(made.done)
        self.counts.updated += len(kept.done)
        for line, error in (*made.refused, *kept.refused):
            if isinstance(error, Stale):
                self._pass_over(line)
            else:
                self._fail(line.record, line.source_row, error)
        return made.done + kept.done

    def _fail(self, record: Any, source_row: str, error: RecordError) -> None:
        self.counts.failed += 1
        self._failures.append(failure_of(self.leg, "update", source_row, record, error))

    def _keep(self, rows: Sequence[Record], done: Sequence[tuple[Line, str]]) -> None:
        """Keep the pairs that are new, the failures of this batch, and forget those that are over."""
        linked, name = self._linked, self.leg.map.name
        masks = self.leg.masks
        links, same_text = [], self._source.identity_is_key and not masks.keys
        for line, target_row in done:
            if linked and linked.get(line.source_row) == (target_row, 0):
                continue
            own, other = self.leg.source_key(line.record), line.key
            if masks.keys:
                own, other = masks.key(own), masks.key(other)
            own_text = None if same_text else key_text(own)
            key = None if own == other else key_text(other)
            if self._forward:
                link = (name, line.source_row, target_row, own_text, key, None, None, 0)
            else:
                own_text, key = key_text(own), key_text(other)
                link = (name, target_row, line.source_row, key, own_text, None, None, 0)
            links.append(link)
        over, images = self._over(rows), done and self._images.wanted
        if links or self._failures or over or images:
            with self.state.transaction():
                self._images.save_lines(done)
                if images:
                    self._intents.forget(line for line, _ in done)
                self.state.save_links(links)
                self.state.save_failures(self._failures)
                self.state.drop_failures(over)
        self._failures, self._passed_over = [], set()

    def _over(self, rows: Sequence[Record]) -> list[str]:
        """The failures whose records travelled or left the scope."""
        if not self._waiting:
            return []
        still = {failure.source_row for failure in self._failures} | self._passed_over
        present = {row_text(self._source.identity(row)) for row in rows}
        return [self._waiting[row] for row in present - still if row in self._waiting]
