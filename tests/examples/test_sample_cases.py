"""What is said of files of samples: the folders of tests/cases/samples."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.examples.samples import read_samples
from dwmap.ir.scope import Scope
from dwmap.source import SourceFile
from harness.golden import Golden, cases
from harness.messages import message_files
from harness.projects import compile_folder


@pytest.mark.parametrize("case", cases("samples"))
def test_messages(case: Path, golden: Golden) -> None:
    """Each file of the project is read as `dwmap test` reads it."""
    project, messages = compile_folder(case)
    assert project is not None, messages
    report = Report()

    for samples in project.samples:
        text = (case / samples.path).read_text("utf-8")
        file = SourceFile(samples.path, text)
        read_samples(file, samples, Scope(project), report)

    inputs = ("input.dwmap", "*.csv", "*.jsonl")
    golden.check(case, message_files(report.diagnostics), inputs=inputs)
