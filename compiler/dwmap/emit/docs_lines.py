"""The field table of a map: a row for each line, in the product's own layout."""

from __future__ import annotations

from dwmap.emit.docs_index import Index, mapping_symbol
from dwmap.emit.docs_names import Ref, Slug
from dwmap.emit.docs_values import entries, hint, literal, rules
from dwmap.emit.docs_view_map import LineView, SideView
from dwmap.emit.docs_view_parts import (
    Checked,
    CheckView,
    EntryView,
    Known,
    UncheckedView,
)
from dwmap.ir.model import (
    Constant,
    EitherRef,
    FieldMapping,
    Map,
    PathRef,
    Side,
    Type,
)
from dwmap.ir.text import (
    constant_text,
    expr_text,
    paths_in,
    side_text,
    type_text,
)

SHOWN_ENTRIES = 80
_MEANINGS = {
    "=": "Both ways, as it is",
    ">": "Left to right, as it is",
    "<": "Right to left, as it is",
    "><": "Both ways, changed on the way",
    ">>": "Left to right, changed or constant",
    "<<": "Right to left, changed or constant",
}
_DIRECTIONS = {"both": "both", "to_right": "right", "to_left": "left"}
_WINNERS = {
    "newest": "In a conflict the newest value wins.",
    "error": "A conflict is refused.",
}
_ON_NULL = {
    "keep": "An empty value does not overwrite what is there.",
    "clear": "An empty value clears the other side.",
    "default": "An empty value becomes the default.",
}


def line_views(index: Index, one: Map) -> tuple[LineView, ...]:
    """A row for each line of the map, in the order of the source."""
    return tuple(
        _line(index, one, number, ref.anchor)
        for number, ref in enumerate(index.lines[one.name])
    )


def check_view(index: Index, one: Map) -> CheckView:
    """How much of the map could be checked, and why the rest could not."""
    verdicts: list[Checked] = []
    reasons: dict[str, list[Ref]] = {}
    for number, line in enumerate(one.fields):
        verdict, reason = _verdict(index, one, line)
        verdicts.append(verdict)
        if reason:
            reasons.setdefault(reason, []).append(index.line(one, number))
    grouped = tuple(
        UncheckedView(reason, tuple(lines)) for reason, lines in reasons.items()
    )
    return count_checks(verdicts, grouped)


def count_checks(
    verdicts: list[Checked], reasons: tuple[UncheckedView, ...] = ()
) -> CheckView:
    """The numbers of some verdicts; nothing to check counts as all checked."""
    total, unchecked = len(verdicts), verdicts.count("unchecked")
    return CheckView(
        lines=total,
        checked=verdicts.count("checked"),
        inferred=verdicts.count("inferred"),
        unchecked=unchecked,
        share=(total - unchecked) * 100 // total if total else 100,
        reasons=reasons,
    )


def _line(index: Index, one: Map, number: int, anchor: Slug) -> LineView:
    line = one.fields[number]
    symbol = mapping_symbol(line)
    use, found, extra = _transform(index, line)
    constants = [s for s in (line.left, line.right) if isinstance(s, Constant)]
    default = line.default or (constants[0] if constants else None)
    shown = found[:SHOWN_ENTRIES]
    return LineView(
        anchor=anchor,
        left=_side(index, one.left, line.left),
        symbol=symbol,
        direction=_DIRECTIONS[line.direction],
        meaning=_MEANINGS[symbol],
        right=_side(index, one.right, line.right),
        default=_default_text(index, line, default),
        use=use,
        entries=shown,
        more_entries=len(found) - len(shown),
        entry_rules=extra,
        notes=(*_notes(index, one, line), *_origin(index, one, number)),
        lossy=line.lossy or "",
        doc=line.doc,
        implied=line.implied,
        checked=_verdict(index, one, line)[0],
    )


def _origin(index: Index, one: Map, number: int) -> tuple[str, ...]:
    """That a line comes from an overlay, and where that is written."""
    origin = index.scope.origins.lines.get((one.name, number))
    return (f"From the overlay of {origin.words}.",) if origin is not None else ()


