"""What was found out about lines before, by one process, for the next version of the same project."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dwmap.ir.model import Project
    from dwmap.prove.trips import Memo


@dataclass
class KnownOutcomes:
    """
    Outcomes of trips, for as long as what lines refer to by name stays as it is.

    An outcome is kept under all that it depends on but the declarations of enums and transforms.
    """

    _declared: tuple[Any, ...] = ()
    _outcomes: Memo = field(default_factory=dict)

    def of(self, project: Project) -> Memo:
        """The outcomes that hold in a project, to be read and added to."""
        declared = (
            *(project.enums, project.value_maps, project.states, project.transforms),
        )
        if declared != self._declared:
            self._declared = declared
            self._outcomes = {}
        return self._outcomes
