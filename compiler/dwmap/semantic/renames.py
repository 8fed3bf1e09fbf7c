"""What a name is called now that a declaration says it had before: the way out for whoever still writes the old one."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.syntax import ast


def renamed_map(name: str, scope: Scope) -> str | None:
    """The map that had this name."""
    return _now(name, ((one.renamed_from, new) for new, one in scope.maps.items()))


def renamed_entity(name: ast.QName, scope: Scope) -> str | None:
    """The entity of the same system that had this name."""
    decls = (one.decl for one in scope.entities.values() if one.decl is not None)
    own = (one for one in decls if one.qname.system.text == name.system.text)
    return _now(name.name.text, ((one.renamed_from, one.qname.text) for one in own))


def renamed_member(name: str, declared: ast.EnumDecl | ast.OptionsDecl) -> str | None:
    """The value of an enum or option set that had this name."""
    olds = ((one.renamed_from, one.name.text) for one in declared.members)
    return _now(name, olds)


def renamed_line(
    path: ast.PathExpr | ast.EitherExpr,
    ends: Iterable[ast.QName],
    known: Iterable[str],
    scope: Scope,
) -> str | None:
    """The path of a line, of those that are known, that a path means whose fields have other names now."""
    if not isinstance(path, ast.PathExpr):
        return None
    lines = {one.lower(): one for one in known}
    for end in ends:
        now = _path_now(path, scope.entities.get(end.text), scope)
        if now.lower() != path.text.lower() and now.lower() in lines:
            return lines[now.lower()]
    return None


def _path_now(path: ast.PathExpr, facts: EntityFacts | None, scope: Scope) -> str:
    """A path with the names that its fields have now."""
    segments: list[str] = []
    for name in path.segments:
        found = facts and (
            facts.field(name.text) or facts.renamed.get(name.text.lower())
        )
        segments.append(found.name if found else name.text)
        targets = found.type.targets if found else ()
        facts = scope.entities.get(targets[0]) if len(targets) == 1 else None
    return ".".join(segments)


def _now(name: str, olds: Iterable[tuple[ast.Name | None, str]]) -> str | None:
    """The one that had the name before; none where several had it."""
    fold = name.lower()
    found = [new for old, new in olds if old is not None and old.text.lower() == fold]
    return found[0] if len(found) == 1 else None
