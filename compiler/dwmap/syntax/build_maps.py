"""Builds maps, their lines, extensions, actions, bootstraps and examples; the whole of the transformer."""

from __future__ import annotations

from typing import Any, cast

from lark import Token

from dwmap.source import Span
from dwmap.syntax import ast
from dwmap.syntax.build import Clause, _all, _one, clause, path_clause
from dwmap.syntax.build_declarations import Declarations


class Builder(Declarations):
    """All rules of the grammar; Lark calls the method that has the rule's name."""

    def start(self, items: list[Any]) -> tuple[ast.Decl, ...]:
        return cast(tuple[ast.Decl, ...], tuple(items))

    # ------------------------------------------------------------------------------------------------------- maps

    status = clause("status")

    def variant_condition(self, items: list[Any]) -> ast.VariantCondition:
        return ast.VariantCondition(items[1], items[3])

    def depends(self, items: list[Any]) -> tuple[str, tuple[ast.Name, ...], Span]:
        names = _all(ast.Name, items)
        return ("depends", names, self.span(items[0], names[-1].span))

    def where(self, items: list[Any]) -> ast.WhereClause:
        adds = isinstance(items[2], Token)
        span = self.closed(self.span(items[0], items[-1].span))
        return ast.WhereClause(items[1], adds, items[-1], span)

    def policy_subject(self, items: list[Token]) -> Token:
        return items[0]

    def policy(self, items: list[Any]) -> ast.Policy:
        subject = f"on {items[1]}" if len(items) == 3 else str(items[0])
        return ast.Policy(subject, items[-1], self.span(items[0], items[-1].span))

    def allow(self, items: list[Any]) -> ast.Allow:
        return ast.Allow(items[1], self.reason(items[2]), self.span(items[0], items[2]))

    def retired(self, items: list[Any]) -> ast.RetiredField:
        sunset = _one(ast.LiteralExpr, items)
        end = items[3] if sunset is None else sunset.span
        return ast.RetiredField(
            items[1], str(items[3]), sunset, self.span(items[0], end)
        )

    def map(self, items: list[Any]) -> ast.MapDecl:
        found = self.clauses(items)
        left, right = _all(ast.QName, items)
        return ast.MapDecl(
            items[1],
            self.label(items),
            left,
            right,
            _one(ast.VariantCondition, items),
            found.get("version"),
            found.get("status"),
            found.get("owner"),
            found.get("renamed"),
            _depends(items),
            _all(ast.WhereClause, items),
            _all(ast.KeyDecl, items),
            _all(ast.Policy, items),
            _all(ast.MappingLine, items),
            _all(ast.RetiredField, items),
            _all(ast.Allow, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    # ------------------------------------------------------------------------------------------------------ lines

    def map_op(self, items: list[Token]) -> Token:
        return items[0]

    def transform_use(self, items: list[Any]) -> ast.TransformUse:
        name = items[0]
        if len(items) == 1:
            return ast.TransformUse(name, (), name.span)
        args = tuple(item for item in items[1:] if not isinstance(item, Token))
        return ast.TransformUse(name, args, self.span(name.span, items[-1]))

    def default(self, items: list[Any]) -> Clause:
        return Clause("default", items[1], self.span(items[0], items[1].span))

    def lossy(self, items: list[Any]) -> Clause:
        return Clause("lossy", self.reason(items[1]), self.span(items[0], items[1]))

    def line(self, items: list[Any]) -> ast.MappingLine:
        left, op, right = items[:3]
        rest = items[3:]
        found = self.clauses(rest)
        end = rest[-1].span if rest else right.span
        start = self.with_parentheses(left.span)
        return ast.MappingLine(
            left,
            str(op),
            self.span(op),
            right,
            _one(ast.TransformUse, rest),
            found.get("default"),
            found.get("when"),
            _all(ast.Policy, rest),
            found.get("lossy"),
            found.get("owner"),
            _all(ast.Allow, rest),
            self.doc(start),
            self.closed(start.to(end)),
        )

    # ------------------------------------------------------------------------------------- extensions and variants

    def add(self, items: list[Any]) -> ast.LineChange:
        return ast.LineChange("add", items[1], self.span(items[0], items[1].span))

    def replace(self, items: list[Any]) -> ast.LineChange:
        return ast.LineChange("replace", items[1], self.span(items[0], items[1].span))

    def remove(self, items: list[Any]) -> ast.LineRemoval:
        path = self.plain(items[1])
        return ast.LineRemoval(path, self.span(items[0], path.span))

    def extend_map(self, items: list[Any]) -> ast.ExtendMapDecl:
        base = next(
            (
                str(i)
                for i in items
                if isinstance(i, Token) and i.type == "VERSION_NUMBER"
            ),
            None,
        )
        found = self.clauses(items)
        changes = [
            item for item in items if isinstance(item, ast.LineChange | ast.LineRemoval)
        ]
        return ast.ExtendMapDecl(
            cast(ast.Name, _one(ast.Name, items)),
            base,
            found.get("version"),
            found.get("owner"),
            _depends(items),
            _all(ast.WhereClause, items),
            _all(ast.Policy, items),
            tuple(changes),
            _all(ast.Allow, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    def variant(self, items: list[Any]) -> ast.VariantDecl:
        names = _all(ast.Name, items)
        return ast.VariantDecl(
            names[0], names[1:], self.doc(items[0]), self.span(items[0], items[-1])
        )

    # -------------------------------------------------------------------------------- actions, bootstraps, examples

    correlation = path_clause("correlation")

    def request(self, items: list[Any]) -> Clause:
        return Clause(
            "request", _all(ast.MappingLine, items), self.span(items[0], items[-1])
        )

    def response(self, items: list[Any]) -> Clause:
        return Clause(
            "response", _all(ast.MappingLine, items), self.span(items[0], items[-1])
        )

    def idempotent(self, items: list[Token]) -> Clause:
        return Clause("idempotent", True, self.span(items[0]))

    def action(self, items: list[Any]) -> ast.ActionDecl:
        found = self.clauses(items)
        caller, callee = _all(ast.QName, items)
        return ast.ActionDecl(
            items[1],
            self.label(items),
            caller,
            callee,
            found.get("request", ()),
            found.get("response", ()),
            found.get("correlation"),
            found.get("idempotent", False),
            _all(ast.Allow, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    def bootstrap_entry(
        self, items: list[Any]
    ) -> tuple[ast.LiteralExpr, ast.LiteralExpr]:
        return (items[0], items[2])

    def bootstrap_rule(self, items: list[Any]) -> list[Any]:
        return items

    def bootstrap(self, items: list[Any]) -> ast.BootstrapDecl:
        rule = items[3]
        return ast.BootstrapDecl(
            items[1],
            self.plain(rule[2]),
            tuple(
                item
                for item in rule
                if isinstance(item, tuple) and not isinstance(item, Span)
            ),
            self.one_else(rule),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    def example_role(self, items: list[Token]) -> Token:
        return items[0]

    def example_field(self, items: list[Any]) -> ast.ExampleField:
        return ast.ExampleField(
            self.plain(items[0]), items[1], items[0].span.to(items[1].span)
        )

    def example_record(self, items: list[Any]) -> ast.ExampleRecord:
        role = str(items[0]) if isinstance(items[0], Token) else "record"
        system = cast(ast.Name, _one(ast.Name, items))
        first = items[0] if isinstance(items[0], Token) else system.span
        fields = _all(ast.ExampleField, items)
        return ast.ExampleRecord(
            cast(Any, role), system, fields, self.span(first, items[-1])
        )

    def example(self, items: list[Any]) -> ast.ExampleDecl:
        return ast.ExampleDecl(
            self.text(items[1]),
            items[3],
            _all(ast.ExampleRecord, items),
            self.doc(items[0]),
            self.span(items[0], items[-1]),
        )

    def samples(self, items: list[Any]) -> ast.SamplesDecl:
        system = items[1] if isinstance(items[1], ast.Name) else None
        path, map = items[-3], items[-1]
        return ast.SamplesDecl(
            system,
            self.text(path),
            map,
            self.doc(items[0]),
            self.span(items[0], map.span),
        )


def _depends(items: list[Any]) -> tuple[ast.Name, ...]:
    return tuple(
        name
        for item in items
        if isinstance(item, tuple) and item and item[0] == "depends"
        for name in item[1]
    )
