"""JUnit XML, which every CI server shows: a case for each finding, failed unless it is a note."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from dwmap.diagnostics.cells import visible
from dwmap.diagnostics.model import Diagnostic, Severity
from dwmap.diagnostics.render import render


def junit(diagnostics: Iterable[Diagnostic]) -> str:
    """A suite; where nothing was found, it has one case, which passed."""
    found = list(diagnostics)
    failed = sum(one.severity is not Severity.NOTE for one in found)
    suite = ElementTree.Element(
        "testsuite",
        name="dwmap check",
        tests=str(max(len(found), 1)),
        failures=str(failed),
    )
    for one in found:
        _add(suite, one)
    if not found:
        ElementTree.SubElement(suite, "testcase", classname="dwmap", name="check")
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _add(suite: ElementTree.Element, one: Diagnostic) -> None:
    span = one.primary.span if one.primary is not None else None
    place = f"{span.file.path}:{span.position.line}" if span is not None else "project"
    case = ElementTree.SubElement(
        suite, "testcase", classname=_clean(place), name=_clean(one.code)
    )
    text = _clean(render(one))
    if one.severity is Severity.NOTE:
        ElementTree.SubElement(case, "system-out").text = text
        return
    failure = ElementTree.SubElement(
        case, "failure", type=one.severity.value, message=_clean(one.message)
    )
    failure.text = text


def _clean(text: str) -> str:
    """Without what XML cannot hold, or a terminal would obey."""
    shown = "\n".join(map(visible, text.split("\n")))
    return "".join(c if c == "\n" or c.isprintable() else "\ufffd" for c in shown)
