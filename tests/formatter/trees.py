"""Trees that no text was read for, as importers make them: every construct, every legal combination."""

from __future__ import annotations

import string
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dwmap.source import SourceFile
from dwmap.syntax import ast, legalize
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

NOWHERE = SourceFile("", "")
SPAN = NOWHERE.span(0, 0)

# Names that are keywords somewhere, names that need backticks, and plain ones.
WORDS = (
    "true date datetime blank if not and or in is then else when default lossy owner renamed from key company"
    " table integration alternate version status depends on where winner conflict allow retired add replace"
    " remove ignore case left right error keep null required readonly request response put after expect fo _"
    " forward backward entity map idempotent"
)
_START = string.ascii_letters + "_é"
_plain = st.text(_START + string.digits, min_size=1, max_size=24)
_odd = st.text(string.ascii_letters + " .-/é{(\"'", min_size=1, max_size=12)
_texts = st.one_of(_plain, st.sampled_from(WORDS.split()), _odd)
names: SearchStrategy[ast.Name] = st.builds(ast.Name, _texts, st.just(SPAN))
slugs = st.builds(
    ast.Name,
    st.lists(st.sampled_from(["sales", "map", "on", "x1"]), min_size=1, max_size=3).map(
        "-".join
    ),
    st.just(SPAN),
)
qnames = st.builds(ast.QName, names, names)
strings = st.text(
    st.characters(exclude_categories=["Cs"]), max_size=12
) | st.sampled_from(
    ['"', "\\", "\\n", "\n\t\r", "\u2028\u202e", "// no comment", "x" * 90]
)
versions = st.lists(st.integers(0, 12), min_size=2, max_size=4).map(
    lambda parts: ".".join(map(str, parts))
)
docs = st.lists(st.text('ab `"/{', max_size=8).map(str.strip), max_size=2).map(
    lambda lines: "\n".join(["Doc", *lines]) if lines else ""
)


def maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """The thing, or None."""
    return st.none() | strategy


def some(
    strategy: SearchStrategy[Any], least: int = 0, most: int = 3
) -> SearchStrategy[Any]:
    """Several of them, as a tuple."""
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


