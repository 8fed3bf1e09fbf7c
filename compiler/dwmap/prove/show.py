"""The values of a witness as a person writes them."""

from __future__ import annotations

from dwmap.interpret.show import show_value
from dwmap.prove.verdict import Step


def show_values(step: Step) -> str:
    """The fields of a record, each with its value."""
    shown = (f"{name} = {show_value(value)}" for name, value in step.values)
    return ", ".join(shown) or "(any record)"
