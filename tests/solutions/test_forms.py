"""The forms in which solutions are met: zips, unpacked folders, files in other encodings, rows in any order."""

from __future__ import annotations

import codecs
import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from dwmap.cli.app import cli
from dwmap.diagnostics import Report, Severity
from dwmap.formatter.print_ast import print_file
from dwmap.importers import SolutionFiles, Sources, import_sources, open_solution
from dwmap.solutions.safe_xml import parse_xml
from harness.solutions import customizations, give, row_of, rows_in, take, zip_of

LEG: dict[str, Any] = {
    "sourceSchema": "Machines",
    "destinationSchema": "new_machines",
    "fieldMappings": [
        {"syncDirection": 3, "sourceField": "CODE", "destinationField": "new_code"}
    ],
}
MAPPING = {"name": "The map", "legs": [LEG]}
ENTITY = """<Entity><Name>new_Machine</Name><EntityInfo><entity Name="new_Machine"><attributes>
<attribute PhysicalName="new_Code"><Type>nvarchar</Type><LogicalName>new_code</LogicalName><MaxLength>20</MaxLength>
<Length>40</Length></attribute><attribute PhysicalName="new_Site"><Type>lookup</Type><LogicalName>new_site</LogicalName>
</attribute></attributes><EntitySetName>new_machines</EntitySetName></entity></EntityInfo></Entity>"""
RELATIONSHIP = """<EntityRelationship Name="new_machine_site"><ReferencingEntityName>new_Machine</ReferencingEntityName>
<ReferencedEntityName>new_Machine</ReferencedEntityName><ReferencingAttributeName>new_Site</ReferencingAttributeName>
</EntityRelationship>"""
ROWS = customizations([row_of(MAPPING)])
ONE = customizations(
    [row_of(MAPPING)],
    f"<Entities>{ENTITY}</Entities><EntityRelationships>{RELATIONSHIP}</EntityRelationships>",
)
UNPACKED = {
    "Other/Customizations.xml": ROWS,
    "Other/Relationships.xml": '<EntityRelationships><EntityRelationship Name="new_Machine_Site" /></EntityRelationships>',
    "Other/Relationships/new_Machine.xml": f"<EntityRelationships>{RELATIONSHIP}</EntityRelationships>",
    "Entities/new_Machine/Entity.xml": ENTITY,
    "Entities/new_Machine/FormXml/main/{1}.xml": "<forms><systemform /></forms>",
}
ALONE = {
    name: text for name, text in UNPACKED.items() if name != "Other/Customizations.xml"
}


def _specs(files: dict[str, str], *, encoding: str = "utf-8") -> dict[str, str]:
    report = Report()
    data = {name: text.encode(encoding) for name, text in files.items()}
    source = SolutionFiles("solution", data)
    imported = import_sources(Sources([], solutions=[source]), report)
    assert not report.has_errors
    return {path: print_file(file) for path, file in imported.files.items()}


@pytest.mark.parametrize("base", ["", "src/", "a folder/src/"])
@pytest.mark.parametrize("place", ["Customizations", "Assets", "a file of its own"])
def test_an_unpacked_solution_says_the_same(base: str, place: str) -> None:
    """Wherever tables, relationships and maps stand."""
    inside = ROWS[ROWS.index("<msdyn_dualwriteentitymaps>") :]
    inside = inside.replace("</ImportExportXml>", "")
    folder = "msdyn_dualwriteentitymaps/The map/msdyn_dualwriteentitymap.xml"
    single = inside.replace("<msdyn_dualwriteentitymaps>", "")
    maps = {
        "Customizations": UNPACKED,
        "Assets": ALONE | {"Assets/msdyn_dualwriteentitymaps.xml": inside},
        "a file of its own": ALONE
        | {folder: single.replace("</msdyn_dualwriteentitymaps>", "")},
    }[place]
    files = {f"{base}{name}": text.strip() for name, text in maps.items()}

    assert _specs(files) == _specs({"customizations.xml": ONE})


def test_other_names_and_encodings() -> None:
    """Upper case, a folder around it, UTF-16, line ends of Windows."""
    wanted = _specs({"customizations.xml": ONE})
    wide = ONE.replace("utf-8", "utf-16").removeprefix("\ufeff")
    lines = ONE.replace("\n", "\r\n")

    assert _specs({"In/CUSTOMIZATIONS.XML": lines}) == wanted
    assert _specs({"customizations.xml": wide}, encoding="utf-16") == wanted


def test_a_global_option_set_is_one_declaration() -> None:
    """It has its own name, whatever columns use it; a local one has that of its column."""
    options = "<options><option value='1'><labels><label description='Red' /></labels></option></options>"
    columns = {
        "new_outside": "<OptionSetName>new_Color</OptionSetName>",
        "new_inside": "<OptionSetName>new_color</OptionSetName>",
        "new_written": f"<optionset Name='new_Tone'><IsGlobal>1</IsGlobal>{options}</optionset>",
        "new_local": f"<optionset Name='new_machine_new_local'><IsGlobal>0</IsGlobal>{options}</optionset>",
        "new_missing": "<OptionSetName>new_elsewhere</OptionSetName>",
    }
    attributes = "".join(
        f"<attribute PhysicalName='{name}'><Type>picklist</Type>{inside}</attribute>"
        for name, inside in columns.items()
    )
    entity = ENTITY.replace("</attributes>", f"{attributes}</attributes>")
    sets = f"<optionsets><optionset Name='new_color'>{options}</optionset></optionsets>"
    text = customizations([], f"<Entities>{entity}</Entities>{sets}")

    taken = take(zip_of({"customizations.xml": text}))

    assert sorted(one.name for one in taken.project.enums) == [
        "ce.new_color",
        "ce.new_local",
        "ce.new_tone",
    ]
    [table] = [one for one in taken.project.entities if one.name == "ce.new_machines"]
    types = {one.name: one.type.name for one in table.fields}
    assert types["new_outside"] == types["new_inside"] == "ce.new_color"
    assert types["new_missing"] is None


