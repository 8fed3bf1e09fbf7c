"""Solutions that are made to harm: refused with a message, in bounded time and memory."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from dwmap.diagnostics import Report
from dwmap.formatter.print_ast import print_file
from dwmap.importers import SolutionFiles, Sources, import_sources, open_solution
from dwmap.importers.decoding import LARGEST_FILE
from dwmap.source import SourceFile
from dwmap.syntax.parser import parse_file
from harness.solutions import customizations, row_of, zip_of
from hypothesis import given, settings
from hypothesis import strategies as st

LEG: dict[str, Any] = {
    "sourceSchema": "Things",
    "destinationSchema": "things",
    "fieldMappings": [
        {"syncDirection": 3, "sourceField": "A", "destinationField": "a"}
    ],
}
GOOD = customizations([row_of({"legs": [LEG]})])
LAUGHS = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12)
)
SECONDS = 20


def _codes(data: bytes, name: str = "a.zip") -> list[str]:
    report = Report()
    start = time.process_time()
    opened = open_solution(name, data, report)
    if opened is not None:
        import_sources(Sources([], solutions=[opened]), report)
    assert time.process_time() - start < SECONDS
    return sorted({one.code for one in report} - {"missing-key"})


def test_a_good_one_is_read() -> None:
    """What all others are made of."""
    assert _codes(zip_of({"customizations.xml": GOOD})) == []


def test_a_zip_bomb() -> None:
    """A file that grows a thousandfold is not unpacked."""
    bomb = b"<a>" + b" " * (200 * 1024 * 1024) + b"</a>"

    assert _codes(zip_of({"customizations.xml": bomb})) == ["refused-archive"]


def test_a_zip_bomb_that_lies() -> None:
    """What a file claims to hold is not believed."""
    honest = zip_of({"customizations.xml": b"<a>" + b" " * (100 * 1024 * 1024)})
    size = struct.pack("<I", 100 * 1024 * 1024 + 3)
    lying = honest.replace(size, struct.pack("<I", 1000))

    assert lying != honest
    assert _codes(lying) == ["refused-archive"]


def test_many_bombs_in_one_zip() -> None:
    """The sum of all files counts, too."""
    out = BytesIO()
    noise = bytes(range(256)) * 4096
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(300):
            archive.writestr(f"{n}.xml", noise)

    assert _codes(out.getvalue()) == ["refused-archive"]


@pytest.mark.parametrize(
    "name",
    [
        "../customizations.xml",
        "/etc/passwd",
        "a\\..\\..\\b.xml",
        "C:\\a.xml",
        "c:a.xml",
    ],
)
def test_names_that_lead_out(name: str) -> None:
    """A name that leads out of the archive; nothing is ever written by its name, and it is refused all the same."""
    data = zip_of({"customizations.xml": GOOD, "x" * len(name): b"<a/>"})
    moved = data.replace(b"x" * len(name), name.encode())

    assert _codes(moved) == ["refused-archive"]


@pytest.mark.parametrize("name", ["", "."])
def test_a_file_without_a_name(name: str) -> None:
    """Or one whose name is that of the folder itself."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, b"<a/>")
        archive.writestr("customizations.xml", GOOD)

    assert _codes(out.getvalue()) == ["refused-archive"]


def test_two_files_of_one_name() -> None:
    """Which of them counts would depend on the reader."""
    data = zip_of({"customizations.xml": GOOD, "Customizations.XML": GOOD})

    assert _codes(data) == ["refused-archive"]


@pytest.mark.parametrize(
    "head",
    [
        f"<!DOCTYPE a [{LAUGHS}]>",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://example.com/a.dtd">',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]>',
    ],
    ids=["laughs", "file", "dtd", "parameter"],
)
def test_entities(head: str) -> None:
    """Neither expanded nor fetched."""
    text = f"{head}<a>&a11;</a>"

    assert _codes(text.encode(), "customizations.xml") == ["refused-archive"]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: f'<a b="{"x" * 60_000_000}"/>', "refused-archive"),
        (
            lambda: "<a " + " ".join(f'b{n}=""' for n in range(3000)) + "/>",
            "refused-archive",
        ),
        (lambda: "<a>" * 100_000, "refused-archive"),
        (lambda: "<a>" + "<b/>" * 1_500_000 + "</a>", "refused-archive"),
        (
            lambda: customizations([row_of('{"legs": ["' + "x" * 60_000_000 + '"]}')]),
            "broken-map-json",
        ),
        (lambda: customizations([row_of("[" * 100_000)]), "broken-map-json"),
        (
            lambda: customizations([row_of('{"a": ' + "9" * 100_000 + "}")]),
            "broken-map-json",
        ),
        (lambda: customizations([row_of('"\\' * 500_000)]), "broken-map-json"),
        (lambda: customizations([row_of("," * 2_000_000)]), "broken-map-json"),
        (lambda: customizations([row_of('{"legs": NaN}')]), "broken-map-json"),
    ],
    ids=[
        "tag",
        "parts",
        "depth",
        "elements",
        "text",
        "brackets",
        "digits",
        "quotes",
        "commas",
        "nan",
    ],
)
def test_contents_without_end(make: Callable[[], str], code: str) -> None:
    """Whatever is large is refused before it fills the memory."""
    assert code in _codes(make().encode(), "customizations.xml")


