"""
Folders of pages that a command writes beside what others keep there.

A listing in the folder says what was written, with hashes: a page that is still so may be written anew or removed, one
that a person edited, or that nobody of us wrote, is kept and named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dwmap.counting import count

_MOST_NAMED = 20


@dataclass(frozen=True)
class Kept:
    """A file that is not as it was written, and why it is kept."""

    path: str
    why: str


@dataclass(frozen=True)
class Outcome:
    """What was done in a folder: the paths of what was written and removed, and what was kept as it is."""

    files: int
    written: list[str]
    removed: list[str]
    kept: list[Kept]

    def lines(self, place: Path) -> Iterator[str]:
        """What was done, for people."""
        gone = f", {len(self.removed)} removed" if self.removed else ""
        files = count(self.files, "file")
        yield f"{files}, {len(self.written)} new or changed{gone}: {place}"
        yield from _named("removed: ", self.removed)

    def warnings(self) -> Iterator[str]:
        """What was kept, and what to do about it."""
        if self.kept:
            yield "Kept, since dwmap did not write what stands there (--force overwrites or removes it):"
            yield from _named("  ", [f"{one.path}: {one.why}" for one in self.kept])

    def data(self) -> dict[str, object]:
        """The same for a program."""
        kept = [{"path": one.path, "why": one.why} for one in self.kept]
        return {
            "files": self.files,
            "written": self.written,
            "removed": self.removed,
            "kept": kept,
        }


def write_folder(
    files: Mapping[str, str],
    folder: Path,
    listing: str,
    *,
    name: str,
    others: Iterable[str] = (),
    force: bool = False,
) -> Outcome:
    """
    Write the files below `folder` and, as `listing`, what they are; remove those that an older listing has.

    `others` are listings that an earlier run may have left under another name: those of the same `name` give way to this
    one. Files that somebody edited are kept, unless `force` is given. Nothing else in the folder is touched.
    """
    from dwmap.emit.manifest import hash_text
    from dwmap.output import is_inside, write_files

    former = [one for one in others if one != listing and _owner(folder / one) == name]
    listings = [folder / one for one in (*former, listing)]
    known = {k: v for k, v in _listed(listings, name).items() if is_inside(folder, k)}
    kept = [] if force else list(_edited(files, folder, known))
    safe = {one.path for one in kept}
    stays = {path: known[path] for path in sorted(safe) if path in known}
    hashes = {path: hash_text(files[path]) for path in files if path not in safe}
    content = {"project": name, "files": dict(sorted((hashes | stays).items()))}
    texts = {path: files[path] for path in hashes}
    texts[listing] = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    gone = [path for path in known if path not in files and path not in safe]
    written, removed = write_files(texts, folder, [*gone, *former])
    own = {listing, *former}
    return Outcome(
        len(files),
        [path for path in written if path not in own],
        [path for path in removed if path not in own],
        kept,
    )


def _edited(
    files: Mapping[str, str], folder: Path, known: Mapping[str, str]
) -> Iterator[Kept]:
    """What is there, and neither as it was written nor as it would be."""
    from dwmap.emit.manifest import hash_text

    for path in sorted({*files, *known}):
        place = folder / path
        if not place.is_file():
            continue
        present = _text(place)
        is_ours = present is not None and known.get(path) == hash_text(present)
        if is_ours or (path in files and present == files[path]):
            continue
        if path not in known:
            yield Kept(path, "it was there before")
        elif path in files:
            yield Kept(path, "it was edited")
        else:
            yield Kept(path, "it was edited, and the specs have no page for it now")


def _text(place: Path) -> str | None:
    """The text of a file as it was written, whatever a clone or an editor made of its line endings."""
    from dwmap.output import read_text

    text = read_text(place)
    return None if text is None else text.replace("\r\n", "\n")


def _owner(place: Path) -> str | None:
    """The project whose files a listing has."""
    name = _load(place).get("project")
    return name if isinstance(name, str) else None


def _listed(places: Iterable[Path], name: str) -> dict[str, str]:
    """The files of a project with their hashes."""
    found: dict[str, str] = {}
    for place in places:
        files = _load(place).get("files")
        if _owner(place) == name and isinstance(files, dict):
            found |= {path: str(known) for path, known in files.items()}
    return found


def _load(place: Path) -> dict[str, object]:
    from dwmap.output import read_text

    try:
        content = json.loads(read_text(place) or "")
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _named(prefix: str, paths: list[str]) -> Iterator[str]:
    yield from (f"{prefix}{path}" for path in paths[:_MOST_NAMED])
    if len(paths) > _MOST_NAMED:
        yield f"{prefix}{len(paths) - _MOST_NAMED} more"
