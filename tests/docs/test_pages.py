"""What the Markdown pages and the site have in common: goldens, links that lead somewhere, hostile text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
from docs.compiled import compiled
from docs.links import resolved
from dwmap.emit.docs_build import view_docs
from dwmap.emit.docs_markdown import emit_markdown
from dwmap.emit.docs_pages import all_pages
from dwmap.emit.docs_site import emit_site
from dwmap.emit.docs_wiki import emit_wiki
from dwmap.ir.model import Project
from dwmap.tables import one_file
from harness.golden import Golden, cases

CASES = cases("docs")
_VOID = {"meta", "link", "input", "path", "rect", "circle", "br"}


def _project(case: Path) -> Project:
    text = (case / "input.dwmap").read_text(encoding="utf-8")
    return compiled({"customers/input.dwmap": text})


class _Page(HTMLParser):
    """Notes anchors, links and scripts, and whether the elements close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every element that opens."""
        given = dict(attrs)
        self.handlers += [name for name in given if name.startswith("on")]
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "script":
            self.scripts.append(given.get("src") or "")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Every element that closes."""
        if tag not in _VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("case", CASES)
def test_markdown(case: Path, golden: Golden) -> None:
    """The committed pages of each case, its pages of a wiki, and its mapping tables."""
    project = _project(case)
    wiki = {f"wiki/{path}": text for path, text in emit_wiki(project, "Maps").items()}

    golden.check(case, emit_markdown(project) | wiki | {"tables.md": one_file(project)})


@pytest.mark.parametrize("case", CASES)
def test_html_is_well_formed(case: Path) -> None:
    """Elements close in order, anchors are unique, nothing from a specification runs."""
    for path, text in emit_site(_project(case)).items():
        if path.endswith(".html"):
            page = _Page(text)

            assert page.open == [], path
            assert len(page.ids) == len(set(page.ids)), path
            assert page.handlers == [], path
            assert [PurePosixPath(one).name for one in page.scripts] == [
                "",
                "site.js",
                "search.js",
            ]


@pytest.mark.parametrize("case", CASES)
def test_every_link_leads_somewhere(case: Path) -> None:
    """Each link of the site names a page, and an anchor that the page has."""
    site = emit_site(_project(case))
    pages = {path: _Page(text) for path, text in site.items() if path.endswith(".html")}
    for path, page in pages.items():
        for link in page.links:
            address, _, anchor = link.partition("#")
            target = resolved(path, address) if address else path

            assert target in pages, (path, link)
            assert not anchor or anchor in pages[target].ids, (path, link)


@pytest.mark.parametrize("case", CASES)
def test_every_markdown_link_leads_to_a_page(case: Path) -> None:
    """Each link of the Markdown pages names a page that is written."""
    pages = emit_markdown(_project(case))
    for path, text in pages.items():
        for link in re.findall(r"(?<!\\)\]\(([^)]*)\)", text):
            if not link.startswith("javascript:"):
                assert resolved(path, link.partition("#")[0]) in pages, (path, link)


def test_hostile_text_stays_text_in_markdown() -> None:
    """No raw HTML, no row with a cell too many, no heading that was not ours."""
    case = next(one.values[0] for one in CASES if one.id == "hostile")
    for path, text in emit_markdown(_project(case)).items():
        bare = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "code", text)

        assert re.findall(r"(?<!\\)<(?!a id=|/a>)", bare) == [], path
        for table in re.findall(r"(?:^\|.*\n)+", bare, re.M):
            rows = table.splitlines()
            counts = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}

            assert len(counts) == 1, (path, table)


def test_hostile_text_stays_data_in_the_index() -> None:
    """The index is a script, and nothing in it ends a script element."""
    case = next(one.values[0] for one in CASES if one.id == "hostile")
    index = emit_site(_project(case))["static/index.js"]

    assert "<" not in index
    assert index.isascii()


def test_same_project_same_bytes() -> None:
    """Nothing of a run reaches the pages."""
    case = next(one.values[0] for one in CASES if one.id == "whole")

    assert emit_site(_project(case)) == emit_site(_project(case))
    assert emit_markdown(_project(case)) == emit_markdown(_project(case))


def test_a_page_key_tells_whether_it_changed() -> None:
    """A changed line changes the key of its map's page and leaves unrelated pages alone."""
    case = next(one.values[0] for one in CASES if one.id == "whole")
    text = (case / "input.dwmap").read_text(encoding="utf-8")
    before = compiled({"customers/input.dwmap": text})
    after = compiled(
        {"customers/input.dwmap": text.replace("on null keep", "on null clear")}
    )
    keys = [
        {page.address: page.key for page in all_pages(view_docs(one, figures=False))}
        for one in (before, after)
    ]
    changed = {page for page, key in keys[0].items() if keys[1][page] != key}

    assert "maps/CustomersV3_accounts" in changed
    assert not changed & {"maps/CustomerGroups_groups", "entities/ce.accounts", "types"}
