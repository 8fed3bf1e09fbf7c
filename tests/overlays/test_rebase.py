"""Overlays on a base that has moved on: the laws of a rebase, and each verdict by itself."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from dwmap.diagnostics import Report
from dwmap.diagnostics.fixes import apply_edits
from dwmap.driver import parse_sources
from dwmap.overlays.edits import edits_of
from dwmap.overlays.rebase import OldBase, outdated, rebase_entities, rebase_map
from dwmap.overlays.verdict import Outcome, Rebased
from dwmap.semantic.overlays import chosen_maps
from dwmap.semantic.scope import Scope, collect_declarations
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.alike import form_of
from hypothesis import given, settings
from hypothesis import strategies as st

FIELDS = ("A", "B", "C", "D")
ENTITIES = """
entity fo.T {
  A text?
  B text?
  C text?
  D text?
}
entity ce.t {
  a text?
  b text?
  c text?
  d text?
}
"""


def _scope(*texts: str) -> Scope:
    report = Report()
    files = parse_sources(
        [SourceFile(f"{at}.dwmap", text) for at, text in enumerate(texts)], report
    )
    assert not report.has_errors, [one.message for one in report]
    return collect_declarations(files, Report())


def _base(lines: Sequence[str], version: str, entities: str = ENTITIES) -> str:
    body = "".join(f"  {line}\n" for line in lines)
    return f"{entities}map M : fo.T <-> ce.t {{\n  version {version}\n{body}}}\n"


def _rebase(old: str, new: str, overlay: str) -> tuple[list[Rebased], str]:
    """The verdicts, and the overlay after the edits that need no decision."""
    scope = _scope(new, overlay)
    before = OldBase(_scope(old).maps["M"], "then")
    found = [
        *rebase_entities(scope),
        *(rebase_map(one, before, scope) for one in outdated(scope)),
    ]
    edits = [edit for one in found for edit in edits_of(one)]
    return found, apply_edits(overlay, edits)


def _composed(new: str, overlay: str) -> tuple[set[object], list[str]]:
    report = Report()
    decl = chosen_maps(_scope(new, overlay), {}, report)["M"]
    return {form_of(line) for line in decl.lines}, [one.code for one in report]


def _verdict(old: str, new: str, change: str) -> tuple[str, str, list[str]]:
    """Of one change of a base of one line: the outcome, the reason, the ways out."""
    overlay = f"extend map M on 1.0.0.0 {{\n  {change}\n}}\n"
    before = _base([old] if old else [], "1.0.0.0")
    after = _base([new] if new else [], "2.0.0.0")
    [rebased], _ = _rebase(before, after, overlay)
    [one] = rebased.verdicts
    return one.outcome.value, one.reason, [way.words for way in one.ways]


# ------------------------------------------------------------------------------------------------------------ laws

OPERATORS = st.none() | st.sampled_from("=><")


@st.composite
def _histories(draw: st.DrawFn) -> tuple[list[str], list[str], list[str], list[str]]:
    """The lines of the old base and of the new one, the changes of an overlay, and what it means on the new base."""
    old, new, changes, meant = [], [], [], []
    for name in FIELDS:
        signs = [draw(OPERATORS) for _ in range(3)]
        was, now, mine = (
            f"{name} {sign} {name.lower()}" if sign else None for sign in signs
        )
        old += [was] if was else []
        new += [now] if now else []
        touched = draw(st.booleans())
        if touched and was is None and mine:
            changes.append(f"add {mine}")
            # What the base says of the other direction stays beside it.
            meant += [now] if now and now != mine else []
        elif touched and was is not None:
            changes.append(f"replace {mine}" if mine else f"remove {name}")
        else:
            mine = now
        meant += [mine] if mine else []
    return old, new, changes, meant


@settings(deadline=None)
@given(_histories())
def test_what_is_written_means_what_the_overlay_means_on_the_new_base(
    history: tuple[list[str], list[str], list[str], list[str]],
) -> None:
    """Where nothing conflicts: each line is the overlay's where it says something, else the new base's."""
    old, new, changes, meant = history
    body = "".join(f"  // about {change}\n  {change}\n" for change in changes)
    overlay = f"extend map M on 1.0.0.0 {{\n{body}}}\n"
    base = _base(new, "2.0.0.0")

    found, after = _rebase(_base(old, "1.0.0.0"), base, overlay)

    assert all(f"// about {change}\n" in after for change in changes)
    if not any(one.conflicts for one in found):
        lines, problems = _composed(base, after)
        expected = _scope(_base(meant, "2.0.0.0")).maps["M"].lines
        assert problems == []
        assert lines == {form_of(line) for line in expected}


@settings(deadline=None)
@given(_histories())
def test_a_second_rebase_finds_nothing_more_to_write(
    history: tuple[list[str], list[str], list[str], list[str]],
) -> None:
    """Twice is once; conflicts stay, as they were."""
    old, new, changes, _ = history
    overlay = "extend map M on 1.0.0.0 {\n" + "".join(f"  {one}\n" for one in changes)
    bases = _base(old, "1.0.0.0"), _base(new, "2.0.0.0")

    first, once = _rebase(*bases, overlay + "}\n")
    second, twice = _rebase(*bases, once)

    assert twice == once
    assert [_conflicts(one) for one in second] == [
        _conflicts(one) for one in first if one.conflicts
    ]


def _conflicts(rebased: Rebased) -> list[tuple[str, str]]:
    return [
        (one.texts.overlay, one.reason)
        for one in rebased.verdicts
        if one.outcome is Outcome.CONFLICT
    ]


@settings(deadline=None)
@given(_histories())
def test_an_unchanged_base_asks_for_nothing(
    history: tuple[list[str], list[str], list[str], list[str]],
) -> None:
    """With the same version there is nothing to do; with another and the same lines everything applies."""
    old, _, changes, _ = history
    overlay = "extend map M on 1.0.0.0 {\n" + "".join(f"  {one}\n" for one in changes)
    same = _base(old, "1.0.0.0")

    assert _rebase(same, same, overlay + "}\n") == ([], overlay + "}\n")
    [moved], after = _rebase(same, _base(old, "2.0.0.0"), overlay + "}\n")
    applies = {one.outcome for one in moved.verdicts} <= {Outcome.APPLIES}
    unchanged = {
        one.texts.overlay for one in moved.verdicts if one.outcome is Outcome.REDUNDANT
    }
    assert applies or all(text.removeprefix("replace ") in old for text in unchanged)
    assert after == "" or "on 2.0.0.0" in after


# -------------------------------------------------------------------------------------------------------- verdicts


@pytest.mark.parametrize(
    ("old", "new", "change", "outcome", "reason", "ways"),
    [
        ("A = a", "A = a", "replace A > a", "applies", "what it was", 0),
        ("A = a", "A > a", "replace A > a", "redundant", "has this line", 0),
        ("A = a", "A < a", "replace A > a", "conflict", "has changed the line", 2),
        ("A = a", "", "replace A > a", "conflict", "has dropped the line", 2),
        ("A = a", "A = a", "remove A", "applies", "what it was", 0),
        ("A = a", "", "remove A", "redundant", "dropped the line itself", 0),
        ("A = a", "A > a", "remove A", "conflict", "has changed the line", 2),
        ("", "", "add A = a", "applies", "nothing of the base", 0),
        ("", "A = a", "add A = a", "redundant", "has this line", 0),
        ("", "A = a", "add A > a", "conflict", "writes this field now", 2),
        ("", "B > a", "add A > a", "conflict", "writes this field now", 2),
        ("", "on delete ignore", "on delete ignore", "redundant", "says the same", 0),
        ("", "on delete ignore", "on delete propagate", "conflict", "another policy", 2),
        ("", "", "on delete ignore", "applies", "what it said", 0),
        ("", "A = a", "replace A > a", "applies", "against the line of the new", 0),
        ('where fo A == "x"', 'where fo A == "x"', 'where fo B == "y"', "applies", "what it was", 0),
        ('where fo A == "x"', 'where fo A == "z"', 'where fo B == "y"', "conflict", "another filter", 2),
        ("", 'where fo B == "y"', 'where fo B == "y"', "redundant", "this filter", 0),
        ("", 'where fo A == "x" and B == "y"', 'where fo and B == "y"', "redundant", "this condition", 0),
        ("", 'where fo A == "x"', 'where fo and B == "y"', "applies", "narrows", 0),
        ("", "", "version 3.0.0.0", "applies", "later", 0),
        ("", "", "version 2.0", "redundant", "this version", 0),
        ("", "", "version 1.1.0.0", "conflict", "go back", 2),
        ("owner x", "owner y", "owner y", "redundant", "this owner", 0),
        ("owner x", "owner y", "owner z", "conflict", "another owner", 2),
        ("owner x", "owner x", "owner z", "applies", "who it was", 0),
    ],
)  # fmt: skip
def test_a_verdict(
    old: str, new: str, change: str, outcome: str, reason: str, ways: int
) -> None:
    """Each kind of change, on each kind of new base."""
    said, why, out = _verdict(old, new, change)

    assert (said, len(out)) == (outcome, ways)
    assert reason in why


def test_a_field_that_was_renamed_is_offered() -> None:
    """The name is written in place of the old one; the other end's field of that name is another field."""
    entities = ENTITIES.replace("  A text?\n", "  Z text? renamed from A\n")
    overlay = "extend map M on 1.0.0.0 {\n  replace A > a when A != b\n}\n"

    [rebased], after = _rebase(
        _base(["A = a"], "1.0.0.0"), _base(["Z = a"], "2.0.0.0", entities), overlay
    )

    [one] = rebased.verdicts
    edit = one.ways[0].edit
    assert one.reason == "the field `A` is called `Z` now"
    assert edit is not None and (edit.span.text, edit.replacement) == ("A", "Z")
    assert after == overlay


