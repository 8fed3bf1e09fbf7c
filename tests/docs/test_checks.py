"""The page of the site about what is checked: every rule of the language with its examples."""

from __future__ import annotations

import html
import re

import pytest
from docs.compiled import compiled
from dwmap.diagnostics.page import page, parts
from dwmap.emit.docs_site import emit_site
from dwmap.problems import load_problems

HOMES = ("dwmap.semantic.problems", "dwmap.syntax.problems")
RULES = {
    code: kind
    for code, kind in load_problems().items()
    if kind.__module__.startswith(HOMES) and kind.topic != "import"
}


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    """The site of the smallest project."""
    return emit_site(compiled({"a.dwmap": "enum fo.Colour { Red }"}))


@pytest.fixture(scope="module")
def articles(site: dict[str, str]) -> dict[str, str]:
    """The text of each rule on the page, by its anchor."""
    found = re.findall(
        r'<article class="card check" id="([^"]+)">(.*?)</article>',
        site["checks.html"],
        re.DOTALL,
    )
    return dict(found)


def test_every_rule_is_on_the_page(articles: dict[str, str]) -> None:
    """By topic and by name, and nothing else: problems of imports and settings are no matter of maps."""
    assert list(articles) == sorted(RULES, key=lambda code: (RULES[code].topic, code))


@pytest.mark.parametrize("code", RULES)
def test_a_rule_shows_its_examples(code: str, articles: dict[str, str]) -> None:
    """The bad one marked as bad, the good one as good, letter by letter."""
    shown = re.findall(
        r'<pre class="sample (\w+)" tabindex="0"><code>(.*?)</code></pre>',
        articles[code],
        re.DOTALL,
    )

    expected = [
        (tone, part.text)
        for heading, tone in (("Example", "bad"), ("Instead", "good"))
        for section in page(RULES[code])["sections"]
        if section["heading"] == heading
        for part in parts(section["text"])
        if part.language
    ]
    assert [(tone, html.unescape(text)) for tone, text in shown] == expected


def test_a_rule_says_what_is_known_of_it(articles: dict[str, str]) -> None:
    """Severity, fix, codes of the product, and words in backticks as code."""
    mismatch, unmapped = articles["operator-mismatch"], articles["key-unmapped"]

    assert (
        '<span class="chip error">error</span> <span class="chip">safe fix</span>'
        in mismatch
    )
    assert "<code>&gt;&lt;</code>" in mismatch
    assert '<span class="chip">DIPV1014, DIPV1015</span>' in unmapped
    assert "`" not in re.sub(r"<pre.*?</pre>", "", mismatch, flags=re.DOTALL)


def test_the_table_of_a_topic_leads_to_its_rules(site: dict[str, str]) -> None:
    """One row a rule, and the navigation of every page leads here."""
    for code in RULES:
        assert (
            f'<td><a href="#{code}"><code>{code}</code></a></td>' in site["checks.html"]
        )
    for path, text in site.items():
        if path.endswith(".html"):
            assert re.search(r'<a href="(\.\./)*checks\.html"', text), path


def test_the_page_is_the_same_in_every_site(site: dict[str, str]) -> None:
    """It depends on the compiler alone."""
    other = emit_site(compiled({"b.dwmap": "enum fo.Size { Small }"}))

    assert other["checks.html"] == site["checks.html"]
