"""The files that `dwmap import` writes, held against those that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dwmap.importers import Imported

_LONGEST = 20_000
"""Lines of a file beyond which its differences are counted and not searched for."""


@dataclass(frozen=True)
class Target:
    """A file to write: its path in the output folder, its text, whether it is `new`, `same` or `changed`, and what is there then."""

    path: str
    text: str
    status: str
    old: str = ""

    @property
    def change(self) -> str:
        """How many lines would come and go."""
        old, new = (Counter(text.splitlines()) for text in (self.old, self.text))
        return f"+{(new - old).total()} -{(old - new).total()} lines"


def difference(one: Target) -> str:
    """What would change in a file that is there."""
    if one.status != "changed":
        return ""
    old, new = one.old.splitlines(), one.text.splitlines()
    if max(len(old), len(new)) > _LONGEST:
        return f"--- {one.path}\n+++ {one.path} (imported)\n{one.change}\n"
    lines = unified_diff(old, new, one.path, f"{one.path} (imported)", lineterm="")
    return "".join(f"{line}\n" for line in lines)


def targets_of(imported: Imported, out: Path) -> list[Target]:
    """The specs and side files of an import, each beside what is there."""
    from dwmap.formatter.print_ast import print_file

    found = []
    texts = {path: print_file(file) for path, file in imported.files.items()}
    for path, text in sorted((texts | imported.side_files).items()):
        place = out / path
        status, old = "new", ""
        if place.exists():
            data = place.read_bytes()
            status = "same" if data == text.encode("utf-8") else "changed"
            old = data.decode("utf-8", "replace") if status == "changed" else ""
        found.append(Target(path, text, status, old))
    return found


def write_targets(targets: Iterable[Target], out: Path) -> None:
    """Write what is new or has changed, each file whole or not at all."""
    from dwmap.output import write_files

    write_files({one.path: one.text for one in targets if one.status != "same"}, out)