def test_sections_keep_their_order() -> None:
    """Empty ones are there, too, and languages come last, as the product has it."""
    names = ["Entities", "Roles", "Workflows", "EntityMaps", "EntityRelationships"]
    inside = {"Entities": ENTITY, "EntityRelationships": RELATIONSHIP}
    rest = "".join(f"<{name}>{inside.get(name, '')}</{name}>" for name in names)
    languages = "<Languages><Language>1033</Language></Languages></ImportExportXml>"
    text = customizations([row_of(MAPPING)], rest)
    text = text.replace("</ImportExportXml>", languages)

    made = give(take(zip_of({"customizations.xml": text}))).package

    root = parse_xml(made.files()["customizations.xml"])
    assert [one.tag for one in root] == [
        *names,
        "msdyn_dualwriteentitymaps",
        "Languages",
    ]


def test_a_relationship_is_exported_once() -> None:
    """An unpacked solution names each one in a list, besides saying what it is."""
    made = give(take(zip_of(UNPACKED))).package

    root = parse_xml(made.files()["customizations.xml"])
    assert [len(one) for one in root.iter("EntityRelationship")] == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("content", [MAPPING, [MAPPING], {"value": [row_of(MAPPING)]}])
def test_json_of_maps(encoding: str, content: object) -> None:
    """A map, a list of maps, an answer of the Web API; with a byte-order mark in UTF-16, too."""
    data = json.dumps(content).encode(encoding)
    if encoding == "utf-16-le":
        data = codecs.BOM_UTF16_LE + data

    taken = take(data, "map.json")

    assert not taken.report.has_errors
    assert [one.name for one in taken.project.maps] == ["Machines_new_machines"]


def test_places_in_a_file_of_one_map() -> None:
    """They are places in that file, as it is written."""
    report = Report()
    text = json.dumps(MAPPING).replace("3", "7")
    opened = open_solution("a/map.json", text.encode(), report)
    assert opened is not None

    import_sources(Sources([], solutions=[opened]), report)

    [error] = [one for one in report if one.code == "broken-rule"]
    assert error.primary is not None
    assert error.primary.span.file.path == "a/map.json"
    assert error.primary.span.file.text == text
    assert error.primary.span.text == "new_code"


@pytest.mark.parametrize("properties", ["{", "[1]"])
def test_properties_that_cannot_be_read(properties: str) -> None:
    """They cost no map, and come back."""
    row = row_of(MAPPING) | {"msdyn_properties": properties}
    before = zip_of({"customizations.xml": customizations([row])})

    taken = take(before)

    [error] = [one for one in taken.report if one.severity is Severity.ERROR]
    assert error.message.startswith("the properties of this map are no ")
    assert len(taken.project.maps) == 1
    after = give(taken).package.zipped()
    assert rows_in(after, faulty=True) == rows_in(before, faulty=True)


def test_equal_rows_in_any_order() -> None:
    """Of rows of one map and version the active one is imported, then that of the first id."""
    rows = [row_of(MAPPING, name) | {"statecode": "0"} for name in "abc"]
    rows[0]["statecode"] = "1"

    found = {
        tuple(
            sorted(
                take(zip_of({"customizations.xml": customizations(some)})).texts.items()
            )
        )
        for some in permutations(rows)
    }

    assert len({texts[0] for texts in found}) == 1
    [old] = {dict(texts)["Machines_new_machines.dwmap"] for texts in found}
    assert '"b"' in old


@pytest.mark.parametrize(
    "names",
    [
        ("x" * 3000, "new_" + "y" * 300),
        ("Größe " * 60, "new_größen"),
        ("\N{GRINNING FACE} " * 50, "new_faces"),
        ("日本語" * 100, "new_languages"),
        ("map", "entity"),
        ("../../etc/passwd", "new_things"),
        ('Quote "x" / slash \\ back', "new_quotes"),
    ],
)
def test_names_of_every_kind(names: tuple[str, str], tmp_path: Path) -> None:
    """Files with them can be written, the specs are in order, and the map comes back as it was."""
    rule = {"syncDirection": 3, "sourceField": "VERSION", "destinationField": "key"}
    leg = {
        "sourceSchema": names[0],
        "destinationSchema": names[1],
        "fieldMappings": [rule],
    }
    before = zip_of({"customizations.xml": customizations([row_of({"legs": [leg]})])})
    (tmp_path / "in.zip").write_bytes(before)
    folder = str(tmp_path / "specs")
    runner = CliRunner()

    def run(*words: str) -> int:
        return runner.invoke(cli, list(words)).exit_code

    assert run("import", str(tmp_path / "in.zip"), "--out", folder) == 0
    assert run("fmt", "--check", folder) == 0
    assert run("check", folder) == 0
    assert run("export", "solution", folder, "-o", str(tmp_path / "out.zip")) == 0
    assert rows_in((tmp_path / "out.zip").read_bytes()) == rows_in(before)


def test_values_that_differ_by_case_alone() -> None:
    """The first of them wins, the other serves the way back; both are exported again."""
    values = {"True": "1", "TRUE ": "2", "no": "3"}
    rule = LEG["fieldMappings"][0] | {
        "valueTransforms": [{"transformType": "ValueMap", "valueMap": values}]
    }
    mapping = {"legs": [LEG | {"fieldMappings": [rule]}]}
    before = zip_of({"customizations.xml": customizations([row_of(mapping)])})

    made = give(take(before))

    assert not made.unstored
    assert rows_in(made.package.zipped()) == rows_in(before)