def test_a_hundred_megabytes_in_one_attribute() -> None:
    """In a process that has no gigabyte of memory; the zip is small, since it repeats itself."""
    script = """
import io, resource, zipfile
from dwmap.diagnostics import Report
from dwmap.importers import Sources, import_sources, open_solution
out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
    with archive.open("customizations.xml", "w") as file:
        file.write(b'<a><msdyn_dualwriteentitymaps><msdyn_dualwriteentitymap msdyn_mapping="')
        for _ in range(100):
            file.write(bytes(range(97, 123)) * 40330)
        file.write(b'"/></msdyn_dualwriteentitymaps></a>')
resource.setrlimit(resource.RLIMIT_AS, (800_000_000, 800_000_000))
report = Report()
assert open_solution("a.zip", out.getvalue(), report) is None
print(*(one.code for one in report))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=300
    )

    assert (done.stdout.split(), done.stderr) == (["refused-archive"], "")


@pytest.mark.parametrize(
    "data",
    [
        b"<a>\xff\xfe</a>",
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        b'<?xml version="1.0" encoding="shift_jis"?><a/>',
        "<a>\u20ac</a>".encode("utf-16")[:-3],
        b"",
        b"\0\0\0\0",
    ],
)
def test_broken_encodings(data: bytes) -> None:
    """Bytes that are no text in the encoding that they claim."""
    assert _codes(data, "customizations.xml") == ["refused-archive"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('"x": "A\\ud800"', "holds half a character"),
        ('"x": 1e999', "holds a number that is too large: `1e999`"),
        (f'"x": {"9" * 100_000}', "holds a number of 100,000 digits"),
        ('"id": 1, "id": 2', "says twice what `id` is"),
        (f'"x": {"[" * 100_000}{"]" * 100_000}', "nests too deep"),
    ],
    ids=["half", "infinite", "digits", "twice", "deep"],
)
def test_json_that_says_what_none_should(text: str, reason: str) -> None:
    """A guess of what is meant would be another map; it is kept aside, and costs no other one."""
    bad = f'{{"legs": [{{{text}, {json.dumps(LEG)[1:]}]}}'
    rows = [row_of(bad, "Bad"), row_of({"legs": [LEG]}, "Good")]
    report = Report()
    files = {"customizations.xml": customizations(rows).encode()}
    imported = import_sources(
        Sources([], solutions=[SolutionFiles("a", files)]), report
    )

    [broken] = [one for one in report if one.code == "broken-map-json"]
    assert broken.primary is not None
    assert broken.primary.text == reason
    assert "Things_things.dwmap" in imported.files


def test_json_in_another_encoding() -> None:
    """The JSON of a map is in UTF-8."""
    data = json.dumps({"legs": [LEG], "a": "ö"}, ensure_ascii=False).encode("latin-1")

    assert _codes(data, "map.json") == ["refused-archive"]


def test_truncated_files() -> None:
    """At whatever byte a zip ends too early, it is refused."""
    whole = zip_of({"customizations.xml": GOOD, "solution.xml": "<a/>"})
    for end in range(0, len(whole), 7):
        assert _codes(whole[:end]) == ["refused-archive"]
    half = GOOD.encode()[: len(GOOD) // 2]
    assert _codes(zip_of({"customizations.xml": half})) == ["refused-archive"]


def test_damaged_files() -> None:
    """A byte that has changed is noticed, or changes nothing that is read."""
    whole = zip_of({"customizations.xml": GOOD})
    for place in range(0, len(whole), 5):
        data = bytearray(whole)
        data[place] ^= 0x55
        codes = _codes(bytes(data))
        assert codes in ([], ["refused-archive"], ["empty-solution"]) or (
            "left-out-component" in codes
        )


def test_a_file_that_is_too_large() -> None:
    """The bytes are not even looked at."""
    assert _codes(b"PK\3\4" + bytes(LARGEST_FILE), "a.zip") == ["refused-archive"]


@pytest.mark.parametrize("kind", ["equal rules", "pairs of a value map"])
def test_much_of_one_thing(kind: str) -> None:
    """Work grows with the size, not with its square."""
    [rule] = LEG["fieldMappings"]
    rules = [rule] * 6000
    if kind != "equal rules":
        values = {f"v{n}": str(n) for n in range(40_000)}
        transform = {"transformType": "ValueMap", "valueMap": values}
        rules = [rule | {"valueTransforms": [transform]}]
    text = json.dumps({"legs": [LEG | {"fieldMappings": rules}]})

    codes = _codes(customizations([row_of(text)]).encode(), "customizations.xml")

    assert set(codes) <= {"refused-rule"}


WORDS = st.sampled_from(
    [
        "",
        "a",
        "A.b",
        "x y",
        "\n",
        "`",
        "../a",
        "none",
        "blank",
        "Things",
        "1",
        "\u202e",
        "🦆",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["legs", "fieldMappings", "valueTransforms", "valueMap", "defaultValue"]
            + ["syncDirection", "sourceField", "destinationField", "transformType"]
            + ["sourceSchema", "destinationSchema", "sourceFilter"]
        ),
        inner,
    ),
    max_leaves=10,
)


@given(JSON, WORDS, WORDS)
@settings(max_examples=300, deadline=None)
def test_any_map_is_answered(content: object, word: str, other: str) -> None:
    """Whatever a map's JSON is, it is imported or reported, and the specs that come of it can be read."""
    leg = LEG | {"sourceSchema": word, "destinationSchema": other, "x": content}
    rule = {"syncDirection": 3, "sourceField": word, "destinationField": other}
    legs = [leg | {"fieldMappings": [rule | {"valueTransforms": content}]}, content]
    row = row_of({"legs": legs}, word or "a", other or "b")
    row["msdyn_properties"] = json.dumps({"Description": word + other})
    row = {name: text.replace("\0", "") for name, text in row.items()}
    report = Report()
    files = {"customizations.xml": customizations([row]).encode()}
    imported = import_sources(
        Sources([], solutions=[SolutionFiles("a", files)]), report
    )

    found = Report()
    for path, file in imported.files.items():
        parse_file(SourceFile(path, print_file(file)), found)
    assert [one.message for one in found] == []
