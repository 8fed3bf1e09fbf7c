"""Whatever a thing is called, its name stays a name: what backticks allow, and other things in backticks."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from functools import cache
from pathlib import Path

from dwmap.emit.docs_site import emit_site
from dwmap.emit.graph_model import map_graph
from dwmap.emit.graph_text import graph_text
from dwmap.emit.package import emit_changes
from dwmap.ir.model import Project
from emit.test_hostile import NASTY, _shape, _Skeleton
from harness.projects import compile_text
from hypothesis import example, given, settings
from hypothesis import strategies as st

PLAIN = "harmless"
SPEC = """
/// Two ends of which everything is called alike.
enum fo.`{name}1` {{ `{name}2`, Other }}

options ce.`{name}3` {{
  1 `{name}4`
  2 Other
}}

entity fo.`{name}5` {{
  key `{name}6`, Company
  company Company
  table `{name}`
  `{name}6`  string(20)
  `{name}7`  `{name}1`?
  `{name}8`  string(20)?
  Company    string(4)
}}

entity ce.`{name}9` {{
  key id
  integration key `{name}10`, companyid.code
  company companyid.code
  id          guid           readonly
  `{name}10`  string(20)
  `{name}11`  `{name}3`?
  `{name}12`  string(20)?
  `{name}13`  -> ce.`{name}9`?
  companyid   -> ce.companies
}}

entity ce.companies {{
  key companyid
  integration key code
  companyid  guid       readonly
  code       string(4)
}}

valuemap `{name}14` : fo.`{name}1` <-> ce.`{name}3` {{
  `{name}2`  =  `{name}4`
  Other      =  Other
}}

transform `{name}15`(`{name}16`: string(20), `{name}17`: string(20)) -> string(20) {{
  forward substring(concat(`{name}16`, `{name}17`), 0, 20)
}}

variant `{name}18` {{ `{name}19`, Other }}

map `{name}20` : fo.`{name}5` <-> ce.`{name}9` when `{name}18` is `{name}19` {{
  depends on Companies
  where fo Company != "DEMF"

  `{name}6`               =   `{name}10`
  `{name}7`               ><  `{name}11`  : `{name}14`
  `{name}8`               =   `{name}13`.`{name}10`
  (`{name}8`, `{name}6`)  >>  `{name}12`  : `{name}15`
  retired `{name}21` since 1.0
}}

entity fo.Companies {{
  key Code
  Code  string(4)
}}

map Companies : fo.Companies <-> ce.companies {{
  Code  =  code
}}

