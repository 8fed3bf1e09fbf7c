"""The rule `swapped-sides`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable, Label
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["SwappedSides"]


@dataclass(frozen=True)
class SwappedSides(LineProblem):
    """
    The sides of a line, or the ends of a map, stand the wrong way round.

    ## Why it matters
    The left side of every line belongs to the entity on the left of the map's heading, the right side to the one on the
    right. Each side names a field that only the other entity has, so every record would fail. The product reports it as
    DIPV1022 and DIPV1025.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      accountnumber = CustomerAccount
      Name          = name
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
    Exchange the two sides; a one-way operator is turned round with them. Where all lines stand the wrong way round,
    exchange the entities of the heading instead.
    """

    fixable = Fixable.UNSAFE
    left: Span
    right: Span
    left_entity: str
    right_entity: str
    op: Span | None = None
    turned_op: str = ""

    def diagnose(self) -> Diagnostic:
        edits = [Edit(self.left, self.right.text), Edit(self.right, self.left.text)]
        if self.op is not None and self.op.text != self.turned_op:
            edits.insert(1, Edit(self.op, self.turned_op))
        what = f"`{self.left.text}` and `{self.right.text}` are swapped"
        if self.op is None:
            return self._diagnostic(
                f"{what}: every line is written the other way round",
                self.left.to(self.right),
                help="exchange the two entities",
                fix=Fix("exchange them", tuple(edits), safe=False),
            )
        return self._diagnostic(
            f"{what}: each belongs to the other entity",
            self.left,
            f"a field of `{self.right_entity}`",
            Label(self.right, f"a field of `{self.left_entity}`"),
            help="exchange the two sides",
            fix=Fix("exchange them", tuple(edits), safe=False),
        )
