"""The rule `unknown-variant`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fixable, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownVariant"]


@dataclass(frozen=True)
class UnknownVariant(NameProblem):
    """
    A map belongs to a variant, or to a choice of one, that is not declared.

    ## Why it matters
    The map would never be part of a build, and its records would never be synchronized.

    ## Example
    ```dwmap
    variant design { extended, basic }
    map Customers : fo.Customers <-> ce.accounts when design is basc {
      CustomerAccount = accountnumber
    }
    ```

    ## Instead
    ```dwmap
    variant design { extended, basic }
    map Customers : fo.Customers <-> ce.accounts when design is basic {
      CustomerAccount = accountnumber
    }
    ```

    ## How to mend
    Write a choice that the variant has, or add the choice to the variant.
    """

    fixable = Fixable.UNSAFE
    name: str
    span: Span | None
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        where = "" if self.span else ", but `dwmap.toml` chooses it"
        return self._diagnostic(
            f"no variant or choice is called `{self.name}`{where}",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=self._fix(self.span, self.meant) if self.span else None,
        )
