"""Systems, solutions, enums, option sets, variants, samples and entities."""

from __future__ import annotations

from dwmap.formatter.blocks import Item, Section
from dwmap.formatter.columns import row
from dwmap.formatter.context import Context, section
from dwmap.formatter.names import (
    allow_text,
    name_text,
    path_text,
    qname_text,
    slug_text,
    string_text,
    type_text,
    value_text,
)
from dwmap.source import Span
from dwmap.syntax import ast, keywords


def labelled(head: str, label: str | None) -> str:
    """A heading with its text in quotes, if it has one."""
    return head if label is None else f"{head} {string_text(label)}"


def print_system(cx: Context, decl: ast.SystemDecl) -> Item:
    """`system legacy sql "Legacy ERP" { company company_code }`."""
    head = f"system {name_text(decl.name)} {name_text(decl.kind)}"
    head = labelled(head, decl.label)
    if decl.company is None:
        return Item(row(head), cx.original.place(decl.span), decl.doc)
    company = path_text(decl.company)
    line = cx.one_line(decl.span, head, [f"company {company}"], decl.doc)
    clause = cx.clause("company", company, decl.company.span)
    return line or cx.heading(decl.span, head, decl.doc, section([clause]))


def print_solution(cx: Context, decl: ast.SolutionDecl) -> Item:
    """The package of a file."""
    items = []
    if decl.publisher is not None:
        name = name_text(decl.publisher)
        items.append(cx.clause("publisher", name, decl.publisher.span))
    items += cx.version(decl.version, decl.span)
    for one in decl.requires:
        text = f"{name_text(one.name)} {one.version}"
        items.append(cx.clause("requires", text, one.span))
    head = labelled(f"solution {name_text(decl.name)}", decl.label)
    return cx.heading(decl.span, head, decl.doc, section(items))


def renamed_text(old: ast.Name | None) -> str:
    """What a thing was called before."""
    return "" if old is None else f"renamed from {name_text(old)}"


def print_enum(cx: Context, decl: ast.EnumDecl) -> Item:
    """An enum, on one line if it is short and nothing is said of its members."""
    head = f"enum {qname_text(decl.qname)}"
    if not any(member.doc or member.renamed_from for member in decl.members):
        words = [name_text(member.name) for member in decl.members]
        line = cx.one_line(decl.span, head, words, decl.doc)
        if line is not None:
            return line
    items = [
        Item(
            row(name_text(one.name), renamed_text(one.renamed_from)),
            cx.original.place(one.span),
            one.doc,
        )
        for one in decl.members
    ]
    return cx.heading(decl.span, head, decl.doc, section(items, own_blanks=True))


def print_options(cx: Context, decl: ast.OptionsDecl) -> Item:
    """An option set, an option on each line."""
    items = [
        Item(
            row(
                str(one.code),
                name_text(one.name),
                renamed_text(one.renamed_from),
                gap=1,
            ),
            cx.original.place(one.span),
            one.doc,
        )
        for one in decl.members
    ]
    head = f"options {qname_text(decl.qname)}"
    return cx.heading(decl.span, head, decl.doc, section(items, own_blanks=True))


def print_variant(cx: Context, decl: ast.VariantDecl) -> Item:
    """The alternatives of a build."""
    head = f"variant {name_text(decl.name)}"
    words = [name_text(choice) for choice in decl.choices]
    line = cx.one_line(decl.span, head, words, decl.doc)
    items = [
        Item(row(word), cx.original.place(choice.span))
        for word, choice in zip(words, decl.choices, strict=True)
    ]
    block = section(items, own_blanks=True)
    return line or cx.heading(decl.span, head, decl.doc, block)


def print_samples(cx: Context, decl: ast.SamplesDecl) -> Item:
    """`samples fo "samples/customers.jsonl" for CustomersV3_accounts`."""
    system = f"{name_text(decl.system)} " if decl.system is not None else ""
    line = f"samples {system}{string_text(decl.path)} for {name_text(decl.map)}"
    return Item(row(line), cx.original.place(decl.span), decl.doc)


def print_entity(cx: Context, decl: ast.EntityDecl) -> Item:
    """The keys and clauses of an entity, then its fields."""
    items = []
    if decl.table is not None:
        kind = f" {decl.table_kind.text}" if decl.table_kind else ""
        name = name_text(decl.table) + kind
        items.append(cx.clause("table", name, decl.table.span))
    items += map(cx.key, decl.keys)
    if decl.company is not None:
        items.append(cx.clause("company", path_text(decl.company), decl.company.span))
    if decl.deactivate is not None:
        items.append(cx.clause("deactivate", *_deactivate(decl.deactivate)))
    if decl.owner is not None:
        items.append(cx.clause("owner", slug_text(decl.owner), decl.owner.span))
    if decl.renamed_from is not None:
        text = renamed_text(decl.renamed_from)
        place = cx.original.place(decl.renamed_from.span)
        items.append(Item(row(text), place))
    items += cx.allows(decl.allows)
    head = labelled(f"entity {qname_text(decl.qname)}", decl.label)
    fields = _fields(cx, decl.fields)
    return cx.heading(decl.span, head, decl.doc, section(items), fields)


def _deactivate(decl: ast.DeactivateDecl) -> tuple[str, Span]:
    inactive, active = value_text(decl.inactive), value_text(decl.active)
    return f"{name_text(decl.field)} = {inactive} else {active}", decl.span


def print_extend_entity(cx: Context, decl: ast.ExtendEntityDecl) -> Item:
    """More keys, then more fields."""
    clauses = section([*map(cx.key, decl.keys), *cx.allows(decl.allows)])
    head = f"extend entity {qname_text(decl.qname)}"
    return cx.heading(decl.span, head, decl.doc, clauses, _fields(cx, decl.fields))


def _fields(cx: Context, fields: tuple[ast.FieldDecl, ...]) -> Section:
    return section([_field(cx, one) for one in fields], own_blanks=True)


def _field(cx: Context, decl: ast.FieldDecl) -> Item:
    cells = [
        name_text(decl.name, keywords.FIELD_START),
        "" if decl.type is None else type_text(decl.type, keywords.TYPE),
        " ".join(modifier.text for modifier in decl.modifiers),
        renamed_text(decl.renamed_from),
        "" if decl.owner is None else f"owner {slug_text(decl.owner)}",
        *(f"allow {allow_text(one)}" for one in decl.allows),
    ]
    return Item(row(*cells), cx.original.place(decl.span), decl.doc)
