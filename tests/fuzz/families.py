"""Families of texts that grow with a number, and of which the compiler's time must not explode."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Family = Callable[[int], str]

_MAP = "map M : fo.A <-> ce.b {\n"
_ENTITY = "entity fo.A {\n"


def _in_map(line: str) -> Family:
    return lambda n: f"{_MAP}{line * n}}}\n"


def _in_line(before: str, piece: str, after: str = "") -> Family:
    return lambda n: f"{_MAP}  {before}{piece * n}{after}\n}}\n"


def _numbered(text: str, before: str = "", after: str = "") -> Family:
    """The text once for each number, which it has at `#`; the next one it has at `+`."""

    def make(n: int) -> str:
        parts = (text.replace("#", str(i)).replace("+", str(i + 1)) for i in range(n))
        return before + "".join(parts) + after

    return make


BROKEN: Mapping[str, Family] = {
    "parentheses left open": _in_map("  (a > b\n"),
    "brackets left open": _in_map("  where fo x in [1\n"),
    "parentheses opened": _in_line("where fo ", "("),
    "brackets closed": _in_line("A ", "]"),
    "braces opened": lambda n: "{" * n,
    "braces closed": lambda n: "}\n" * n,
    "a long word": lambda n: f"entity ce.a{'count' * n}\n  x\n}}\n",
    "a long word in a line": _in_line("A", "a", " b"),
    "blanks": _in_line("A", " ", "b"),
    "blank lines": lambda n: f"{_MAP}  A = b\n" + "\n" * n + "  A A\n}\n",
    "operators": _in_line("A ", "=<>!", " b"),
    "dots": _in_line("A = ", "a."),
    "quotes": _in_line("", '"'),
    "backticks": _in_line("", "`"),
    "escapes": _in_line('A << "', "\\q", '"'),
    "commas": _in_line("A = b", ","),
    "lines with a comma": _in_map("  A = b,\n"),
    "semicolons": _in_map("  A = b;\n"),
    "broken maps": _numbered("map M# : fo.A <-> ce.b {\n  A = = b\n}\n"),
    "headings without a block": lambda n: "map M : fo.A <-> ce.b\n" * n,
    "stray words": lambda n: "stray words here\n" * n,
    "conditions left open": _in_line("", "(if x then "),
    "a mistake behind many lines": _numbered("  A# = b#\n", _MAP, "  A = = b\n}\n"),
}

SOUND: Mapping[str, Family] = {
    "maps": _numbered("map M# : fo.A# <-> ce.b# {\n  A = b\n}\n"),
    "a chain of maps": _numbered("map M# : fo.A <-> ce.b {\n  depends on M+\n}\n"),
    "lines": _numbered("  A# = b#\n", _MAP, "}\n"),
    "the same line": _in_map("  A = b\n"),
    "fields": _numbered("  F# string(2)\n", _ENTITY, "}\n"),
    "the same field": lambda n: f"{_ENTITY}{'  F int' * n}\n}}\n",
    "members": _numbered("  A#\n", "enum fo.E {\n", "}\n"),
    "entries": _numbered('  "a#" = #\n', "valuemap V : text <-> int {\n", "}\n"),
    "the same entry": _numbered('  "a" = 1\n', "valuemap V : text <-> int {\n", "}\n"),
    "rows of states": _numbered("  # -> #\n", "states S(a: int) -> int {\n", "}\n"),
    "alternatives": _in_line("where fo x == 1", " or x == 1"),
    "a list": _in_line("where fo x in [1", ", 1", "]"),
    "a sum": _in_line("where fo x", " + 1", " == 1"),
    "unused allows": _in_map('  allow two-writers "x"\n'),
    "extensions": _numbered("extend map M {\n  add C# = d#\n}\n", f"{_MAP}}}\n"),
    "removals": _numbered("extend map M {\n  remove C#\n}\n", f"{_MAP}  A = b\n}}\n"),
    "comments": lambda n: "// a comment\n" * n,
    "candidates": _in_line("A = c", ".Account(x)"),
    "values in parentheses": _in_line("(a", ", a", ") >> b : T"),
}

SLIPS: Mapping[str, Family] = {
    "misspelt fields": lambda n: (
        _numbered("  Field#xyz int?\n", _ENTITY, "}\n")(n)
        + _numbered("  Feild#xyz = f#\n", _MAP, "}\n")(n)
    ),
    "misspelt members": lambda n: (
        _numbered("  Abc#\n", "enum fo.E {\n", "}\n")(n)
        + _numbered("  Acb# = #\n", "valuemap V : fo.E <-> int {\n", "}\n")(n)
    ),
    "misspelt maps": _numbered("map Mab# : fo.A <-> ce.b {\n  depends on Mba#\n}\n"),
    "misspelt value maps": lambda n: (
        _numbered("valuemap Tar# : text <-> text {\n}\n")(n)
        + _numbered("  A# >< b# : Tra#\n", _MAP, "}\n")(n)
    ),
}
"""Every name is compared with every other, up to a limit."""

FAMILIES: Mapping[str, Family] = {**BROKEN, **SOUND, **SLIPS}
