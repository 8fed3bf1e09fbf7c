"""What specs declare and a service does not have, told and kept for whoever judges it."""

from __future__ import annotations

from collections.abc import Container, Iterable

from dwmap.diagnostics import Report, suggest
from dwmap.importers.metadata.model import Table
from dwmap.importers.problems import NotInMetadata
from dwmap.syntax import ast


class Gone:
    """What is gone of one system."""

    def __init__(self, system: str, report: Report) -> None:
        self.service = f"the metadata of `{system}`"
        self.report = report
        self.found: list[NotInMetadata] = []

    def tell(
        self, what: str, name: ast.Name, owner: ast.QName, there: Iterable[str] = ()
    ) -> None:
        """Report a part of a declaration; `there` are the names that the service has in its place."""
        self._tell(what, name.text, owner.text, name, there)

    def tell_entity(self, qname: ast.QName, there: Iterable[str]) -> None:
        """Report an entity."""
        self._tell("entity", qname.text, "", qname.name, there)

    def tell_uses(
        self, used: Iterable[ast.Name], owner: str, table: Table, known: Container[str]
    ) -> None:
        """Report columns of an entity that maps use and nobody declares; `known` are the folded names of those declared."""
        if not table.is_whole:
            return
        there = [one.name for one in table.columns.values()]
        for one in used:
            if one.text.lower() not in known and table.column(one.text) is None:
                self._tell("field", one.text, owner, one, there, is_used=True)

    def _tell(
        self,
        what: str,
        shown: str,
        owner: str,
        name: ast.Name,
        there: Iterable[str],
        *,
        is_used: bool = False,
    ) -> None:
        meant = suggest(name.text, there)
        place = name.span
        problem = NotInMetadata(what, shown, owner, self.service, place, meant, is_used)
        self.found.append(problem)
        self.report.add(problem)
