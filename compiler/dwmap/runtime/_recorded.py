"""A state in which the work of one write can be undone although it was kept step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from ._outcome import Failure
from ._state import Link, State

_SIDES = ("left", "right")


class Recorded(State):
    """
    The same state, which remembers what it replaces.

    A write to a service cannot keep the state in one open transaction: what it intends has to be on the
    disk before it is sent.
    """

    undo: list[Callable[[], None]]

    def __init__(self, state: State) -> None:
        # The same connection: what one of them begins the other is inside of.
        self.__dict__ = vars(state)
        self.undo = []

    def forget(self) -> None:
        """What was done stays."""
        self.undo.clear()

    def take_back(self) -> None:
        """Bring links, images and failures back to what they were when it was forgotten last."""
        with self.transaction():
            while self.undo:
                self.undo.pop()()

    def save_links(self, links: Iterable[tuple[Any, ...]]) -> None:
        """As `State` does."""
        kept = [Link(*each) for each in links]
        self._remember((each.map, each.left_row) for each in kept)
        super().save_links(kept)

    def drop_links(self, map_name: str, left_rows: Iterable[str]) -> None:
        """As `State` does."""
        rows = list(left_rows)
        self._remember((map_name, row) for row in rows)
        super().drop_links(map_name, rows)

    def save_images(self, images: Iterable[tuple[str, str, str, str]]) -> None:
        """As `State` does."""
        kept = list(images)
        self._remember((map_name, row) for map_name, row, _, _ in kept)
        super().save_images(kept)

    def save_intents(
        self, intents: Iterable[tuple[str, ...]], *, replace: bool = True
    ) -> None:
        """The journal of the write knows what is meant."""

    def _remember(self, pairs: Iterable[tuple[str, str]]) -> None:
        for map_name, row in pairs:
            links = list(self.links(map_name, "left", [row]).values())
            images = list(self._images(map_name, row))
            self.undo.append(partial(self._restore, map_name, row, links, images))

    def _images(self, map_name: str, row: str) -> Iterator[tuple[str, str, str, str]]:
        for side in _SIDES:
            for marks in self.images(map_name, side, [row]).values():
                yield map_name, row, side, marks

    def _restore(
        self,
        map_name: str,
        row: str,
        links: Sequence[Link],
        images: Sequence[tuple[str, str, str, str]],
    ) -> None:
        super().drop_links(map_name, [row])
        super().save_links(links)
        super().save_images(images)

    def save_failures(self, failures: Iterable[Failure]) -> None:
        """As `State` does."""
        kept = list(failures)
        self._remember_failures(each.id for each in kept)
        super().save_failures(kept)

    def drop_failures(self, ids: Iterable[str]) -> None:
        """As `State` does."""
        kept = list(ids)
        self._remember_failures(kept)
        super().drop_failures(kept)

    def _remember_failures(self, ids: Iterable[str]) -> None:
        for id in ids:
            self.undo.append(partial(self._restore_failure, id, self.failures(id=id)))

    def _restore_failure(self, id: str, before: Sequence[Failure]) -> None:
        super().drop_failures([id])
        super().save_failures(before)
