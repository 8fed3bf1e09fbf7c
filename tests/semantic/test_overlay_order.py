"""Overlays of several solutions: the order in which they apply, who wins, and what they do not agree about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources
from dwmap.ir.model import Map
from dwmap.semantic.solution_order import version_numbers
from dwmap.source import SourceFile
from hypothesis import given, settings
from hypothesis import strategies as st

CORE = """
solution Core { version 1.0.0.0 }
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
  extra  text?
}
map M : fo.A <-> ce.b {
  version 1.0.0.0
  where ce name == "a"
  Number = number
  Name   = name
  Memo   = memo
}
"""


def _texts(**overlays: str) -> dict[str, str]:
    """Overlays in folders of solutions of their own: the name is the solution's, `_on_` separates what it requires."""
    texts = {"core/core.dwmap": CORE}
    for name, text in overlays.items():
        own, *required = name.split("_on_")
        requires = "".join(f"\n  requires {each} 1.0" for each in required)
        head = f"solution {own} {{\n  version 1.0.0.0{requires}\n}}\n"
        texts[f"{own.lower()}/overlay.dwmap"] = head + text
    return texts


def _compile(
    texts: Mapping[str, str], paths: list[str] | None = None
) -> tuple[Map | None, list[str]]:
    report = Report()
    sources = [SourceFile(path, texts[path]) for path in paths or sorted(texts)]
    project = compile_sources(sources, "example", report)
    found = [each.code for each in report]
    return (project.maps[0] if project is not None else None), found


def _lines(map: Map | None) -> list[str]:
    assert map is not None
    return [
        f"{line.left.text} {line.direction} {line.right.text}"  # type: ignore[union-attr]  # paths only
        for line in map.fields
    ]


def test_what_is_required_comes_first_and_whoever_requires_it_wins() -> None:
    """Though its name comes earlier in the alphabet, and its file is read earlier."""
    texts = _texts(
        Zoo="extend map M {\n  version 1.1.0.0\n  replace Memo > memo\n  add Extra = extra\n}\n",
        Ark_on_Zoo="extend map M {\n  version 1.2.0.0\n  replace Memo < memo\n  replace extra > extra\n}\n",
    )

    map, found = _compile(texts)

    assert found == []
    assert map is not None and map.version == "1.2.0.0"
    assert _lines(map)[2:] == ["Memo to_left memo", "Extra to_right extra"]


def test_a_third_solution_that_requires_both_decides() -> None:
    """Two that do not know each other may be brought together without a change of either."""
    both = _texts(
        One="extend map M { remove Memo }\nextend map M { add Extra = extra }\n",
        Two="extend map M { replace Memo > memo }\nextend map M { add Name > extra }\n",
    )
    third = _texts(
        Mine_on_One_on_Two="extend map M {\n  replace Memo < memo\n  replace Extra > extra\n}\n"
    )

    assert _compile(both)[1] == ["overlay-conflict", "overlay-conflict"]
    map, found = _compile(both | third)
    assert found == []
    assert _lines(map)[2:] == ["Memo to_left memo", "Extra to_right extra"]


def test_what_is_required_indirectly_is_known_too() -> None:
    """`requires` reaches as far as it leads."""
    texts = _texts(
        A="extend map M { remove Memo }\n",
        B_on_A="",
        C_on_B="extend map M { add Memo > memo }\n",
    )

    assert _lines(_compile(texts)[0])[2:] == ["Memo to_right memo"]


def test_narrowings_add_up_whoever_replaces_the_filter() -> None:
    """One that replaces the filter does not lose a condition of which it does not know."""
    texts = _texts(
        A='extend map M { where ce and memo == "b" }\n',
        B='extend map M { where ce extra == "c" }\n',
    )

    map, found = _compile(texts)

    assert found == []
    assert map is not None and map.right_filter is not None
    assert map.right_filter.node == "binary" and map.right_filter.op == "and"


def test_an_overlay_may_name_the_version_of_one_that_it_builds_on() -> None:
    """It was written against the base as that one leaves it."""
    texts = _texts(
        A="extend map M on 1.0.0.0 { version 1.1.0.0 }\n",
        B_on_A="extend map M on 1.1.0.0 { remove Memo }\n",
    )

    assert _compile(texts)[1] == []
    assert _compile(texts | _texts(C="extend map M on 1.1.0.0 { remove Name }\n"))[
        1
    ] == ["unknown-extension-base"]


def test_versions_are_numbers() -> None:
    """Not texts, and those that are left out are noughts."""
    assert version_numbers("1.10") > version_numbers("1.9.0.5")
    assert version_numbers("1.0") == version_numbers("1.0.0.0")
    assert version_numbers("1.01") == version_numbers("1.1") > version_numbers("1.0")
    assert version_numbers("1." + "9" * 9999) > version_numbers("1." + "8" * 9999)


CHANGES = (
    "remove Memo",
    "replace Memo > memo",
    "replace Name = name on null keep",
    "add Extra = extra",
    "add Name > extra",
    'where ce and memo == "b"',
    'where ce memo == "c"',
    "on delete ignore",
    "version 1.1.0.0",
    "version 1.2.0.0",
)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(CHANGES), min_size=2, max_size=4, unique=True),
    st.randoms(use_true_random=False),
)
def test_the_order_of_files_means_nothing(changes: list[str], random: object) -> None:
    """The same findings and the same map, in whatever order the files are read."""
    names = ("A", "B_on_A", "C", "D_on_C_on_B")
    texts = _texts(
        **{
            name: f"extend map M {{ {change} }}\n"
            for name, change in zip(names, changes, strict=False)
        }
    )
    paths = sorted(texts)
    shuffled = list(paths)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a Random

    one, found = _compile(texts, paths)
    other, found_then = _compile(texts, shuffled)

    assert one == other
    assert sorted(found) == sorted(found_then)


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_change_of_two_is_one_change(change: str) -> None:
    """What both say holds once, and is a note."""
    text = f"extend map M {{ {change} }}\n"

    one, none = _compile(_texts(A=text))
    both, found = _compile(_texts(A=text, B=text))

    assert both == one
    assert (none, found) == ([], ["redundant-overlay"])
