"""The manual of the change rules: a page each, and their list."""

from __future__ import annotations

from inspect import cleandoc
from typing import TypedDict

from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.rule_table import RULES


class ChangePage(TypedDict):
    """What is to be said about one kind of change; plain data, ready for JSON."""

    rule: str
    topic: str
    weight: str
    judged: str
    obligations: list[str]
    summary: str
    text: str


_FILTERS = "by both filters, case by case"
_JUDGED = {
    By.RULE: "by the rule alone",
    By.OUTCOMES: "by records that are carried over before and after; safe where none differs",
}


def change_page(code: str) -> ChangePage | None:
    """The page of a change rule; None where no rule has that name."""
    return next((_page(one) for one in RULES if one.code == code), None)


def change_pages() -> list[ChangePage]:
    """All pages, by topic and name."""
    pages = map(_page, RULES)
    return sorted(pages, key=lambda one: (one["topic"], one["rule"]))


def page_text(page: ChangePage) -> str:
    """A page for the terminal."""
    lines = [
        f"{page['rule']} (a change of {page['topic']}, at most {page['weight']})",
        "",
        page["text"].replace("## ", ""),
        "",
        f"Judged {page['judged']}.",
    ]
    if page["obligations"]:
        lines.append(f"Then: {', '.join(page['obligations'])}.")
    return "\n".join(lines)


def page_markdown(page: ChangePage, level: int = 1) -> str:
    """A page as Markdown, its heading of some level."""
    marks = "#" * level
    text = page["text"].replace("\n## ", f"\n{marks}# ")
    lines = [
        f"{marks} `{page['rule']}`",
        "",
        f"A change of {page['topic']}, at most {page['weight']}. Judged {page['judged']}.",
        "",
        text,
    ]
    if page["obligations"]:
        lines += ["", f"Then: {', '.join(page['obligations'])}."]
    return "\n".join(lines)


def list_text() -> str:
    """Every change rule with its class and its first sentence, by topic."""
    pages = change_pages()
    width = max(len(one["rule"]) for one in pages)
    lines: list[str] = []
    topic = ""
    for one in pages:
        if one["topic"] != topic:
            topic = one["topic"]
            lines += ["", topic] if lines else [topic]
        lines.append(f"    {one['rule']:{width}}  {one['weight']:11}  {one['summary']}")
    return "\n".join(lines)


def _page(rule: type[ChangeRule]) -> ChangePage:
    text = cleandoc(rule.__doc__ or "")
    return ChangePage(
        rule=rule.code,
        topic=rule.topic,
        weight=rule.weight.word,
        judged=_FILTERS if rule.topic == "filters" else _JUDGED[rule.by],
        obligations=[duty.value for duty in rule.obligations],
        summary=" ".join(text.split("\n\n")[0].split()),
        text=text,
    )
