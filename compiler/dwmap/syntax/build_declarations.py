"""Builds systems, solutions, enums, entities, value maps, transforms and state tables."""

from __future__ import annotations

from typing import Any, cast

from lark import Token

from dwmap.source import Span
from dwmap.syntax import ast
from dwmap.syntax.build import Clause, Expressions, _all, _one, clause, path_clause


class Declarations(Expressions):
    """Everything but maps and what belongs to them."""

    # ------------------------------------------------------------------------------------- systems and solutions

    system_company = path_clause("company")
    publisher = clause("publisher")

    def system(self, items: list[Any]) -> ast.SystemDecl:
        names = _all(ast.Name, items)
        found = self.clauses(items)
        end = items[-1] if isinstance(items[-1], Token) else items[-1].span
        return ast.SystemDecl(
            names[0],
            names[1],
            self.label(items),
            found.get("company"),
            self.doc(items[0]),
            self.span(items[0], end),
        )

    def solution(self, items: list[Any]) -> ast.SolutionDecl:
        found = self.clauses(items)
        return ast.SolutionDecl(
            cast(ast.Name, _one(ast.Name, items)),
            self.label(items),
            found.get("publisher"),
            found.get("version"),
            _all(ast.Requirement, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    def version(self, items: list[Any]) -> Clause:
        return Clause("version", str(items[1]), self.span(items[0], items[1]))

    def requires(self, items: list[Any]) -> ast.Requirement:
        return ast.Requirement(items[1], str(items[2]), self.span(items[0], items[2]))

    # ------------------------------------------------------------------------------------------------------ enums

    def enum(self, items: list[Any]) -> ast.EnumDecl:
        members = _all(ast.EnumMember, items)
        return ast.EnumDecl(
            items[1], members, self.doc(items[0]), self.span(items[0], items[-1])
        )

    def enum_member(self, items: list[Any]) -> ast.EnumMember:
        name = items[0]
        renamed = _one(Clause, items)
        span = name.span if renamed is None else name.span.to(renamed.span)
        return ast.EnumMember(
            name, renamed.value if renamed else None, self.doc(name.span), span
        )

    def options(self, items: list[Any]) -> ast.OptionsDecl:
        members = _all(ast.OptionMember, items)
        return ast.OptionsDecl(
            items[1], members, self.doc(items[0]), self.span(items[0], items[-1])
        )

    def option_member(self, items: list[Any]) -> ast.OptionMember:
        code, name = items[0], items[1]
        renamed = _one(Clause, items)
        span = self.span(code, name.span if renamed is None else renamed.span)
        return ast.OptionMember(
            self.number(code),
            name,
            renamed.value if renamed else None,
            self.doc(code),
            span,
        )

    # --------------------------------------------------------------------------------------------------- entities

    def table_kind(self, items: list[Token]) -> ast.Name:
        return ast.Name(str(items[0]), self.span(items[0]))

    def table(self, items: list[Any]) -> Clause:
        names = _all(ast.Name, items)
        return Clause("table", names, self.span(items[0], names[-1].span))

    company = path_clause("company")

    def deactivate(self, items: list[Any]) -> Clause:
        name, inactive, active = items[1], items[3], items[5]
        span = self.span(items[0], active.span)
        decl = ast.DeactivateDecl(name, inactive, active, span)
        return Clause("deactivate", decl, span)

    owner = clause("owner")

    def renamed(self, items: list[Any]) -> Clause:
        return Clause("renamed", items[2], self.span(items[0], items[2].span))

    def renamed_item(self, items: list[Any]) -> Clause:
        return cast(Clause, items[0])

    def key(self, items: list[Any]) -> ast.KeyDecl:
        paths = tuple(self.plain(path) for path in items[1:])
        return ast.KeyDecl("key", None, paths, self.span(items[0], paths[-1].span))

    def alternate_key(self, items: list[Any]) -> ast.KeyDecl:
        paths = tuple(self.plain(path) for path in items[3:])
        return ast.KeyDecl(
            "alternate", items[2], paths, self.span(items[0], paths[-1].span)
        )

    def integration_key(self, items: list[Any]) -> ast.KeyDecl:
        paths = tuple(self.plain(path) for path in items[2:])
        return ast.KeyDecl(
            "integration", None, paths, self.span(items[0], paths[-1].span)
        )

    def modifier(self, items: list[Token]) -> ast.Name:
        return ast.Name(str(items[0]), self.span(items[0]))

    def field(self, items: list[Any]) -> ast.FieldDecl:
        name = items[0]
        last = items[-1]
        typed = _one(ast.NamedType, items) or _one(ast.LookupType, items)
        found = self.clauses(items)
        return ast.FieldDecl(
            name,
            typed,
            _all(ast.Name, items[1:]),
            found.get("renamed"),
            found.get("owner"),
            _all(ast.Allow, items),
            self.doc(name.span),
            name.span.to(last.span),
        )

    def entity(self, items: list[Any]) -> ast.EntityDecl:
        found = self.clauses(items)
        table, *kind = found.get("table", (None,))
        return ast.EntityDecl(
            items[1],
            self.label(items),
            table,
            kind[0] if kind else None,
            _all(ast.KeyDecl, items),
            found.get("company"),
            found.get("deactivate"),
            found.get("owner"),
            found.get("renamed"),
            _all(ast.FieldDecl, items),
            _all(ast.Allow, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    def extend_entity(self, items: list[Any]) -> ast.ExtendEntityDecl:
        qname = cast(ast.QName, _one(ast.QName, items))
        return ast.ExtendEntityDecl(
            qname,
            _all(ast.FieldDecl, items),
            _all(ast.KeyDecl, items),
            _all(ast.Allow, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    # --------------------------------------------------------------------------------- value maps and transforms

    def ignore_case(self, items: list[Token]) -> Clause:
        return Clause("ignore case", True, self.span(items[0], items[1]))

    def value_op(self, items: list[Token]) -> Token:
        return items[0]

    def value_entry(self, items: list[Any]) -> ast.ValueEntry:
        left, op, right = items[:3]
        return ast.ValueEntry(
            left,
            str(op),
            right,
            self.clauses(items).get("renamed"),
            _all(ast.Allow, items),
            self.doc(left.span),
            left.span.to(items[-1].span),
        )

    def else_side(self, items: list[Token]) -> Token:
        return items[0]

    def else_policy(self, items: list[Any]) -> tuple[str, Any, Span]:
        item = items[0]
        if isinstance(item, Token):
            return (str(item), None, self.span(item))
        return ("value", item, item.span)

    def else_clause(self, items: list[Any]) -> ast.ElseClause:
        policy, value, span = items[-1]
        side = str(items[1]) if len(items) == 3 else "both"
        return ast.ElseClause(cast(Any, side), policy, value, self.span(items[0], span))

    def value_map(self, items: list[Any]) -> ast.ValueMapDecl:
        types = [
            item for item in items if isinstance(item, ast.NamedType | ast.LookupType)
        ]
        return ast.ValueMapDecl(
            items[1],
            types[0],
            types[1],
            _all(ast.ValueEntry, items),
            _all(ast.ElseClause, items),
            "ignore case" in self.clauses(items),
            _all(ast.Allow, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    def parameter(self, items: list[Any]) -> ast.Parameter:
        return ast.Parameter(items[0], items[1], items[0].span.to(items[1].span))

    def forward(self, items: list[Any]) -> Clause:
        return Clause("forward", items[1], self.span(items[0], items[1].span))

    def backward(self, items: list[Any]) -> Clause:
        return Clause("backward", items[1], self.span(items[0], items[1].span))

    def transform(self, items: list[Any]) -> ast.TransformDecl:
        found = self.clauses(items)
        typed = [
            item for item in items if isinstance(item, ast.NamedType | ast.LookupType)
        ]
        return ast.TransformDecl(
            items[1],
            _all(ast.Parameter, items),
            typed[0],
            found.get("forward"),
            found.get("backward"),
            _all(ast.Allow, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    def state_cell(self, items: list[Any]) -> Any:
        return items[0]

    def when(self, items: list[Any]) -> Clause:
        return Clause("when", items[1], self.span(items[0], items[1].span))

    def state_row(self, items: list[Any]) -> ast.StateRow:
        arrow = next(
            i
            for i, item in enumerate(items)
            if isinstance(item, Token) and item.type == "ARROW"
        )
        cells = tuple(
            None if isinstance(cell, Token) else cell for cell in items[:arrow]
        )
        first, result = items[0], items[arrow + 1]
        condition = _one(Clause, items)
        end = result.span if condition is None else condition.span
        start = first if isinstance(first, Token) else first.span
        return ast.StateRow(
            cells, result, condition.value if condition else None, self.span(start, end)
        )

    def states(self, items: list[Any]) -> ast.StatesDecl:
        typed = [
            item for item in items if isinstance(item, ast.NamedType | ast.LookupType)
        ]
        return ast.StatesDecl(
            items[1],
            _all(ast.Parameter, items),
            typed[0],
            _all(ast.StateRow, items),
            self.one_else(items),
            _all(ast.Allow, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )
