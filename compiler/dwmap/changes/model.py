"""The one model of a change and of what it does, whatever printed form it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Any, Literal, TypeAlias

from dwmap.changes.pairing import name_of
from dwmap.frozen import frozen
from dwmap.interpret.values import Record
from dwmap.ir.model import Direction, Node
from dwmap.source import Span

Remedy: TypeAlias = Literal["", "import", "choose"]
"""What settles a difference of an environment: nothing that is deployed, an import, or that the version there is chosen."""


class Weight(IntEnum):
    """
    How much a change endangers a running sync.

    `safe`: no record has another outcome. `note`: nothing happens to records. `caution`: some may have another outcome.
    `breaking`: some get another value, stop, or are refused. `destructive`: a stored value, a link or a
    record can be lost and cannot be computed again.
    """

    SAFE = 0
    NOTE = 1
    CAUTION = 2
    BREAKING = 3
    DESTRUCTIVE = 4

    @property
    def word(self) -> str:
        """As it is written in reports and options."""
        return self.name.lower()


Support: TypeAlias = Literal["proved", "sampled", "assumed"]
"""Every record there is was covered; records were tried; nothing was tried, the rule says so."""


class Obligation(Enum):
    """What must be done for a change, in the order of a rollout."""

    FREEZE_WRITES = "freeze-writes"
    DRAIN_QUEUE = "drain-queue"
    PAUSE = "pause"
    STOP = "stop"
    STATE_MIGRATION = "state-migration"
    RESTART = "restart"
    REKEY = "rekey"
    BACKFILL = "backfill"
    RESYNC = "resync"
    MANUAL_MERGE = "manual-merge"
    CLEANUP_ORPHANS = "cleanup-orphans"


@frozen
class Step:
    """A step from a project to a part of it: its kind, and its name then and now (None where it was not, or is not)."""

    kind: type[Node]
    before: str | None
    after: str | None

    @classmethod
    def of(cls, known: Node, one: Node | None, other: Node | None) -> Step:
        """The step to a part that was `one` and is `other`; `known` is one of them."""
        before = None if one is None else name_of(one)
        after = None if other is None else name_of(other)
        return cls(type(known), before, after)

    @property
    def name(self) -> str:
        """What the part is called, or was called last."""
        return self.after or self.before or ""


@dataclass(frozen=True)
class Change:
    """
    One difference: the part at `path`, or its `member`, was `before` and is `after`.

    Without a member the part itself was added (`before` is None) or removed. `old` and `new` are the part whose
    member it is.
    """

    path: tuple[Step, ...]
    member: str
    before: Any
    after: Any
    old: Node | None = None
    new: Node | None = None

    @property
    def declaration(self) -> Step | None:
        """The declaration that it belongs to; None for the project itself."""
        return self.path[0] if self.path else None

    @property
    def part(self) -> Step | None:
        """The part that it is a change of; None for the project itself."""
        return self.path[-1] if self.path else None


@dataclass(frozen=True)
class Judgement:
    """
    What a change does in one direction of a map: how much it weighs and how that is known.

    `witness` is a record of the side that is read, with what became of it before and what becomes of it now.
    """

    heading: Direction
    weight: Weight
    support: Support
    tried: int = 0
    witness: tuple[Record, str, str] | None = None
    reason: str = ""


@dataclass(frozen=True)
class Effect:
    """What depends on a change: a line of a map, or a map as a whole, and what becomes of it in each direction."""

    map: str
    target: str
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True)
class Finding:
    """
    A change under the rule that judges it. `symbol` names what changed, wherever it stands.

    `weight` is the worst of all directions. `effects` depend on it and have no findings of their own. `place` is given
    where it is not that of the changes; `remedy` is stated of drift alone.
    """

    rule: str
    symbol: str
    message: str
    before: str
    after: str
    weight: Weight
    support: Support
    map: str | None = None
    judgements: tuple[Judgement, ...] = ()
    effects: tuple[Effect, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    help: str = ""
    notes: tuple[str, ...] = ()
    remedy: Remedy = ""
    changes: tuple[Change, ...] = field(default=(), compare=False)
    place: Span | None = field(default=None, compare=False)

    def sort_key(self) -> tuple[int, str, str, str, str]:
        """The worst first, then by map, symbol and rule."""
        return (-self.weight, self.map or "", self.symbol, self.rule, self.after)
