"""Why a service refuses a request: one name for each reason, which each product phrases in its own way."""

from __future__ import annotations

from typing import Literal, TypeAlias

Reason: TypeAlias = Literal[
    "bad-batch",
    "bad-filter",
    "bad-json",
    "bad-key",
    "bad-option",
    "changed-key",
    "duplicate",
    "exists",
    "expired-token",
    "missing-row",
    "missing-target",
    "not-allowed",
    "out-of-range",
    "referenced",
    "required",
    "too-long",
    "too-many",
    "unauthorized",
    "unavailable",
    "unknown-property",
    "unknown-segment",
    "unsupported",
    "version",
    "wrong-type",
]


class Refused(Exception):
    """
    A request that the service does not carry out.

    `facts` fill the words of the product; `headers` go with the answer. The message is for logs only.
    """

    def __init__(self, reason: Reason, **facts: object) -> None:
        super().__init__(f"{reason}: {facts}")
        self.reason: Reason = reason
        self.facts = facts
        self.headers: dict[str, str] = {}
