"""The rule `shared-source`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import SuspiciousProblem
from dwmap.source import Span

__all__ = ["SharedSource"]


@dataclass(frozen=True)
class SharedSource(SuspiciousProblem):
    """
    One field feeds a lookup and something else, and is read back from both.

    ## Why it matters
    On the way back the two may disagree about its value; the first one is taken. The product allows it for parts of lookups
    only and reports the others as DIPV1023, DIPV1026 or DIPV1029.

    ## Example
    ```dwmap
    entity fo.Periods {
      Number   string(20)
      Calendar string(20)
    }
    entity ce.periods {
      integration key number
      number   string(20)
      calendar -> ce.calendars?
      year     -> ce.calendars?
    }
    entity ce.calendars {
      integration key name
      name string(20)
    }
    map Periods : fo.Periods <-> ce.periods {
      Number   = number
      Calendar = calendar.name
      Calendar = year.name
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Periods {
      Number   string(20)
      Calendar string(20)
    }
    entity ce.periods {
      integration key number
      number   string(20)
      calendar -> ce.calendars?
      year     -> ce.calendars?
    }
    entity ce.calendars {
      integration key name
      name string(20)
    }
    map Periods : fo.Periods <-> ce.periods {
      Number   = number
      Calendar = calendar.name
      Calendar > year.name
    }
    ```

    ## How to mend
    Let one of the lines go one way only: the one whose value is not to be believed.
    """

    field: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.field}` is read back from two places, one of them a lookup",
            self.second,
            "and from here",
            Label(self.first, "read back from here"),
            help="let one of the lines go one way only",
        )
