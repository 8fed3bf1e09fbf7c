"""The rule `unknown-metadata`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem

__all__ = ["UnknownMetadata"]

_KINDS = (
    "known are $metadata of OData 4 as XML or JSON, answers of Dataverse's metadata API, and those of /metadata/PublicEntities "
    "and /metadata/PublicEnumerations"
)


@dataclass(frozen=True)
class UnknownMetadata(ImportProblem):
    """
    A file to import as metadata is none that is known.

    ## Why it matters
    Nothing of it was used, and what it was meant to say is not checked.

    ## Example
    The page of a sign-in, saved in place of `$metadata`; OData 2, whose entity sets are described in another form.

    ## Instead
    `$metadata` of a service that speaks OData 4, or JSON of `EntityDefinitions`, `GlobalOptionSetDefinitions`,
    `PublicEntities` or `PublicEnumerations`.

    ## How to mend
    Look into the file: what a service answers to somebody who is not signed in is often a page for people.
    """

    path: str
    reason: str = ""

    def diagnose(self) -> Diagnostic:
        reason = self.reason or "is no metadata that is known"
        return self._diagnostic(f"`{self.path}` {reason}", None, help=_KINDS)
