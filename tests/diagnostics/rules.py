"""The rules that every message keeps to, whatever text it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dwmap.diagnostics import Diagnostic, Label
from dwmap.diagnostics.page import page
from dwmap.problems import load_problems

MOST_PLACES = 3
ON_SEVERAL_LINES = {
    "computed-argument",
    "constant-target",
    "deep-nesting",
    "incompatible-types",
    "mixed-path",
    "inexpressible-filter",
    "narrower-target",
    "one-way-only",
    "state-cells",
    "wrong-operand",
    "wrong-result",
}
"""Whose primary place may go over several lines, as an expression in parentheses and a list may."""

_CODE = re.compile(r"`[^`]*`|`[^`]+$")
# What reads like code: an operator, a name with humps or underscores, a path.
_LIKE_CODE = re.compile(r"[<>=]{1,3}|\b\w+_\w+|[a-z][A-Z]|\w\.\w|[{}]")


def breaches(one: Diagnostic) -> list[str]:
    """Which rules a message does not keep, and how."""
    found = [*_headline(one), *_places(one), *_primary(one), *_way_out(one)]
    return [f"[{one.code}] {one.message!r}: {what}" for what in found]


def _headline(one: Diagnostic) -> Iterator[str]:
    words = _CODE.sub("`", one.message)
    if words[:1].isupper() or not one.message.strip():
        yield "the headline begins with a capital letter, or is empty"
    if words.rstrip("`").endswith((".", "!", ":")):
        yield "the headline ends like a sentence"
    if "\n" in one.message:
        yield "the headline has several lines"
    # What is quoted of a table may have backticks of its own.
    imported = load_problems()[one.code].topic == "import"
    if not imported and (like := _LIKE_CODE.search(words)):
        yield f"code stands outside backticks: {like[0]}"


def _places(one: Diagnostic) -> Iterator[str]:
    places = [*([one.primary] if one.primary else []), *one.labels]
    if len(places) > MOST_PLACES:
        yield f"{len(places)} places"
    if one.labels and one.primary is None:
        yield "further places without a first one"
    words = [label.text for label in places]
    if any(not text for text in words[1:]):
        yield "a further place without words"
    if len({*words}) < len(words):
        yield "two places have the same words"
    for label in places:
        yield from _range(label)


def _range(label: Label) -> Iterator[str]:
    span = label.span
    if not 0 <= span.start <= span.end <= len(span.file.text):
        yield "a place is outside of its file"
    if label.text[:1].isupper() or label.text.endswith("."):
        yield "the words of a place begin with a capital letter or end with a full stop"


def _primary(one: Diagnostic) -> Iterator[str]:
    if one.primary is None:
        return
    span = one.primary.span
    text, quoted = span.text, span.file.text[span.start - 1 : span.start] in ('"', "'")
    if "\n" in text and one.code not in ON_SEVERAL_LINES:
        yield "its place goes over several lines"
    if (
        text.strip()
        and text != text.strip()
        and one.code != "unknown-escape"
        and not quoted
    ):
        yield "its place begins or ends with a blank"


def _way_out(one: Diagnostic) -> Iterator[str]:
    sections = page(load_problems()[one.code])["sections"]
    told = any(part["heading"] == "How to mend" and part["text"] for part in sections)
    if not (one.help or one.fix or told):
        yield "no way out"
    if one.help and (one.help[:1].isupper() or one.help.endswith(".")):
        yield "the help begins with a capital letter or ends with a full stop"
    if one.fix is not None and not any(
        edit.span.text != edit.replacement for edit in one.fix.edits
    ):
        yield "a fix that changes nothing"
