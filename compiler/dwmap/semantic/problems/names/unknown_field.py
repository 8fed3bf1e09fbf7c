"""The rule `unknown-field`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fixable, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownField"]


@dataclass(frozen=True)
class UnknownField(NameProblem):
    """
    A field that an entity does not have, and whose name looks like one that it has.

    ## Why it matters
    The line would read or write a column that does not exist, and every record would fail. The product reports it as
    DIPV1022 (source), DIPV1025 (target) or DIPV1012 (filter).

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Name            = nmae
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Name            = name
    }
    ```

    ## How to mend
    Write the name that the message proposes. If the field is a new one, declare it in its entity.
    """

    fixable = Fixable.UNSAFE
    name: str
    entity: str
    span: Span
    meant: tuple[str, ...]
    help: str | None = None

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` is no field of `{self.entity}`",
            self.span,
            help=self.help or did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant),
        )
