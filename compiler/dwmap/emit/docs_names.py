"""Names of pages and places on them: safe in every file system and in every address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_UNSAFE = re.compile(r"[^A-Za-z0-9_.]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z", re.IGNORECASE)
_LONGEST = 100


class Slug(str):
    """Text of letters, digits, `_`, `-`, `.` and `/` only: it needs no escaping anywhere."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A link within the documentation: the text, the page (without ending), and the place on it."""

    text: str
    page: Slug
    anchor: Slug = Slug()
    hint: str = ""


def slug(text: str) -> Slug:
    """`text` as a name of a file or an anchor; different texts may give the same one."""
    safe = _UNSAFE.sub("-", text).strip("-.")[:_LONGEST] or "x"
    return Slug(f"{safe}_" if _RESERVED.match(safe) else safe)


def slugs(texts: Iterable[str]) -> dict[str, Slug]:
    """A slug for each text, no two equal even where case does not count; best given sorted."""
    found: dict[str, Slug] = {}
    taken: set[str] = set()
    for text in dict.fromkeys(texts):
        found[text] = unique(slug(text), taken)
    return found


def unique(wanted: Slug, taken: set[str]) -> Slug:
    """`wanted`, numbered if it is taken already; it is taken from then on."""
    result, number = wanted, 1
    while result.lower() in taken:
        number += 1
        result = Slug(f"{wanted}-{number}")
    taken.add(result.lower())
    return result


def page(folder: str, name: Slug) -> Slug:
    """The page `name` of a folder of pages."""
    return Slug(f"{folder}/{name}")
