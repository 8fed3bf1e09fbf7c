"""The rule `unknown-sample-field`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, did_you_mean
from dwmap.examples.problems.topic import SampleProblem
from dwmap.source import Span

__all__ = ["UnknownSampleField"]


@dataclass(frozen=True)
class UnknownSampleField(SampleProblem):
    """
    A sample record has a field that its entity does not have.

    ## Why it matters
    Its values would be read by no line of the map, and the file would test less than it seems to.

    ## Example
    ```csv
    CustomerAcount,PartyType
    US-001,Organization
    ```

    ## Instead
    ```csv
    CustomerAccount,PartyType
    US-001,Organization
    ```

    ## How to mend
    Write the field as the entity declares it. A field behind a lookup is written as a path:
    `msdyn_company.cdm_companycode`.
    """

    name: str
    entity: str
    known: tuple[str, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.entity}` has no field `{self.name}`",
            self.span,
            help=did_you_mean(self.name, self.known),
        )
