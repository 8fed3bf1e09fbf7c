"""Reads written types, and says types in words."""

from __future__ import annotations

from dwmap.diagnostics import Report
from dwmap.ir.model import Type, TypeKind
from dwmap.semantic import foreign
from dwmap.semantic.problems import UndeclaredEntity, UnknownSystem, UnknownType
from dwmap.semantic.renames import renamed_entity
from dwmap.semantic.scope import EntityFacts, FieldFacts, Scope
from dwmap.semantic.stdlib import BUILT_IN, DIGITS
from dwmap.syntax import ast
from dwmap.syntax.legalize import SIZES
from dwmap.syntax.problems import WrongTypeSize

ANY = Type()


def read_type(
    written: ast.TypeExpr | None, system: str | None, scope: Scope, report: Report
) -> Type:
    """The type that is written; an unknown one is reported and taken as `any`."""
    if written is None:
        return ANY
    if isinstance(written, ast.LookupType):
        for target in written.targets:
            check_entity_name(target, scope, report)
        names = tuple(target.text for target in written.targets)
        return Type(kind="lookup", nullable=written.optional, targets=names)
    name = written.name.text
    if written.system is None and name in BUILT_IN:
        if written.sizes and name not in SIZES:
            _refuse_sizes(written, report)
            return ANY
        return _built_in(name, written)
    owner = written.system.text if written.system else system
    declared = scope.enum(owner, name, elsewhere=written.system is None)
    if declared is None:
        if not scope.is_damaged(name):
            _report_unknown(written, scope, report)
        return Type(nullable=written.optional)
    _refuse_sizes(written, report)
    kind: TypeKind = "options" if isinstance(declared, ast.OptionsDecl) else "enum"
    return Type(kind=kind, nullable=written.optional, name=declared.qname.text)


def _refuse_sizes(written: ast.NamedType, report: Report) -> None:
    if written.sizes:
        report.add(WrongTypeSize(written.name.text, written.span, "no sizes"))


def _report_unknown(written: ast.NamedType, scope: Scope, report: Report) -> None:
    name = written.name.text
    span = written.name.span
    instead = None
    if written.system is not None:
        system = f"{written.system.text}."
        name, span = system + name, written.system.span.to(span)
        known = {each for each in scope.enums if each.startswith(system)}
    else:
        known = {each.partition(".")[2] for each in scope.enums} | set(BUILT_IN)
        instead = foreign.TYPES.get(name.lower())
    report.add(UnknownType(name, span, scope.meant(name, known), instead))


def _built_in(name: str, written: ast.NamedType) -> Type:
    kind = BUILT_IN[name]
    if kind == "any":
        return ANY
    sizes = written.sizes
    if kind == "decimal" and len(sizes) == 2:
        return Type(
            kind=kind, nullable=written.optional, precision=sizes[0], scale=sizes[1]
        )
    length = sizes[0] if kind == "text" and len(sizes) == 1 else None
    return Type(kind=kind, nullable=written.optional, length=length)


def check_entity_name(name: ast.QName, scope: Scope, report: Report) -> None:
    """Report a name whose system or entity is not declared."""
    if name.system.text not in scope.systems:
        report.add(
            UnknownSystem(
                name.system.text,
                name.system.span,
                scope.meant(name.system.text, scope.systems),
            )
        )
        return
    facts = scope.entities.get(name.text)
    if facts is None and not scope.is_damaged(name.name.text):
        meant, now = meant_entity(name, scope), renamed_entity(name, scope)
        report.add(UndeclaredEntity(name.text, name.span, meant, now))
        scope.entity(name.text)  # It is said once, where the entity is first named.


def meant_entity(name: ast.QName, scope: Scope) -> tuple[str, ...]:
    """The declared entity of the same system that a name may mean."""
    return scope.meant(name.text, scope.declared.get(name.system.text, ()), most=1)


def read_fields(
    facts: EntityFacts, fields: tuple[ast.FieldDecl, ...], scope: Scope, report: Report
) -> None:
    """Add declared fields to the facts of their entity."""
    from dwmap.semantic.problems import DuplicateMember

    for field in fields:
        fold = field.name.text.lower()
        if fold in facts.fields:
            report.add(
                DuplicateMember(
                    field.name.text, facts.fields[fold].decl.name.span, field.name.span
                )
            )
            continue
        kind = read_type(field.type, facts.system, scope, report)
        modifiers = frozenset(name.text for name in field.modifiers)
        facts.fields[fold] = FieldFacts(field.name.text, kind, modifiers, field)


def describe(type_: Type) -> str:
    """The type in words: `a text of 20 characters`."""
    match type_.kind:
        case "text":
            return f"a text of {type_.length} characters" if type_.length else "a text"
        case "int":
            return "a whole number"
        case "long":
            return "a whole number of 64 bits"
        case "decimal":
            if type_.precision is None:
                return "a decimal number"
            if type_.scale == DIGITS:
                return f"a quotient with up to {DIGITS} digits after the point"
            return (
                f"a decimal of {type_.precision} digits, {type_.scale} after the point"
            )
        case "double":
            return "a floating number"
        case "bool":
            return "yes or no"
        case "datetime":
            return "a date and time"
        case "time":
            return "a time of day"
        case "enum":
            return f"the enum `{type_.name}`"
        case "options":
            return f"the option set `{type_.name}`"
        case "lookup":
            return "a lookup to " + " or ".join(
                f"`{target}`" for target in type_.targets
            )
        case "any":
            return "of unknown type"
    return f"a {type_.kind}"
