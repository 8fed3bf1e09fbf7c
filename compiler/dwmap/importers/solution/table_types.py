"""How customizations name the types of columns."""

from __future__ import annotations

from xml.etree.ElementTree import Element

KINDS: dict[str, str] = {
    **dict.fromkeys("nvarchar varchar ntext memo text string".split(), "string"),
    **dict.fromkeys("int integer timezone language duration".split(), "int"),
    "bigint": "long",
    **dict.fromkeys("decimal money".split(), "decimal"),
    **dict.fromkeys("float double".split(), "double"),
    **dict.fromkeys("bit boolean".split(), "bool"),
    "datetime": "datetime",
    **dict.fromkeys("uniqueidentifier primarykey".split(), "guid"),
    **dict.fromkeys("picklist state status".split(), "choice"),
    **dict.fromkeys("lookup owner customer".split(), "lookup"),
    **dict.fromkeys(
        "virtual image file managedproperty multiselectpicklist partylist "
        "entityname calendarrules timestamp".split(),
        "any",
    ),
}
LEVELS = {
    "none": "none",
    "recommended": "none",
    "required": "required",
    "applicationrequired": "required",
    "systemrequired": "system",
}
_MOST_DIGITS = 38


def text_of(element: Element, *names: str) -> str:
    """The text of the first of these children that has one."""
    for name in names:
        found = element.findtext(name)
        if found is not None and found.strip():
            return found.strip()
    return ""


def kind_of(attribute: Element) -> str | None:
    """The type of a column, or None where it is not known."""
    kind = KINDS.get(text_of(attribute, "Type").lower())
    dated = text_of(attribute, "Behavior", "DateTimeBehavior") in ("2", "DateOnly")
    if kind == "datetime" and dated:
        return "date"
    return kind


def number_of(element: Element, *names: str) -> int | None:
    """A number, where one is given."""
    text = text_of(element, *names)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def digits_of(attribute: Element, scale: int | None) -> int | None:
    """How many digits a decimal has: those of its bounds, and those behind the point."""
    bounds = [text_of(attribute, name) for name in ("MinValue", "MaxValue")]
    whole = [bound.lstrip("-").partition(".")[0] for bound in bounds if bound]
    if scale is None or not whole or not all(one.isdigit() for one in whole):
        return None
    return min(max(map(len, whole)) + scale, _MOST_DIGITS)
