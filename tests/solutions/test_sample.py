"""A solution of seven maps with the oddities of real ones, as its import wrote it: all that was in it is in its export."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dwmap.diagnostics import Report
from dwmap.driver import compile_sources
from dwmap.solutions.extras import Extras, read_extras
from dwmap.source import SourceFile
from harness.golden import CASES
from harness.solutions import Taken, give, rows_in, take

_SPECS = CASES / "interchange" / "contoso"
_IN_THE_SOLUTION = {
    "CDS Parties": {"rules": 30, "value maps": 7, "pairs": 87},
    "CDS purchase order line soft deleted entity": {
        "rules": 3,
        "value maps": 1,
        "pairs": 2,
    },
    "CDS sales order headers": {
        "rules": 68,
        "value maps": 10,
        "pairs": 88,
        "defaults": 1,
        "filters": 1,
    },
    "Currencies": {"rules": 4, "defaults": 1, "filters": 1},
    "Customers V3 to accounts": {
        "rules": 25,
        "value maps": 3,
        "pairs": 10,
        "defaults": 2,
        "filters": 2,
    },
    "Customers V3 to contacts": {"rules": 16, "defaults": 2, "filters": 2},
    "Loyalty card": {"rules": 7, "value maps": 1, "pairs": 4},
}
"""What the solution held, counted in its JSON and not by an import."""


def _files() -> dict[str, str]:
    return {
        path.relative_to(_SPECS).as_posix(): path.read_text("utf-8")
        for path in sorted(_SPECS.rglob("*"))
        if path.is_file()
    }


def _exported() -> bytes:
    texts = _files()
    report = Report()
    sources = [SourceFile(name, t) for name, t in texts.items() if "extras" not in name]
    project = compile_sources(sources, "contoso", report)
    assert project is not None, [one.message for one in report]
    extras = Extras()
    for name, text in texts.items():
        if "extras" in name:
            read_extras(text, extras)
    made = give(Taken(project, extras, texts, report))
    assert made.unstored == []
    return made.package.zipped()


def _counted(mapping: dict[str, Any]) -> Counter[str]:
    found: Counter[str] = Counter()
    for leg in mapping["legs"]:
        filters = (leg.get("sourceFilter"), leg.get("reversedSourceFilter"))
        found["filters"] += sum(map(bool, filters))
        found["rules"] += len(leg["fieldMappings"])
        for rule in leg["fieldMappings"]:
            for transform in rule.get("valueTransforms") or []:
                pairs = transform.get("valueMap")
                found["value maps"] += pairs is not None
                found["pairs"] += len(pairs or {})
                found["defaults"] += "defaultValue" in transform
    return +found


def test_every_rule_value_map_default_and_filter_is_accounted_for() -> None:
    """The export has of each map what the solution had of it."""
    found = {}
    for row in rows_in(_exported()):
        [leg] = row["msdyn_mapping"]["legs"]
        name = leg["sourceSchema"]
        if name in found or name == "Customers V3":
            name += f" to {leg['destinationSchema']}"
        found[name] = dict(_counted(row["msdyn_mapping"]))

    assert found == _IN_THE_SOLUTION


def test_an_import_of_the_export_writes_the_same_files() -> None:
    """Specs and side files, byte for byte."""
    assert dict(take(_exported()).texts) == _files()
