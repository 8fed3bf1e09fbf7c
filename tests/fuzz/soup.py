"""Texts made of the grammar alone: its words in any order, and its sentences in their order."""

from __future__ import annotations

from functools import cache
from random import Random

from dwmap.syntax.parser import grammar
from lark.grammar import NonTerminal, Rule, Terminal
from lark.lexer import PatternStr

_SAMPLES = {
    "NAME": [
        *("fo", "ce", "A", "B", "a", "b", "c", "M", "N", "E", "V", "T", "Red", "Id"),
        *("string", "int", "text", "bool", "date", "decimal", "`a b`", "`map`", "é"),
        *("number", "trim", "concat", "coalesce", "value", "target", "keep", "left"),
    ],
    "STRING": [
        '""',
        '"a"',
        '"Red"',
        '"2026-01-31"',
        '"\\u00e9\\n"',
        '"' + "x" * 300 + '"',
    ],
    "INT": ["0", "1", "7", "60", "192350000", "9" * 30],
    "DECIMAL": ["0.0", "1.5", "0.000000001"],
    "VERSION_NUMBER": ["1.0", "1.0.0.0", "9.9.9.9"],
    "_NL": ["\n"],
    "COMMENT": ["// why", "/// what"],
}
_QUALIFIED = ["fo.A", "fo.B", "fo.E", "ce.a", "ce.b", "ce.O"]
_DEEPEST = 14


@cache
def words() -> dict[str, list[str]]:
    """How each terminal of the grammar may be written."""
    found = dict(_SAMPLES)
    for terminal in grammar().lark.terminals:
        if isinstance(terminal.pattern, PatternStr):
            found[terminal.name] = [terminal.pattern.value]
    return found


@cache
def _rules() -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in grammar().lark.rules:
        found.setdefault(rule.origin.name, []).append(rule)
    return found


def soup(chance: Random, length: int) -> str:
    """Words of the grammar in any order."""
    kinds = sorted(words())
    return " ".join(chance.choice(words()[chance.choice(kinds)]) for _ in range(length))


def sentence(chance: Random) -> str:
    """Declarations that the grammar derives; what they say may be nonsense."""
    some = (_expand("declaration", chance, 0) for _ in range(chance.randint(1, 8)))
    return "\n".join(" ".join(made) for made in some)


def _expand(name: str, chance: Random, depth: int) -> list[str]:
    if name == "qname" and chance.random() < 0.9:
        return [chance.choice(_QUALIFIED)]  # So that declarations meet.
    rules = _rules()[name]
    if depth > _DEEPEST:
        shortest = min(len(rule.expansion) for rule in rules)
        rules = [rule for rule in rules if len(rule.expansion) == shortest]
    made: list[str] = []
    for symbol in chance.choice(rules).expansion:
        if depth > 4 * _DEEPEST:
            return made
        if isinstance(symbol, NonTerminal):
            made += _expand(symbol.name, chance, depth + 1)
        elif isinstance(symbol, Terminal):
            made.append(chance.choice(words().get(symbol.name, [""])))
    return made
