"""Query functions of Dataverse that test for membership, said in the words of the standard."""

from __future__ import annotations

import json
import re
from typing import Final

from dwmap.sandbox.refusal import Refused

_FUNCTION: Final = re.compile(
    r"'(?:[^']|'')*'"
    r"|Microsoft\.Dynamics\.CRM\.(In|NotIn)\(\s*PropertyName\s*=\s*'(\w+)'\s*,\s*PropertyValues\s*=\s*"
)


def standard_words(text: str) -> str:
    """
    The filter with `In(PropertyName='x',PropertyValues=["a"])` as `(x in ('a'))`, and `NotIn` as its opposite.

    Raises Refused where the values are no list.
    """
    made: list[str] = []
    place = 0
    while (found := _FUNCTION.search(text, place)) is not None:
        made.append(text[place : found.start()])
        place = found.end()
        if found[1] is None:
            made.append(found[0])
            continue
        try:
            values, place = json.JSONDecoder().raw_decode(text, place)
        except ValueError:
            values = None
        if not isinstance(values, list) or not values or text[place : place + 1] != ")":
            raise Refused("bad-filter", detail=f"Syntax error in {found[1]}")
        place += 1
        inner = f"({found[2]} in ({', '.join(map(_literal, values))}))"
        made.append(inner if found[1] == "In" else f"(not {inner})")
    return "".join([*made, text[place:]])


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
