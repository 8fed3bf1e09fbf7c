"""
Which tests run one after the other, on one worker.

By their names: with pytest 9.2 the marks for it that pytest-xdist 3.8 knows are passed over in silence.
"""

from __future__ import annotations

from typing import Final

from xdist.scheduler import (  # type: ignore[import-untyped]  # it has none
    LoadScopeScheduling,
)

POSTGRESQL: Final = "postgresql"
_ON_POSTGRESQL: Final = (
    POSTGRESQL,
    "/test_workers.py::",
    "::test_a_constraint_that_is_put_off_is_looked_at_before_anything_is_committed",
    "::test_a_moment_meets_a_column_without_a_zone",
    "::test_another_schema_is_refused",
)
"""What the names of tests on PostgreSQL have in them; all are held against their marks when they are collected."""
_TOGETHER: Final = ("tests/demo/", "tests/packaging/")
"""Folders with a file whose fixture is dear: it is made once, not once a worker."""


def group_of(nodeid: str) -> str:
    """
    What runs together with a test; by default nothing does.

    PostgreSQL passes a change on once every transaction that began before it has ended, in the whole server: a test
    next door that holds one open would delay what another test waits for.
    """
    if any(one in nodeid for one in _ON_POSTGRESQL):
        return POSTGRESQL
    return next((one for one in _TOGETHER if nodeid.startswith(one)), nodeid)


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Gives the groups out first, the largest before the others, then each other test by itself."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
