"""
The codes and limits of dual-write, and the findings that tell of the same before anything runs.

Sources: Microsoft Learn, "Dual-write error codes" (the numbers 1009 and 1013 are not in use), "Table map health check",
"Configuration health check", "Live synchronization limits", "Considerations for initial sync".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple


class ProductCode(NamedTuple):
    """What a code says, in our own words; what answers for it, and why nothing does where only a live system knows."""

    meaning: str
    findings: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    why_not: str = ""


def _found(meaning: str, *findings: str, laws: tuple[str, ...] = ()) -> ProductCode:
    return ProductCode(meaning, findings, laws)


def _hidden(meaning: str, why_not: str) -> ProductCode:
    return ProductCode(meaning, why_not=why_not)


_LIVE = "Only the live environments know. Refresh the connection, or link the environments again."
_WRAPPER = "It says that the validation itself failed, not what is wrong with a map."
_RUNNING = "Only the environments know whether the map runs. A map without a line from finance and operations is never registered there, and rightly so."
_INSIDE = "It is about the tables inside an entity of finance and operations, which no list of its fields names."
_UNKNOWN = "an unknown error occurred while a map was validated"

_VALIDATION: Final[Mapping[str, ProductCode]] = {
    "DIPV1000": _hidden("the connections of the link are no longer valid", _LIVE),
    "DIPV1001": _hidden(_UNKNOWN, _WRAPPER),
    "DIPV1002": _found(
        "a company-specific entity is mapped to a shared one", "split-company"
    ),
    "DIPV1003": _found("the target table has no integration key", "unkeyed-map"),
    "DIPV1004": _found("a two-way map maps a field of its key one way", "key-one-way"),
    "DIPV1005": _hidden("the set of connections of the link is not complete", _LIVE),
    "DIPV1006": _hidden(_UNKNOWN, _WRAPPER),
    "DIPV1007": _hidden(
        "a legal entity of the link has no organization mapping", _LIVE
    ),
    "DIPV1008": _hidden(
        "a legal entity or business unit of the link was renamed or deleted", _LIVE
    ),
    "DIPV1010": _found("a mandatory target field is not mapped", "required-target"),
    "DIPV1011": _found("a read-only target field is written", "readonly-target"),
    "DIPV1012": _found(
        "the Dataverse filter cannot be read, or names unknown fields",
        "unexpected-text",
        "unknown-field",
        "renamed-field",
        "undeclared-field",
        "inexpressible-filter",
    ),
    "DIPV1014": _found("a field of the key is not mapped", "key-unmapped"),
    "DIPV1015": _found(
        "a lookup in the key does not map the key of what it points at",
        "key-unmapped",
        "lookup-key-unmapped",
    ),
    "DIPV1016": _hidden(
        "the organization mapping of the target table is missing", _LIVE
    ),
    "DIPV1017": _hidden(
        "the organization mapping of a related table is missing", _LIVE
    ),
    "DIPV1018": _found("the schema of the source is not known", "undeclared-entity"),
    "DIPV1019": _found(
        "the table has no `versionnumber`: it is virtual or elastic", "virtual-table"
    ),
    "DIPV1020": _found("the schema of the target is not known", "undeclared-entity"),
    "DIPV1021": _found("a line has no source", "unexpected-text"),
    "DIPV1022": _found(
        "a source field is not in the schema",
        "swapped-sides",
        "undeclared-field",
        "unknown-field",
        "renamed-field",
    ),
    "DIPV1023": _found(
        "a source field is mapped twice, two-way", "shared-source", "two-writers"
    ),
    "DIPV1024": _found("a line has no target", "unexpected-text"),
    "DIPV1025": _found(
        "a target field is not in the schema",
        "swapped-sides",
        "undeclared-field",
        "unknown-field",
        "renamed-field",
    ),
    "DIPV1026": _found(
        "a target field is mapped twice", "shared-source", "two-writers"
    ),
    "DIPV1027": _found(
        "a lookup of the target does not map all parts of the key that it finds by",
        "lookup-key-unmapped",
        "split-lookup",
    ),
    "DIPV1028": _found(
        "a lookup of the source does not map all parts of the key that it finds by",
        "lookup-key-unmapped",
        "split-lookup",
    ),
    "DIPV1029": _found(
        "a pair of fields is mapped twice", "shared-source", "two-writers"
    ),
    "DIPV1030": _found("the types of two fields do not fit", "incompatible-types"),
    "DIPV1031": _found(
        "a mandatory target field has no source and no default",
        "required-target",
        "empty-into-required",
    ),
}

_HEALTH: Final[Mapping[str, ProductCode]] = {
    "health-100": _hidden(
        "the application is too old for the health check",
        "Finance and operations 10.0.19 has it.",
    ),
    "health-400": _hidden("no event registration of the map was found", _RUNNING),
    "health-500": _hidden("no configuration of the running map was found", _RUNNING),
    "health-900": _found(
        "the filter of finance and operations is not well formed",
        "unexpected-text",
        "inexpressible-filter",
    ),
    "health-1000": _hidden(
        "it shows the query behind an entity, whose inner joins leave rows out", _INSIDE
    ),
    "health-1300": _found("a computed field is not tracked", "untracked-source"),
    "health-1500": _hidden(
        "a data source of the entity has no mapped field but lookups", _INSIDE
    ),
    "health-1600": _hidden(
        "a data source of the entity has a range, so that rows outside are not sent",
        _INSIDE,
    ),
    "health-1700": _hidden("a table is tracked for several entities", _INSIDE),
    "health-1800": _found(
        "a data source of the entity has a range, so that a row from Dataverse that is outside cannot be inserted",
        laws=("scope-closure",),
    ),
    "health-1900": _hidden("many data sources of the entity are not tracked", _INSIDE),
    "health-5000": _hidden(
        "synchronous plug-ins are registered on the Dataverse table", _LIVE
    ),
}

_CONFIGURATION: Final[Mapping[str, ProductCode]] = {
    f"{end}{number}": _hidden(meaning, _LIVE)
    for number, ends, meaning in (
        ("1001", ("DWDVEV", "DWFOEV"), "a connection is missing"),
        ("1002", ("DWDVEV",), "a connector is in use that is deprecated"),
        ("1003", ("DWDVEV", "DWFOEV"), "the companies of the two ends do not match"),
        ("1004", ("DWDVEV", "DWFOEV"), "the configuration of an end is stale"),
        ("1005", ("DWFOEV",), "the connection to finance and operations is missing"),
    )
    for end in ends
}

PRODUCT_CODES: Final[Mapping[str, ProductCode]] = {
    **_VALIDATION,
    **_HEALTH,
    **_CONFIGURATION,
}

LIVE_LIMITS: Final = (
    "1,000 rows and 2 minutes in a live transaction from finance and operations",
    "116 MB and 2 minutes in a live transaction from Dataverse (5 minutes on request)",
    "about 70,000 rows from Dataverse into an entity that takes one row at a time, initial synchronization",
    "24 hours until an initial synchronization from Dataverse must be done",
    "1 day, and 1 GB of changes, while a map is paused",
    "1 day until errors of a pause are thrown away",
    "the request limits of both services",
)
"""What only a running system reaches; no specification says it."""

_KINDS: Mapping[str, str] = {
    "DIPV": "a validation code of dual-write",
    "health": "a code of the health check of a running map",
    "DW": "a code of the configuration health check",
}


def find_code(written: str) -> str | None:
    """The code that is meant, whatever its case; `1300` and `health check 1300` are `health-1300`."""
    if written.upper() in PRODUCT_CODES:
        return written.upper()
    number = re.fullmatch(r"(?:health[ -]?(?:check)?[ -]?)?(\d+)", written.lower())
    if number is None:
        return None
    return next(
        (
            code
            for code in (f"health-{number[1]}", f"DIPV{number[1]}")
            if code in PRODUCT_CODES
        ),
        None,
    )


def codes_of(finding: str) -> list[str]:
    """The codes of the product for which a finding answers."""
    return [code for code, one in PRODUCT_CODES.items() if finding in one.findings]


def explain_code(code: str) -> str:
    """The page of a product's code; raises KeyError for one that is unknown."""
    known = PRODUCT_CODES[code]
    kind = next(text for start, text in _KINDS.items() if code.startswith(start))
    lines = [f"{code} ({kind})", "", f"It says that {known.meaning}."]
    if known.findings:
        lines += ["", "`dwmap check` finds it before anything runs:"]
        lines += [f"    dwmap explain {one}" for one in known.findings]
    if known.laws:
        lines += ["", "`dwmap prove` finds the same of the filters of a map:"]
        lines += [f"    dwmap explain {one}" for one in known.laws]
    if known.why_not:
        lines += ["", f"It cannot be found in a specification. {known.why_not}"]
    twin = f"DIPV{code.removeprefix('health-')}"
    if code.startswith("health-") and twin in PRODUCT_CODES:
        lines += ["", f"The validation code of that number is {twin}."]
    return "\n".join(lines)
