"""The rule `unknown-transform`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fixable, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownTransform"]


@dataclass(frozen=True)
class UnknownTransform(NameProblem):
    """
    A mapping line uses a value map, transform or state table that is declared nowhere.

    ## Why it matters
    The line cannot be compiled, so its value would never travel.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      IsOneTime       >< onetime : YesNoo
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      IsOneTime       >< onetime : YesNo
    }
    ```

    ## How to mend
    Write the name that the message proposes, or declare the value map.
    """

    fixable = Fixable.UNSAFE
    name: str
    span: Span
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"no value map, transform or state table is called `{self.name}`",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant),
        )
