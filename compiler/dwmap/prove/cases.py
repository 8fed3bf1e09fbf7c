"""Records that stand for all records, or as many as can be tried."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

from dwmap.interpret.values import Value
from dwmap.prove.mentions import Mentions
from dwmap.prove.representatives import representatives

MOST: Final = 20_000
"""So many records are tried at most; a larger product is sampled."""

SAMPLES: Final = 400
"""So many of a product that is too large, or that stands for nothing."""


@dataclass(frozen=True)
class Cases:
    """
    Records over the paths of some conditions.

    `complete` means that each record there is answers every question like one of these.
    """

    choices: Mapping[str, tuple[Value, ...]]
    complete: bool

    @property
    def count(self) -> int:
        """How many records there are to try."""
        whole = prod(map(len, self.choices.values()))
        return whole if whole <= MOST else SAMPLES

    def __iter__(self) -> Iterator[dict[str, Value]]:
        names = list(self.choices)
        if prod(map(len, self.choices.values())) <= MOST:
            for values in product(*self.choices.values()):
                yield dict(zip(names, values, strict=True))
            return
        chance = random.Random(0)
        for _ in range(SAMPLES):
            yield {name: chance.choice(self.choices[name]) for name in names}


def cases_of(mentions: Mentions) -> Cases:
    """The records for what is asked of each path."""
    choices: dict[str, tuple[Value, ...]] = {}
    complete = True
    for path, mention in sorted(mentions.by_path.items()):
        values, all_of_them = representatives(mention, mentions.scope)
        choices[path] = tuple(values)
        complete &= all_of_them
    if prod(map(len, choices.values())) > MOST:
        complete = False
    return Cases(choices, complete)
