"""The site in a real Chromium: what only a browser can tell."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from docs.compiled import compiled
from dwmap.emit.docs_site import emit_site
from harness.golden import CASES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = (390, 844), (1360, 900)


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and not os.environ.get("CI"):
        pytest.skip("there is no chromium on this machine")
    return found or "/usr/bin/chromium"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    path = _chromium()
    if not os.environ.get("CI"):
        pytest.importorskip("playwright", reason="playwright is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of two cases, on disk."""
    folder = tmp_path_factory.mktemp("site")
    texts = {
        f"{name}/input.dwmap": (CASES / "docs" / name / "input.dwmap").read_text(
            "utf-8"
        )
        for name in ("hostile", "whole")
    }
    for path, text in emit_site(compiled(texts)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def _page(
    browser: Browser,
    size: tuple[int, int] = DESKTOP,
    scheme: Literal["light", "dark"] = "light",
    **options: Any,
) -> Iterator[Page]:
    """A page that fails the test on any error in its console, and reaches no network."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        reduced_motion="reduce",
        offline=True,
        **options,
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.on(
        "console",
        lambda text: errors.append(text.text) if text.type == "error" else None,
    )
    yield page
    assert errors == []
    context.close()


def test_search_finds_a_map_and_a_field(browser: Browser, site: Path) -> None:
    """The key `/` leads into the search; a map, a field's line and a value map are found."""
    with _page(browser) as page:
        page.goto((site / "index.html").as_uri())
        page.keyboard.press("/")
        page.keyboard.type("customers v3")
        page.wait_for_selector("#results a")

        assert page.inner_text("#results a b") == "Customers V3 (accounts)"
        page.fill("#search", "creditcents")
        page.wait_for_selector("#results .where mark")
        page.keyboard.press("Enter")
        page.wait_for_url(
            "**/maps/CustomersV3_accounts.html#line-CreditLimit-creditcents"
        )


def test_links_lead_from_page_to_page(browser: Browser, site: Path) -> None:
    """From the first page to a map, its entity, a field's map and back."""
    with _page(browser) as page:
        page.goto((site / "index.html").as_uri())
        page.click("main .cards a:has-text('Customers V3')")
        page.click(".end.right a")

        assert page.inner_text("h1") == "Account"
        page.click("#field-name .refs a")

        assert page.inner_text("h1") == "Customers V3 (accounts)"
        assert page.url.endswith("#line-OrganizationName-name")


def test_filters_hide_what_does_not_fit(browser: Browser, site: Path) -> None:
    """The filter of the navigation and the filter of the field table."""
    with _page(browser) as page:
        page.goto((site / "maps" / "CustomersV3_accounts.html").as_uri())
        page.fill("#line-filter", "onetime")
        page.fill("#nav-filter", "groups")

        assert page.locator(".fields > tbody:visible").count() == 1
        assert page.locator(".nav details li:visible").all_inner_texts() == [
            "Customer groups\ngroups"
        ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_no_page_is_wider_than_the_window(
    browser: Browser,
    site: Path,
    size: tuple[int, int],
    scheme: Literal["light", "dark"],
) -> None:
    """Every page fits, on a phone too, in both colour schemes, and hostile text runs nowhere."""
    with _page(browser, size, scheme) as page:
        for file in sorted(site.rglob("*.html")):
            page.goto(file.as_uri())
            wide = page.evaluate("document.documentElement.scrollWidth")

            assert wide <= size[0], file.name


def test_both_schemes_are_readable(browser: Browser, site: Path) -> None:
    """Text and background differ by at least 4.5 to 1 in both schemes."""
    for scheme in ("light", "dark"):
        with _page(browser, scheme=scheme) as page:
            page.goto((site / "maps" / "CustomersV3_accounts.html").as_uri())
            ratios = page.evaluate(_CONTRASTS)

            assert [one for one in ratios if one[1] < 4.5] == [], scheme


def test_the_menu_of_a_phone(browser: Browser, site: Path) -> None:
    """The navigation is away until the button opens it; Escape closes it."""
    with _page(browser, PHONE) as page:
        page.goto((site / "index.html").as_uri())

        assert not page.is_visible("#nav-filter")
        page.click(".menu")
        assert page.is_visible("#nav-filter")
        page.keyboard.press("Escape")
        assert not page.is_visible("#nav-filter")


def test_without_scripts_everything_is_there(browser: Browser, site: Path) -> None:
    """The pages are whole without JavaScript."""
    with _page(browser, PHONE, java_script_enabled=False) as page:
        page.goto((site / "maps" / "CustomersV3_accounts.html").as_uri())

        assert page.is_visible(".nav a:has-text('Overview')")
        assert page.locator(".fields > tbody").count() == 10


_CONTRASTS = """() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = parts(getComputedStyle(one).backgroundColor);
      if (color.length < 4 || color[3] > 0.9) return color;
    }
    return [255, 255, 255];
  };
  const names = "h1, h2, p, dt, dd, th, td code, .type:not(.unknown), .symbol, .chip, .ways li, .nav a, figcaption, summary";
  return [...document.querySelectorAll(names)].filter((one) => one.offsetParent).map((one) => {
    const [a, b] = [light(parts(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
    return [`${one.tagName}.${one.className} ${one.textContent.slice(0, 20)}`, (a + 0.05) / (b + 0.05)];
  });
}"""
