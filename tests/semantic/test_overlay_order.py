"""Overlays of several solutions: the order in which they apply, who wins, and what they do not agree about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources, parse_sources
from dwmap.ir.model import Map
from dwmap.semantic.overlays import chosen_maps, conjuncts
from dwmap.semantic.scope import collect_declarations
from dwmap.semantic.solution_order import version_numbers
from dwmap.source import SourceFile
from dwmap.syntax.alike import form_of
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


@pytest.mark.parametrize("change", ["remove Memo", "replace Memo < memo"])
@pytest.mark.parametrize("names", [("One", "Two"), ("Two", "One")])
def test_a_third_solution_decides_about_a_line_that_only_one_of_them_keeps(
    names: tuple[str, str], change: str
) -> None:
    """Whichever of the two comes first by its name."""
    keeps, removes = names
    texts = _texts(
        **{
            keeps: "extend map M { replace Memo > memo }\n",
            removes: "extend map M { remove Memo }\n",
            "Mine_on_One_on_Two": f"extend map M {{ {change} }}\n",
        }
    )

    map, found = _compile(texts)

    assert found == []
    kept = ["Memo to_left memo"] if "replace" in change else []
    assert [line for line in _lines(map) if "Memo" in line] == kept


@pytest.mark.parametrize(
    ("one", "two", "mine", "lines"),
    [
        ("replace Memo > memo", "remove Memo", "add Extra = memo", ["Extra both memo"]),
        (
            "replace Memo > memo",
            "replace Memo < memo",
            "add Memo = memo",
            ["Memo both memo"],
        ),
        (
            "replace Memo > memo",
            "add Extra > memo",
            "add Name > memo",
            ["Name to_right memo"],
        ),
    ],
)
@pytest.mark.parametrize("names", [("One", "Two"), ("Two", "One")])
def test_a_line_that_a_third_solution_adds_decides(
    names: tuple[str, str], one: str, two: str, mine: str, lines: list[str]
) -> None:
    """Where it writes all that the two do not agree about, lines of the base among it."""
    first, second = names
    changes = {first: one, second: two, "Mine_on_One_on_Two": mine}
    texts = _texts(**{k: f"extend map M {{ {v} }}\n" for k, v in changes.items()})

    map, found = _compile(texts)

    assert found == []
    assert _lines(map)[2:] == lines


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {
                "A": "replace Memo > memo",
                "B": "replace Memo < memo",
                "C_on_A_on_B": "add Memo > memo",
            },
            "overlay-conflict",
        ),
        ({"A": "replace Memo > memo", "C_on_A": "add Name > memo"}, "two-writers"),
        (
            {
                "A": "replace Memo > memo",
                "B_on_A": "replace Memo > memo lossy",
                "C_on_B": "add Name > memo",
            },
            "two-writers",
        ),
    ],
)
def test_a_line_that_is_added_does_not_decide_about_more(
    changes: dict[str, str], said: str
) -> None:
    """Than what it writes, and not about what nobody disputes."""
    texts = _texts(**{k: f"extend map M {{ {v} }}\n" for k, v in changes.items()})

    assert said in _compile(texts)[1]


def test_a_line_that_is_gone_for_good_is_not_found() -> None:
    """Where whoever took it away knew of the other change, nothing is left to decide."""
    texts = _texts(
        A="extend map M { replace Memo > memo }\n",
        B_on_A="extend map M { remove Memo }\n",
        C_on_B="extend map M { replace Memo < memo }\n",
    )

    assert _compile(texts)[1] == ["unknown-line"]


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


MORE = (
    *CHANGES,
    "remove Name",
    "remove number",
    "replace memo < name",
    "replace Memo = extra",
    "replace Name > memo",
    "add Memo > extra",
    "add Extra < extra",
    "add Extra > name",
    'where fo Name == "x"',
    'where fo and Name == "y"',
    "owner one",
    "owner two",
    "depends on M",
    "replace Extra > extra",
)
SOME = st.lists(st.sampled_from(MORE), min_size=1, max_size=3, unique=True)


def _composed(one: list[str], other: list[str]) -> tuple[object, bool, list[str]]:
    """What two strangers make of the map, `one` in the solution that is first by name; is it refused; the findings."""
    texts = [CORE]
    for name, changes in (("One", one), ("Two", other)):
        body = "".join(f"  {change}\n" for change in changes)
        texts.append(
            f"solution {name} {{ version 1.0.0.0 }}\nextend map M {{\n{body}}}\n"
        )
    sources = [SourceFile(f"{at}/a.dwmap", text) for at, text in enumerate(texts)]
    whole = Report()
    refused = compile_sources(sources, "example", whole) is None
    report, files = Report(), parse_sources(sources, Report())
    decl = chosen_maps(collect_declarations(files, Report()), {}, report)["M"]
    filters = {
        where.system.text: {form_of(each) for each in conjuncts(where)}
        for where in decl.filters
    }
    policies = {each.subject: each.choice.text for each in decl.policies}
    lines = {form_of(line) for line in decl.lines}
    owner = decl.owner.text if decl.owner else None
    made = (lines, filters, policies, decl.version, owner)
    return made, refused, sorted(each.code for each in report)


@settings(deadline=None, max_examples=200)
@given(SOME, SOME)
def test_names_of_strangers_mean_nothing(one: list[str], other: list[str]) -> None:
    """Whichever of two comes first in the alphabet: both are refused, or both come to the same."""
    made, refused, found = _composed(one, other)
    turned, refused_then, found_then = _composed(other, one)

    assert refused == refused_then
    if not refused:
        assert (made, found) == (turned, found_then)


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_change_of_two_is_one_change(change: str) -> None:
    """What both say holds once, and is a note."""
    text = f"extend map M {{ {change} }}\n"

    one, none = _compile(_texts(A=text))
    both, found = _compile(_texts(A=text, B=text))

    assert both == one
    assert (none, found) == ([], ["redundant-overlay"])
