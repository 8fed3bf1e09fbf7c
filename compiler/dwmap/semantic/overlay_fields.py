"""Applies `extend entity`: the fields and keys that overlays add, and what they do not agree about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dwmap.diagnostics import Report
from dwmap.semantic.overlay_conflicts import Touch, check_touches
from dwmap.semantic.problems import UndeclaredEntity
from dwmap.semantic.renames import renamed_entity
from dwmap.semantic.scope import Scope
from dwmap.semantic.solution_order import SolutionOrder
from dwmap.semantic.types import meant_entity, read_fields
from dwmap.syntax import ast
from dwmap.syntax.alike import form_of

__all__ = ["extend_entities"]


@dataclass
class _Added:
    """What the overlays of an entity add, by folded name: of what several say, the last word."""

    fields: dict[str, ast.FieldDecl] = field(default_factory=dict)
    keys: dict[str, ast.KeyDecl] = field(default_factory=dict)
    touches: list[Touch] = field(default_factory=list)
    again: list[ast.FieldDecl] = field(default_factory=list)


def extend_entities(scope: Scope, report: Report) -> None:
    """Add the fields and keys of every `extend entity` to its entity."""
    order = SolutionOrder(scope)
    found: dict[str, _Added] = {}
    for extension in order.sorted_entities(scope.extend_entities):
        name = extension.qname.text
        facts = scope.entities.get(name)
        if facts is None or facts.decl is None:
            if not scope.is_damaged(extension.qname.name.text):
                meant = meant_entity(extension.qname, scope)
                now = renamed_entity(extension.qname, scope)
                report.add(UndeclaredEntity(name, extension.qname.span, meant, now))
            continue
        _add(found.setdefault(name, _Added()), extension)
    for name, added in found.items():
        check_touches(name, added.touches, order, report)
        facts = scope.entities[name]
        fields = (*added.fields.values(), *added.again)
        read_fields(facts, fields, scope, report)
        if facts.decl is not None:
            keys = (*facts.decl.keys, *added.keys.values())
            facts.decl = replace(facts.decl, keys=keys)


def _add(added: _Added, extension: ast.ExtendEntityDecl) -> None:
    mine: set[str] = set()
    for one in extension.fields:
        fold = one.name.text.lower()
        if fold in mine:  # Twice in one block is a slip like in any other.
            added.again.append(one)
            continue
        mine.add(fold)
        said = form_of(replace(one, owner=None, renamed_from=None))
        words = f"the field `{one.name.text}`"
        added.fields[fold] = one
        added.touches.append(Touch(extension, ("field", fold), words, said, one.span))
    for key in extension.keys:
        name = key.name.text if key.name else ""
        words = f"the alternate key `{name}`"
        thing = ("key", name.lower())
        added.keys[name.lower()] = key
        added.touches.append(
            Touch(extension, thing, words, form_of(key.paths), key.span)
        )
