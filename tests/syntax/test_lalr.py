"""The loop over Lark's tables reads what Lark reads, and gives up where Lark finds a mistake."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from dwmap.source import SourceFile
from dwmap.syntax.lalr import Surprise
from dwmap.syntax.parser import grammar
from fuzz import corpus, soup
from fuzz.mutate import exchanged
from lark.exceptions import UnexpectedInput


def read(parse: Callable[[str], Any], source: SourceFile) -> object:
    """All that a parse leaves behind, or None where it finds a mistake."""
    builder = grammar().builder
    builder.reset(source, 0)
    try:
        declarations = parse(source.text)
    except (Surprise, UnexpectedInput):
        return None
    comments = [(str(one), one.start_pos, one.end_pos) for one in builder.comments]
    return declarations, comments, [repr(one) for one in builder.misuses]


def agree(text: str) -> bool:
    """Whether both read it; they must do so alike."""
    source = SourceFile("a.dwmap", text)
    ours = read(grammar().loop.parse, source)
    assert ours == read(grammar().lark.parse, source), text
    return ours is not None


def test_files() -> None:
    """Most are sound, and the broken ones are broken for both."""
    outcomes = [agree(text) for text in corpus.specs()]

    assert outcomes.count(True) > 300
    assert outcomes.count(False) > 50


@pytest.mark.parametrize("make", [soup.sentence, lambda chance: soup.soup(chance, 9)])
def test_words_and_sentences_of_the_grammar(make: Callable[[Random], str]) -> None:
    """Every rule in every state, in and out of order."""
    assert {agree(make(Random(seed))) for seed in range(400)} == {True, False}


def test_damaged_files() -> None:
    """One to three words of files that people wrote are other ones."""
    chance = Random(1)
    texts = corpus.specs()
    outcomes = {
        agree(exchanged(chance.choice(texts), chance, texts)) for _ in range(150)
    }

    assert outcomes == {True, False}