def test_a_map_that_was_renamed_is_offered() -> None:
    """The overlay is held against what the map is called now, and the name is a way out."""
    old = _base(["A = a"], "1.0.0.0")
    new = _base(["A = a"], "2.0.0.0").replace(
        "map M : fo.T <-> ce.t {\n", "map N : fo.T <-> ce.t {\n  renamed from M\n"
    )
    overlay = "extend map M on 1.0.0.0 {\n  remove A\n}\n"

    [rebased], after = _rebase(old, new, overlay)
    name, line = rebased.verdicts
    edit = name.ways[0].edit

    assert name.reason == "the map is called `N` now"
    assert (line.outcome, after) == (Outcome.APPLIES, overlay)
    assert edit is not None
    once = apply_edits(overlay, [edit])
    assert once == overlay.replace("M", "N")


def test_each_way_out_of_a_conflict_is_one() -> None:
    """The edit that is offered leads to an overlay that has no conflict there."""
    old, new = _base(["A = a"], "1.0.0.0"), _base(["B > b"], "2.0.0.0")
    overlay = "extend map M on 1.0.0.0 {\n  replace A < a\n  add B = b\n}\n"

    [rebased], _ = _rebase(old, new, overlay)
    for one in rebased.verdicts:
        assert one.outcome is Outcome.CONFLICT
        for way in one.ways:
            assert way.edit is not None
            again, _ = _rebase(old, new, apply_edits(overlay, [way.edit]))
            left = [each for every in again for each in _conflicts(every)]
            assert len(left) == 1, (way.words, left)


