"""Expressions: parentheses only where they are needed, or where `and` and `or` meet."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.formatter.layout import (
    HARD,
    SOFT,
    SPACE,
    Doc,
    Group,
    IfBroken,
    Indent,
    enclosed,
    flat,
    joined,
)
from dwmap.formatter.names import (
    IN_EXPRESSION,
    either_text,
    literal_text,
    name_text,
    path_text,
)
from dwmap.formatter.trivia import Notes
from dwmap.source import Span
from dwmap.syntax import ast

_IF, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _NEGATION, _ATOM = range(9)
_LEVELS = {"or": _OR, "and": _AND, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}
# A chain binds its operands more tightly than the grammar asks, so that `or` never meets a bare `and`.
_OPERANDS = {_OR: _NOT, _AND: _NOT, _SUM: _PRODUCT, _PRODUCT: _NEGATION}


def level_of(expr: ast.Expr) -> int:
    """How tightly the outermost operator binds."""
    match expr:
        case ast.IfExpr():
            return _IF
        case ast.BinaryExpr():
            return _LEVELS.get(expr.op, _COMPARISON)
        case ast.UnaryExpr():
            return _NOT if expr.op == "not" else _NEGATION
        case ast.InExpr() | ast.BlankExpr():
            return _COMPARISON
        case ast.LiteralExpr(kind="int" | "decimal") if literal_text(expr)[0] == "-":
            return _NEGATION
        case _:
            return _ATOM


@dataclass
class ExpressionPrinter:
    """Prints expressions and places the comments that were written inside of them."""

    notes: Notes

    def whole(self, expr: ast.Expr) -> Doc:
        """An expression that ends with its line: parentheses let it go on to the next one."""
        bare = isinstance(
            expr, ast.LiteralExpr | ast.PathExpr | ast.EitherExpr | ast.CallExpr
        )
        if bare and not self.notes.has(expr.span):
            return self.part(expr)
        if isinstance(expr, ast.InExpr) and level_of(expr.operand) == _ATOM:
            doc = self.part(expr.operand)
            if flat(doc) is not None:
                return (doc, self._options(expr))
            return self._wrapped((doc, self._options(expr)))
        return self._wrapped(self.part(expr))

    def behind_and(self, expr: ast.Expr) -> Doc:
        """An expression behind the `and` of a line: parentheses where a reader would join its first part alone."""
        if level_of(expr) < _AND:
            return enclosed("(", self.part(expr), ")")
        return self.whole(expr)

    def _wrapped(self, doc: Doc) -> Doc:
        return Group((IfBroken("("), Indent((SOFT, doc)), SOFT, IfBroken(")")))

    def side(self, expr: ast.Expr, reserved: frozenset[str]) -> Doc:
        """A side of a mapping line: bare only if it is a path, a literal or a call."""
        match expr:
            case ast.TupleExpr():
                return self.part(expr)
            case _ if self.notes.has(expr.span):
                return self._wrapped(self.part(expr))
            case ast.LiteralExpr():
                return literal_text(expr)
            case ast.PathExpr():
                return path_text(expr, reserved)
            case ast.EitherExpr():
                return either_text(expr, reserved)
            case ast.CallExpr():
                return self._call(expr, reserved)
            case _:
                return enclosed("(", self.part(expr), ")")

    def part(self, expr: ast.Expr, level: int = _IF) -> Doc:
        """An expression among others, in parentheses if it binds less tightly than `level`."""
        if level_of(expr) < level:
            return enclosed("(", self.part(expr), ")")
        match expr:
            case ast.LiteralExpr():
                return self._noted(literal_text(expr), expr.span)
            case ast.PathExpr():
                return self._noted(path_text(expr, IN_EXPRESSION), expr.span)
            case ast.EitherExpr():
                return self._noted(either_text(expr, IN_EXPRESSION), expr.span)
            case ast.CallExpr():
                return self._noted(self._call(expr, IN_EXPRESSION), expr.span)
            case ast.UnaryExpr():
                return self._unary(expr)
            case ast.BinaryExpr():
                return self._chain(expr)
            case ast.InExpr():
                return (self.part(expr.operand, _SUM), self._options(expr))
            case ast.BlankExpr():
                ending = " is not blank" if expr.negated else " is blank"
                return (self.part(expr.operand, _SUM), ending)
            case ast.IfExpr():
                return self._if(expr)
            case ast.TupleExpr():
                return self.arguments(expr.items)

    def listed(self, items: tuple[ast.Expr, ...]) -> Doc:
        """Expressions with commas between them."""
        return joined((",", SPACE), [self.part(item) for item in items])

    def arguments(self, items: tuple[ast.Expr, ...]) -> Doc:
        """Expressions in parentheses."""
        return enclosed("(", self.listed(items), ")")

    def parameters(self, parameters: tuple[tuple[str, Span], ...]) -> Doc:
        """The texts of parameters, in parentheses."""
        texts = [self._noted(text, span) for text, span in parameters]
        return enclosed("(", joined((",", SPACE), texts), ")") if texts else "()"

    def _call(self, call: ast.CallExpr, reserved: frozenset[str]) -> Doc:
        name = name_text(call.function, reserved)
        if not call.args:
            return f"{name}()"
        before = self._before(call.span)
        return (*before, name, self.arguments(call.args))

    def _unary(self, expr: ast.UnaryExpr) -> Doc:
        if expr.op == "not":
            # `not (a == b)`: without parentheses a reader wonders what `not` is said of.
            again = level_of(expr.operand) == _NOT
            return ("not ", self.part(expr.operand, _NOT if again else _SUM))
        return (expr.op, self.part(expr.operand, _NEGATION))

    def _chain(self, expr: ast.BinaryExpr) -> Doc:
        """Operands at the starts of lines, their operators before them."""
        level = level_of(expr)
        operand_level = _OPERANDS.get(level, _SUM)
        links: list[tuple[str, ast.Expr]] = []
        first: ast.Expr = expr
        while isinstance(first, ast.BinaryExpr) and level_of(first) == level:
            links.append((first.op, first.right))
            first = first.left
            if level == _COMPARISON:
                break
        docs: list[Doc] = [self.part(first, operand_level)]
        for op, operand in reversed(links):
            above = self._before(_first_leaf(operand).span)
            docs += [SPACE, *above, op, " ", self.part(operand, operand_level)]
        return Group(tuple(docs))

    def _options(self, expr: ast.InExpr) -> Doc:
        options = [self._noted(literal_text(one), one.span) for one in expr.options]
        if not options:
            return " in []"
        return (" in ", enclosed("[", joined((",", SPACE), options), "]"))

    def _if(self, expr: ast.IfExpr) -> Doc:
        docs: list[Doc] = []
        rest: ast.Expr = expr
        while isinstance(rest, ast.IfExpr):
            condition, then = rest.condition, rest.then
            docs += ["if ", self.part(condition, _OR), SPACE]
            docs += ["then ", self.part(then, _OR), SPACE, "else "]
            rest = rest.otherwise
        return Group((*docs, self.part(rest)))

    def _noted(self, doc: Doc, span: Span) -> Doc:
        behind = self.notes.take_behind(span)
        before = self._before(span)
        return (*before, doc, *behind) if before or behind else doc

    def _before(self, span: Span) -> list[Doc]:
        docs: list[Doc] = []
        for text in self.notes.take_before(span):
            docs += [text, HARD]
        return docs


def _first_leaf(expr: ast.Expr) -> ast.Expr:
    """The part that an expression begins with."""
    while True:
        match expr:
            case ast.BinaryExpr():
                expr = expr.left
            case ast.InExpr() | ast.BlankExpr() | ast.UnaryExpr():
                expr = expr.operand
            case ast.IfExpr():
                expr = expr.condition
            case ast.TupleExpr():
                expr = expr.items[0]
            case _:
                return expr
