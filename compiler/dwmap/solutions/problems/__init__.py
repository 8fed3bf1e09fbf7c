"""What a solution cannot hold of a project, one file each."""

from dwmap.solutions.problems.broken_side_file import BrokenSideFile
from dwmap.solutions.problems.lost_policy import LostPolicy
from dwmap.solutions.problems.missing_component import MissingComponent
from dwmap.solutions.problems.not_in_dual_write import NotInDualWrite
from dwmap.solutions.problems.overlaid_map import OverlaidMap
from dwmap.solutions.problems.retired_map import RetiredMap
from dwmap.solutions.problems.table_not_exported import TableNotExported
from dwmap.solutions.problems.unseen_overlay import UnseenOverlay
from dwmap.solutions.problems.unused_side_file import UnusedSideFile
from dwmap.solutions.problems.unversioned_overlay import UnversionedOverlay

__all__ = [
    "BrokenSideFile",
    "LostPolicy",
    "MissingComponent",
    "NotInDualWrite",
    "OverlaidMap",
    "RetiredMap",
    "TableNotExported",
    "UnseenOverlay",
    "UnusedSideFile",
    "UnversionedOverlay",
]