example "one" for `{name}20` {{
  fo {{ `{name}6` "A" }}
  ce {{ `{name}10` "A" }}
}}
"""
NAMES = st.one_of(
    st.text(min_size=1, max_size=20),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=3).map("".join),
).map(lambda text: "".join(one for one in text if _is_allowed(one)))


def _is_allowed(one: str) -> bool:
    """A backtick and a line ending end a name, a file has no NUL, and text has no halves of characters."""
    return one not in "`\r\n\0" and not "\ud800" <= one <= "\udfff"


def _project(name: str) -> Project:
    # In front, so that things are sorted alike whatever they are called; `a` is no digit of another name.
    name = f"a{name}"
    text = SPEC.format(name=name)
    project, report = compile_text(text)
    assert project is not None, [each.message for each in report]
    return project


@cache
def _plain() -> Project:
    return _project(PLAIN)


@given(NAMES)
@example("a.b")
@example("__class__")
@example("\x1b]0;x\x07")
@settings(deadline=None, max_examples=30)
def test_python_differs_in_names_and_strings_only(name: str) -> None:
    """The same statements in the same order; every name is an identifier."""
    assert _plain_modules() == sorted(_modules(_project(name)))


@cache
def _plain_modules() -> list[str]:
    return sorted(_modules(_plain()))


def _modules(project: Project) -> list[str]:
    """The modules with their names and strings made equal; imports are sorted by name and so are a set."""
    files = emit_changes(project, {}, {}, targets=("python",)).files
    own = (
        source
        for path, source in files.items()
        if path.endswith(".py") and not path.startswith("_runtime/")
    )
    return [ast.dump(_Blanked().visit(ast.parse(source))) for source in own]


class _Blanked(ast.NodeTransformer):
    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("id", "attr", "arg", "name", "module"):
            if isinstance(getattr(node, field, None), str):
                assert getattr(node, field).replace(".", "").isidentifier()
                setattr(node, field, "x")
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node


@given(NAMES)
@settings(deadline=None, max_examples=20)
def test_pages_differ_in_text_only(name: str) -> None:
    """HTML and Markdown have the same elements, rows and headings, and paths are safe everywhere."""
    hostile = _project(name)
    pages, texts = _html(hostile), _markdown(hostile)

    assert _plain_html() == sorted(pages.values())
    assert _plain_markdown() == sorted(texts.values())
    for path in (*pages, *texts):
        assert re.fullmatch(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*", path), path
        assert not {".", "..", ""} & set(path.split("/")), path


@cache
def _plain_html() -> list[list[str]]:
    return sorted(_html(_plain()).values())


@cache
def _plain_markdown() -> list[list[tuple[str, int]]]:
    return sorted(_markdown(_plain()).values())


def _html(project: Project) -> dict[str, list[str]]:
    site = emit_site(project)
    return {
        path: _Skeleton.of(source)
        for path, source in site.items()
        if Path(path).suffix == ".html"
    }


def _markdown(project: Project) -> dict[str, list[tuple[str, int]]]:
    files = emit_changes(project, {}, {}, targets=("docs",)).files
    pages = {path: text for path, text in files.items() if path.endswith(".md")}
    for path, text in pages.items():
        assert _is_seen(text), path
    return {path: _shape(text) for path, text in pages.items()}


def _is_seen(text: str) -> bool:
    """Whether nothing in it moves a cursor, turns a line around or hides, joiners within words aside."""
    kinds = {unicodedata.category(one) for one in text if one not in "\n\u200c\u200d"}
    return not kinds & {"Cc", "Cf", "Zl", "Zp"}


@given(NAMES)
@example('"')
@example("\\")
@example("\u2028")
@example("\x1b[2J")
@settings(deadline=None, max_examples=40)
def test_graphs_differ_in_labels_only(name: str) -> None:
    """Every format has the same nodes and edges; what goes to a terminal obeys nothing."""
    plain, hostile = map_graph(_plain()), map_graph(_project(name))

    for form, label in (("dot", r'"(?:[^"\\]|\\.)*"'), ("mermaid", r'\["[^"\[\]]*"\]')):
        shapes = [re.sub(label, "label", graph_text(each, form)) for each in (plain, hostile)]  # type: ignore[arg-type]  # the two names are such formats
        assert shapes[0] == shapes[1]
    lines = [graph_text(each).splitlines() for each in (plain, hostile)]
    assert len(lines[0]) == len(lines[1])
    assert _is_seen(graph_text(hostile))
    read = json.loads(graph_text(hostile, "json"))
    assert [each["name"] for each in read["maps"]] == [
        each.name for each in hostile.nodes
    ]


@given(NAMES)
@example("</script>")
@example("\u2028")
@settings(deadline=None, max_examples=20)
def test_the_search_index_is_data(name: str) -> None:
    """One JSON list between two lines of script, in ASCII."""
    project = _project(name)
    index = emit_site(project)["static/index.js"]
    head, tail = "window.dwmapIndex = [\n", "\n];\n"

    assert index.startswith(head) and index.endswith(tail)
    assert index.isascii() and "<" not in index
    entries = json.loads(f"[{index[len(head):-len(tail)]}]")
    assert project.maps[0].name in {entry[1] for entry in entries}
