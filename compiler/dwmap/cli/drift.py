"""
What services have that specs do not say, by the rules of changes: the specs as they are against those that would say it.

Where the latter have errors, the maps and other declarations that have them are left out on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dwmap.changes.compared import Compared
from dwmap.changes.model import Change, Weight
from dwmap.changes.of_service import (
    GoneEntity,
    MissingField,
    as_gone,
    as_known,
    with_demands,
    with_gone_entities,
    with_missing_fields,
)
from dwmap.changes.outside import assume_untried, without_steps
from dwmap.changes.plan import PACKAGE
from dwmap.changes.rules.column_missing import ColumnMissing
from dwmap.changes.rules.field_added import FieldAdded
from dwmap.changes.rules.field_removed import FieldRemoved
from dwmap.changes.rules.requirement_tightened import RequirementTightened
from dwmap.changes.rules.table_missing import TableMissing
from dwmap.cli.comparing import between, in_part, with_approvals
from dwmap.cli.findings import errors_of
from dwmap.cli.sides import BrokenSide, Side, Trees
from dwmap.diagnostics import Diagnostic, Report
from dwmap.importers.problems import NotInMetadata
from dwmap.ir.model import Entity, Enum
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import parse_file

_SCHEMA: Final = (
    ast.SystemDecl,
    ast.EnumDecl,
    ast.OptionsDecl,
    ast.EntityDecl,
    ast.ExtendEntityDecl,
)
_MOST_ROUNDS: Final = 8
_WORD: Final = re.compile(r"\w+")
_IN_PART: Final = replace(
    PACKAGE,
    nothing="First mend what has errors; the rest has nothing to do but to install the new package.",
)
_MENDED: Final = replace(
    PACKAGE,
    text="mend the maps that the services would refuse, and install the new package",
    nothing="Nothing to do but to mend the maps that the services would refuse, and to install the new package.",
)
_REFUSED: Final = frozenset(
    {
        *(FieldRemoved.code, TableMissing.code, ColumnMissing.code),
        *(FieldAdded.code, RequirementTightened.code),
    }
)
TITLE: Final = "what the services have"


@dataclass(frozen=True)
class Drift:
    """What changed, and the errors that the specs would have, of which some `are_new`: what has them was not compared."""

    compared: Compared
    errors: tuple[Diagnostic, ...] = ()
    are_new: bool = False


@dataclass
class _LeftOut:
    """Declarations that are not compared, by their texts, which both sides have; or all but those of schemas."""

    texts: set[str] = field(default_factory=set)
    all: bool = False

    def has(self, decl: ast.Decl) -> bool:
        """Whether a declaration is left out."""
        if isinstance(decl, _SCHEMA):
            return False
        return self.all or decl.span.text in self.texts

    def uses(self, change: Change) -> bool:
        """Whether one of them speaks of what changed: an enum, or a field and its entity."""
        first = change.declaration
        if first is None or first.kind not in (Entity, Enum):
            return False
        if self.all or first.kind is Enum:
            return True
        names = [first.name.rpartition(".")[2], *(one.name for one in change.path[1:2])]
        wanted = {name.lower() for name in names}
        return any(wanted <= set(_WORD.findall(text.lower())) for text in self.texts)


def drift_of(
    side: Side, sources: Iterable[SourceFile], gone: Sequence[NotInMetadata] = ()
) -> Drift:
    """
    What lies between the specs and `sources`, the same with what services have and without what is `gone`.

    Entities that are gone are in `sources` still. Raises BrokenSide for broken entities.
    """
    state = replace(side.state, title=TITLE)
    after = replace(side, sources=tuple(sources), state=state)
    trees: Trees = {}
    compared = in_part(side, after, side.config, trees)
    try:
        if compared is None:
            now = after.compiled(trees)
            compared = between(side.compiled(trees), now, side.config)
    except BrokenSide as broken:
        errors = tuple(errors_of(broken.diagnostics))
        compared = _without_errors(side, after, errors)
        are_new = not {_said(one) for one in errors} <= set(_errors(side, trees))
    else:
        errors, are_new = (), False
    meant = {one.symbol: one.meant for one in gone}
    difference = without_steps(as_known(as_gone(compared.difference, meant)))
    compared = replace(compared, difference=with_demands(difference))
    compared = _with_what_is_gone(compared, side, gone, trees)
    if not errors and any(
        one.rule in _REFUSED and one.weight >= Weight.BREAKING
        for one in compared.findings
    ):
        compared = replace(compared, deployed=_MENDED)
    return Drift(with_approvals(compared, after), errors, are_new)


def _errors(side: Side, trees: Trees) -> Iterator[tuple[str, ...]]:
    """The errors of specs that do not compile as they are."""
    try:
        side.compiled(trees)
    except BrokenSide as broken:
        yield from map(_said, errors_of(broken.diagnostics))


def _said(error: Diagnostic) -> tuple[str, ...]:
    """What an error is and the line that has it: a service changes numbers of lines, and types that a message names."""
    if error.primary is None:
        return error.code, error.message
    span = error.primary.span
    return error.code, span.file.path, span.file.line(span.position.line)


def _with_what_is_gone(
    compared: Compared, side: Side, gone: Iterable[NotInMetadata], trees: Trees
) -> Compared:
    """The comparison with what no state says: entities that are gone, fields that maps use; with all maps, whatever was compared."""
    entities = [
        GoneEntity(one.name, one.span, one.meant) for one in gone if not one.owner
    ]
    missing = [
        MissingField(one.owner, one.name, one.span, one.meant)
        for one in gone
        if one.is_used
    ]
    if not entities and not missing:
        return compared
    try:
        project = side.compiled(trees).project
    except BrokenSide:
        project = compared.before.project
    difference = with_gone_entities(compared.difference, entities, project)
    difference = with_missing_fields(difference, missing, project)
    return replace(compared, difference=difference)


def _without_errors(
    before: Side, after: Side, errors: tuple[Diagnostic, ...]
) -> Compared:
    """The comparison of all that has no errors; what leaves out a map may leave others without what they need."""
    left_out = _LeftOut()
    rounds = 0
    while True:
        rounds += 1
        new = set(_wrong(errors)) - left_out.texts
        left_out.texts |= new
        left_out.all = not new or rounds == _MOST_ROUNDS
        try:
            now = _reduced(after, left_out).compiled({})
            was = _reduced(before, left_out).compiled({})
        except BrokenSide as broken:
            if left_out.all:
                raise
            errors = tuple(errors_of(broken.diagnostics))
            continue
        found = between(was, now, before.config)
        difference = assume_untried(found.difference, left_out.uses)
        return replace(found, difference=difference, deployed=_IN_PART)


def _wrong(errors: Iterable[Diagnostic]) -> Iterator[str]:
    """The declarations with errors, but for those of schemas."""
    for error in errors:
        if error.primary is None:
            continue
        place = error.primary.span
        for decl in parse_file(place.file, Report()).declarations:
            inside = decl.span.start <= place.start < decl.span.end
            if inside and not isinstance(decl, _SCHEMA):
                yield decl.span.text


def _reduced(side: Side, left_out: _LeftOut) -> Side:
    """The side with blanks in the place of what is left out; every line stays where it is."""
    sources = []
    for source in side.sources:
        text = source.text
        for decl in parse_file(source, Report()).declarations:
            if left_out.has(decl):
                start, end = decl.span.start, decl.span.end
                blank = "".join(c if c in "\r\n" else " " for c in text[start:end])
                text = text[:start] + blank + text[end:]
        if text.strip():
            sources.append(SourceFile(source.path, text))
    part = "entities alone" if left_out.all else "without what has errors"
    state = replace(side.state, title=f"{side.state.title} ({part})")
    return replace(side, sources=tuple(sources), state=state)
