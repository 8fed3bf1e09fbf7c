"""Prints a file in its canonical form."""

from __future__ import annotations

from typing import assert_never

from dwmap.formatter.blocks import BlockPrinter, Item, Section
from dwmap.formatter.context import Context
from dwmap.formatter.original import Original
from dwmap.formatter.print_decl import (
    print_entity,
    print_enum,
    print_extend_entity,
    print_options,
    print_samples,
    print_solution,
    print_system,
    print_variant,
)
from dwmap.formatter.print_example import print_action, print_example
from dwmap.formatter.print_expr import ExpressionPrinter
from dwmap.formatter.print_map import print_extend_map, print_map
from dwmap.formatter.print_values import (
    print_bootstrap,
    print_states,
    print_transform,
    print_value_map,
)
from dwmap.formatter.trivia import split_notes
from dwmap.syntax import ast


def print_file(file: ast.File) -> str:
    """
    The text of a file in its canonical form, comments where they were.

    A tree that was never text (an importer's) prints its documentation from the `doc` of its nodes.
    """
    original = Original(file)
    comments, notes = split_notes(original)
    context = Context(original, ExpressionPrinter(notes))
    items = tuple(print_declaration(context, decl) for decl in file.declarations)
    lines = BlockPrinter(original).sections([Section(items, apart=True)], comments, 0)
    return "".join(f"{line}\n" for line in lines)


def print_declaration(cx: Context, decl: ast.Decl) -> Item:
    """One declaration."""
    match decl:
        case ast.SystemDecl():
            return print_system(cx, decl)
        case ast.SolutionDecl():
            return print_solution(cx, decl)
        case ast.EnumDecl():
            return print_enum(cx, decl)
        case ast.OptionsDecl():
            return print_options(cx, decl)
        case ast.EntityDecl():
            return print_entity(cx, decl)
        case ast.ValueMapDecl():
            return print_value_map(cx, decl)
        case ast.TransformDecl():
            return print_transform(cx, decl)
        case ast.StatesDecl():
            return print_states(cx, decl)
        case ast.MapDecl():
            return print_map(cx, decl)
        case ast.ExtendMapDecl():
            return print_extend_map(cx, decl)
        case ast.ExtendEntityDecl():
            return print_extend_entity(cx, decl)
        case ast.VariantDecl():
            return print_variant(cx, decl)
        case ast.ActionDecl():
            return print_action(cx, decl)
        case ast.BootstrapDecl():
            return print_bootstrap(cx, decl)
        case ast.ExampleDecl():
            return print_example(cx, decl)
        case ast.SamplesDecl():
            return print_samples(cx, decl)
        case _ as never:
            assert_never(never)
