"""What a line makes of the questions that a filter asks of its target: questions to its source."""

from __future__ import annotations

from dwmap.interpret.maps import Line
from dwmap.interpret.transforms import entries_of, folds
from dwmap.ir.model import Constant, EitherRef, Expr, Inputs, PathRef, Type, Use
from dwmap.prove.choices import cells_of, is_plain, named_by
from dwmap.prove.formulas import linear
from dwmap.prove.mentions import Mention, Mentions
from dwmap.prove.representatives import around, steps_of
from dwmap.prove.trips import stays_alike


def ask_source(line: Line, asked: Mentions, mentions: Mentions) -> None:
    """What a line makes of the questions that are asked of its target: questions to its source."""
    source, use = line.source, line.mapping.transform
    if isinstance(source, Constant):
        return
    if isinstance(source, Inputs):
        _read_inputs(source, line, mentions)
        return
    if not isinstance(source, PathRef | EitherRef):
        mentions.read_opaque(source)
        return
    mention, question = mentions.of(source), asked.of(line.target)
    if use is not None and use.kind == "states":
        _read_states(use.name, (source,), line, mentions)
        return
    if use is not None and use.kind == "transform":
        _read_transform(use, source.type, line, question, mention)
        return
    if use is not None:
        value_map = line.scope.value_maps[use.name]
        for key, _ in entries_of(value_map, line.heading, line.scope):
            if key is not None:
                mention.values.append(key)
        mention.folded |= folds(value_map, line.heading)
        policy = value_map.to_right if line.heading == "to_right" else value_map.to_left
        if policy.policy != "keep":
            return
    _pass_on(source.type, line, question, mention)


def _pass_on(given: Type, line: Line, question: Mention, mention: Mention) -> None:
    """The source is asked what the target is asked, since it may be the same value."""
    mention.values += question.values
    mention.ordered |= question.ordered
    mention.fits.append(line.target.type)
    mention.opaque |= question.opaque or not stays_alike(given.kind, line)


def _read_transform(
    use: Use, given: Type, line: Line, question: Mention, mention: Mention
) -> None:
    """A choice asks for what it names; a formula for the values that become what the target is asked for."""
    way, scope = line.is_backward, line.scope
    choice = named_by(use, backward=way, scope=scope)
    formula = linear(use, backward=way, given=given, scope=scope)
    if choice is not None:
        mention.values += choice.values
        mention.ordered |= choice.ordered
        _pass_on(given, line, question, mention)
    elif formula is not None and not question.opaque:
        for value in around(question, line.target.type):
            number = formula.source_of(value)
            if number is not None:
                mention.values += steps_of(number, given)
        mention.ordered |= question.ordered
    else:
        mention.opaque = True


def _read_inputs(source: Inputs, line: Line, mentions: Mentions) -> None:
    use = line.mapping.transform
    if use is not None and use.kind == "states":
        _read_states(use.name, source.items, line, mentions)
        return
    for item in source.items:
        mentions.read_opaque(item)


def _read_states(
    name: str, items: tuple[Expr, ...], line: Line, mentions: Mentions
) -> None:
    """A state table asks for its cells, unless a row has a condition of its own."""
    states = line.scope.states[name]
    for place, item in enumerate(items[: len(states.inputs)]):
        if is_plain(states) and isinstance(item, PathRef | EitherRef):
            mention = mentions.of(item)
            mention.values += cells_of(states, place, line.scope)
        else:
            mentions.read_opaque(item)
