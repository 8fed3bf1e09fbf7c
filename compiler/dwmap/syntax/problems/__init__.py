"""The rules of this phase, one file each: what cannot be read, and what can be read but is not the language."""

from dwmap.syntax.problems.deep_nesting import DeepNesting
from dwmap.syntax.problems.empty_reason import EmptyReason
from dwmap.syntax.problems.lone_equals import LoneEquals
from dwmap.syntax.problems.long_number import LongNumber
from dwmap.syntax.problems.misplaced_clause import MisplacedClause
from dwmap.syntax.problems.missing_clause import MissingClause
from dwmap.syntax.problems.mixed_path import MixedPath
from dwmap.syntax.problems.repeated_clause import RepeatedClause
from dwmap.syntax.problems.too_many_errors import TooManyErrors
from dwmap.syntax.problems.unclosed_block import UnclosedBlock
from dwmap.syntax.problems.unclosed_text import UnclosedText
from dwmap.syntax.problems.unexpected_text import UnexpectedText
from dwmap.syntax.problems.unknown_character import UnknownCharacter
from dwmap.syntax.problems.unknown_choice import UnknownChoice
from dwmap.syntax.problems.unknown_escape import UnknownEscape
from dwmap.syntax.problems.unopened_block import UnopenedBlock
from dwmap.syntax.problems.unreadable_filter import UnreadableFilter
from dwmap.syntax.problems.unsupported_filter import UnsupportedFilter
from dwmap.syntax.problems.wrong_type_size import WrongTypeSize

__all__ = [
    "DeepNesting",
    "EmptyReason",
    "LoneEquals",
    "LongNumber",
    "MisplacedClause",
    "MissingClause",
    "MixedPath",
    "RepeatedClause",
    "TooManyErrors",
    "UnclosedBlock",
    "UnclosedText",
    "UnexpectedText",
    "UnknownCharacter",
    "UnknownChoice",
    "UnknownEscape",
    "UnopenedBlock",
    "UnreadableFilter",
    "UnsupportedFilter",
    "WrongTypeSize",
]