def node(kind: type[Any], *parts: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """A node of these parts, and the span of none."""
    return st.builds(kind, *parts, st.just(SPAN))


def optional(kind: type[Any], *parts: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """The node or None."""
    return maybe(node(kind, *parts))


# ---------------------------------------------------------------------------------------- literals and expressions

_decimals = st.builds(
    lambda digits, scale: Decimal(digits).scaleb(-scale),
    st.integers(0, 10**12),
    st.integers(1, 6),
)
_quoted = st.sampled_from(["date", "datetime", "time", "guid"])
unsigned = st.one_of(
    node(ast.LiteralExpr, st.just("string"), strings),
    node(ast.LiteralExpr, st.just("int"), st.integers(0, 10**12)),
    node(ast.LiteralExpr, st.just("decimal"), _decimals),
    node(ast.LiteralExpr, st.just("bool"), st.booleans()),
    node(ast.LiteralExpr, st.just("blank"), st.none()),
    node(ast.LiteralExpr, _quoted, strings),
)
literals = unsigned | node(ast.LiteralExpr, st.just("int"), st.integers(-(10**12), -1))
paths = node(ast.PathExpr, some(names, 1, 3))
eithers = node(
    ast.EitherExpr, names, some(st.builds(ast.Candidate, names, names), 1, 2)
)
OPERATORS = ("or", "and", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/")


def _bigger(smaller: SearchStrategy[Any]) -> SearchStrategy[Any]:
    # A minus before a number is read as the number, so it stands before other things only.
    negated = st.builds(
        lambda call: ast.UnaryExpr("-", call, SPAN),
        node(ast.CallExpr, names, some(smaller, 1, 2)),
    )
    return st.one_of(
        node(ast.CallExpr, names, some(smaller, 0, 4)),
        node(ast.UnaryExpr, st.just("not"), smaller),
        negated,
        node(ast.BinaryExpr, st.sampled_from(OPERATORS), smaller, smaller),
        node(ast.BinaryExpr, st.sampled_from(OPERATORS), smaller, smaller),
        node(ast.InExpr, smaller, some(literals, 0, 6)),
        node(ast.BlankExpr, smaller, st.booleans()),
        node(ast.IfExpr, smaller, smaller, smaller),
    )


expressions = st.recursive(literals | paths | eithers, _bigger, max_leaves=14)
tuples = node(ast.TupleExpr, some(expressions, 2, 3))
sides = paths | literals | expressions | eithers | tuples

# ----------------------------------------------------------------------------------------------------------- types

_sized = st.one_of(
    st.builds(
        lambda n, o: ast.NamedType(None, ast.Name("string", SPAN), (n,), o, SPAN),
        st.integers(1, 4000),
        st.booleans(),
    ),
    st.just(ast.NamedType(None, ast.Name("decimal", SPAN), (32, 6), False, SPAN)),
)
types = st.one_of(
    _sized,
    node(ast.NamedType, maybe(names), names, st.just(()), st.booleans()),
    node(ast.LookupType, some(qnames, 1, 2), st.booleans()),
)

# ----------------------------------------------------------------------------------------------------- declarations

values = literals | names
_policies = {
    subject: node(
        ast.Policy,
        st.just(subject),
        st.sampled_from(choices).map(lambda c: ast.Name(c, SPAN)),
    )
    for subject, choices in legalize.POLICIES.items()
}


def unique(
    strategy: SearchStrategy[Any], key: Any, most: int = 3
) -> SearchStrategy[Any]:
    """Several of them that differ in their key."""
    return st.lists(strategy, max_size=most, unique_by=key).map(tuple)


policies = unique(st.one_of(*_policies.values()), lambda one: one.subject)
line_policies = unique(
    st.one_of(*(_policies[subject] for subject in sorted(legalize.LINE_POLICIES))),
    lambda one: one.subject,
)
reasons = strings.filter(lambda text: any(map(str.isalnum, text)))
allows = some(node(ast.Allow, slugs, reasons), 0, 2)
uses = optional(ast.TransformUse, names, some(expressions, 0, 2))


def lines(least: int = 0) -> SearchStrategy[Any]:
    """Mapping lines."""
    operator = st.sampled_from(["=", ">", "<", "><", ">>", "<<"])
    line = st.builds(
        ast.MappingLine,
        sides,
        operator,
        st.just(SPAN),
        sides,
        uses,
        maybe(literals),
        maybe(expressions),
        line_policies,
        maybe(reasons),
        maybe(slugs),
        allows,
        docs,
        st.just(SPAN),
    )
    return some(line, least, 4)


wheres = unique(
    node(ast.WhereClause, names, st.booleans(), expressions),
    lambda one: one.system.text,
)
elses = unique(
    st.one_of(
        node(
            ast.ElseClause,
            st.sampled_from(["both", "left", "right"]),
            st.sampled_from(["error", "keep", "null"]),
            st.none(),
        ),
        node(
            ast.ElseClause,
            st.sampled_from(["both", "left", "right"]),
            st.just("value"),
            values,
        ),
    ),
    lambda one: one.side,
)
one_else = elses.map(lambda found: replace(found[0], side="both") if found else None)
fields = node(
    ast.FieldDecl,
    names,
    maybe(types),
    unique(
        st.sampled_from(["required", "readonly", "inferred"]).map(
            lambda m: ast.Name(m, SPAN)
        ),
        lambda one: one.text,
        2,
    ),
    maybe(names),
    maybe(slugs),
    allows,
    docs,
)
_columns = some(paths, 1, 3)
alternate_keys = node(ast.KeyDecl, st.just("alternate"), names, _columns)
other_keys = node(
    ast.KeyDecl, st.sampled_from(["key", "integration"]), st.none(), _columns
)


def keys(of: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Keys that differ."""
    return unique(of, lambda key: (key.kind, key.name and key.name.text))


parameters = node(ast.Parameter, names, types)
