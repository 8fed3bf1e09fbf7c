"""What a rebase found, for a terminal, for a pull request, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from dwmap.diagnostics.cells import visible
from dwmap.diagnostics.style import Style, Tone
from dwmap.ir.origins import owner_name
from dwmap.overlays.verdict import Outcome, Rebased, Texts, Verdict
from dwmap.source import Span

__all__ = ["Named", "rebase_data", "rebase_markdown", "rebase_text", "summary"]

Named = Callable[[str], str]
"""What a file of the project is called from here."""

_TONES: Final = {
    Outcome.APPLIES: Tone.NOTE,
    Outcome.REDUNDANT: Tone.WARNING,
    Outcome.CONFLICT: Tone.ERROR,
}
_WIDTH: Final = 11


def summary(found: Sequence[Rebased]) -> str:
    """One line: how many of each."""
    if not found:
        return "every overlay is written against the present version of its base"
    counts = Counter(one.outcome for each in found for one in each.verdicts)
    nouns = {
        Outcome.APPLIES: ("still applies", "still apply"),
        Outcome.REDUNDANT: ("is redundant", "are redundant"),
        Outcome.CONFLICT: ("conflicts", "conflict"),
    }
    parts = [
        f"{counts[outcome]} {words[counts[outcome] != 1]}"
        for outcome, words in nouns.items()
        if counts[outcome]
    ]
    return ", ".join(parts) or "nothing but the version changes"


def rebase_text(found: Sequence[Rebased], named: Named, style: Style) -> Iterator[str]:
    """Each overlay with its changes; of a conflict the three texts and the ways out."""
    for each in found:
        yield style.paint(Tone.HEADLINE, _headline(each, named))
        for one in each.verdicts:
            yield from _verdict(one, named, style)
        yield ""
    yield summary(found)


def _headline(each: Rebased, named: Named) -> str:
    where = _place(each.extension.span, named)
    said = f"{where}: {owner_name(each.owner)} extends {visible(each.base)}"
    if each.now:
        said += f", written on {each.was} ({each.at}), which is {each.now} now"
    return f"{said}; in a package, for its publisher to edit" if each.readonly else said


def _verdict(one: Verdict, named: Named, style: Style) -> Iterator[str]:
    word = style.paint(_TONES[one.outcome], f"{one.outcome.value:<{_WIDTH}}")
    yield f"  {word}{one.texts.overlay}"
    indent = " " * (_WIDTH + 2)
    yield f"{indent}{_place(one.span, named)}: {one.reason}"
    if one.outcome is not Outcome.CONFLICT:
        return
    for name, text in _three(one.texts):
        yield f"{indent}  {name:<9}{text}"
    for way in one.ways:
        yield f"{indent}- {way.words}"


def _three(texts: Texts) -> tuple[tuple[str, str], ...]:
    return (
        ("old base", texts.was or "(nothing)"),
        ("new base", texts.now or "(nothing)"),
        ("overlay", texts.overlay),
    )


def _place(span: Span, named: Named) -> str:
    return visible(f"{named(span.file.path)}:{span.position.line}")


def rebase_markdown(found: Sequence[Rebased], named: Named) -> Iterator[str]:
    """A comment for a pull request: a table for each overlay, the ways out of conflicts below."""
    yield "## Overlays on their new bases"
    yield ""
    yield f"{summary(found)[:1].upper()}{summary(found)[1:]}."
    for each in found:
        yield ""
        yield f"### {_cell(_headline(each, named))}"
        yield ""
        yield "| | overlay | old base | new base | |"
        yield "| --- | --- | --- | --- | --- |"
        for one in each.verdicts:
            texts = one.texts.overlay, one.texts.was, one.texts.now
            cells = " | ".join(_code(text) for text in texts)
            yield f"| {one.outcome.value} | {cells} | {_cell(one.reason)} |"
        for one in each.verdicts:
            if one.ways:
                yield ""
                yield f"{_code(one.texts.overlay)} ({_cell(_place(one.span, named))}):"
                yield ""
                yield from (f"- {_cell(way.words)}" for way in one.ways)


def _code(text: str) -> str:
    shown = text.replace("`", "'").replace("|", "\\|")
    return f"`{shown}`" if shown else ""


def _cell(text: str) -> str:
    """Prose; what its backticks set off is code, in which nothing is escaped."""
    pieces = text.split("`")
    pieces[::2] = [one.replace("<", "&lt;") for one in pieces[::2]]
    return "`".join(pieces).replace("|", "\\|")


def rebase_data(found: Sequence[Rebased], named: Named) -> dict[str, Any]:
    """Everything, ready for JSON."""
    return {
        "summary": summary(found),
        "conflicts": sum(each.conflicts for each in found),
        "overlays": [
            {
                "owner": each.owner,
                "file": named(each.extension.span.file.path),
                "line": each.extension.span.position.line,
                "base": each.base,
                "was": each.was,
                "now": each.now,
                "found": each.at,
                "readonly": each.readonly,
                "changes": [_data(one) for one in each.verdicts],
            }
            for each in found
        ],
    }


def _data(one: Verdict) -> dict[str, Any]:
    return {
        "outcome": one.outcome.value,
        "reason": one.reason,
        "line": one.span.position.line,
        "old_base": one.texts.was,
        "new_base": one.texts.now,
        "overlay": one.texts.overlay,
        "ways": [
            {
                "words": way.words,
                "edit": (
                    {
                        "start": way.edit.span.start,
                        "end": way.edit.span.end,
                        "text": way.edit.replacement,
                    }
                    if way.edit is not None
                    else None
                ),
            }
            for way in one.ways
        ],
    }
