"""The change log as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dwmap.changes.model import Weight
from dwmap.changes.report.changelog import Chapter, Entry, Section
from dwmap.changes.report.markdown_text import words


def changelog_lines(chapters: Iterable[Chapter], title: str) -> Iterator[str]:
    """A heading for each solution and map, the changes of records, what happens meanwhile, and what changes nothing."""
    yield f"# {words(title)}"
    empty = True
    for one in chapters:
        empty = False
        yield ""
        yield f"## {words(one.title) or 'Maps without a solution'}{_versions(one.versions)}"
        for section in one.sections:
            yield from _section(section)
    if empty:
        yield ""
        yield "Nothing changes for anybody."


def _section(one: Section) -> Iterator[str]:
    if one.title:
        yield ""
        yield f"### {words(one.title)}{_versions(one.versions)}"
    yield ""
    telling = [entry for entry in one.entries if entry.weight > Weight.NOTE]
    yield from map(_entry, telling)
    for entry in one.entries:
        if entry.weight is Weight.NOTE:
            yield f"{_entry(entry)} *(without effect on records)*"
    if one.meanwhile:
        yield ""
        yield f"During the installation: {' '.join(map(words, one.meanwhile))}"


def _entry(one: Entry) -> str:
    text = one.text[:1].upper() + one.text[1:]
    way = f" ({words(one.way)})" if one.way else ""
    example = f" For example {words(one.example)}." if one.example else ""
    return f"- {words(text)}{way}.{example}"


def _versions(versions: tuple[str, str]) -> str:
    """The step of a version, or the version where there is none."""
    was, now = map(words, versions)
    if was == now or not was or not now:
        return f" {now}" if now else " (gone)" if was else ""
    return f" {now} (was {was})"
