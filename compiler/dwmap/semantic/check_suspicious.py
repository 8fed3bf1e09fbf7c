"""What is no mistake of language and reads like a slip: the faults that shipped maps really have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dwmap.diagnostics import Report
from dwmap.ir.model import PathRef, ValueMap
from dwmap.semantic.countries import COUNTRIES
from dwmap.semantic.lines import Line
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.paths import edit_distance
from dwmap.semantic.problems import (
    CodeIntoNumber,
    EnumIntoBool,
    GapInCodes,
    MergedValues,
    MisspeltCountry,
    SpellingsDiffer,
    SplitLookup,
    UnlikeSiblings,
)
from dwmap.semantic.scope import Scope
from dwmap.semantic.transformers import Transformers, fold_constant, show_constant
from dwmap.syntax import ast

_CODE_NAME = re.compile(r"(?:code|groupid|number)$", re.IGNORECASE)
_AMOUNT_NAME = re.compile(r"(?:amount|price|total|cost)$", re.IGNORECASE)
_YES_OR_NO = frozenset({"yes", "no", "true", "false", "0", "1", "on", "off"})


def check_suspicious(
    maps: Sequence[MapFacts], transformers: Transformers, scope: Scope, report: Report
) -> None:
    """Report what reads like a slip in maps and value maps."""
    for facts in maps:
        _check_codes(facts, report)
        _check_lookups(facts, report)
        _check_siblings(facts, report)
    for name, value_map in transformers.value_maps.items():
        decl = scope.transformers[name]
        if isinstance(decl, ast.ValueMapDecl):
            _check_bool(value_map, decl, report)
            _check_merged(value_map, decl, report)
            _check_gaps(value_map, decl, report)
            _check_countries(value_map, decl, report)
    _check_spellings(transformers.value_maps.values(), scope, report)


# ------------------------------------------------------------------------------------------------------------ maps


def _paths(facts: MapFacts) -> Iterator[tuple[Line, ast.MappingLine, PathRef, PathRef]]:
    for line in facts.lines:
        if (
            line.decl
            and isinstance(line.left, PathRef)
            and isinstance(line.right, PathRef)
        ):
            yield line, line.decl, line.left, line.right


def _check_codes(facts: MapFacts, report: Report) -> None:
    for line, decl, left, right in _paths(facts):
        if line.mapping.transform is not None or len(right.segments) > 1:
            continue
        column = right.segments[-1]
        amount = right.type.kind in ("decimal", "double") or (
            right.type.kind == "any" and _AMOUNT_NAME.search(column)
        )
        if (
            amount
            and _AMOUNT_NAME.search(column)
            and _CODE_NAME.search(left.segments[-1])
        ):
            report.add(CodeIntoNumber(left.text, right.text, decl.left.span))


def _check_lookups(facts: MapFacts, report: Report) -> None:
    groups: dict[str, list[tuple[Line, ast.MappingLine, PathRef]]] = defaultdict(list)
    for line, decl, _, right in _paths(facts):
        if len(right.segments) > 1:
            groups[right.segments[0].lower()].append((line, decl, right))
    for parts in groups.values():
        both = [part for part in parts if part[0].mapping.direction == "both"]
        one_way = [part for part in parts if part[0].mapping.direction != "both"]
        if both and one_way:
            _, decl, path = one_way[0]
            _, other, other_path = both[0]
            lookup = path.segments[0]
            report.add(
                SplitLookup(
                    lookup,
                    other_path.text,
                    path.text,
                    decl.right.span,
                    other.right.span,
                )
            )


def _check_siblings(facts: MapFacts, report: Report) -> None:
    mapped: dict[str, tuple[ast.MappingLine, str]] = {}
    plain: list[tuple[str, ast.MappingLine]] = []
    for line, decl, _, right in _paths(facts):
        prefix, _, suffix = right.segments[-1].rpartition("_")
        if not prefix or len(right.segments) > 1:
            continue
        if line.mapping.transform is not None:
            mapped.setdefault(suffix, (decl, line.mapping.transform.name))
        else:
            plain.append((suffix, decl))
    for suffix, decl in plain:
        sibling = mapped.get(suffix)
        if sibling and _like(decl.left.span.text, sibling[0].left.span.text):
            other, transform = sibling
            report.add(
                UnlikeSiblings(
                    decl.left.span.text,
                    other.left.span.text,
                    transform,
                    decl.left.span,
                    other.left.span,
                )
            )


def _like(one: str, other: str) -> bool:
    """Whether two names differ in their first words only and share a long ending."""
    one, other = one.lower(), other.lower()
    shared = 0
    while shared < min(len(one), len(other)) and one[-1 - shared] == other[-1 - shared]:
        shared += 1
    return shared >= 10 and one != other


# ------------------------------------------------------------------------------------------------------- value maps


def _check_bool(value_map: ValueMap, decl: ast.ValueMapDecl, report: Report) -> None:
    if not value_map.pairs or any(
        pair.right.kind != "bool" for pair in value_map.pairs
    ):
        return
    names = [
        pair.left.text
        for pair in value_map.pairs
        if pair.left.kind in ("symbol", "string")
    ]
    odd = [name for name in names if name.casefold() not in _YES_OR_NO]
    if len(odd) >= 2 and not _is_pair_of_opposites(odd):
        report.add(EnumIntoBool(value_map.name, tuple(odd), decl.name.span))


def _is_pair_of_opposites(names: list[str]) -> bool:
    """Whether the target asks which of two it is (`isperson`): two kinds of one thing, not two ways to do it."""
    known = ({"person", "organization"}, {"pick", "reserve"}, {"active", "inactive"})
    return {name.casefold() for name in names} in known


def _check_merged(value_map: ValueMap, decl: ast.ValueMapDecl, report: Report) -> None:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, pair in enumerate(value_map.pairs):
        if pair.direction != "to_left" and pair.right.kind != "blank":
            groups[fold_constant(pair.right, value_map.ignore_case)].append(index)
    for indexes in groups.values():
        pairs = [value_map.pairs[index] for index in indexes]
        # Where one of them comes back, the author has said which one it is.
        if len(indexes) < 2 or any(pair.direction == "both" for pair in pairs):
            continue
        sources = tuple(pair.left.text for pair in pairs)
        entries = [decl.entries[index] for index in indexes]
        value = show_constant(pairs[0].right)
        report.add(
            MergedValues(
                value_map.name, value, sources, entries[1].span, entries[0].span
            )
        )


def _check_gaps(value_map: ValueMap, decl: ast.ValueMapDecl, report: Report) -> None:
    codes = sorted(
        {int(pair.right.text) for pair in value_map.pairs if pair.right.kind == "int"}
    )
    if len(codes) < 20:
        return
    span = codes[-1] - codes[0] + 1
    missing = (
        sorted(set(range(codes[0], codes[-1] + 1)) - set(codes))
        if span < 2 * len(codes)
        else []
    )
    if missing and len(missing) <= len(codes) // 20:
        report.add(GapInCodes(value_map.name, tuple(missing), decl.name.span))


def _check_countries(
    value_map: ValueMap, decl: ast.ValueMapDecl, report: Report
) -> None:
    for pair, entry in zip(value_map.pairs, decl.entries, strict=True):
        name = COUNTRIES.get(pair.left.text.casefold())
        if name is None or pair.right.kind != "string":
            continue
        written = pair.right.text.casefold()
        if written != name and 0 < edit_distance(written, name) <= 2 and len(name) > 4:
            report.add(
                MisspeltCountry(pair.left.text, pair.right.text, name, entry.right.span)
            )


def _check_spellings(
    value_maps: Iterable[ValueMap], scope: Scope, report: Report
) -> None:
    first: dict[str, tuple[str, str]] = {}
    for value_map in value_maps:
        for pair in value_map.pairs:
            if pair.left.kind in ("symbol", "string"):
                first.setdefault(
                    pair.left.text.casefold(), (value_map.name, pair.left.text)
                )
    for word, (name, spelt) in sorted(first.items()):
        twin = _other_spelling(word)
        if twin is None or twin not in first or first[twin][0] == name:
            continue
        other_name, other = first[twin]
        spans = _entry_span(scope, name, spelt), _entry_span(scope, other_name, other)
        if spans[0] and spans[1]:
            report.add(
                SpellingsDiffer(
                    spelt, other, name, other_name, spans[1].span, spans[0].span
                )
            )


def _other_spelling(word: str) -> str | None:
    """The American spelling of a word that is spelt the British way."""
    for british, american in (
        ("cancelled", "canceled"),
        ("labelled", "labeled"),
        ("organisation", "organization"),
    ):
        if british in word:
            return word.replace(british, american)
    return None


def _entry_span(scope: Scope, name: str, value: str) -> ast.ValueEntry | None:
    decl = scope.transformers[name]
    if not isinstance(decl, ast.ValueMapDecl):
        return None
    for entry in decl.entries:
        text = entry.left.text if isinstance(entry.left, ast.Name) else entry.left.value
        if text == value:
            return entry
    return None