def _transform(
    index: Index, line: FieldMapping
) -> tuple[Ref | None, tuple[EntryView, ...], tuple[str, ...]]:
    """What changes the value: the link, its entries, and what holds for all of them."""
    if line.transform is None:
        return None, (), ()
    name = line.transform.name
    if line.transform.kind != "value_map":
        ref = index.rule(name)
        if line.transform.args:
            args = ", ".join(constant_text(arg) for arg in line.transform.args)
            ref = Ref(f"{name}({args})", ref.page, ref.anchor)
        return ref, (), ()
    ref, one = index.value_map(name), index.scope.value_maps.get(name)
    return (ref, entries(index, one), rules(one)) if one is not None else (ref, (), ())


def _side(index: Index, entity: str, side: Side) -> SideView:
    if isinstance(side, Constant):
        return SideView("none", code=False)
    if not isinstance(side, PathRef | EitherRef):
        return SideView(side_text(side))
    first = side.segments[0] if isinstance(side, PathRef) else side.column
    return SideView(
        text=side.text,
        ref=index.field(entity, first),
        type="" if side.type.kind == "any" else type_text(side.type),
        known=_known(index, entity, side),
        walks=_walk(index, side),
    )


def _walk(index: Index, side: PathRef | EitherRef) -> str:
    """The entities a path goes through, for people."""
    if isinstance(side, EitherRef):
        return "a row of " + " or ".join(one.entity for one in side.candidates)
    known = [entity for entity in side.through if entity]
    return f"by way of {', '.join(known)}" if known else ""


def _default_text(index: Index, line: FieldMapping, default: Constant | None) -> str:
    if default is None:
        return ""
    target = line.right if line.direction != "to_left" else line.left
    if isinstance(target, Constant):
        target = line.left if target is line.right else line.right
    kind = target.type if isinstance(target, PathRef | EitherRef) else Type()
    label = hint(index, default, kind)
    return f"{literal(default)} ({label})" if label else literal(default)


def _notes(index: Index, one: Map, line: FieldMapping) -> tuple[str, ...]:
    notes = []
    if line.implied:
        notes.append("Added by the compiler: it keeps the company.")
    if line.condition is not None:
        notes.append(f"Only when {expr_text(line.condition)}.")
    if line.winner is not None:
        side = one.left if line.winner == "left" else one.right
        wins = f"In a conflict {index.system_label(side)} wins."
        notes.append(_WINNERS.get(line.winner, wins))
    if line.on_null is not None:
        notes.append(_ON_NULL.get(line.on_null, f"On an empty value: {line.on_null}."))
    if line.owner is not None:
        notes.append(f"Owned by {line.owner}.")
    return tuple(notes)


# ------------------------------------------------------------------------------------------------------------ types


def _verdict(index: Index, one: Map, line: FieldMapping) -> tuple[Checked, str]:
    """Whether the types of both sides are known, and the reason where they are not."""
    worst: Checked = "checked"
    for entity, side in ((one.left, line.left), (one.right, line.right)):
        for path in paths_in(side):
            known = _known(index, entity, path)
            if known == "unknown":
                return "unchecked", _reason(index, entity, path)
            if known == "inferred":
                worst = "inferred"
    return worst, ""


def _reason(index: Index, entity: str, path: PathRef | EitherRef) -> str:
    where = _home(entity, path)
    if not where:
        return "a lookup points at an entity that is not known"
    if not (declared := index.scope.entities.get(where)) or not declared.fields:
        return f"{where} declares no fields"
    return f"{where} states no type for the column"


def _known(index: Index, entity: str, path: PathRef | EitherRef) -> Known:
    if path.type.kind == "any":
        return "unknown"
    last = path.segments[-1] if isinstance(path, PathRef) else path.column
    declared = index.scope.field(_home(entity, path), last)
    inferred = declared is not None and declared.confidence == "inferred"
    return "inferred" if inferred else "stated"


def _home(entity: str, path: PathRef | EitherRef) -> str:
    """The entity that has the last column of the path; empty where it is not known."""
    if isinstance(path, EitherRef) or len(path.segments) == 1:
        return entity
    return path.through[-1] if len(path.through) == len(path.segments) - 1 else ""
