"""Whatever text stands in a specification, it stays text in everything that is made of it."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from dwmap.emit.docs_site import emit_site
from dwmap.emit.package import emit_changes
from dwmap.ir.json import dump_project, load_project
from dwmap.ir.model import Project
from harness.projects import compile_text
from hypothesis import example, given, settings
from hypothesis import strategies as st

PLAIN = "Marker"
SIEVE = "Filter"
"""Stands in the filters, whose dialects cannot say every character; then a page says that instead."""
SPEC = f"""
/// {PLAIN} of the solution.
solution Pack "{PLAIN}" {{
  publisher {PLAIN}
  version   1.0.0.0
}}

/// {PLAIN} of the enum.
enum fo.Kind {{ Person, Organization }}

/// {PLAIN} of the entity.
entity fo.Customers "{PLAIN}" {{
  key Account
  /// {PLAIN} of the field.
  Account  text
  Name     text?
  Kind     Kind?
}}

entity ce.accounts "{PLAIN}" {{
  key             accountid
  integration key number
  owner           {PLAIN}
  accountid  guid  readonly
  number     text
  name       text?
  note       text?
  origin     text?
  code       text?
}}

/// {PLAIN} of the value map.
valuemap Codes : text <-> text {{
  /// {PLAIN} of the entry.
  "{PLAIN}a" = "{PLAIN}b"
  "{PLAIN}c" > "{PLAIN}d"
  else right "{PLAIN}e"
}}

/// {PLAIN} of the transform.
transform Mark(value: text) -> text {{
  forward replace(value, "{PLAIN}", "x")
}}

/// {PLAIN} of the table.
states Table(value: text) -> text {{
  "{PLAIN}" -> "{PLAIN}f"
  else "{PLAIN}g"
}}

/// {PLAIN} of the map.
map Customers "{PLAIN}" : fo.Customers <-> ce.accounts {{
  owner    {PLAIN}
  where fo Name != "{SIEVE}" or Account in ["{SIEVE}h", "i"]
  where ce number != "{SIEVE}"

  /// {PLAIN} of the line.
  Account      =   number
  Name         ><  name    : Codes  lossy "{PLAIN}"  owner {PLAIN}
  "{PLAIN}"    >>  note    when Name == "{PLAIN}"
  Name         >>  origin  : Table  default "{PLAIN}"
  Name         >>  code    : Mark
}}

example "{PLAIN}" for Customers {{
  fo {{ Account "{PLAIN}" }}
  ce {{ number "{PLAIN}" }}
}}
"""
NASTY = (
    '"""',
    "'''",
    '\\"""',
    "\\",
    '"',
    "'",
    "\n",
    "\r\nimport os  # ",
    "\u2028import os",
    "\x0c",
    "\x85",
    "#",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{x}",
    "%s %(x)s",
    "</script><script>alert(1)</script>",
    '" onclick="alert(1)',
    "<b>&amp;",
    "`",
    "|",
    "](javascript:alert(1))",
    "--> x",
    "*/ DROP TABLE x; --",
    "\u202e",
    "\ufeff",
    "\u00e9\u0301",
    "\U0001f469\u200d\U0001f52c",
    "\\N{BULLET}",
    "\\x41",
    "é" * 200,
)
TEXTS = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=4).map("".join),
).map(lambda text: "".join(c for c in text if not "\ud800" <= c <= "\udfff"))


@cache
def _plain_ir() -> str:
    project, report = compile_text(SPEC)
    assert project is not None, report.diagnostics
    return dump_project(project)


def _project(text: str) -> Project:
    """The project with this text in place of every marker."""
    printable = "".join(filter(str.isprintable, text))
    ir = _plain_ir()
    for marker, new in ((PLAIN, text), (SIEVE, printable)):
        ir = ir.replace(marker, f"x{json.dumps(new)[1:-1]}")
    return load_project(ir)


def _tamed(text: str) -> str:
    """A harmless text of the same form: paragraphs, and parentheses, which set off the table in a label."""
    return re.sub(r"[^\s()]", "m", text)


@given(TEXTS)
@example('"""\nimport os\n"""')
@settings(deadline=None, max_examples=30)
def test_in_python_it_is_a_string_or_a_comment(text: str) -> None:
    """The modules have the same syntax tree, strings aside."""
    plain, hostile = _plain_modules(), _modules(text)

    assert plain.keys() == hostile.keys()
    for path, tree in hostile.items():
        assert tree == plain[path], path


@cache
def _plain_modules() -> dict[str, str]:
    return _modules(PLAIN)


def _modules(text: str) -> dict[str, str]:
    files = emit_changes(_project(text), {}, {}, targets=("python",)).files
    return {
        path: ast.dump(_Blanked().visit(ast.parse(source)))
        for path, source in files.items()
        if path.endswith(".py") and not path.startswith("_runtime/")
    }


class _Blanked(ast.NodeTransformer):
    """Every string is the same string."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node


@given(TEXTS)
@example("one\n\ntwo")
@example("<b> (<i>)")
@settings(deadline=None, max_examples=30)
def test_in_pages_it_is_text(text: str) -> None:
    """The pages have the same elements with the same attributes; only names of pages may differ."""
    plain, hostile = _tame_pages(_tamed(text)), _pages(text)

    assert sorted(plain.values()) == sorted(hostile.values())


@cache
def _tame_pages(text: str) -> dict[str, list[str]]:
    return _pages(text)


def _pages(text: str) -> dict[str, list[str]]:
    site = emit_site(_project(text))
    return {
        path: _Skeleton.of(source)
        for path, source in site.items()
        if Path(path).suffix == ".html"
    }


class _Skeleton(HTMLParser):
    """The elements of a page and the names of their attributes."""

    @classmethod
    def of(cls, source: str) -> list[str]:
        parser = cls()
        parser.found = []
        parser.feed(source)
        parser.close()
        return parser.found

    found: list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag} {sorted(name for name, _ in attrs)}")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")


@given(TEXTS)
@example("\\|")
@settings(deadline=None, max_examples=30)
def test_in_markdown_no_row_and_no_heading_is_new(text: str) -> None:
    """Tables keep their cells, and no line begins what it did not begin before."""
    plain, hostile = _markdown(_tamed(text)), _markdown(text)

    assert sorted(plain) == sorted(hostile)


def _markdown(text: str) -> list[list[tuple[str, int]]]:
    files = emit_changes(_project(text), {}, {}, targets=("docs",)).files
    pages = [source for path, source in sorted(files.items()) if path.endswith(".md")]
    return [_shape(page) for page in pages]


def _shape(page: str) -> list[tuple[str, int]]:
    """How each line that is no plain text begins, and how many cells it has."""
    found = []
    for line in page.splitlines():
        bare = line.replace("\\\\", "").replace("\\|", "")
        begins = line[:1] if line[:1] in "#|-`>" else ""
        if begins:
            found.append((begins, bare.count("|") if begins == "|" else 0))
    return found
