"""Every rule of the language and of imports is a file, and its page is true: bad fires, good does not, fixes mend."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import dwmap.importers.problems
import dwmap.prove.problems
import dwmap.semantic.problems
import dwmap.syntax.problems
import pytest
from dwmap.diagnostics import Fixable, Problem, Report, Severity
from dwmap.diagnostics.page import HEADINGS, page
from dwmap.fixing import apply_fixes
from dwmap.problems import load_problems
from dwmap.project import load_project
from harness.rule_examples import check, examples, sources

HOMES = (
    dwmap.importers.problems,
    dwmap.prove.problems,
    dwmap.semantic.problems,
    dwmap.syntax.problems,
)
RULES = {
    code: kind
    for code, kind in load_problems().items()
    if kind.__module__.startswith(tuple(home.__name__ for home in HOMES))
}
LEFT_OUT = "unfilled-lookup"
"""An example shows one map, not those of the rows that it points at."""

every_rule = pytest.mark.parametrize("code", RULES)

WITHOUT_BAD_EXAMPLE = {
    "broken-metadata": "it takes a file that is cut off",
    "left-out-metadata": "it takes the metadata of a service",
    "not-in-metadata": "it takes a spec and the metadata of a service",
    "several-values": "it takes a spec and the metadata of a service",
    "unsayable-type": "it takes a spec and the metadata of a service",
    "unknown-metadata": "it takes a file of another kind",
    "many-values": "it takes 229 entries",
    "refused-archive": "it takes bytes that are damaged",
    "repeated-solution": "it takes two solutions",
    "overlong-line": "it takes a line of a hundred thousand characters",
    "too-many-errors": "it takes more than thirty mistakes",
    "unreadable-source": "it takes bytes that are no text",
}
shown_badly = pytest.mark.parametrize(
    "code", [code for code in RULES if code not in WITHOUT_BAD_EXAMPLE]
)


def _home(kind: type[Problem]) -> ModuleType:
    return next(home for home in HOMES if kind.__module__.startswith(home.__name__))


def _folder(home: ModuleType) -> Path:
    return Path(home.__file__ or "").parent


def _file(kind: type[Problem]) -> Path:
    return Path(sys.modules[kind.__module__].__file__ or "")


@every_rule
def test_a_rule_is_a_file(code: str) -> None:
    """It is called like the rule; a phase of several topics has a folder for each."""
    kind, home = RULES[code], _home(RULES[code])
    name = f"{code.replace('-', '_')}.py"

    topic = kind.topic if home is dwmap.semantic.problems else ""
    assert _file(kind) == _folder(home) / topic / name
    assert sys.modules[kind.__module__].__doc__ == f"The rule `{code}`."
    assert getattr(home, kind.__name__) is kind


def test_a_file_is_a_rule() -> None:
    """No file holds anything else, or two of them; only what rules share is apart."""
    shared = {"__init__", "topic", "topics"}
    files = {
        path
        for home in HOMES
        for path in _folder(home).rglob("*.py")
        if path.stem not in shared
    }

    assert sorted(map(_file, RULES.values())) == sorted(files)


@pytest.mark.parametrize("code", load_problems())
def test_a_page_has_the_fixed_sections(code: str) -> None:
    """In the order of all pages, none of them empty, whatever phase it is of."""
    shown = page(load_problems()[code])

    assert tuple(one["heading"] for one in shown["sections"]) == HEADINGS
    assert all(one["text"] for one in shown["sections"])
    assert shown["summary"].endswith(".")
    assert "\n\n" not in shown["summary"]


@shown_badly
def test_the_bad_example_fires_the_rule(code: str) -> None:
    """That rule with its severity, and no other."""
    kind = RULES[code]
    found = check(sources(examples(kind, "Example")))

    assert {one.code for one in found} - ({LEFT_OUT} - {code}) == {code}
    assert {one.severity for one in found if one.code == code} == {kind.severity}


@pytest.mark.parametrize("code", WITHOUT_BAD_EXAMPLE)
def test_a_rule_without_a_bad_example_says_when_it_fires(code: str) -> None:
    """In words; it is an exception only while it shows no code."""
    assert examples(RULES[code], "Example") == []


@every_rule
def test_the_good_example_is_clean(code: str) -> None:
    """It says the same without the mistake: nothing at all is found in it."""
    example = examples(RULES[code], "Instead")
    assert example or code in WITHOUT_BAD_EXAMPLE

    found = check(sources(example))

    left = [one for one in found if one.code != LEFT_OUT or code == LEFT_OUT]
    assert [(one.code, one.message) for one in left] == []


def test_the_examples_of_a_setting(tmp_path: Path) -> None:
    """The one rule of a phase outside of these that shows code: a file of settings."""
    (tmp_path / "a.dwmap").write_text("enum fo.Colour { Red }\n")
    found = []
    for heading in ("Example", "Instead"):
        [settings] = examples(load_problems()["wrong-setting"], heading)
        (tmp_path / "dwmap.toml").write_text(settings.text)
        report = Report()
        load_project(tmp_path, report)
        found.append([one.code for one in report])

    assert found == [["wrong-setting"], []]


@shown_badly
def test_the_fix_is_the_one_that_the_page_promises(code: str) -> None:
    """A rule says whether it can bring a fix; its example brings one of that kind."""
    kind = RULES[code]
    found = check(sources(examples(kind, "Example")))

    fixes = {
        Fixable.NO if one.fix is None else _kind_of(one.fix.safe)
        for one in found
        if one.code == code
    }
    assert fixes == {kind.fixable}


def _kind_of(safe: bool) -> Fixable:
    return Fixable.SAFE if safe else Fixable.UNSAFE


FIXABLE = [code for code, kind in RULES.items() if kind.fixable is not Fixable.NO]


@pytest.mark.parametrize("code", FIXABLE)
def test_the_fix_mends_the_bad_example(code: str) -> None:
    """`dwmap check --fix`, with `--unsafe-fixes` where it takes that, and the rule is gone."""
    kind = RULES[code]
    unsafe = kind.fixable is Fixable.UNSAFE
    before = sources(examples(kind, "Example"))

    after = apply_fixes(before, check, unsafe=unsafe)

    left = check(after.sources)
    assert after.count > 0
    assert code not in {one.code for one in left}
    assert not left.count(Severity.ERROR)
