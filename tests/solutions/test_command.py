"""`dwmap import` and `dwmap export solution` at the rim: what they take, write, refuse and return."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dwmap.cli.app import cli
from harness.solutions import customizations, row_of, rows_in, zip_of

LEG = {
    "sourceSchema": "Currencies",
    "destinationSchema": "transactioncurrencies",
    "fieldMappings": [
        {"syncDirection": 3, "sourceField": "CODE", "destinationField": "isocode"}
    ],
}
MAPPING = {"name": "Currencies", "legs": [LEG]}
MANIFEST = """<ImportExportXml><SolutionManifest><UniqueName>Money</UniqueName>
<Version>2.0.0.1</Version><Managed>1</Managed><Publisher><UniqueName>contoso</UniqueName>
<CustomizationPrefix>cts</CustomizationPrefix></Publisher></SolutionManifest></ImportExportXml>"""
FILES = {
    "solution.xml": MANIFEST,
    "customizations.xml": customizations([row_of(MAPPING)]),
    "[Content_Types].xml": "<Types />",
}


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)], standalone_mode=False)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A managed solution with one map."""
    path = tmp_path / "Money_managed.zip"
    path.write_bytes(zip_of(FILES))
    return path


def test_there_and_back(archive: Path, tmp_path: Path) -> None:
    """The zip that comes out says what the one that went in says."""
    specs, out = tmp_path / "specs", tmp_path / "out.zip"

    taken = _run("import", archive, "--out", specs)
    given = _run("export", "solution", specs, "-o", out)

    assert (taken.return_value, given.return_value) == (0, 0), given.output
    assert "1 map, 1 line (" in given.output
    assert rows_in(out.read_bytes()) == rows_in(archive.read_bytes())
    with zipfile.ZipFile(out) as made:
        manifest = made.read("solution.xml").decode()
    for part in ("Money", "2.0.0.1", "<Managed>1<", "contoso", "cts"):
        assert part in manifest


