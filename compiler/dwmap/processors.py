"""How many processes to work in, and how they are started."""

from __future__ import annotations

import os
import sys
from typing import Final

FORKS: Final = sys.platform == "linux"
"""Whether another process begins as a copy of this one, with all that it has read."""

_MOST: Final = 8


def usable() -> int:
    """The processors that this process may use, as far as more are of use to it."""
    count = (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )
    return min(count, _MOST)
