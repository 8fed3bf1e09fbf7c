"""Text as Markdown: nothing that comes from a specification is read as markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from dwmap.diagnostics.cells import visible
from dwmap.emit.docs_names import Slug


class Md(str):
    """Text that is Markdown already."""

    __slots__ = ()


_MARKUP = re.compile(r"[\\`*\[\]<>|&~$^]")
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_START = re.compile(r"#|[+\-](?=[\s+\-]|\Z)|=+\Z|\d+(?=[.)](?:\s|\Z))")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")
_TICKS = re.compile(r"`+")


@lru_cache(maxsize=16384)
def text(value: str) -> Md:
    """`value` in one line, as it is."""
    plain = _one_line(value).strip()
    plain = _MARKUP.sub(lambda found: "\\" + found[0], plain)
    plain = _EDGE_UNDERSCORE.sub(r"\\_", plain)
    start = _START.match(plain)
    if start is not None:
        cut = start.end() if start[0].isdigit() else 0
        plain = f"{plain[:cut]}\\{plain[cut:]}"
    return Md(plain)


def paragraphs(value: str, written: Callable[[str], Md] = text) -> Md:
    """`value` with its empty lines kept and nothing else."""
    parts = (written(part) for part in re.split(r"\n\s*\n", value))
    return Md("\n\n".join(part for part in parts if part))


def code(value: str) -> Md:
    """`value` as a code span outside of tables; nothing for nothing."""
    plain = _one_line(value)
    if not plain.strip():
        return Md()
    longest = max((len(run) for run in _TICKS.findall(plain)), default=0)
    fence = "`" * (longest + 1)
    padded = plain[0] in "` " or plain[-1] in "` "
    return Md(f"{fence} {plain} {fence}" if padded else f"{fence}{plain}{fence}")


@lru_cache(maxsize=16384)
def cell(value: str) -> Md:
    """
    `value` as a code span within a table, where even code must escape the bar.

    A bar behind a backslash has no form there, since the backslash escapes nothing in code: it is plain text.
    """
    if "\\|" in value:
        return text(value)
    return Md(code(value).replace("|", "\\|"))


def _one_line(value: str) -> str:
    """The pages are read as plain text, too, where a mark of direction would turn the rest of a line around."""
    return visible(_SPACE.sub(" ", value))


def page_file(page: Slug) -> str:
    """The file of a page; the first one is what GitHub shows for the folder."""
    return "README.md" if page == "index" else f"{page}.md"


def fenced(mermaid: str) -> Md:
    """A picture."""
    return Md(f"```mermaid\n{mermaid}```")


def printable(value: object) -> str:
    """What `{{ }}` prints: Markdown as it is, text escaped, numbers; anything else is our mistake."""
    if isinstance(value, Md | Slug):
        return value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"a template may not print {type(value).__name__}")
