"""The rule `gap-in-codes`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import SuspiciousProblem
from dwmap.source import Span

__all__ = ["GapInCodes"]


@dataclass(frozen=True)
class GapInCodes(SuspiciousProblem):
    """
    The codes of a long value map run on without a break, but for a few.

    ## Why it matters
    The missing code is a value that the other side knows and that fails here.

    ## Example
    ```dwmap
    valuemap PostingType : any <-> int {
      Type0 = 192350100
      Type1 = 192350101
      Type2 = 192350102
      Type3 = 192350103
      Type4 = 192350104
      Type5 = 192350105
      Type6 = 192350106
      Type8 = 192350108
      Type9 = 192350109
      Type10 = 192350110
      Type11 = 192350111
      Type12 = 192350112
      Type13 = 192350113
      Type14 = 192350114
      Type15 = 192350115
      Type16 = 192350116
      Type17 = 192350117
      Type18 = 192350118
      Type19 = 192350119
      Type20 = 192350120
    }
    ```

    ## Instead
    ```dwmap
    valuemap PostingType : any <-> int {
      Type0 = 192350100
      Type1 = 192350101
      Type2 = 192350102
      Type3 = 192350103
      Type4 = 192350104
      Type5 = 192350105
      Type6 = 192350106
      Type7 = 192350107
      Type8 = 192350108
      Type9 = 192350109
      Type10 = 192350110
      Type11 = 192350111
      Type12 = 192350112
      Type13 = 192350113
      Type14 = 192350114
      Type15 = 192350115
      Type16 = 192350116
      Type17 = 192350117
      Type18 = 192350118
      Type19 = 192350119
      Type20 = 192350120
    }
    ```

    ## How to mend
    Add the entry. If the code is not in use, leave the finding out for the file in `dwmap.toml`.
    """

    map: str
    missing: tuple[int, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        listed = ", ".join(str(code) for code in self.missing)
        return self._diagnostic(
            f"the codes of `{self.map}` run on without a break, but for {listed}",
            self.span,
        )
