"""The metadata of services that run: a third party's, and those of the sandbox."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
import pytest
from dwmap.diagnostics import Report, Severity
from dwmap.driver import check_sources
from dwmap.source import SourceFile
from harness.metadata_cases import update
from harness.sandboxes import SHOP, serving, write_shop

SPEC = """\
system it odata

/// What is ordered.
entity it.Kinds {
  key code

  code    string(20)    // too short
  amount  decimal?      inferred
  old     int?
}

map Children : fo.Children <-> it.Children {
  Number  =  number
  Parent  =  parent.code
}
"""
CE = "/api/data/v9.2"
DEFINITIONS = f"{CE}/EntityDefinitions?$expand=Attributes,Keys,ManyToOneRelationships"
PICKLISTS = (
    f"{CE}/EntityDefinitions(LogicalName='account')/Attributes"
    "/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$expand=OptionSet"
)


def _carry(text: str, data: Mapping[str, bytes]) -> tuple[dict[str, str], list[str]]:
    """The specs that come of it, which compile and are stable, and the codes of what was said."""
    report = Report()
    found = update([SourceFile("a.dwmap", text)], data, report).sources
    checked = Report()
    check_sources(found, checked)
    again = update(found, data, Report()).sources

    errors = [one.message for one in checked if one.severity is Severity.ERROR]
    assert errors == []
    assert [one.text for one in again] == [one.text for one in found]
    return {one.path: one.text for one in found}, [one.code for one in report]


@pytest.mark.cap
def test_a_service_of_a_third_party(cap_url: str) -> None:
    """Keys of several parts, sizes, foreign keys, what the service computes: as SAP CAP describes its model."""
    url = cap_url.removeprefix("odata+")
    with httpx.Client(auth=("alice", "")) as client:
        data = client.get(f"{url}$metadata").raise_for_status().content

    specs, codes = _carry(SPEC, {"cap.xml": data})

    assert codes == ["not-in-metadata"]
    assert specs["a.dwmap"].partition("\nmap")[0] == SPEC.partition("\nmap")[0].replace(
        "key code", "key company, code"
    ).replace("string(20)    //", "string(60)    //").replace(
        "decimal?      inferred", "decimal(20, 6)?"
    ).replace(
        "  old     int?\n", "  old     int?\n  `company` string(8)\n"
    )
    assert specs["entities/it/Children.dwmap"] == (
        "entity it.Children {\n  key ID\n\n  ID      guid\n  number  string(20)?\n"
        "  parent  -> it.Parents?\n}\n"
    )
    assert specs["entities/it/Parents.dwmap"] == (
        "entity it.Parents {\n  key ID\n\n  ID    guid\n  code  string(20)  required\n}\n"
    )


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the two services of the sandbox say of the shop."""
    with serving(write_shop(tmp_path_factory.mktemp("shop")), "--quiet") as sandbox:
        asked = {
            "fo.xml": (sandbox.left, "/data/$metadata"),
            "fo.json": (sandbox.left, "/metadata/PublicEntities"),
            "ce.xml": (sandbox.right, f"{CE}/$metadata"),
            "ce.json": (sandbox.right, DEFINITIONS),
            "picklists.json": (sandbox.right, PICKLISTS),
        }
        return {
            name: client.get(path).raise_for_status().content
            for name, (client, path) in asked.items()
        }


@pytest.mark.parametrize(
    "names",
    [
        ("fo.xml", "ce.xml"),
        ("fo.json", "ce.json"),
        ("fo.json", "picklists.json", "ce.xml"),
        ("fo.xml", "fo.json", "ce.xml", "ce.json", "picklists.json"),
    ],
    ids="+".join,
)
def test_the_sandbox_has_what_its_specs_say(
    names: tuple[str, ...], answers: Mapping[str, bytes]
) -> None:
    """Nothing differs but what specs leave open: fields of any type, an entity without a key, integration keys."""
    specs, codes = _carry(SHOP, {name: answers[name] for name in names})

    assert codes == []
    old, new = SHOP.splitlines(), specs["a.dwmap"].splitlines()
    assert [line for line in old if line not in new] == [
        "  Note       any",
        "  Code    any",
        "  note      any",
    ]
    assert [line.strip() for line in new if line not in old] == [
        "Note       text?",
        "key RecId",
        "RecId long",
        "Code    text",
        "alternate key by_code code",
        "alternate key by_number_firm number, firm",
        "note      text?",
    ]
    assert list(specs) == ["a.dwmap"]


def test_the_order_of_files_does_not_matter(answers: Mapping[str, bytes]) -> None:
    """Whoever is asked first."""
    names = ["fo.json", "ce.json", "ce.xml", "fo.xml", "picklists.json"]

    found = [
        _carry(SHOP, {name: answers[name] for name in order})
        for order in (names, names[::-1])
    ]

    assert found[0] == found[1]


def test_a_file_may_have_any_name(
    answers: Mapping[str, bytes],
) -> None:
    """What it is shows in it."""
    renamed = {f"{n}.txt": data for n, data in enumerate(answers.values())}

    assert _carry(SHOP, renamed) == _carry(SHOP, answers)
