"""The rules of this phase: laws that are broken, one file each."""

from dwmap.prove.problems.crossing_maps import CrossingMaps
from dwmap.prove.problems.lossy_round_trip import LossyRoundTrip
from dwmap.prove.problems.open_scope import OpenScope
from dwmap.prove.problems.restless_line import RestlessLine
from dwmap.prove.problems.unfilled_lookup import UnfilledLookup

__all__ = [
    "CrossingMaps",
    "LossyRoundTrip",
    "OpenScope",
    "RestlessLine",
    "UnfilledLookup",
]
