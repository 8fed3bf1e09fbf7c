"""
The validation codes of dual-write, and the findings that tell of the same mistake before anything runs.

Source: Microsoft Learn, "Dual-write error codes"; the numbers 1009 and 1013 are not in use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class ProductCode(NamedTuple):
    """What a code says, in our own words; the findings that answer for it, none where only a live system knows."""

    meaning: str
    findings: tuple[str, ...] = ()
    why_not: str = ""


_LIVE = "Only the live environments know. Refresh the connection, or link the environments again."
_WRAPPER = "It says that the validation itself failed, not what is wrong with a map."

PRODUCT_CODES: Final[Mapping[str, ProductCode]] = {
    "DIPV1000": ProductCode(
        "the connections of the link are no longer valid", why_not=_LIVE
    ),
    "DIPV1001": ProductCode(
        "an unknown error occurred while a map was validated", why_not=_WRAPPER
    ),
    "DIPV1002": ProductCode(
        "a company-specific entity is mapped to a shared one", ("split-company",)
    ),
    "DIPV1003": ProductCode(
        "the target table has no integration key", ("unkeyed-map",)
    ),
    "DIPV1004": ProductCode(
        "a two-way map maps a field of its key one way", ("key-one-way",)
    ),
    "DIPV1005": ProductCode(
        "the set of connections of the link is not complete", why_not=_LIVE
    ),
    "DIPV1006": ProductCode(
        "an unknown error occurred while a map was validated", why_not=_WRAPPER
    ),
    "DIPV1007": ProductCode(
        "a legal entity of the link has no organization mapping", why_not=_LIVE
    ),
    "DIPV1008": ProductCode(
        "a legal entity or business unit of the link was renamed or deleted",
        why_not=_LIVE,
    ),
    "DIPV1010": ProductCode(
        "a mandatory target field is not mapped", ("required-target",)
    ),
    "DIPV1011": ProductCode(
        "a read-only target field is written", ("readonly-target",)
    ),
    "DIPV1012": ProductCode(
        "the Dataverse filter cannot be read, or names unknown fields",
        ("unexpected-text", "unknown-field"),
    ),
    "DIPV1014": ProductCode("a field of the key is not mapped", ("key-unmapped",)),
    "DIPV1015": ProductCode(
        "a lookup in the key does not map the key of what it points at",
        ("key-unmapped",),
    ),
    "DIPV1016": ProductCode(
        "the organization mapping of the target table is missing", why_not=_LIVE
    ),
    "DIPV1017": ProductCode(
        "the organization mapping of a related table is missing", why_not=_LIVE
    ),
    "DIPV1018": ProductCode(
        "the schema of the source is not known", ("undeclared-entity",)
    ),
    "DIPV1019": ProductCode(
        "the table has no `versionnumber`: it is virtual or elastic",
        why_not="No column list says it. Do not map virtual and elastic tables.",
    ),
    "DIPV1020": ProductCode(
        "the schema of the target is not known", ("undeclared-entity",)
    ),
    "DIPV1021": ProductCode("a line has no source", ("unexpected-text",)),
    "DIPV1022": ProductCode(
        "a source field is not in the schema",
        ("swapped-sides", "undeclared-field", "unknown-field"),
    ),
    "DIPV1023": ProductCode(
        "a source field is mapped twice, two-way", ("shared-source", "two-writers")
    ),
    "DIPV1024": ProductCode("a line has no target", ("unexpected-text",)),
    "DIPV1025": ProductCode(
        "a target field is not in the schema",
        ("swapped-sides", "undeclared-field", "unknown-field"),
    ),
    "DIPV1026": ProductCode(
        "a target field is mapped twice", ("shared-source", "two-writers")
    ),
    "DIPV1027": ProductCode(
        "a lookup of the target does not map all parts of the key that it finds by",
        ("split-lookup",),
    ),
    "DIPV1028": ProductCode(
        "a lookup of the source does not map all parts of the key that it finds by",
        ("split-lookup",),
    ),
    "DIPV1029": ProductCode(
        "a pair of fields is mapped twice", ("shared-source", "two-writers")
    ),
    "DIPV1030": ProductCode(
        "the types of two fields do not fit", ("incompatible-types",)
    ),
    "DIPV1031": ProductCode(
        "a mandatory target field has no source and no default", ("required-target",)
    ),
}


def codes_of(finding: str) -> list[str]:
    """The codes of the product for which a finding answers."""
    return [code for code, one in PRODUCT_CODES.items() if finding in one.findings]


def explain_code(code: str) -> str:
    """The page of a product's code; raises KeyError for one that is unknown."""
    known = PRODUCT_CODES[code.upper()]
    lines = [
        f"{code.upper()} (a validation code of dual-write)",
        "",
        f"It says that {known.meaning}.",
    ]
    if known.findings:
        lines += ["", "`dwmap check` finds it before anything runs:"]
        lines += [f"    dwmap explain {one}" for one in known.findings]
    else:
        lines += ["", f"It cannot be found in a specification. {known.why_not}"]
    return "\n".join(lines)
