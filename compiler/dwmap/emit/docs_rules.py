"""What is neither a map nor an entity nor a value map: transforms, state tables, actions, company rules, types."""

from __future__ import annotations

from dwmap.emit.docs_index import Index
from dwmap.emit.docs_names import Ref, Slug, slug
from dwmap.emit.docs_values import literal, otherwise_text
from dwmap.emit.docs_view import RuleGroup, RuleView, TypeView
from dwmap.emit.docs_view_parts import Fact
from dwmap.ir.model import Action, ActionField, Bootstrap, Input, States, Transform
from dwmap.ir.text import expr_text, side_text, type_text


def rule_groups(index: Index) -> tuple[RuleGroup, ...]:
    """The rules by kind; kinds without a rule are left out."""
    project = index.project
    groups = (
        RuleGroup(
            "Transforms", tuple(_transform(index, t) for t in project.transforms)
        ),
        RuleGroup("State tables", tuple(_states(index, s) for s in project.states)),
        RuleGroup("Actions", tuple(_action(index, a) for a in project.actions)),
        RuleGroup(
            "Company of old rows",
            tuple(_bootstrap(index, b) for b in project.bootstraps),
        ),
    )
    return tuple(group for group in groups if group.rules)


def type_views(index: Index) -> tuple[TypeView, ...]:
    """Every enum and option set."""
    views = []
    for enum in index.project.enums:
        ref = index.type(enum.name)
        members = tuple(
            ("" if one.code is None else str(one.code), one.name, one.doc)
            for one in enum.members
        )
        anchor = ref.anchor if ref is not None else Slug()
        views.append(TypeView(anchor, enum.name, enum.doc, enum.numbered, members))
    return tuple(views)


def _signature(inputs: tuple[Input, ...]) -> str:
    return ", ".join(f"{one.name}: {type_text(one.type)}" for one in inputs)


def _transform(index: Index, one: Transform) -> RuleView:
    forward = expr_text(one.forward) if one.forward is not None else ""
    backward = expr_text(one.backward) if one.backward is not None else ""
    return RuleView(
        anchor=index.rule(one.name).anchor,
        title=one.name,
        doc=one.doc,
        facts=(
            Fact("Takes", _signature(one.inputs), code=True),
            Fact("Gives", type_text(one.result), code=True),
            Fact("Left to right", forward or "Not defined", code=bool(forward)),
            Fact("Right to left", backward or "Cannot be undone", code=bool(backward)),
        ),
        head=(),
        rows=(),
        used_by=tuple(index.uses.get(one.name, ())),
    )


def _states(index: Index, one: States) -> RuleView:
    rows = tuple(
        (
            *("any" if cell is None else literal(cell) for cell in row.cells),
            literal(row.result),
            expr_text(row.condition) if row.condition is not None else "",
        )
        for row in one.rows
    )
    return RuleView(
        anchor=index.rule(one.name).anchor,
        title=one.name,
        doc=one.doc,
        facts=(
            Fact("Takes", _signature(one.inputs), code=True),
            Fact("Gives", type_text(one.result), code=True),
            Fact("Anything else", otherwise_text(one.otherwise)),
        ),
        head=(*(each.name for each in one.inputs), "Result", "Only when"),
        rows=rows,
        used_by=tuple(index.uses.get(one.name, ())),
    )


def _action(index: Index, one: Action) -> RuleView:
    facts = [
        Fact("Asked by", refs=_entities(index, one.caller)),
        Fact("Answered by", refs=_entities(index, one.callee)),
    ]
    if one.correlation:
        facts.append(Fact("Matched by", one.correlation, code=True))
    facts.append(Fact("Asking twice", "Harmless" if one.idempotent else "Asks twice"))
    return RuleView(
        anchor=slug(f"action-{one.name}"),
        title=one.label or one.name,
        doc=one.doc,
        facts=tuple(facts),
        head=("Part", "From", "To"),
        rows=(
            *_assignments("request", one.request),
            *_assignments("response", one.response),
        ),
        used_by=(),
    )


def _assignments(
    part: str, fields: tuple[ActionField, ...]
) -> tuple[tuple[str, ...], ...]:
    return tuple((part, side_text(f.source), side_text(f.target)) for f in fields)


def _bootstrap(index: Index, one: Bootstrap) -> RuleView:
    return RuleView(
        anchor=slug(f"company-{one.entity}"),
        title=one.entity,
        doc=one.doc,
        facts=(
            Fact("Entity", refs=_entities(index, one.entity)),
            Fact("Taken from", one.source, code=True),
            Fact("Anything else", otherwise_text(one.otherwise)),
        ),
        head=(one.source, "Company"),
        rows=tuple((literal(e.value), literal(e.company)) for e in one.entries),
        used_by=(),
    )


def _entities(index: Index, name: str) -> tuple[Ref, ...]:
    ref = index.entity(name)
    return (
        (Ref(name, ref.page, hint=ref.text),)
        if ref is not None
        else (Ref(name, Slug()),)
    )