def test_an_overlay_may_change_what_a_required_solution_adds() -> None:
    """Such a line is neither in the old base nor in the new one, and still applies."""
    from dwmap.driver import parse_sources

    texts = {
        "a/a.dwmap": "solution One { version 1.0.0.0 }\nextend map M on 2.0.0.0 { add A = a }\n",
        "b/b.dwmap": "solution Two {\n  version 1.0.0.0\n  requires One 1.0\n}\n"
        "extend map M on 1.0.0.0 { replace A > a }\n",
        "base.dwmap": _base([], "2.0.0.0"),
    }
    sources = [SourceFile(path, text) for path, text in texts.items()]
    scope = collect_declarations(parse_sources(sources, Report()), Report())
    old = OldBase(_scope(_base([], "1.0.0.0")).maps["M"], "then")

    [one] = [rebase_map(each, old, scope) for each in outdated(scope)]

    assert [each.outcome for each in one.verdicts] == [Outcome.APPLIES]


def test_fields_that_the_entity_has_by_now() -> None:
    """The same type is redundant, another one a conflict, of which nothing is written."""
    overlay = "extend entity ce.t {\n  a text?\n  b int?  // theirs\n  e int?\n}\n"

    [rebased], after = _rebase(_base([], "1.0.0.0"), _base([], "1.0.0.0"), overlay)

    assert [one.outcome.value for one in rebased.verdicts] == [
        "redundant",
        "conflict",
        "applies",
    ]
    assert after == "extend entity ce.t {\n  b int?  // theirs\n  e int?\n}\n"


