"""Files that are no TOML."""

from __future__ import annotations

import pytest
from dwmap.diagnostics.toml_text import NoToml, read_toml
from dwmap.source import SourceFile


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("a = ", (1, 5), "invalid value"),
        ('a = "x\nb = 1\n', (1, 7), "illegal character '\\n'"),
        ("a = 1\na = 2\n", (2, 6), "cannot overwrite a value"),
        ("[" * 100_000, (1, 100_001), ""),
        ("a = " + "[" * 100_000, (1, 100_005), "it nests too deeply"),
        ("a = " + "9" * 5_000, (1, 5_005), "it nests too deeply"),
    ],
)
def test_what_is_no_toml_says_where_and_why(
    text: str, place: tuple[int, int], reason: str
) -> None:
    """Whatever the library raises; a place is never behind the end of its line."""
    found = read_toml(SourceFile("dwmap.toml", text))

    assert isinstance(found, NoToml)
    assert found.reason.startswith(reason)
    assert found.span.end <= len(text)
    if reason:
        assert found.span.position == place
