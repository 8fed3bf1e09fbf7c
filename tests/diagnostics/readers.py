"""Reads reports back: each form as a list of what it says that was found, and where."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from dwmap.diagnostics import Diagnostic
from dwmap.diagnostics.cells import visible

_HEADLINE = re.compile(
    r"(?P<severity>error|warning|note)\[(?P<code>[\w-]*)\]:? (?P<message>.*)"
)
_ARROW = re.compile(r" *--> (?P<path>.*):(?P<line>\d+):\d+")
_PLACED = re.compile(
    r"(?:(?P<path>.*?):(?P<line>\d+)(?::\d+)?: )?(?P<rest>(?:error|warning|note)\[.*)"
)
_COMMAND = re.compile(
    r"::(?P<level>error|warning|notice) (?P<properties>.*?)::(?P<text>.*)"
)
_LEVELS = {"notice": "note", "critical": "error", "minor": "warning", "info": "note"}


class Found(NamedTuple):
    """What every form says of a finding. Without a place, the path is empty and the line 0."""

    severity: str
    code: str
    path: str
    line: int
    message: str


def expected(one: Diagnostic) -> Found:
    """What a finding is, unchanged."""
    span = one.primary.span if one.primary else None
    path, line = (span.file.path, span.position.line) if span else ("", 0)
    return Found(one.severity.value, one.code, path, line, one.message)


def as_shown(one: Found) -> Found:
    """The finding as forms for people show it: without what a terminal would obey."""
    return one._replace(path=visible(one.path), message=visible(one.message))


def _text(text: str) -> Iterator[Found]:
    blocks = re.split(r"(?m)^(?=(?:error|warning|note)\[[\w-]*\]: )", text)
    return map(_block, blocks[1:])


def _block(text: str) -> Found:
    first, _, rest = text.partition("\n")
    found = _HEADLINE.fullmatch(first)
    place = _ARROW.match(rest)
    if found is None:
        raise ValueError(first)
    path, line = (place["path"], int(place["line"])) if place else ("", 0)
    return Found(found["severity"], found["code"], path, line, found["message"])


def _concise(text: str) -> Iterator[Found]:
    return map(_line, text.splitlines())


def _line(text: str) -> Found:
    placed = _PLACED.fullmatch(text)
    found = _HEADLINE.fullmatch(placed["rest"]) if placed else None
    if placed is None or found is None:
        raise ValueError(text)
    path, line = placed["path"] or "", int(placed["line"] or 0)
    return Found(found["severity"], found["code"], path, line, found["message"])


def _json(text: str) -> Iterator[Found]:
    for one in json.loads(text)["diagnostics"]:
        at = one["primary"]
        path, line = (at["path"], at["start"]["line"]) if at else ("", 0)
        yield Found(one["severity"], one["code"], path, line, one["message"])


def _github(text: str) -> Iterator[Found]:
    for row in text.splitlines():
        found = _COMMAND.fullmatch(row)
        if found is None:
            raise ValueError(row)
        given = dict(part.split("=", 1) for part in found["properties"].split(","))
        code = _unescaped(given["title"]).removeprefix("dwmap ")
        path, line = _unescaped(given.get("file", "")), int(given.get("line", 0))
        level = _LEVELS.get(found["level"], found["level"])
        message = _unescaped(found["text"]).partition("\n")[0]
        yield Found(level, code, path, line, message)


def _unescaped(text: str) -> str:
    return unquote(text)


def _gitlab(text: str) -> Iterator[Found]:
    for one in json.loads(text):
        path, line = one["location"]["path"], one["location"]["lines"]["begin"]
        severity = _LEVELS[one["severity"]]
        yield Found(severity, one["check_name"], path, line, one["description"])


def _junit(text: str) -> Iterator[Found]:
    for case in ElementTree.fromstring(text):
        (inner,) = case
        (said,) = _text(inner.text or "")
        place = case.get("classname", "").rpartition(":")
        path, line = (place[0], int(place[2])) if place[0] else ("", 0)
        code = case.get("name", "")
        if inner.tag == "failure":
            yield Found(
                inner.get("type", ""), code, path, line, inner.get("message", "")
            )
        else:
            yield Found("note", code, path, line, said.message)


def _markdown(text: str) -> Iterator[Found]:
    for row in re.findall(r"<summary>(.*)</summary>", text):
        yield _line(row.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def _sarif(text: str) -> Iterator[Found]:
    (run,) = json.loads(text)["runs"]
    for one in run["results"]:
        path, line = "", 0
        for place in one.get("locations", ()):
            at = place["physicalLocation"]
            path = unquote(at["artifactLocation"]["uri"])
            line = at["region"]["startLine"]
        message = one["message"]["text"].partition("\n")[0]
        yield Found(one["level"], one["ruleId"], path, line, message)


READERS: Mapping[str, Callable[[str], Iterable[Found]]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "markdown": _markdown,
    "sarif": _sarif,
}
FOR_PEOPLE = frozenset({"text", "concise", "github", "junit", "markdown"})
"""The forms that show a text as a terminal may see it."""
