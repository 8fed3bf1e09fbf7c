"""What an `allow` reaches: a case shows what is left over, not what was taken away."""

from __future__ import annotations

from collections import Counter

import pytest
from harness.projects import check_text

PROJECT = """
entity fo.A {
  Number text
  Long   string(100)?
}
entity ce.b {
  integration key number
  number text
  short  string(10)?
  brief  string(10)?
}
"""


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ("Long > short", ["narrower-target"]),
        ('Long > short allow narrower-target "x"', []),
        ('Long > short lossy "x"', []),
        ('allow narrower-target "x"\nLong > short\nLong > brief', []),
        ('Long > short allow narrower-target "x"\nLong > brief', ["narrower-target"]),
        ('Long > short allow two-writers "x"', ["narrower-target", "unused-allow"]),
        ('Nmuber > short allow unknown-field "x"', ["unknown-field", "unused-allow"]),
        ('Long > short allow narrower-target "x"\nA = = b', ["unexpected-text"]),
        ('Long = = short allow two-writers "x"', ["unexpected-text"]),
    ],
)
def test_an_allow_reaches_its_line_or_its_map(lines: str, left: list[str]) -> None:
    """It accepts warnings and notes, never errors; in a damaged file none is called unused."""
    report = check_text(
        f"{PROJECT}map M : fo.A <-> ce.b {{\nNumber = number\n{lines}\n}}\n"
    )

    assert sorted(each.code for each in report) == left


def test_a_map_that_a_variant_leaves_out_has_no_unused_allow() -> None:
    """Nothing was looked for in it, nor in what extends it."""
    line = 'Long > short allow narrower-target "x"'
    text = f"""{PROJECT}
variant design {{ basic, extended }}
map M : fo.A <-> ce.b when design is extended {{
  Number = number
  {line}
}}
extend map M {{
  add {line.replace("short", "brief")}
}}
"""
    assert [each.code for each in check_text(text)] == []
    assert [each.code for each in check_text(text, {"design": "extended"})] == []


DECLARED = """
enum fo.Kind {{ A, B, C }}
enum fo.Colour {{ Red }}
entity fo.A {{
  {entity}
  Number text
  Kind   Kind
  Other  -> fo.Nowhere {lookup}
  Status statuscode {field}
}}
entity ce.b {{
  integration key number
  number text
  flag   bool?
}}
extend entity ce.b {{
  {extended}
  tier  tiers
}}
valuemap V : fo.Kind <-> bool {{
  {map}
  A = true
  B = false
  C > true
}}
valuemap W : fo.Kind <-> int {{
  A > 1
  B > 1 {entry}
  C = 3
}}
transform T(a: colours) -> int {{
  {transform}
  forward 1
}}
states S(a: colours) -> int {{
  {states}
  else error
}}
map M : fo.A <-> ce.b {{
  version 1.1
  Number = number
}}
extend map M on 1.0 {{
  {extension}
}}
action P : ce.b -> fo.Prices {{
  {action}
  request {{ number > number }}
}}
"""
PLACES = {
    "entity": "unknown-type",
    "lookup": "undeclared-entity",
    "field": "unknown-type",
    "extended": "unknown-type",
    "map": "enum-into-bool",
    "entry": "merged-values",
    "transform": "unknown-type",
    "states": "unknown-type",
    "extension": "unknown-extension-base",
    "action": "undeclared-entity",
}


def _found(**allows: str) -> Counter[str]:
    text = DECLARED.format(**(dict.fromkeys(PLACES, "") | allows))
    return Counter(one.code for one in check_text(text))


@pytest.mark.parametrize("place", PLACES)
def test_an_allow_stands_where_a_finding_can_stand(place: str) -> None:
    """In a block it accepts what is found in the block, behind an entry or a field what is found there."""
    rule = PLACES[place]

    found = _found(**{place: f'allow {rule} "for a reason"'})

    assert _found() - found == {rule: 1}
    assert found["unused-allow"] == 0
    assert _found(**{place: 'allow unkeyed-map "x"'}) - _found() == {"unused-allow": 1}
