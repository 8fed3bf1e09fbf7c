"""The base of every kind of mistake: facts in fields, words in one method, the manual page in the docstring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import ClassVar

from dwmap.diagnostics.editions import FIRST_EDITION
from dwmap.diagnostics.model import Diagnostic, Fix, Label, Severity
from dwmap.source import Span

_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Fixable(Enum):
    """Whether findings of a kind may bring a fix; a safe one never changes what a correct file means."""

    NO = "no"
    UNSAFE = "unsafe"
    SAFE = "safe"


@dataclass(frozen=True)
class Problem:
    """
    A mistake of a user, as a type that holds its facts.

    A subclass is a frozen dataclass whose name, in kebab case, is its code (`UnknownField` is
    `unknown-field`). Its docstring is the page that `dwmap explain` prints: one sentence, then the
    headings `Why it matters`, `Example`, `Instead` and, for a rule, `How to mend`.

    `since` is the first edition that has the rule, `severity` what it weighs in that one, and `severities`
    what it weighs from later editions on: `{"2027": Severity.ERROR}`.
    """

    code: ClassVar[str] = ""
    topic: ClassVar[str] = ""
    severity: ClassVar[Severity] = Severity.ERROR
    since: ClassVar[str] = FIRST_EDITION
    severities: ClassVar[Mapping[str, Severity]] = MappingProxyType({})
    fixable: ClassVar[Fixable] = Fixable.NO
    abstract: ClassVar[bool] = True

    def __init_subclass__(cls, abstract: bool = False) -> None:
        cls.abstract = abstract
        cls.code = _HUMPS.sub("-", cls.__name__).lower()

    @classmethod
    def severity_in(cls, edition: str) -> Severity | None:
        """What the rule weighs in an edition, or None where that does not have it."""
        if edition < cls.since:
            return None
        changed = [one for one in cls.severities if one <= edition]
        return cls.severities[max(changed)] if changed else cls.severity

    def diagnose(self) -> Diagnostic:
        """The message for these facts."""
        raise TypeError(f"{type(self).__name__} does not say how it reads")

    def _diagnostic(
        self,
        message: str,
        span: Span | None,
        label: str = "",
        *more: Label,
        help: str | None = None,
        notes: tuple[str, ...] = (),
        fix: Fix | None = None,
    ) -> Diagnostic:
        primary = None if span is None else Label(span, label)
        # What a message quotes may have line endings; a headline is one line.
        line = message.replace("\r", "\\r").replace("\n", "\\n")
        return Diagnostic(
            self.code, self.severity, line, primary, more, notes, help, fix
        )


def all_problems() -> dict[str, type[Problem]]:
    """Every concrete problem that has been imported, by code."""
    found: dict[str, type[Problem]] = {}
    waiting = list(Problem.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if not kind.abstract:
            found[kind.code] = kind
    return dict(sorted(found.items()))
