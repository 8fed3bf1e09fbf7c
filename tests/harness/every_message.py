"""Every message that a case brings out, as the diagnostic behind it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from dwmap.diagnostics import Diagnostic, Report
from dwmap.project import decode_source
from dwmap.syntax.parser import parse_file
from harness.golden import CASES, shown
from harness.imports import import_folder
from harness.messages import PLAIN
from harness.metadata_cases import update_folder
from harness.projects import check_folder

_SUITES = ("bad", "import", "metadata", "semantic", "syntax")


def cases_with_messages() -> list[Any]:
    """The folders that hold messages, for `pytest.mark.parametrize("case", ...)`."""
    return [
        pytest.param(path.parent, id=shown(path.parent))
        for suite in _SUITES
        for path in sorted(CASES.glob(f"{suite}/*/{PLAIN}"))
    ]


@cache
def messages_of(case: Path) -> tuple[Diagnostic, ...]:
    """What is found in a case, in the order of its golden file."""
    match case.parent.name:
        case "import":
            return tuple(import_folder(case)[1])
        case "metadata":
            return tuple(update_folder(case)[1])
        case "syntax":
            report = Report()
            data = (case / "input.dwmap").read_bytes()
            source = decode_source(data, "input.dwmap", report)
            if source is not None:
                parse_file(source, report)
            return tuple(report)
    return tuple(check_folder(case))
