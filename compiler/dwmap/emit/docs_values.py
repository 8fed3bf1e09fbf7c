"""Pages of value maps, and entries as field tables show them."""

from __future__ import annotations

from dwmap.emit.docs_index import Index
from dwmap.emit.docs_names import Ref
from dwmap.emit.docs_view import ValueMapRow, ValueMapView
from dwmap.emit.docs_view_parts import EntryView, Fact
from dwmap.ir.model import Constant, Otherwise, Pair, Type, ValueMap
from dwmap.ir.text import type_text

_SYMBOLS = {"both": "=", "to_right": ">", "to_left": "<"}
_POLICIES = {
    "error": "is refused: the record fails, with the reason",
    "keep": "is kept as it is",
    "null": "becomes empty",
}


def value_map_views(index: Index) -> tuple[ValueMapView, ...]:
    """A page for each value map."""
    return tuple(_view(index, one) for one in index.project.value_maps)


def value_map_rows(index: Index) -> tuple[ValueMapRow, ...]:
    """The list of value maps."""
    return tuple(
        ValueMapRow(
            ref=index.value_map(one.name),
            left_type=type_text(one.left),
            right_type=type_text(one.right),
            entries=len(one.pairs),
            uses=len(index.uses.get(one.name, ())),
        )
        for one in index.project.value_maps
    )


def entries(index: Index, one: ValueMap) -> tuple[EntryView, ...]:
    """The entries with the labels of numbered options."""
    return tuple(_entry(index, one, pair) for pair in one.pairs)


def rules(one: ValueMap) -> tuple[str, ...]:
    """What holds for all entries: values without an entry, upper and lower case."""
    right, left = _otherwise(one.to_right), _otherwise(one.to_left)
    if right == left:
        found = [f"A value without an entry {right}."]
    else:
        found = [
            f"From left to right, a value without an entry {right}.",
            f"From right to left, a value without an entry {left}.",
        ]
    case = "Upper and lower case make no difference." if one.ignore_case else ""
    return tuple(found + ([case] if case else []))


def literal(constant: Constant) -> str:
    """A value as the product's tables print it: bare, and `blank` for none."""
    if constant.kind == "blank":
        return "blank"
    return constant.text if constant.text or constant.kind != "string" else '""'


def hint(index: Index, constant: Constant, kind: Type) -> str:
    """The label of a numbered option, or the number of a label."""
    enum = index.scope.enums.get(kind.name or "")
    for member in enum.members if enum is not None and enum.numbered else ():
        if constant.kind == "int" and str(member.code) == constant.text:
            return member.name
        if constant.kind == "symbol" and member.name == constant.text:
            return str(member.code)
    return ""


def otherwise_text(policy: Otherwise) -> str:
    """What happens to a value that nothing matches."""
    return _otherwise(policy)


def _view(index: Index, one: ValueMap) -> ValueMapView:
    facts = [
        Fact("Left type", type_text(one.left), _types(index, one.left), code=True),
        Fact("Right type", type_text(one.right), _types(index, one.right), code=True),
    ]
    solution = index.solution(one.solution)
    if solution is not None:
        facts.append(Fact("Solution", refs=(solution,)))
    return ValueMapView(
        ref=index.value_map(one.name),
        doc=one.doc,
        left_type=type_text(one.left),
        right_type=type_text(one.right),
        entries=entries(index, one),
        rules=rules(one),
        used_by=tuple(index.uses.get(one.name, ())),
        facts=tuple(facts),
    )


def _types(index: Index, kind: Type) -> tuple[Ref, ...]:
    found = index.type(kind.name)
    return (found,) if found is not None else ()


def _entry(index: Index, one: ValueMap, pair: Pair) -> EntryView:
    return EntryView(
        left=literal(pair.left),
        symbol=_SYMBOLS[pair.direction],
        right=literal(pair.right),
        left_hint=hint(index, pair.left, one.left),
        right_hint=hint(index, pair.right, one.right),
        doc=pair.doc,
    )


def _otherwise(policy: Otherwise) -> str:
    if policy.policy == "value" and policy.value is not None:
        return f"becomes {literal(policy.value)}"
    return _POLICIES.get(policy.policy, "is refused")
