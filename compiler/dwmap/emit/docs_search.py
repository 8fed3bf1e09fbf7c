"""The index of the full-text search: a script that a page loads when the search is first used."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dwmap.emit.docs_view import Docs

# Title, name, page, words that find it, and places on the page that may be found: anchor and text.
Entry = tuple[str, str, str, str, str, list[tuple[str, str]]]


def search_index(docs: Docs) -> str:
    """The script; it holds plain data and nothing of it is ever read as markup."""
    entries = [*_maps(docs), *_entities(docs), *_value_maps(docs), *_others(docs)]
    lines = (json.dumps(entry, separators=(",", ":")) for entry in entries)
    body = ",\n".join(line.replace("<", "\\u003c") for line in lines)
    return f"window.dwmapIndex = [\n{body}\n];\n"


def _maps(docs: Docs) -> Iterator[Entry]:
    for one in docs.maps:
        places = []
        for line in one.lines:
            words = [line.left.text, line.symbol, line.right.text, line.default]
            if line.use is not None:
                words.append(line.use.text)
            places.append((str(line.anchor), " ".join(filter(None, words))))
        words = [one.left.entity.text, one.right.entity.text, one.doc]
        words += [view.words for view in one.filters]
        yield ("map", one.title, one.ref.hint, one.ref.page, _words(words), places)


def _entities(docs: Docs) -> Iterator[Entry]:
    for one in docs.entities:
        places = [(str(f.anchor), f"{f.name} {f.type}") for f in one.fields]
        yield ("entity", one.title, one.ref.text, one.ref.page, one.doc, places)


def _value_maps(docs: Docs) -> Iterator[Entry]:
    for one in docs.value_maps:
        words = [
            " ".join((e.left, e.left_hint, e.symbol, e.right, e.right_hint))
            for e in one.entries
        ]
        yield (
            "value map",
            one.ref.text,
            "",
            one.ref.page,
            _words([one.doc, *words]),
            [],
        )


def _others(docs: Docs) -> Iterator[Entry]:
    for group in docs.groups:
        yield (
            group.kind.lower(),
            group.title,
            group.ref.hint,
            group.ref.page,
            group.doc,
            [],
        )
    for rules in docs.rules:
        for rule in rules.rules:
            page = f"rules#{rule.anchor}"
            yield (rules.title.lower(), rule.title, "", page, rule.doc, [])
    for kind in docs.types:
        words = [f"{number} {name}" for number, name, _ in kind.members]
        page = f"types#{kind.anchor}"
        yield ("type", kind.name, "", page, _words([kind.doc, *words]), [])


def _words(parts: list[str]) -> str:
    return " ".join(" ".join(parts).split())
