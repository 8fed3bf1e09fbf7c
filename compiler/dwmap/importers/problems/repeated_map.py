"""The rule `repeated-map`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["RepeatedMap"]


@dataclass(frozen=True)
class RepeatedMap(ImportProblem):
    """
    Two sections describe a map of the same name.

    ## Why it matters
    A name belongs to one map in a project. The later one is imported under a name of its own.

    ## Example
    ```markdown
    ### Contacts V2 (contacts)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CONTACTNUMBER | = | contactnumber |

    ### Contacts V2 (contacts)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CONTACTNUMBER | = | contactnumber |
    ```

    ## Instead
    ```markdown
    ### Contacts V2 (contacts)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CONTACTNUMBER | = | contactnumber |

    ### Vendor contacts (contacts)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CONTACTNUMBER | = | contactnumber |
    ```

    ## How to mend
    Remove the section if it is there twice; else rename one of the maps, by what tells them apart.
    """

    severity = Severity.WARNING
    span: Span
    first: Span
    title: str
    name: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.title}` is described twice",
            self.span,
            f"imported as `{self.name}`",
            Label(self.first, "first described here"),
        )