def test_an_overlay_that_is_redundant_as_a_whole_goes() -> None:
    """With its doc comment; one that has a comment of a person stays."""
    new = _base(["A = a"], "2.0.0.0")
    old = _base([], "1.0.0.0")
    rest = "enum fo.E { X }\n"

    _, gone = _rebase(
        old, new, f"{rest}\n/// Ours.\nextend map M on 1.0.0.0 {{\n  add A = a\n}}\n"
    )
    _, kept = _rebase(
        old, new, f"{rest}extend map M on 1.0.0.0 {{\n  add A = a  // ticket 7\n}}\n"
    )

    assert gone.strip() == rest.strip()
    assert kept == f"{rest}extend map M on 2.0.0.0 {{\n  // ticket 7\n}}\n"


def test_an_empty_extension_can_be_read() -> None:
    """What is left when a comment keeps it."""
    report = Report()
    [file] = parse_sources(
        [SourceFile("a.dwmap", "extend map M on 1.0 {\n  // why\n}\n")], report
    )

    assert not report.has_errors
    assert isinstance(file.declarations[0], ast.ExtendMapDecl)


@pytest.mark.parametrize(
    ("change", "there"),
    [
        ("where ce and (a is blank or b is blank)", ""),
        ("where ce and (\n    a is blank\n    or (b is blank)  // both\n  )", ""),
        ("add A > a when (A is not blank)", "A > a when (A is not blank)"),
        ("add ((A)) = (\n  a)", "A = a"),
        ("replace C > (c)", "C > c"),
    ],
)
def test_the_parentheses_of_what_is_redundant_go_with_it(
    change: str, there: str
) -> None:
    """A statement ends behind the last parenthesis that it closes."""
    filters = "where ce c is blank and (a is blank or (b is blank))"
    old = _base(["where ce c is blank", "C = c"], "1.0.0.0")
    new = _base([filters, *filter(None, [there])], "2.0.0.0")
    overlay = f"extend map M on 1.0.0.0 {{\n  add B = b\n  {change}\n}}\n"

    [rebased], after = _rebase(old, new, overlay)

    assert rebased.verdicts[1].outcome is Outcome.REDUNDANT
    assert rebased.verdicts[1].span.text == change
    assert after == "extend map M on 2.0.0.0 {\n  add B = b\n}\n"


def test_line_endings_of_windows_stay_as_they_are() -> None:
    """Also the empty lines before an overlay that goes as a whole."""
    new, old = _base(["A = a"], "2.0.0.0"), _base([], "1.0.0.0")
    gone = "extend map M on 1.0.0.0 {\n  add A = a\n}\n"
    kept = "extend map M on 1.0.0.0 {\n  add A = a  // why\n  add B = b\n}\n"
    overlay = f"enum fo.E {{ X }}\n\n\n{gone}\n{kept}".replace("\n", "\r\n")

    _, after = _rebase(old, new, overlay)

    left = kept.replace("on 1.0", "on 2.0").replace("add A = a  //", "//")
    assert after == f"enum fo.E {{ X }}\n\n{left}".replace("\n", "\r\n")


OTHER = "entity fo.U {\n  A text?\n}\n"


@pytest.mark.parametrize(
    ("entities", "joined", "outcomes"),
    [
        (ENTITIES + OTHER, "fo.U", ["conflict", "applies"]),
        (ENTITIES.replace("fo.T {", "fo.U {\n  renamed from T"), "fo.U", ["applies"]),
        (ENTITIES, "fo.T", ["applies"]),
    ],
)
def test_a_base_that_joins_another_entity(
    entities: str, joined: str, outcomes: list[str]
) -> None:
    """Is a conflict, whatever its lines say; an entity that was renamed is the same one."""
    overlay = "extend map M on 1.0.0.0 {\n  add B = b\n}\n"
    new = _base(["A = a"], "2.0.0.0", entities).replace(": fo.T <->", f": {joined} <->")

    [rebased], written = _rebase(_base(["A = a"], "1.0.0.0"), new, overlay)

    assert [one.outcome.value for one in rebased.verdicts] == outcomes
    if rebased.conflicts:
        one = rebased.verdicts[0]
        assert one.reason == "the map joins `fo.U`, no longer `fo.T`"
        assert one.texts.now == "map M : fo.U <-> ce.t"
        assert len(one.ways) == 2
    assert (written == overlay) is bool(rebased.conflicts)
