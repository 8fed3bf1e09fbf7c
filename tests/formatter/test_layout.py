"""Where lines end, and where columns stand, in small."""

from __future__ import annotations

from dwmap.formatter.columns import beside, lay_out, row
from dwmap.formatter.layout import (
    HARD,
    SPACE,
    Doc,
    Group,
    IfBroken,
    LineEnd,
    enclosed,
    flat,
    joined,
    render,
)


def _call(*arguments: Doc) -> Doc:
    return ("f", enclosed("(", joined((",", SPACE), list(arguments)), ")"))


def test_what_fits_stands_on_one_line() -> None:
    """Breaks and the texts for broken groups cost nothing there."""
    doc = Group((IfBroken("("), _call("a", "b"), IfBroken(")")))

    assert ["f(a, b)", "  f(a, b)"] == [flat(doc), render(doc, 2)]


def test_the_outermost_group_breaks_first() -> None:
    """What is inside of it stays together as long as it fits."""
    doc = _call("a" * 60, _call("b" * 30, "c"))

    assert render(doc, 2).splitlines() == [
        "  f(",
        f"    {'a' * 60},",
        f"    f({'b' * 30}, c)",
        "  )",
    ]


def test_a_group_looks_ahead_to_the_next_break() -> None:
    """The text right behind a group must fit beside it."""
    doc = (_call("a" * 50), " " + "b" * 50)

    assert render(doc, 0).splitlines() == ["f(", f"  {'a' * 50}", f") {'b' * 50}"]


def test_a_comment_waits_for_the_end_of_its_line() -> None:
    """It breaks the group in which something follows, and no other."""
    last = Group(("b", SPACE, "== 2", LineEnd("// two")))
    doc = _call(("a", LineEnd("// one")), last)

    assert flat(doc) is None
    assert render(doc, 0).splitlines() == [
        "f(",
        "  a,  // one",
        "  b == 2  // two",
        ")",
    ]


def test_comments_on_lines_of_their_own_keep_the_indent() -> None:
    """Above a part by a hard break, below the last part by waiting."""
    doc = _call(("// above", HARD, "a", LineEnd("// below", own_line=True)))

    assert render(doc, 2).splitlines() == [
        "  f(",
        "    // above",
        "    a",
        "    // below",
        "  )",
    ]


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    """The last cell of a row does not count, it pushes nothing."""
    rows = [row("a", "=", "b", ": T"), row("long", "=", "c" * 30), row("single")]

    assert lay_out(rows, 2) == [
        "  a     =  b  : T",
        f"  long  =  {'c' * 30}",
        "  single",
    ]


def test_a_cell_that_is_too_wide_pushes_no_other() -> None:
    """It leaves the columns, and the rest is aligned without it."""
    rows = [row("a", "b"), row("x" * 49, "b"), row("aaa", "b")]

    assert lay_out(rows, 0) == ["a    b", f"{'x' * 49}  b", "aaa  b"]


def test_alignment_never_makes_a_line_too_long() -> None:
    """A column is only as wide as its longest line can bear."""
    rows = [row("a", "b" * 97), row("a" * 20, "b"), row("aa", "b")]

    assert lay_out(rows, 0) == [f"a  {'b' * 97}", f"{'a' * 20}  b", "aa  b"]


def test_comments_stand_below_each_other() -> None:
    """Lines without one do not count."""
    lines = ["a", "a long line without one", "abc"]

    assert beside(lines, ["// 1", None, "// 2"]) == ["a    // 1", lines[1], "abc  // 2"]


def test_comments_that_would_be_too_long_stay_where_they_are() -> None:
    """Two columns behind their own lines."""
    comment = "// " + "x" * 60

    assert beside(["a", "b" * 40], [comment, "// y"]) == [
        f"a  {comment}",
        f"{'b' * 40}  // y",
    ]
