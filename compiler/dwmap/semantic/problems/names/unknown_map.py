"""The rule `unknown-map`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fixable, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownMap"]


@dataclass(frozen=True)
class UnknownMap(NameProblem):
    """
    A dependency, extension, example or sample names a map that does not exist.

    ## Why it matters
    The order of the initial synchronization cannot be planned around a map that is not there.

    ## Example
    ```dwmap
    map Groups : fo.Groups <-> ce.groups { Code = code }
    map Customers : fo.Customers <-> ce.accounts {
      depends on Grops
      CustomerAccount = accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Groups : fo.Groups <-> ce.groups { Code = code }
    map Customers : fo.Customers <-> ce.accounts {
      depends on Groups
      CustomerAccount = accountnumber
    }
    ```

    ## How to mend
    Write the name that the message proposes, or take the mention of a map that is gone away.
    """

    fixable = Fixable.UNSAFE
    name: str
    span: Span
    meant: tuple[str, ...]
    now: str | None = None
    """What a map of that name is called since it was renamed."""

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"no map is called `{self.name}`",
            self.span,
            help=self._called(self.now) or did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant, self.now),
        )
