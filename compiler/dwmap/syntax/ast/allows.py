"""What is accepted where it is found."""

from __future__ import annotations

from dwmap.frozen import frozen
from dwmap.source import Span
from dwmap.syntax.ast.names import Name


@frozen
class Allow:
    """`allow RULE "why"`: this finding is accepted here, for a reason."""

    rule: Name
    reason: str
    span: Span
