"""
Runs the tables that Lark has made over a text without mistakes, in one loop.

Lark's own loops spend most of their time on what only a mistake needs: lines and columns of every token, and a way
to go on by hand. Here both lexer and parser are one function over the same tables, which takes half of the time; at the
first surprise it gives up, and Lark reads the text again and says what is wrong. `tests/syntax/test_lalr.py` holds
the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from lark import Lark, Token
from lark.grammar import Rule
from lark.lexer import ContextualLexer, UnlessCallback
from lark.parsers.lalr_analysis import Shift

_ENDS: Final = "_NL"
_OPENING: Final = frozenset({"LPAR", "LSQB"})
_CLOSING: Final = frozenset({"RPAR", "RSQB"})
_NOT_AFTER: Final = frozenset({_ENDS, "LBRACE", "COMMA"})

Build: TypeAlias = Callable[[list[Any]], Any]


class LineEndings:
    """
    Passes on the line endings that end a statement, and no others.

    None counts inside parentheses and brackets, behind `{`, `,` and another line ending, or at the top.
    """

    # A name is read anywhere, so that a keyword ends where its word ends.
    always_accept = ("_NL", "NAME", "ARROW", "TWOWAY")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        depth = 0
        before = _ENDS
        for token in stream:
            kind = token.type
            if kind == _ENDS:
                if depth or before in _NOT_AFTER:
                    continue
            elif kind in _OPENING:
                depth += 1
            elif kind in _CLOSING:
                depth -= 1
            before = kind
            yield token


class Reduction(NamedTuple):
    """So many values become one, and stand for a symbol."""

    size: int
    build: Build
    symbol: str


class State(NamedTuple):
    """What the lexer finds in a state of the parser, and what each token does there: a shift to a state, or a reduction."""

    match: Callable[[str, int], Any]
    words: Mapping[str, str]
    moves: Mapping[str, int | Reduction]


class Surprise(Exception):
    """Something does not fit; what it is, Lark can say."""


class Loop:
    """The tables of a grammar, made ready state by state when a text first comes to it."""

    def __init__(
        self,
        lark: Lark,
        read_name: Callable[[str, int, int], Any],
        see_comment: Callable[[Token], object],
    ) -> None:
        frontend: Any = lark.parser
        self._lexer: ContextualLexer = frontend.lexer.lexer
        self._table = frontend.parser._parse_table
        self._callbacks: Mapping[Rule, Build] = frontend.parser.parser.callbacks
        self._read_name = read_name
        self._see_comment = see_comment
        self._state = cache(self._ready)
        self._reductions: dict[int, Reduction] = {}

    def parse(self, text: str) -> Any:
        """What the start rule builds from the text; raises `Surprise`."""
        (start,) = self._table.start_states.values()
        (end,) = self._table.end_states.values()
        states, values = [start], list[Any]()
        for kind, value in self._tokens(text, states):
            while True:
                move: Any = self._state(states[-1]).moves.get(kind)
                if move.__class__ is int:
                    states.append(move)
                    values.append(value)
                    break
                if move is None:
                    raise Surprise
                size, build, symbol = move
                parts = values[-size:] if size else []
                if size:
                    del states[-size:], values[-size:]
                values.append(build(parts))
                states.append(self._state(states[-1]).moves[symbol])
                if states[-1] == end:
                    return values[-1]
        raise Surprise

    def _tokens(self, text: str, states: Sequence[int]) -> Iterator[tuple[str, Any]]:
        """Each token with its value, read as the last of `states` expects it; ends of lines as `LineEndings` does."""
        position, end, depth, before = 0, len(text), 0, _ENDS
        while position < end:
            state = self._state(states[-1])
            found = state.match(text, position)
            if found is None:
                raise Surprise
            kind, word = found.lastgroup, found[0]
            begin, position = position, found.end()
            if kind == "_SPACE":
                continue
            if kind == "NAME":
                kind = state.words.get(word, kind)
            elif kind == _ENDS:
                if depth or before in _NOT_AFTER:
                    continue
            elif kind in _OPENING:
                depth += 1
            elif kind in _CLOSING:
                depth -= 1
            elif kind == "COMMENT":
                self._see_comment(_token(kind, word, begin, position))
                continue
            before = kind
            if kind == "NAME":
                yield kind, self._read_name(word, begin, position)
            else:
                yield kind, _token(kind, word, begin, position)
        yield "$END", None

    def _ready(self, number: int) -> State:
        """A state in the form that the loop reads."""
        lexer: Any = self._lexer.lexers[number]
        (pattern,) = lexer.scanner._mres
        unless = lexer.callback.get("NAME")
        words = (
            {each.pattern.value: each.name for each in unless.scanner.terminals}
            if isinstance(unless, UnlessCallback)
            else {}
        )
        moves = {
            kind: target if action is Shift else self._reduction(target)
            for kind, (action, target) in self._table.states[number].items()
        }
        return State(pattern.match, words, moves)

    def _reduction(self, rule: Rule) -> Reduction:
        known = self._reductions.get(id(rule))
        if known is None:
            known = Reduction(
                len(rule.expansion), self._callbacks[rule], rule.origin.name
            )
            self._reductions[id(rule)] = known
        return known


def _token(kind: str, text: str, start: int, end: int) -> Token:
    """A token without its line and column."""
    token = str.__new__(Token, text)
    token.type = kind
    token.start_pos = start
    token.end_pos = end
    return token
