"""What specs declare and a service does not have, told and kept for whoever judges it."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.diagnostics import Report, suggest
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

    def _tell(
        self, what: str, shown: str, owner: str, name: ast.Name, there: Iterable[str]
    ) -> None:
        meant = suggest(name.text, there)
        problem = NotInMetadata(what, shown, owner, self.service, name.span, meant)
        self.found.append(problem)
        self.report.add(problem)
