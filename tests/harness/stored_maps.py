"""What a stored map means, read from its JSON alone, and random ones in every form that is met."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import strategies as st

Json = Any
WAYS = {"1": "to right", "2": "to left", "3": "both"}


def meaning(mapping: Json) -> list[Json]:
    """The legs of a map: entities, filters, and what each rule does, whatever its form."""
    return [
        (
            leg["sourceSchema"].strip().casefold(),
            leg["destinationSchema"].strip().casefold(),
            _filter(leg.get("sourceFilter")),
            _filter(leg.get("reversedSourceFilter")),
            sorted(map(_rule, leg["fieldMappings"]), key=repr),
        )
        for leg in mapping["legs"]
    ]


def _filter(text: str | None) -> str:
    return re.sub(r"[\s()]", "", text or "").casefold()


def _rule(rule: Json) -> Json:
    left = (rule.get("sourceField") or "").strip().upper()
    right = (rule.get("destinationField") or "").strip().lower()
    pairs: dict[str, str] = {}
    default = ""
    for one in rule.get("valueTransforms") or ():
        if one["transformType"] == "ValueMap":
            found = (one.get("valueMap") or {}).items()
            pairs = {_value(key): _value(value) for key, value in found}
        else:
            default = _value(one.get("defaultValue"))
    way = WAYS[str(int(float(rule["syncDirection"])))]
    if not left or not right:
        way = "to left" if left else "to right"
    if way == "to left":  # The first pair of a value serves it.
        backward = {one: other for other, one in reversed(pairs.items())}
        pairs = {other: one for one, other in backward.items()}
    return way, left, right, sorted(pairs.items()), default


def _value(value: Json) -> str:
    """A value; `True`, `true` and the truth are one, and so are nothing, an empty text and `blank`."""
    text = json.dumps(value) if isinstance(value, bool | int | float) else value or ""
    return "" if text.strip().casefold() == "blank" else text.strip().casefold()


def forms(value: int) -> st.SearchStrategy[Json]:
    """A direction as text, as a number, as a number with a point."""
    return st.sampled_from([str(value), value, float(value)])


_nothing = st.sampled_from(["", None, ...])
_texts = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8)
_pairs = st.one_of(
    st.dictionaries(_texts.map(str.lower), _texts, min_size=1, max_size=4),
    st.sampled_from(
        [
            {"no": "False", "yes": "True"},
            {"Yes": "true", "No": "false"},
            {"yes": True, "no": False},
            {"1/1/1900": ""},
            {"1/1/1900": None},
            {"a": 1, "b": 1, "c": 2},
        ]
    ),
)
_defaults = st.one_of(
    st.sampled_from(["1.0000000000", "Organization", "True", "1/1/1900", "0", 3, True]),
    _texts,
)


@st.composite
def rules(draw: st.DrawFn, place: int) -> Json:
    """A rule with fields of its own."""
    side = draw(st.sampled_from(["both", "both", "both", "left", "right"]))
    rule: dict[str, Any] = {"isSystemGenerated": draw(st.booleans())}
    rule["sourceField"] = f"FIELD{place}" if side != "right" else draw(_nothing)
    column = f"{draw(st.sampled_from(['column', 'Column', 'lookup']))}{place}"
    path = f"{column}.msdyn_name" if column.startswith("lookup") else column
    rule["destinationField"] = path if side != "left" else draw(_nothing)
    way = {"both": draw(st.sampled_from([1, 2, 3, 3])), "left": 2, "right": 1}[side]
    rule["syncDirection"] = draw(forms(way))
    transforms = []
    if side == "both" and draw(st.booleans()):
        transforms.append({"transformType": "ValueMap", "valueMap": draw(_pairs)})
    if side != "both" or not transforms and draw(st.integers(0, 3)) == 0:
        default = {"transformType": "Default", "defaultValue": draw(_defaults)}
        transforms.append(default)
    kinds: list[Json] = [transforms] if transforms else [[], None, ...]
    rule["valueTransforms"] = draw(st.sampled_from(kinds))
    if draw(st.booleans()):
        rule[draw(st.sampled_from(["note", "order", "$type"]))] = draw(_texts)
    return {name: value for name, value in rule.items() if value is not ...}


@st.composite
def mappings(draw: st.DrawFn, place: int = 0) -> Json:
    """The JSON of a map with one leg or two."""
    legs = []
    for number in range(draw(st.sampled_from([1, 1, 1, 2]))):
        made = [draw(rules(n)) for n in range(draw(st.integers(0, 6)))]
        legs.append(
            {
                "id": f"{number:03}",
                "sourceSchema": f"Things {place} {number}",
                "destinationSchema": f"msdyn_things{place}{number}",
                "sourceFilter": draw(
                    st.sampled_from(["", None, '((Kind == "A"))', 'Kind=="A"&&(N>1)'])
                ),
                "reversedSourceFilter": draw(
                    st.sampled_from(["", "kind eq 3", "(kind eq 3)  and x ne null"])
                ),
                "fieldMappings": made,
                "entityFileFormat": draw(st.sampled_from(["CSV", 0, None])),
            }
        )
    return {"name": "A map", "legs": legs, "extra": draw(st.sampled_from([1, None]))}
