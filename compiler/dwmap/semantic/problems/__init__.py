"""The mistakes of this phase, one module a topic."""

from dwmap.semantic.problems.keys import *  # noqa: F403
from dwmap.semantic.problems.lines import *  # noqa: F403
from dwmap.semantic.problems.names import *  # noqa: F403
from dwmap.semantic.problems.order import *  # noqa: F403
from dwmap.semantic.problems.suspicious import *  # noqa: F403
from dwmap.semantic.problems.types import *  # noqa: F403
