"""The rule `broken-rule`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["BrokenRule"]


@dataclass(frozen=True)
class BrokenRule(ImportProblem):
    """
    A rule of a stored map says something that is not understood.

    ## Why it matters
    Which value goes where would be a guess. The rule is left out of the spec, and kept aside for an export.

    ## Example
    ```json
    {"legs": [{
      "sourceSchema": "Customers V3", "destinationSchema": "accounts",
      "fieldMappings": [
        {"syncDirection": 3, "sourceField": "CUSTOMERACCOUNT", "destinationField": "accountnumber"},
        {"syncDirection": 7, "sourceField": "NAME", "destinationField": "name"}
      ]
    }]}
    ```

    ## Instead
    ```json
    {"legs": [{
      "sourceSchema": "Customers V3", "destinationSchema": "accounts",
      "fieldMappings": [
        {"syncDirection": 3, "sourceField": "CUSTOMERACCOUNT", "destinationField": "accountnumber"},
        {"syncDirection": 3, "sourceField": "NAME", "destinationField": "name"}
      ]
    }]}
    ```

    ## How to mend
    `syncDirection` is 1 (to Dataverse), 2 (from it) or 3; a transform is a `ValueMap` or a `Default`. Write the line by hand.
    """

    span: Span
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span, "this rule is not imported")
