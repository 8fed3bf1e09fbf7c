"""What must hold for any input: only findings come out, each once and well-formed, and layout is only layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from diagnostics.rules import breaches
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from dwmap.config import Config, read_settings
from dwmap.diagnostics import Diagnostic, Report
from dwmap.diagnostics.formats import FORMATS
from dwmap.driver import compile_sources
from dwmap.formatter.print_ast import print_file
from dwmap.formatter.safety import Formatted, format_source
from dwmap.importers import Sources, decode, import_sources
from dwmap.ir.json import dump_project
from dwmap.ir.model import Project
from dwmap.problems import load_problems
from dwmap.project import decode_source
from dwmap.source import SourceFile
from dwmap.syntax.dialects import parse_odata_filter, parse_query_range

load_problems()

ABOUT_WHAT_IS_MISSING = {"missing-clause", "required-target"}
"""Several things may be missing in one place."""


class Broken(Exception):
    """A promise of the compiler is not kept."""


def examine_specs(texts: tuple[str, ...]) -> None:
    """Files of one project: read, checked, reported in every form, formatted."""
    sources = [SourceFile(f"file{n}.dwmap", text) for n, text in enumerate(texts)]
    project, report = _compile(sources)
    examine_messages(report.diagnostics)
    unread = {one.primary.span.file for one in _syntax(report) if one.primary}
    formatted = [_formatted(source, source not in unread) for source in sources]
    if project is None or None in formatted:
        return
    after, _ = _compile([one for one in formatted if one is not None])
    if after is None or dump_project(after) != dump_project(project):
        raise Broken("formatting changed what the project means")


def _compile(sources: Sequence[SourceFile]) -> tuple[Project | None, Report]:
    report = Report()
    return compile_sources(sources, "fuzz", report), report


def _syntax(report: Report) -> list[Diagnostic]:
    """The errors that a file alone has: such a file is not formatted."""
    problems = load_problems()
    return [
        one
        for one in report
        if problems[one.code].topic == "syntax" and one.severity.value == "error"
    ]


def _formatted(source: SourceFile, sound: bool) -> SourceFile | None:
    """The file in its form, which is stable; a sound one has a form."""
    result = format_source(source)
    if not isinstance(result, Formatted):
        codes = [one.code for one in result]
        if sound or "unsafe-format" in codes:
            raise Broken(f"not formatted: {result[0].message}\n{source.text}")
        return None
    again = format_source(SourceFile(source.path, result.text))
    if not isinstance(again, Formatted) or again.text != result.text:
        raise Broken(f"not stable:\n{source.text}")
    return SourceFile(source.path, result.text)


def examine_messages(found: Sequence[Diagnostic]) -> None:
    """Each place is called wrong once a kind, by a message that keeps the rules, in every form."""
    places = Counter(
        (one.code, one.primary.span)
        for one in found
        if one.primary and one.code not in ABOUT_WHAT_IS_MISSING
    )
    twice = [key for key, times in places.items() if times > 1]
    if twice:
        code, span = twice[0]
        raise Broken(f"{code} is said twice of {span.text!r}:\n{span.file.text}")
    for one in found:
        if wrong := breaches(one):
            text = one.primary.span.file.text if one.primary else ""
            raise Broken(f"{wrong[0]}\n{text}")
    for form in FORMATS.values():
        form(found).encode("utf-8")


def examine_bytes(texts: tuple[str, ...]) -> None:
    """Bytes, given as the characters of the same numbers: a text, or one message why not."""
    report = Report()
    source = decode_source(texts[0].encode("latin-1"), "file.dwmap", report)
    examine_messages(report.diagnostics)
    if source is None and not report.has_errors:
        raise Broken("refused without a word")
    if source is not None:
        examine_specs((source.text,))


def examine_settings(texts: tuple[str, ...]) -> None:
    """A `dwmap.toml` is read, or said to be wrong."""
    report = Report()
    found = read_settings(SourceFile("dwmap.toml", texts[0]), "fuzz", report)
    examine_messages(report.diagnostics)
    if not isinstance(found, Config):
        raise Broken("no settings")


def examine_import(texts: tuple[str, ...]) -> None:
    """Tables, keys, columns and a plan: the specs that come of them can be read, and have their form."""
    report = Report()
    tables, keys, schema, plan = (
        decode(name, text.encode("utf-8", "surrogatepass"), report) if text else None
        for name, text in zip(_NAMES, texts, strict=True)
    )
    sources = Sources(
        [tables] if tables else [], keys, [schema] if schema else [], plan
    )
    files = import_sources(sources, report).files
    examine_messages(report.diagnostics)
    specs = [SourceFile(path, print_file(file)) for path, file in files.items()]
    _, said = _compile(specs)
    if errors := _syntax(said):
        text = errors[0].primary.span.file.text if errors[0].primary else ""
        raise Broken(f"imported and not readable: {errors[0].message}\n{text}")
    for spec in specs:
        _formatted(spec, sound=True)


_NAMES = ("tables.md", "keys.csv", "schema.json", "plan.toml")


_CHECKING = (["check", "--format", "json"], ["check"], ["fmt", "--check"])
_BUILDING = (
    ["build"],
    ["docs"],
    ["export", "ir"],
    ["graph"],
    ["prove", "--format", "json", "-p"],
    ["test", "-p"],
)


def examine_command(texts: tuple[str, ...]) -> None:
    """`dwmap check` and `dwmap fmt` of a folder: they end with findings or without, never with a bug."""
    _run_all(_CHECKING, texts)


def examine_build(texts: tuple[str, ...]) -> None:
    """What has no errors can be built, documented, proved and drawn; the code that comes of it is Python."""
    project, _ = _compile(
        [SourceFile(f"file{n}", text) for n, text in enumerate(texts)]
    )
    if project is not None:
        _run_all(_BUILDING, texts)


def _run_all(commands: Sequence[list[str]], texts: tuple[str, ...]) -> None:
    with TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            data = text.encode("utf-8", "surrogatepass")
            Path(folder, f"file{number}.dwmap").write_bytes(data)
        for command in commands:
            out, err = StringIO(), StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                code = run(["--traceback", *command, folder])
            if code not in (CLEAN, FINDINGS, CANNOT) or "Usage:" in err.getvalue():
                raise Broken(f"{command} ends with {code}: {err.getvalue()}\n{texts}")
        for path in Path(folder).rglob("*.py"):
            compile(path.read_text("utf-8"), path.name, "exec")


def examine_filters(texts: tuple[str, ...]) -> None:
    """A filter of either dialect is understood, or messages say why not."""
    span = SourceFile("filter", texts[0]).span(0, len(texts[0]))
    for parse in (parse_query_range, parse_odata_filter):
        report = Report()
        found = parse(span, report)
        examine_messages(report.diagnostics)
        if (found is None) != report.has_errors:
            raise Broken("understood and refused, or neither")
