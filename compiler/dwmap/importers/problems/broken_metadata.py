"""The rule `broken-metadata`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem

__all__ = ["BrokenMetadata"]


@dataclass(frozen=True)
class BrokenMetadata(ImportProblem):
    """
    A file of metadata is cut off, in a broken encoding, too large, or hostile.

    ## Why it matters
    Half of a schema would look as if the other half were gone from the service. Nothing of the file was used.

    ## Example
    A download of `$metadata` that broke off, or XML that declares entities.

    ## Instead
    The whole answer of the service, byte by byte.

    ## How to mend
    Ask the service again, as with `curl -fsS -o metadata.xml URL/$metadata`.
    """

    path: str
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"`{self.path}` {self.reason}", None)
