"""Service protection: how many requests a user may send in a sliding window."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Final


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in so many seconds."""

    requests: int
    seconds: float


PRODUCT_LIMIT: Final = Limit(6000, 300)
"""What both products document for a user."""


class Window:
    """The requests of the last seconds, user by user; `clock` is for tests."""

    def __init__(self, limit: Limit, clock: Callable[[], float] = monotonic) -> None:
        self.limit = limit
        self._clock = clock
        self._sent: dict[str, deque[float]] = {}

    def reset(self) -> None:
        """Forget all requests."""
        self._sent.clear()

    def admit(self, user: str) -> int | None:
        """Count a request; where it is one too many, the seconds after which to try again."""
        now = self._clock()
        sent = self._sent.setdefault(user, deque())
        while sent and sent[0] <= now - self.limit.seconds:
            sent.popleft()
        if len(sent) >= self.limit.requests:
            return max(1, ceil(sent[0] + self.limit.seconds - now))
        sent.append(now)
        return None

    def left(self, user: str) -> int:
        """How many requests the user may still send now."""
        return self.limit.requests - len(self._sent.get(user, ()))
