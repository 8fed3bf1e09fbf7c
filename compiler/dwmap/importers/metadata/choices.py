"""Members of enums and option sets as the service has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dwmap.formatter.names import name_text
from dwmap.importers import nodes
from dwmap.importers.metadata.editor import Editor
from dwmap.importers.metadata.entities import Wishes
from dwmap.importers.metadata.gone import Gone
from dwmap.importers.metadata.model import Members
from dwmap.importers.names import option_names
from dwmap.source import Span
from dwmap.syntax import ast


@dataclass(frozen=True)
class _New:
    """A member to add, and the declared one that it comes behind, if there is one."""

    text: str
    after: Span | None


def change_enum(
    editor: Editor, decl: ast.EnumDecl, found: Members, wishes: Wishes, gone: Gone
) -> None:
    """Add the symbols that are new behind those that the service has before them."""
    there = {one.name.text.lower(): one.span for one in decl.members}
    added: list[_New] = []
    last: Span | None = None
    for _, name in found.members:
        if name.lower() in there:
            last = there[name.lower()]
        else:
            added.append(_New(name_text(name), last))
    known = {name.lower() for _, name in found.members}
    lost = [one for one in decl.members if one.name.text.lower() not in known]
    for one in lost:
        gone.tell("symbol", one.name, decl.qname)
    removed = [one.span for one in lost] if wishes.prune else []
    _rewrite(editor, decl.span, [one.span for one in decl.members], added, removed)


def change_options(
    editor: Editor,
    decl: ast.OptionsDecl,
    found: Sequence[Members],
    wishes: Wishes,
    gone: Gone,
) -> None:
    """
    Add the codes that are new, each behind the next smaller one.

    What a known code is called stays: labels are translated, and maps speak of them as they are declared.
    """
    stated: dict[int, str] = {}
    for one in found:
        for code, label in one.members:
            if code is not None:
                stated.setdefault(code, label)
    lost = [one for one in decl.members if one.code not in stated]
    there = {one.code: one for one in decl.members}
    anchors = {
        code: one for code, one in there.items() if one not in lost or not wishes.prune
    }
    taken = {one.name.text.casefold() for one in decl.members}
    in_order = sorted(there) == [one.code for one in decl.members]
    added = []
    for code, name in _names(stated, there.keys(), taken):
        before = [one for one in anchors if one < code or not in_order]
        after = anchors[before[-1]] if before else None
        text = f"{code} {name_text(name)}"
        added.append(_New(text, after.span if after is not None else None))
    for member in lost:
        gone.tell(f"option {member.code}", member.name, decl.qname)
    removed = [one.span for one in lost] if wishes.prune else []
    _rewrite(editor, decl.span, [one.span for one in decl.members], added, removed)


def _names(
    stated: dict[int, str], there: Iterable[int], taken: set[str]
) -> Iterable[tuple[int, str]]:
    """The new codes with names that no other has."""
    new = {code: stated[code] for code in stated.keys() - set(there)}
    for code, name in sorted(option_names(new).items()):
        own = f"{name} {code}" if name.casefold() in taken else name
        taken.add(own.casefold())
        yield code, own


def _rewrite(
    editor: Editor,
    block: Span,
    spans: list[Span],
    added: list[_New],
    removed: list[Span],
) -> None:
    """Add and take out members: line by line where each has one, else by writing the row of them anew."""
    if not added and not removed:
        return
    if editor.own_lines(spans):
        for one in added:
            if one.after is not None:
                editor.add_after(one.after, one.text)
        editor.add_first(block, [one.text for one in added if one.after is None])
        for span in removed:
            editor.remove_statement(span)
        return
    if editor.has_comment(block.start, block.end):
        editor.add_statements(block, [one.text for one in added])
        return
    texts = [one.text for one in added if one.after is None]
    for span in spans:
        texts += [span.text] if span not in removed else []
        texts += [one.text for one in added if one.after == span]
    row = spans[0].to(spans[-1])
    editor.replace(row, (", " if "\n" not in row.text else editor.newline).join(texts))


def new_choice(system: str, members: Members, *, symbols: bool) -> ast.Decl:
    """The declaration of an enum, or of an option set."""
    qname = nodes.qname(system, members.name)
    if symbols:
        return ast.EnumDecl(
            qname,
            tuple(
                ast.EnumMember(nodes.name(name), None, "", nodes.NOWHERE)
                for _, name in members.members
            ),
            "",
            nodes.NOWHERE,
        )
    labels = {code: name for code, name in members.members if code is not None}
    return ast.OptionsDecl(
        qname,
        tuple(
            ast.OptionMember(code, nodes.name(name), None, "", nodes.NOWHERE)
            for code, name in sorted(option_names(labels).items())
        ),
        "",
        nodes.NOWHERE,
    )
