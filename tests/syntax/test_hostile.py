"""What nobody writes by hand and a compiler must survive: no case could show the time it takes or hold the bytes."""

from __future__ import annotations

import random
import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.diagnostics.render import render_all
from dwmap.driver import compile_sources
from dwmap.project import decode_source
from dwmap.source import SourceFile
from hypothesis import given, settings
from hypothesis import strategies as st

CASES = Path(__file__).parents[1] / "cases"
HEADING = "map M : fo.A <-> ce.b {\n"
HEAD = f"{HEADING}  where fo "
LINES = "".join(f"  LongFieldName{n} = column{n}\n" for n in range(10_000))
LEFT_OPEN = "  (a > b\n" * 3000
N = 100_000
ESCAPES = "\\q" * N


def _read(text: str) -> tuple[Report, float]:
    """What is found in a text and how long the processor takes for it, printing included."""
    report = Report()
    start = time.process_time()
    compile_sources([SourceFile("input.dwmap", text)], "hostile", report)
    render_all(report.diagnostics)
    return report, time.process_time() - start


def _errors(report: Report) -> set[str]:
    return {each.code for each in report if each.severity.value == "error"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"{HEAD}{'(' * N}x{')' * N}\n}}\n", set()),
        (f"{HEAD}{'(' * N}\n}}\n", {"unclosed-block"}),
        (f"{HEAD}{'not ' * N}x\n}}\n", {"deep-nesting"}),
        (f"{HEAD}{'not (' * 5000}x{')' * 5000}\n}}\n", {"deep-nesting"}),
        (f"{HEAD}{'-' * 5000}x == 1\n}}\n", {"deep-nesting"}),
        (f"{HEAD}{'- ' * 5000}x == 1\n}}\n", {"deep-nesting"}),
        (f"{HEAD}{' or '.join(['x == 1'] * 20_000)}\n}}\n", set()),
        (f"{HEAD}x{' + 1' * 20_000} == 1\n}}\n", {"deep-nesting"}),
        (f"{HEAD}{'trim(' * 5000}x{')' * 5000} == 1\n}}\n", {"deep-nesting"}),
        (f"{HEAD}{'if x then ' * 5000}y{' else z' * 5000}\n}}\n", {"deep-nesting"}),
        (f"{HEAD}x in [{', '.join(['1'] * N)}]\n}}\n", set()),
        (f"{HEAD}x == {'9' * N}\n}}\n", {"long-number"}),
        ("{" * N, {"unclosed-block"}),
        ("}" * N, {"unexpected-text"}),
        ("}\n" * N, {"unopened-block"}),
        (f"map M : fo.A <-> ce.b {{\n  A = b //{'x' * 10_000_000}\n}}\n", set()),
        (f'map M : fo.A <-> ce.b {{\n  "{"x" * 10_000_000}\n}}\n', {"unclosed-text"}),
        (f"map {'M' * 1_000_000} : fo.A <-> ce.b {{\n}}\n", set()),
        (f"map M : fo.A <-> ce.b {{\n  {'A ' * N}\n}}\n", {"unexpected-text"}),
        (f"map M : fo.A <-> ce.b {{\n  {'a.' * N}b = c\n}}\n", set()),
        (f"{'enum fo.E { A }' * 5000}\n", {"too-many-errors", "unexpected-text"}),
        ("enum fo.E { " + ", ".join(f"A{n}" for n in range(N)) + " }\n", set()),
        ("\u2028" * N, {"unknown-character"}),
        (f"entity ce.a{'count' * N} {{\n  a b c\n}}\n", {"unexpected-text"}),
        (f"entity fo.{'count' * N}\n", {"unexpected-text"}),
        (f"map M : {'count' * N} <-> ce.b {{\n}}\n", {"unexpected-text"}),
        (f"{HEAD}A == 1\n{LEFT_OPEN}}}\n", {"too-many-errors", "unclosed-block"}),
        (f'{HEAD}A == "{ESCAPES}"\n}}\n', {"unknown-escape"}),
        ("\n" * 1_000_000 + "}", {"unopened-block"}),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_hostile_text_gives_findings_in_time(text: str, codes: set[str]) -> None:
    """No recursion, no runaway regular expression, no number that takes for ever."""
    report, seconds = _read(text)

    assert _errors(report) == codes
    assert seconds < 30


@pytest.mark.parametrize(
    "damage",
    ["  A = = b\n", "  A = (b\n", '  A = "b\n', "  where fo x in [1\n", "  A = b }\n"],
)
@pytest.mark.parametrize("count", [1, 20])
def test_a_long_damaged_file_costs_a_few_times_a_sound_one(
    damage: str, count: int
) -> None:
    """Recovery reads what is around a mistake again, not the whole map for each mistake."""
    lines = LINES.splitlines(keepends=True)
    for n in range(count):
        lines.insert((2 * n + 1) * len(lines) // (2 * count), damage)

    report, damaged = _read(f"{HEADING}{''.join(lines)}}}\n")

    assert report.has_errors
    assert damaged < 8 * _seconds_of_a_sound_file() + 2


@cache
def _seconds_of_a_sound_file() -> float:
    return _read(f"{HEADING}{LINES}}}\n")[1]


def test_names_that_nothing_is_called_like_are_looked_up_in_time() -> None:
    """Suggestions compare every unknown name with every known one."""
    fields = "".join(f"  Field{n}xyz int?\n" for n in range(2000))
    lines = "".join(f"  Fiedl{n}zyx = other{n}\n" for n in range(2000))

    report, seconds = _read(
        f"entity fo.A {{\n{fields}}}\nmap M : fo.A <-> ce.b {{\n{lines}}}\n"
    )

    assert len(report.diagnostics) > 2000
    assert seconds < 30


# -------------------------------------------------------------------------------------- mutations

SOUND = [
    path.read_text("utf-8")
    for suite in ("examples", "syntax")
    for path in sorted((CASES / suite).glob("*/input.dwmap"))
    if "-" not in path.parent.name
]
PIECES = [
    *'{}()[]"`,.:;=<>?|_-+*/\\ \n\r\t',
    *("map ", "entity ", "else ", "if ", " then ", "where fo ", "->", "<->", "><"),
    *("//", "///", "\ufeff", "é", "\u200b", "1.0.0.0", "99", "blank", "date ", "\0"),
]


def _mutated(text: str, seed: int) -> str:
    """The text with some pieces put in, taken out, doubled or swapped."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + chance.choice((1, 3, 20, 200)))
        match chance.randrange(4):
            case 0:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case 1:
                text = text[:at] + text[to:]
            case 2:
                text = text[:to] + text[at:]
            case _:
                text = text[:at] + chance.choice(PIECES) + text[to:]
    return text


@given(st.sampled_from(SOUND), st.integers(0, 2**32))
@settings(deadline=None, max_examples=300)
def test_a_mutated_file_gives_findings_and_nothing_else(text: str, seed: int) -> None:
    """Whatever is broken, nothing is raised, nothing is said twice, and it does not take long."""
    report, seconds = _read(_mutated(text, seed))
    places = Counter((d.code, d.primary.span) for d in report if d.primary is not None)

    assert [place for place, count in places.items() if count > 1] == []
    assert seconds < 10


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_give_findings_and_nothing_else(data: bytes) -> None:
    """Bytes are a text, or are said to be none."""
    report = Report()
    source = decode_source(data, "input.dwmap", report)

    if source is None:
        assert report.has_errors
    else:
        _read(source.text)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_gives_findings_and_nothing_else(text: str) -> None:
    """A text may hold what no encoding gives: half of a surrogate pair, a zero."""
    _read(text)
