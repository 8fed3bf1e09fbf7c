"""
Ends whose open transaction can be taken back as a whole, and shows in the feed what it has changed itself.

Databases are such ends and services are not. Writing through needs it: what an application has changed is
read from the feed before it is committed.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from .._errors import EndError
from ._base import Change, End

WRITING = "dwmap-write:"
"""How the marks of writes begin."""


class AtomicEnd(End):
    """What an end with transactions can do besides."""

    @abstractmethod
    def mark(self, origin: str) -> None:
        """Give what is written from here on another mark."""

    @abstractmethod
    def visible(self, after: str, mark: str | None = None) -> list[Change]:
        """
        The changes after a position that can be seen: all that are committed, and those of the transaction itself.

        With a mark only those that carry it, and those that carry none, which are users'. Unlike `changes` it
        waits for nobody, so a later look may find more of them before those found here.
        """

    def check(self) -> None:  # most ends check at once
        """Raise what the commit would raise, as far as that can be known before."""

    def witness(self, origin: str) -> None:  # an end in memory outlives no process
        """Leave a mark in the feed: evidence, with the first commit, that the transaction was committed."""

    def wait_for(self, origin: str) -> None:  # files know at once who is dead
        """Wait for a transaction with this mark whose process is dead, and which the server has not ended yet."""

    def has(self, origin: str, after: str) -> bool:
        """Whether a transaction with this mark was committed after a position."""
        return any(change.origin == origin for change in self.visible(after, origin))

    def connection(self) -> Any:
        """The SQLAlchemy connection of the open transaction; raises EndError where there is none."""
        raise EndError(f"{self.system.name} is no SQL database and has no connection")
