"""What a map is after its extensions: messages do not show it."""

from __future__ import annotations

from dwmap.ir.model import Map
from harness.projects import compile_text

BASE = """
entity fo.A {
  Number text
  Name   text?
  Memo   text?
  Extra  text?
}
entity ce.b {
  integration key number
  number text
  name   text?
  memo   text?
}
map M : fo.A <-> ce.b {
  version 1.0.0.0
  owner   team
  on delete propagate
  where ce name == "a"
  Number = number
  Name   = name
  Memo   = memo
}
"""


def _map(extension: str) -> Map:
    project, report = compile_text(BASE + extension)
    assert project is not None, [each.message for each in report]
    return project.maps[0]


def _lines(extension: str) -> list[str]:
    return [
        f"{line.left.text} {line.direction} {line.right.text}"  # type: ignore[union-attr]  # paths only
        for line in _map(extension).fields
    ]


def test_lines_are_added_replaced_and_removed() -> None:
    """A line is found by either side; a replaced one keeps its place, an added one comes last."""
    assert _lines("""
extend entity ce.b { extra text? }
extend map M on 1.0.0.0 {
  remove  name
  replace Memo > memo
  add     Extra = extra
}
""") == ["Number both number", "Memo to_right memo", "Extra both extra"]


def test_extensions_apply_in_the_order_in_which_they_are_read() -> None:
    """A later one sees what an earlier one has added."""
    assert _lines("""
extend map M { add Extra > name }
extend map M { remove Extra }
""") == ["Number both number", "Name both name", "Memo both memo"]


def test_a_filter_is_narrowed_or_replaced() -> None:
    """`and` adds to what the base says, without it the base is overruled."""
    narrowed = _map('extend map M { where ce and memo == "b" }').right_filter
    replaced = _map('extend map M { where ce memo == "b" }').right_filter
    new = _map('extend map M { where fo and Memo == "b" }').left_filter

    assert narrowed is not None and narrowed.node == "binary" and narrowed.op == "and"
    assert replaced is not None and replaced.node == "binary" and replaced.op == "=="
    assert new is not None and new.node == "binary" and new.op == "=="


def test_clauses_of_the_extension_win() -> None:
    """What it does not say stays as it is."""
    changed = _map("extend map M {\n  version 1.1.0.0\n  on delete ignore\n}\n")

    assert (changed.version, changed.owner, changed.on_delete) == (
        "1.1.0.0",
        "team",
        "ignore",
    )


def test_what_a_map_says_of_null_holds_for_lines_that_say_nothing() -> None:
    """A policy of the map is the default of its lines."""
    made = _map("""
extend map M {
  on null keep
  winner  right
  replace Memo = memo on null clear
}
""")

    assert [(line.on_null, line.winner) for line in made.fields] == [
        ("keep", "right"),
        ("keep", "right"),
        ("clear", "right"),
    ]


def test_the_else_of_one_direction_wins_wherever_it_stands() -> None:
    """An `else` for both directions is only the rest."""
    project, _ = compile_text(
        "valuemap V : int <-> int {\n  1 = 2\n  else left keep\n  else null\n}\n"
    )

    assert project is not None
    (value_map,) = project.value_maps
    assert (value_map.to_right.policy, value_map.to_left.policy) == ("keep", "null")


def test_a_file_belongs_to_the_nearest_solution_above() -> None:
    """A solution owns its folder and what lies below, up to the next solution."""
    from dwmap.diagnostics import Report
    from dwmap.driver import compile_sources
    from dwmap.source import SourceFile

    texts = {
        "solution.dwmap": "solution Top { version 1.0.0.0 }\n",
        "sales/solution.dwmap": "solution Sales { version 1.0.0.0 }\n",
        "sales/maps/a.dwmap": "valuemap A : int <-> int { 1 = 2 }\n",
        "stock/b.dwmap": "valuemap B : int <-> int { 1 = 2 }\n",
    }
    sources = [SourceFile(path, text) for path, text in texts.items()]

    project = compile_sources(sources, "example", Report())

    assert project is not None
    assert [one.solution for one in project.value_maps] == ["Sales", "Top"]
