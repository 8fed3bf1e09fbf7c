"""How `dwmap check` prints how much of each map it could check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from dwmap.diagnostics.style import PLAIN, Style, Tone
from dwmap.semantic.type_coverage import Gap, Reason, TypeCoverage, total

_WORDS: Mapping[Reason, str] = {
    "undeclared-entity": "entity not declared",
    "undeclared-field": "field not declared in",
    "untyped-field": "`any` in",
    "inferred": "only inferred in",
}
_MOST = 3
_HEAD = ("map", "typed", "lines", "declared", "inferred", "one side", "none")


def coverage_sentence(coverages: Sequence[TypeCoverage]) -> str:
    """`1490 lines, 33 % with types on both sides`."""
    found = total(coverages)
    lines = f"{found.lines} line{'s' * (found.lines != 1)}"
    return f"{lines}, {found.percent} % with types on both sides"


def coverage_table(coverages: Sequence[TypeCoverage], style: Style = PLAIN) -> str:
    """A line for each map, the worst first, and one for all."""
    rows = [_row(one) for one in (*coverages, total(coverages))]
    widths = [max(map(len, column)) for column in zip(_HEAD, *rows, strict=True)]
    head = _aligned(_HEAD, widths)
    lines = [style.paint(Tone.HEADLINE, f"{head}  why not all")]
    for one, row in zip(coverages, rows, strict=False):
        lines.append(f"{_aligned(row, widths)}  {'; '.join(_why(one.gaps))}".rstrip())
    return "\n".join([*lines, _aligned(rows[-1], widths)])


def _row(one: TypeCoverage) -> tuple[str, ...]:
    counts = (one.lines, one.declared, one.inferred, one.one, one.none)
    return (one.name, f"{one.percent} %", *map(str, counts))


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *rest])


def _why(gaps: Mapping[Gap, int]) -> Iterator[str]:
    """The reasons in a fixed order, each with the entities that have most lines."""
    for reason, words in _WORDS.items():
        found = [(-n, gap.entity) for gap, n in gaps.items() if gap.reason == reason]
        named = [f"{entity} ({-n})" for n, entity in sorted(found)[:_MOST]]
        more = [f"{len(found) - _MOST} more"] if len(found) > _MOST else []
        if named:
            yield f"{words} {', '.join([*named, *more])}"


def coverage_json(coverages: Sequence[TypeCoverage]) -> str:
    """The same for a program, with every entity."""
    document = {
        "version": 1,
        "maps": [_data(one) for one in coverages],
        "all": _data(total(coverages)),
    }
    return json.dumps(document, indent=2)


def _data(one: TypeCoverage) -> dict[str, object]:
    reasons = [
        {"reason": gap.reason, "entity": gap.entity, "lines": count}
        for gap, count in sorted(one.gaps.items())
    ]
    return {
        "map": one.name,
        "percent": one.percent,
        "lines": one.lines,
        "declared": one.declared,
        "inferred": one.inferred,
        "one_side": one.one,
        "none": one.none,
        "reasons": reasons,
    }
