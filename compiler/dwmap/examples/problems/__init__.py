"""What can be wrong with a file of sample records, one file each."""

from dwmap.examples.problems.ambiguous_samples import AmbiguousSamples
from dwmap.examples.problems.broken_sample import BrokenSample
from dwmap.examples.problems.unknown_sample_field import UnknownSampleField
from dwmap.examples.problems.wrong_sample import WrongSample

__all__ = ["AmbiguousSamples", "BrokenSample", "UnknownSampleField", "WrongSample"]