def test_it_is_unmanaged_on_demand(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of the file tells them apart, as in the product."""
    monkeypatch.chdir(tmp_path)
    _run("import", archive, "--out", "specs")

    _run("export", "solution", "specs")
    _run("export", "solution", "specs", "--unmanaged")

    made = [path.name for path in tmp_path.glob("Money*.zip")]
    assert sorted(made) == ["Money.zip", "Money_managed.zip"]
    with zipfile.ZipFile("Money.zip") as package:
        assert b"<Managed>0<" in package.read("solution.xml")


@pytest.mark.parametrize("layout", ["plain", "packager", "xml", "map", "row", "rows"])
def test_every_form_is_read(layout: str, tmp_path: Path) -> None:
    """A folder as a zip unpacks, one of the packager, one file of it, a map's JSON, rows of the Web API."""
    row = {"msdyn_mapping": json.dumps(MAPPING), "statecode": 0, "@odata.etag": "W/1"}
    files = {
        "plain": FILES,
        "packager": {
            "Other/Solution.xml": MANIFEST,
            "maps/one.xml": customizations([row_of(MAPPING)]),
        },
        "xml": {"customizations.xml": FILES["customizations.xml"]},
        "map": {"map.json": "\ufeff" + json.dumps(MAPPING)},
        "row": {"row.json": json.dumps(row)},
        "rows": {"rows.json": json.dumps({"value": [row]})},
    }[layout]
    for name, text in files.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    named = tmp_path / "in" if len(files) > 1 else path

    result = _run("import", named, "--out", tmp_path / "specs")
    again = _run("export", "solution", tmp_path / "specs", "-o", tmp_path / "a.zip")

    assert (result.return_value, again.return_value) == (0, 0), again.output
    [made] = rows_in((tmp_path / "a.zip").read_bytes())
    assert made["msdyn_mapping"] == MAPPING
    assert made["@msdyn_dualwriteentitymapid"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A folder that somebody sends may point anywhere."""
    secret = tmp_path / "secret.xml"
    secret.write_text(FILES["customizations.xml"], "utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "solution.xml").write_text(MANIFEST, "utf-8")
    (folder / "customizations.xml").symlink_to(secret)

    result = _run("import", folder, "--out", tmp_path / "specs")

    assert result.return_value == 1
    assert "empty-solution" in result.output


def test_what_cannot_be_said_is_not_written(archive: Path, tmp_path: Path) -> None:
    """Unless it is asked to leave that out."""
    specs, out = tmp_path / "specs", tmp_path / "out.zip"
    _run("import", archive, "--out", specs)
    path = specs / "Currencies_transactioncurrencies.dwmap"
    line = '  (concat(CODE, "x"))  >>  name\n}'
    path.write_text(path.read_text("utf-8").rstrip().removesuffix("}") + line, "utf-8")
    for name, field in (("ce/transactioncurrencies", "name any"),):
        entity = specs / "entities" / f"{name}.dwmap"
        text = entity.read_text("utf-8").rstrip().removesuffix("}")
        entity.write_text(f"{text}  {field}\n}}\n", "utf-8")

    refused = _run("export", "solution", specs, "-o", out)
    partial = _run("export", "solution", specs, "-o", out, "--partial")

    assert refused.return_value == 1
    assert "not-in-dual-write" in refused.output
    assert "Nothing was written" in refused.output
    assert partial.return_value == 1
    assert rows_in(out.read_bytes()) == rows_in(archive.read_bytes())


def test_a_broken_side_file_stops_an_export(archive: Path, tmp_path: Path) -> None:
    """Without it the product would have a second map."""
    specs, out = tmp_path / "specs", tmp_path / "out.zip"
    _run("import", archive, "--out", specs)
    side = specs / "Currencies_transactioncurrencies.extras.json"
    side.write_text("<<<<<<<", "utf-8")

    result = _run("export", "solution", specs, "-o", out, "--partial")

    assert result.return_value == 1
    assert "broken-side-file" in result.output
    assert not out.exists()


def test_one_of_several_solutions_is_named(tmp_path: Path) -> None:
    """A project may have many; two that are imported at once have a folder each."""
    for name in ("One", "Two"):
        files = FILES | {"solution.xml": MANIFEST.replace("Money", name)}
        mapping = {"legs": [LEG | {"sourceSchema": f"Currencies {name}"}]}
        files["customizations.xml"] = customizations([row_of(mapping)])
        (tmp_path / f"{name}.zip").write_bytes(zip_of(files))
    specs = tmp_path / "specs"
    _run("import", tmp_path / "One.zip", tmp_path / "Two.zip", "--out", specs)

    unnamed = _run("export", "solution", specs)
    wrong = _run("export", "solution", specs, "--solution", "Three")
    named = _run(
        "export", "solution", specs, "--solution", "Two", "-o", specs / "a.zip"
    )

    assert "those with maps, overlays of maps, or imported tables are: One, Two" in str(
        unnamed.exception
    )
    assert "those that have are: One, Two" in str(wrong.exception)
    assert named.return_value == 0, named.output
    assert (specs / "one" / "solution.extras.json").exists()
    [made] = rows_in((specs / "a.zip").read_bytes())
    assert made["msdyn_mapping"]["legs"][0]["sourceSchema"] == "Currencies Two"


def test_a_folder_of_neither_is_refused(tmp_path: Path) -> None:
    """With a word on what is missing."""
    result = _run("import", tmp_path)

    assert "neither a Markdown file nor a solution.xml" in str(result.exception)


TABLE = """<ImportExportXml><Entities><Entity><Name>new_thing</Name><EntityInfo><entity Name="new_thing"><attributes>
<attribute PhysicalName="new_Code"><Type>nvarchar</Type><LogicalName>new_code</LogicalName><MaxLength>20</MaxLength>
</attribute></attributes><EntitySetName>new_things</EntitySetName></entity></EntityInfo></Entity></Entities>
<Workflows><Workflow Name="Approve" /></Workflows></ImportExportXml>"""


def test_tables_without_maps(tmp_path: Path) -> None:
    """They go out again, and the export says what it lacks and what has been edited since."""
    given, specs, out = tmp_path / "in.zip", tmp_path / "specs", tmp_path / "out.zip"
    given.write_bytes(zip_of({"solution.xml": MANIFEST, "customizations.xml": TABLE}))
    assert _run("import", given, "--out", specs).return_value == 0

    first = _run("export", "solution", specs, "-o", out)
    place = specs / "entities/ce/new_things.dwmap"
    place.write_text(place.read_text().replace("string(20)", "string(40)"))
    second = _run("export", "solution", specs, "-o", out)

    assert (first.return_value, second.return_value) == (0, 0), second.output
    assert "missing-component" in first.output
    assert "table-not-exported" not in first.output
    assert "`new_code` was imported as `string(20)?`, and is `string(40)?`" in (
        second.output
    )
    with zipfile.ZipFile(out) as made:
        assert b"<MaxLength>20<" in made.read("customizations.xml")


def _folder(root: Path, name: str, place: str = "") -> None:
    """An unpacked solution."""
    rows = customizations([row_of({"legs": [LEG | {"sourceSchema": name}]}, name)])
    files = {
        "Other/Solution.xml": MANIFEST.replace("Money", name),
        "Other/Customizations.xml": rows,
        "Other/Customizations_managed.xml": rows,
    }
    for path, text in files.items():
        target = root / place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def test_a_folder_of_solutions(tmp_path: Path) -> None:
    """Each is imported by itself; what a build has copied and managed forms of files are not read again."""
    for name, place in (
        ("One", "one/src"),
        ("Two", "two"),
        ("Two", "two/obj/Debug/Metadata"),
    ):
        _folder(tmp_path / "in", name, place)
    specs = tmp_path / "specs"

    result = _run("import", tmp_path / "in", "--out", specs)

    assert result.return_value == 0, result.output
    assert "kept-version" not in result.output
    made = {path.relative_to(specs).as_posix() for path in specs.rglob("*.extras.json")}
    assert made >= {"one/solution.extras.json", "two/solution.extras.json"}
    assert "2 maps, 2 lines" in result.output


def test_two_manifests_in_one_zip(tmp_path: Path) -> None:
    """Which solution its parts belong to is not guessed."""
    path = tmp_path / "in.zip"
    second = {"b/solution.xml": MANIFEST.replace("Money", "Other")}
    path.write_bytes(zip_of(FILES | second))

    result = _run("import", path, "--out", tmp_path / "specs")

    assert result.return_value == 1
    assert "in.zip/solution.xml` is the manifest of a second solution" in result.output


def test_a_map_of_another_name(archive: Path, tmp_path: Path) -> None:
    """It keeps its id where it says what it was called; where it does not, the side file that is left is named."""
    specs, out = tmp_path / "specs", tmp_path / "out.zip"
    _run("import", archive, "--out", specs)
    [file] = specs.glob("*_transactioncurrencies.dwmap")
    text = file.read_text("utf-8")
    old = file.stem
    said = text.replace(f"map {old}", "map Money").replace(
        "{\n", f"{{\n  renamed from {old}\n", 1
    )

    file.write_text(said, "utf-8")
    told = _run("export", "solution", specs, "-o", out)
    assert "unused-side-file" not in told.output
    assert rows_in(out.read_bytes()) == rows_in(archive.read_bytes())
    file.write_text(text.replace(f"map {old}", "map Money"), "utf-8")
    silent = _run("export", "solution", specs, "-o", out)

    assert silent.return_value == 0
    assert f"no map is called `{old}`" in silent.output
    assert rows_in(out.read_bytes()) != rows_in(archive.read_bytes())


def test_a_first_leg_that_is_retired(tmp_path: Path) -> None:
    """The maps that are its further legs are exported by themselves, and a further leg that is retired is not."""
    further = {**LEG, "sourceSchema": "Rates", "destinationSchema": "rates"}
    mapping = {"name": "Both", "legs": [LEG, further]}
    path, out = tmp_path / "in.zip", tmp_path / "out.zip"
    path.write_bytes(
        zip_of({**FILES, "customizations.xml": customizations([row_of(mapping)])})
    )

    for name in ("Currencies_transactioncurrencies", "Rates_rates"):
        specs = tmp_path / name
        _run("import", path, "--out", specs)
        file = specs / f"{name}.dwmap"
        text = file.read_text("utf-8")
        file.write_text(text.replace(" {\n", " {\n  status retired\n", 1), "utf-8")
        told = _run("export", "solution", specs, "-o", out)
        [row] = rows_in(out.read_bytes())
        [leg] = row["msdyn_mapping"]["legs"]
        assert told.output.count("retired-map") == 1
        assert (leg["sourceSchema"] == "Rates") == name.startswith("Curr")


@pytest.mark.parametrize(
    "parts",
    [
        {"solution.xml": MANIFEST},
        {"solution.xml": MANIFEST, "readme.txt": "hi"},
        {"solution.xml": MANIFEST, "customizations.xml": "<ImportExportXml><Ent"},
    ],
)
def test_nothing_is_written_of_nothing(parts: dict[str, str], tmp_path: Path) -> None:
    """A solution without maps and tables, or one that cannot be read, leaves no file behind, and is one finding."""
    path, specs = tmp_path / "in.zip", tmp_path / "specs"
    path.write_bytes(zip_of(parts))

    told = _run("import", path, "--out", specs)

    assert told.return_value == 1
    assert told.output.count("[") == 1
    assert told.output.endswith("Nothing was imported.\n1 error\n")
    assert not specs.exists()


def test_a_map_that_the_solution_no_longer_has(tmp_path: Path) -> None:
    """It is named when the solution is imported again, and stays; of another solution or another folder none is."""
    row, other = row_of(MAPPING, "One"), row_of(
        {"legs": [{**LEG, "sourceSchema": "B"}]}
    )
    both, one, foreign = tmp_path / "2.zip", tmp_path / "1.zip", tmp_path / "3.zip"
    for path, rows in ((both, [row, other]), (one, [row])):
        path.write_bytes(zip_of({**FILES, "customizations.xml": customizations(rows)}))
    alone = {**FILES, "solution.xml": MANIFEST.replace("Money", "Else")}
    foreign.write_bytes(zip_of(alone))
    specs = tmp_path / "specs"

    first = _run("import", both, "--out", specs)
    again = _run("import", one, "--out", specs)
    as_json = _run("import", one, "--out", specs, "--dry-run", "--format", "json")
    else_ = _run("import", foreign, "--out", specs, "--dry-run")

    assert "no longer has" not in first.output + else_.output
    assert "no longer has them; their files stay:\n  B_transactioncurrencies (" in (
        again.output
    )
    assert [one["map"] for one in json.loads(as_json.output)["gone"]] == [
        "B_transactioncurrencies"
    ]
    assert (specs / "B_transactioncurrencies.dwmap").exists()


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    """Nothing broke off that was never there."""
    path = tmp_path / "in.zip"
    path.write_bytes(b"")

    told = _run("import", path, "--out", tmp_path / "specs")

    assert told.return_value == 1
    assert "in.zip` is empty\n  = help: export the solution again" in told.output
