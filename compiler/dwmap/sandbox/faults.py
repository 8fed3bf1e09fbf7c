"""
Faults that a service can be told to have: which requests they hit, how often, and what then happens.

A fault has a kind, a `count` (without it, for ever), a `probability`, and a `match`: part of the method and the
path that it keeps to. Chance comes from a seed, so that a run can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias, get_args

FaultKind: TypeAlias = Literal[
    "latency",
    "throttle",
    "error",
    "half-batch",
    "drop-before",
    "drop-after",
    "truncate",
    "expire-token",
]


class BadFault(ValueError):
    """A fault that cannot be meant; the message says what is wrong."""


@dataclass
class Fault:
    """
    One fault. `seconds` is the delay of `latency`, `retry_after` the seconds that `throttle` and `error` say
    (None: they say nothing), `status` that of `error`, `after` the operations that `half-batch` commits and
    `then` what follows them: an error, or a connection that is dropped.
    """

    kind: FaultKind
    count: int | None = None
    probability: float = 1.0
    match: str = ""
    seconds: float = 1.0
    retry_after: int | None = None
    status: int = 503
    after: int = 1
    then: Literal["error", "drop"] = "error"
    injected: int = 0

    @property
    def spent(self) -> bool:
        """Whether it has happened as often as it was to."""
        return self.count is not None and self.injected >= self.count


_NUMBERS: Final = {"count", "retry_after", "status", "after"}
_FRACTIONS: Final = {"probability", "seconds"}
_MEMBERS: Final = {each.name for each in fields(Fault)} - {"injected"}


def fault_from(given: Mapping[str, object]) -> Fault:
    """The fault that a JSON object describes; raises BadFault."""
    unknown = sorted({*given} - _MEMBERS)
    if unknown:
        known = ", ".join(sorted(_MEMBERS))
        raise BadFault(f"a fault has no '{unknown[0]}'; it may have {known}")
    kinds = get_args(FaultKind)
    if given.get("kind") not in kinds:
        raise BadFault(f"the kind of a fault is one of {', '.join(kinds)}")
    if given.get("then", "error") not in ("error", "drop"):
        raise BadFault("'then' is error or drop")
    values: dict[str, Any] = {}
    for name, value in given.items():
        numbers = (int,) if name in _NUMBERS else (int, float, Decimal)
        number = isinstance(value, numbers) and not isinstance(value, bool)
        if name in _NUMBERS | _FRACTIONS:
            if value is None and name in ("count", "retry_after"):
                continue
            if not number or value < 0:  # type: ignore[operator]  # it is a number, or not looked at
                raise BadFault(f"'{name}' is a number, not {value!r}")
            values[name] = float(str(value)) if name in _FRACTIONS else value
        else:
            values[name] = str(value)
    if not 400 <= values.get("status", 503) <= 599:
        raise BadFault("'status' is that of an error, 400 to 599")
    return Fault(**values)


def fault_of_text(text: str) -> Fault:
    """The fault that `KIND,name=value,…` describes; raises BadFault."""
    kind, *rest = text.split(",")
    given: dict[str, object] = {"kind": kind.strip()}
    for part in rest:
        name, sign, value = part.partition("=")
        name = name.strip().replace("-", "_")
        if not sign:
            raise BadFault(f"'{part}' is not NAME=VALUE")
        try:
            if name in _NUMBERS:
                given[name] = int(value)
            elif name in _FRACTIONS:
                given[name] = float(value)
            else:
                given[name] = value.strip()
        except ValueError:
            raise BadFault(f"'{name}' is a number, not '{value}'") from None
    return fault_from(given)


class Faults:
    """The faults of a service, in the order in which they are asked."""

    def __init__(self, faults: Iterable[Fault] = (), seed: int = 0) -> None:
        self._given = tuple(faults)
        self._seed = seed
        self.reset()

    def reset(self) -> None:
        """Those of the beginning, as if none had happened."""
        self._chance = random.Random(self._seed)
        self._faults = [
            Fault(**{**asdict(each), "injected": 0}) for each in self._given
        ]

    def clear(self) -> None:
        """No faults from now on."""
        self._faults = []

    def add(self, fault: Fault) -> None:
        """One more, asked after those that are there."""
        self._faults.append(fault)

    def shown(self) -> list[dict[str, object]]:
        """The faults and how often each was injected."""
        return [asdict(each) for each in self._faults]

    def drawn(self, request_line: str) -> list[Fault]:
        """
        What happens to the request: every delay, and the first of the others.

        `request_line` is the method and the address, with what `match` is compared.
        """
        happening: list[Fault] = []
        for fault in self._faults:
            alone = fault.kind != "latency"
            if alone and any(each.kind != "latency" for each in happening):
                continue
            if self._hits(fault, request_line):
                fault.injected += 1
                happening.append(fault)
        return happening

    def _hits(self, fault: Fault, request_line: str) -> bool:
        if fault.spent or fault.match not in request_line:
            return False
        if fault.kind == "half-batch" and "$batch" not in request_line:
            return False
        if fault.kind == "expire-token" and "deltatoken" not in request_line:
            return False
        return fault.probability >= 1 or self._chance.random() < fault.probability
