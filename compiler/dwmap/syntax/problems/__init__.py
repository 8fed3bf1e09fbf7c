"""The mistakes of this phase: what cannot be read, and what can be read but is not the language."""

from dwmap.syntax.problems.misuse import (
    MisplacedClause,
    MissingClause,
    MixedPath,
    RepeatedClause,
    UnknownChoice,
    UnknownEscape,
    WrongTypeSize,
)
from dwmap.syntax.problems.reading import (
    DeepNesting,
    LongNumber,
    SyntaxProblem,
    TooManyErrors,
    UnclosedBlock,
    UnclosedText,
    UnexpectedText,
    UnknownCharacter,
    UnopenedBlock,
)

__all__ = [
    "DeepNesting",
    "LongNumber",
    "MisplacedClause",
    "MissingClause",
    "MixedPath",
    "RepeatedClause",
    "SyntaxProblem",
    "TooManyErrors",
    "UnclosedBlock",
    "UnclosedText",
    "UnexpectedText",
    "UnknownCharacter",
    "UnknownChoice",
    "UnknownEscape",
    "UnopenedBlock",
    "WrongTypeSize",
]
