"""The rule `shared-folder`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["SharedFolder"]


@dataclass(frozen=True)
class SharedFolder(NameProblem):
    """
    Two solutions are declared in one folder.

    ## Why it matters
    A solution owns the files of its folder and of the folders below; each file belongs to exactly one. With two in a folder
    nobody knows with which one a map is shipped.

    ## Example
    ```dwmap
    solution CustomerMaster { version 1.0.0.0 }
    solution VendorMaster { version 1.0.0.0 }
    ```

    ## Instead
    ```dwmap customers/solution.dwmap
    solution CustomerMaster { version 1.0.0.0 }
    ```
    ```dwmap vendors/solution.dwmap
    solution VendorMaster { version 1.0.0.0 }
    ```

    ## How to mend
    Give each solution a folder of its own and move its maps there; no name changes by it.
    """

    name: str
    other: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` and `{self.other}` share a folder",
            self.second,
            "this is the second solution here",
            Label(self.first, "the files here belong to this one"),
            help="give each solution a folder of its own",
        )
