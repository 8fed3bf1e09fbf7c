"""The rule `refused-rule`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["RefusedRule"]


@dataclass(frozen=True)
class RefusedRule(ImportProblem):
    """
    A rule or a filter of a stored map says something that `dwmap check` refuses.

    ## Why it matters
    The rule contradicts itself, its table or another rule, so records would fail or overwrite each other. It is left out of the
    spec, and kept aside for an export. A filter stays in the spec, which has an error until it is mended: without it the map would carry other records.

    ## Example
    ```json
    {"legs": [{
      "sourceSchema": "Customers V3", "destinationSchema": "accounts",
      "fieldMappings": [
        {"syncDirection": 3, "sourceField": "CUSTOMERACCOUNT", "destinationField": "accountnumber"},
        {"syncDirection": 1, "sourceField": "ISACTIVE", "destinationField": "new_active", "valueTransforms": [
          {"transformType": "ValueMap", "valueMap": {"no": "False", "yes": "True"}},
          {"transformType": "Default", "defaultValue": "1.0"}
        ]}
      ]
    }]}
    ```

    ## Instead
    ```json
    {"legs": [{
      "sourceSchema": "Customers V3", "destinationSchema": "accounts",
      "fieldMappings": [
        {"syncDirection": 3, "sourceField": "CUSTOMERACCOUNT", "destinationField": "accountnumber"},
        {"syncDirection": 1, "sourceField": "ISACTIVE", "destinationField": "new_active", "valueTransforms": [
          {"transformType": "ValueMap", "valueMap": {"no": "False", "yes": "True"}},
          {"transformType": "Default", "defaultValue": "True"}
        ]}
      ]
    }]}
    ```

    ## How to mend
    Write the line by hand as it is meant; `dwmap explain` has a page on the rule that is named. An export then writes your line, and no longer the old one.
    """

    span: Span
    reason: str
    rule: str
    is_line: bool

    def diagnose(self) -> Diagnostic:
        label = "is not imported" if self.is_line else "stays in the spec"
        message = f"{self.reason} (`{self.rule}`)"
        return self._diagnostic(message, self.span, f"this {label}")
