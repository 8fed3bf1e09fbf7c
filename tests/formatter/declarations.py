"""Generated declarations, of every kind, and files of them."""

from __future__ import annotations

from typing import Any

from dwmap.syntax import ast, legalize
from formatter.trees import (
    NOWHERE,
    SPAN,
    allows,
    alternate_keys,
    docs,
    elses,
    expressions,
    fields,
    keys,
    lines,
    literals,
    maybe,
    names,
    node,
    one_else,
    other_keys,
    parameters,
    paths,
    policies,
    qnames,
    slugs,
    some,
    strings,
    types,
    values,
    versions,
    wheres,
)
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy


def _one_of(words: tuple[str, ...]) -> SearchStrategy[ast.Name]:
    return st.sampled_from(words).map(lambda word: ast.Name(word, SPAN))


system = node(
    ast.SystemDecl,
    names,
    _one_of(legalize.SYSTEM_KINDS),
    maybe(strings),
    maybe(paths),
    docs,
)
requirement = node(ast.Requirement, names, versions)
solution = node(
    ast.SolutionDecl,
    names,
    maybe(strings),
    maybe(names),
    maybe(versions),
    some(requirement),
    docs,
)
member = node(ast.EnumMember, names, maybe(names), docs)
enum = node(ast.EnumDecl, qnames, some(member, 0, 8), docs)
option = node(ast.OptionMember, st.integers(0, 10**9), names, maybe(names), docs)
options = node(ast.OptionsDecl, qnames, some(option), docs)
variant = node(ast.VariantDecl, names, some(names, 1, 3), docs)
samples = node(ast.SamplesDecl, maybe(names), strings, names, docs)
entity = node(
    ast.EntityDecl,
    qnames,
    maybe(strings),
    maybe(names),
    maybe(_one_of(("virtual", "elastic"))),
    keys(alternate_keys | other_keys),
    maybe(paths),
    maybe(node(ast.DeactivateDecl, names, values, values)),
    maybe(slugs),
    maybe(names),
    some(fields, 0, 5),
    allows,
    docs,
).filter(lambda decl: decl.table is not None or decl.table_kind is None)
extend_entity = node(
    ast.ExtendEntityDecl, qnames, some(fields), keys(alternate_keys), allows, docs
)
entry = node(
    ast.ValueEntry, values, st.sampled_from("=<>"), values, maybe(names), allows, docs
)
value_map = node(
    ast.ValueMapDecl,
    names,
    types,
    types,
    some(entry, 0, 5),
    elses,
    st.booleans(),
    allows,
    docs,
)
transform = node(
    ast.TransformDecl,
    names,
    some(parameters, 1),
    types,
    expressions,
    maybe(expressions),
    allows,
    docs,
)
state_row = node(ast.StateRow, some(maybe(values), 1, 3), values, maybe(expressions))
states = node(
    ast.StatesDecl,
    names,
    some(parameters, 1, 3),
    types,
    some(state_row),
    one_else,
    allows,
    docs,
)
retired = node(ast.RetiredField, names, versions, maybe(literals))
map_key = node(ast.KeyDecl, st.just("key"), st.none(), some(paths, 1, 3))
map_ = node(
    ast.MapDecl,
    names,
    maybe(strings),
    qnames,
    qnames,
    maybe(st.builds(ast.VariantCondition, names, names)),
    maybe(versions),
    maybe(_one_of(legalize.STATUSES)),
    maybe(slugs),
    maybe(names),
    some(names, 0, 12),
    wheres,
    some(map_key, 0, 1),
    policies,
    lines(),
    some(retired, 0, 1),
    allows,
    docs,
)
line_change = st.builds(
    lambda kind, found: ast.LineChange(kind, found[0], SPAN),
    st.sampled_from(["add", "replace"]),
    lines(1),
)
change = line_change | node(ast.LineRemoval, paths)
extend_map = node(
    ast.ExtendMapDecl,
    names,
    maybe(versions),
    maybe(versions),
    maybe(slugs),
    some(names),
    wheres,
    policies,
    some(change, 0, 4),
    allows,
    docs,
)
action = node(
    ast.ActionDecl,
    names,
    maybe(strings),
    qnames,
    qnames,
    lines(1),
    lines(),
    maybe(paths),
    st.booleans(),
    allows,
    docs,
)
bootstrap = node(
    ast.BootstrapDecl,
    qnames,
    paths,
    some(st.tuples(literals, literals)),
    one_else,
    docs,
)
example_field = node(ast.ExampleField, paths, literals)
record = node(
    ast.ExampleRecord,
    st.sampled_from(["record", "put", "after", "expect"]),
    names,
    some(example_field, 0, 6),
)
example = node(ast.ExampleDecl, strings, names, some(record), docs)

declarations: SearchStrategy[Any] = st.one_of(
    system,
    solution,
    enum,
    options,
    variant,
    samples,
    entity,
    extend_entity,
    value_map,
    transform,
    states,
    map_,
    extend_map,
    action,
    bootstrap,
    example,
)
files: SearchStrategy[ast.File] = some(declarations, 0, 3).map(
    lambda found: ast.File(NOWHERE, found)
)
