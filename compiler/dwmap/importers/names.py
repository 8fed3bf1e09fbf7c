"""Names of the language, made from the names and labels of foreign files."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

_LONGEST_FILE = 180
_NO_WORD = re.compile(r"\W+")
_PREFIX = re.compile(r"^[a-z][a-z0-9]{1,7}_")


LONGEST = 80
"""A label becomes a name of so many characters at most; the label itself is kept in full."""


def pascal(label: str) -> str:
    """`CDS sales order headers` as a name: `CDSSalesOrderHeaders`."""
    words = [word for word in _NO_WORD.split(label) if word]
    name = "".join(word[0].upper() + word[1:] for word in words)[:LONGEST]
    return name if name and not name[0].isdigit() else f"E{name}"


@lru_cache(maxsize=1 << 16)
def fold(label: str) -> str:
    """What two spellings of one name have in common: `Legal entities`, `LegalEntities`."""
    return "".join(char for char in label.casefold() if char.isalnum())


def set_of(table: str) -> str:
    """The name of a Dataverse table's set, as the product forms it."""
    if table.endswith("y") and table[-2:-1] not in "aeiou":
        return f"{table[:-1]}ies"
    return f"{table}es" if table.endswith(("s", "x", "ch", "sh")) else f"{table}s"


def singulars(set_name: str) -> tuple[str, ...]:
    """The names that a table with this set may have."""
    endings = (("ies", "y"), ("es", ""), ("s", ""))
    return tuple(
        set_name[: -len(old)] + new for old, new in endings if set_name.endswith(old)
    )


def file_name(name: str) -> str:
    """A name that every file system takes: what is too long is cut, and told apart by what it says."""
    data = name.encode()
    if len(data) <= _LONGEST_FILE:
        return name
    mark = sha256(data).hexdigest()[:8]
    return f"{data[: _LONGEST_FILE - 9].decode(errors='ignore')}_{mark}"


def bare_folder(name: str) -> str:
    """The folder of a solution with this name."""
    plain = "".join(
        c for c in name.lower() if c.isascii() and (c.isalnum() or c == "_")
    )
    return plain if plain[:1].isalpha() else f"s{plain}"


def bare(name: str) -> str:
    """A name without its publisher's prefix: `msdyn_taxgroups` is `taxgroups`."""
    return _PREFIX.sub("", name.lower())


def option_names(labels: dict[int, str]) -> dict[int, str]:
    """A name for each code: its label, told apart by the code where labels repeat."""
    plain = {code: _one_line(label) or str(code) for code, label in labels.items()}
    seen: set[str] = set()
    names = {}
    for code, label in plain.items():
        name = f"{label} {code}" if label.casefold() in seen else label
        seen.add(label.casefold())
        names[code] = name
    return names


def _one_line(label: str) -> str:
    return " ".join(label.replace("`", "'").split())


def unique(name: str, taken: set[str]) -> str:
    """`name`, or with a number behind it where that is taken (compared without case)."""
    chosen, number = name, 1
    while chosen.lower() in taken:
        number += 1
        chosen = f"{name}_{number}"
    taken.add(chosen.lower())
    return chosen
