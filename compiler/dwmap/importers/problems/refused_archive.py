"""The rule `refused-archive`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem

__all__ = ["RefusedArchive"]


@dataclass(frozen=True)
class RefusedArchive(ImportProblem):
    """
    An archive or a file of a solution is damaged, or made to harm whoever reads it.

    ## Why it matters
    What is cut off looks whole, and a name that leads out of a folder overwrites what is there. Nothing of it was read.

    ## Example
    A zip whose download broke off, one that grows a thousandfold, XML that declares entities.

    ## Instead
    The zip as the product exports it.

    ## How to mend
    Export the solution again. A larger one is unpacked, and the folder of the maps imported alone.
    """

    path: str
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.path}` {self.reason}",
            None,
            help="export the solution again; of one that is too large, unpack it and import the folder of the maps",
        )
