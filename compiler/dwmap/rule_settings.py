"""What `[check]` and `[diff]` in dwmap.toml say about findings: which are left out, and how much they matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from dwmap.config import CheckSettings, DiffSettings, Named, WrongSetting
from dwmap.diagnostics import Diagnostic, Problem, Report, Severity, did_you_mean
from dwmap.problems import load_problems


def check_rule_settings(settings: CheckSettings, report: Report) -> None:
    """Report names that no finding and no topic has in the edition, and errors that are to be left out."""
    problems = load_problems()
    known = {*problems, *(kind.topic for kind in problems.values() if kind.topic)}
    milder = {
        name
        for code, kind in problems.items()
        if kind.severity_in(report.edition) not in (None, Severity.ERROR)
        for name in (code, kind.topic)
    }
    for one in _named(settings):
        kind = problems.get(one.text)
        if one.text not in known:
            help = did_you_mean(one.text, milder) or "`dwmap explain --list` names them"
            message = f"no finding and no topic is called `{one.text}`"
            report.add(WrongSetting(message, one.span, help))
        elif kind is None:
            continue
        elif kind.severity_in(report.edition) is None:
            message = f"edition {report.edition} has no rule `{one.text}`"
            help = f"it came with edition {kind.since}"
            report.add(WrongSetting(message, one.span, help))
        elif kind.severity_in(report.edition) is Severity.ERROR:
            message = f"`{one.text}` is an error, which nothing can be built with"
            report.add(WrongSetting(message, one.span, "mend it in the specs"))


def check_diff_settings(settings: DiffSettings, report: Report) -> None:
    """Report names in `[diff.severity]` that no change rule and no topic of them has."""
    from dwmap.changes.rule_table import RULES

    known = {name for rule in RULES for name in (rule.code, rule.topic)}
    for one, _ in settings.severity:
        if one.text not in known:
            help = did_you_mean(one.text, known) or "`dwmap rules --changes` names them"
            message = f"no change rule and no topic of them is called `{one.text}`"
            report.add(WrongSetting(message, one.span, help))


def _named(settings: CheckSettings) -> Iterator[Named]:
    yield from settings.ignore
    for _, names in settings.per_file:
        yield from names
    for rule, _ in settings.severity:
        yield rule


def apply_rule_settings(
    diagnostics: Iterable[Diagnostic], settings: CheckSettings
) -> Iterator[Diagnostic]:
    """
    The findings that are left, with the severity that the project gives them.

    Paths are those of the project. Errors of the compiler stay as they are.
    """
    problems = load_problems()
    severities = {rule.text: severity for rule, severity in settings.severity}
    for one in diagnostics:
        if one.severity is Severity.ERROR:
            yield one
            continue
        names = _names(one, problems)
        if names & {each.text for each in _ignored(one, settings)}:
            continue
        given = severities.get(one.code) or next(
            (severities[name] for name in names if name in severities), None
        )
        yield one if given is None else replace(one, severity=Severity(given))


def _names(one: Diagnostic, problems: Mapping[str, type[Problem]]) -> set[str]:
    """What a finding is called: by its own name, and by its topic."""
    kind = problems.get(one.code)
    return {one.code, kind.topic} if kind is not None else {one.code}


def _ignored(one: Diagnostic, settings: CheckSettings) -> Iterator[Named]:
    yield from settings.ignore
    if one.primary is not None:
        path = one.primary.span.file.path
        for pattern, names in settings.per_file:
            if fnmatchcase(path, pattern):
                yield from names
