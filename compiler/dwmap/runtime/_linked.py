"""
Which companies take part, as in the product the legal entities that a pair of environments links.

As long as none is linked all of them do. What belongs to another company is left alone on both ends: it is neither
created, changed nor deleted, and what it has there stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from ._errors import EndError
from ._store import Store

_TABLES = "CREATE TABLE IF NOT EXISTS company (code TEXT PRIMARY KEY){keyed}"


class LinkedCompanies:
    """The companies that a state links."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(_TABLES)

    def codes(self) -> list[str]:
        """Those that are linked, sorted; none means that all companies take part."""
        return [
            code
            for (code,) in self._store.rows("SELECT code FROM company ORDER BY code")
        ]

    def link(self, codes: Iterable[str]) -> list[str]:
        """Link companies, and no others if these are the first; returns all that are linked then."""
        self._store.run_many(
            "INSERT INTO company (code) VALUES (?) ON CONFLICT (code) DO NOTHING",
            [(code,) for code in sorted(set(codes))],
        )
        return self.codes()

    def unlink(self, codes: Collection[str]) -> list[str]:
        """
        Link companies no more; returns all that are linked then.

        Raises EndError for one that is not linked, and for the last one, after which all would be.
        """
        with self._store.transaction():
            known = self.codes()
            unknown = [code for code in codes if code not in known]
            if unknown:
                raise EndError(
                    f"{', '.join(unknown)}: not linked; linked are {', '.join(known) or 'all companies'}"
                )
            if set(known) == set(codes):
                raise EndError(
                    "the last company stays linked, for without any all take part; to leave all alone, stop the maps"
                )
            self._store.run_many(
                "DELETE FROM company WHERE code = ?", [(code,) for code in codes]
            )
            return self.codes()

    def link_all(self) -> None:
        """Let all companies take part."""
        self._store.run("DELETE FROM company")

    def chosen(self, companies: Sequence[str]) -> Sequence[str]:
        """The companies that a command is about, by default those that are linked; raises EndError for others."""
        linked = self.codes()
        others = [code for code in companies if linked and code not in linked]
        if others:
            raise EndError(
                f"{', '.join(others)}: not linked; linked are {', '.join(linked)}"
            )
        return companies or linked


class TakesPart:
    """Whether companies take part in one round."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self._codes = frozenset(codes)

    def __contains__(self, company: Any) -> bool:
        return not self._codes or company is None or str(company) in self._codes
