"""The one Jinja environment that prints Python: it refuses every value that is not made for printing."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Undefined

from dwmap.emit.pycode import PyCode
from dwmap.resources import data_dir


def render(template: str, view: object) -> str:
    """The text of a template of `templates/python` for a view; not yet formatted."""
    return _environment().get_template(template).render(view=view)


def only_code(value: Any) -> Any:
    """The value itself if it is code; raises TypeError for the rest, which could be anything."""
    if isinstance(value, PyCode | Undefined):
        return value
    raise TypeError(f"a template printed something that is no code: {value!r}")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_load),
        undefined=StrictUndefined,
        finalize=only_code,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def _load(name: str) -> str:
    return (data_dir("templates") / "python" / name).read_text(encoding="utf-8")
