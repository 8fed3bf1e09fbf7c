"""The grammar is what it says it is: LALR(1) without conflicts."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from lark import Lark
from lark.utils import logger

GRAMMAR = Path(__file__).parents[2] / "grammar"


@pytest.mark.parametrize("name", ["dwmap", "odata_filter", "query_range"])
def test_there_is_no_conflict(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Lark raises for two reductions; a shift that it prefers to a reduction is only logged."""
    level = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG, logger=logger.name):
            Lark.open(
                str(GRAMMAR / f"{name}.lark"),
                parser="lalr",
                lexer="contextual",
                maybe_placeholders=False,
                debug=True,
            )
    finally:
        logger.setLevel(level)

    assert [m for m in caplog.messages if "conflict" in m.lower()] == []
