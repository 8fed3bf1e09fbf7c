"""`dwmap build --check`: what is wrong with a committed package, told by kind, with the difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dwmap.cli.app import CLEAN, FINDINGS, run

SPEC = """
entity fo.A {
  key Number
  Number  string(20)
  Name    string(60)?
}
entity ce.b {
  integration key number
  number  string(20)
  name    string(60)?
}
valuemap Names : text <-> text {
  "a" = "b"
}
map First : fo.A <-> ce.b {
  Number  =   number
  Name    ><  name    : Names
}
"""
SECOND = "map Second : fo.A <-> ce.b {\n  Number  =  number\n}\n"


class Built:
    """A project and its package, and what `--check` says of it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.specs = root / "specs"
        self.package = root / "out" / "small"
        self._capsys = capsys
        self.specs.mkdir()
        settings = 'name = "small"\n[build]\nout = "../out"\n'
        (self.specs / "dwmap.toml").write_text(settings)
        (self.specs / "first.dwmap").write_text(SPEC)
        (self.specs / "second.dwmap").write_text(SECOND)
        assert self.run("build") == (CLEAN, "")

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit code and what stands on standard output; that of a build is its own affair."""
        code = run([*arguments, str(self.specs)])
        out = self._capsys.readouterr().out
        return code, "" if arguments == ("build",) else out

    def check(self) -> dict[str, str]:
        """The kind of each difference, by file."""
        code, out = self.run("build", "--check", "--format", "json")
        found = {each["path"]: each["kind"] for each in json.loads(out)}
        assert code == (FINDINGS if found else CLEAN)
        return found


@pytest.fixture
def built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Built]:
    """A small project, built."""
    yield Built(tmp_path, capsys)


def test_what_was_just_built_is_fresh(built: Built) -> None:
    """Also after the package was imported."""
    (built.package / "__pycache__").mkdir()
    (built.package / "__pycache__" / "first.pyc").write_bytes(b"\0")

    assert built.check() == {}
    assert "is up to date" in built.run("build", "--check")[1]


def test_a_changed_specification_makes_files_stale(built: Built) -> None:
    """Those that it reaches, with both versions of the line."""
    text = (built.specs / "first.dwmap").read_text()
    (built.specs / "first.dwmap").write_text(text.replace('"a" = "b"', '"a" = "c"'))

    code, out = built.run("build", "--check")

    assert code == FINDINGS
    assert "stale: _valuemaps.py\n" in out
    assert '-    "a": "b",\n' in out
    assert '+    "a": "c",\n' in out
    assert set(built.check().values()) == {"stale"}
    assert "second.py" not in built.check()


@pytest.mark.parametrize("path", ["first.py", "docs/maps/First.md", "manifest.json"])
def test_a_file_that_is_gone_is_missing(built: Built, path: str) -> None:
    """Whatever it is, and a build brings it back."""
    before = (built.package / path).read_bytes()
    (built.package / path).unlink()

    assert built.check() == {path: "missing"}
    built.run("build")
    assert (built.package / path).read_bytes() == before


@pytest.mark.parametrize(
    "path", ["first.py", "docs/maps/First.md", "_runtime/_keys.py"]
)
def test_a_file_that_somebody_changed_is_edited(built: Built, path: str) -> None:
    """It is neither what the specs say nor what was ever written; the edit is shown."""
    before = (built.package / path).read_text("utf-8")
    (built.package / path).write_text(f"{before}# mine\n", "utf-8")

    code, out = built.run("build", "--check")

    assert code == FINDINGS
    assert f"edited: {path}\n" in out
    assert "-# mine\n" in out
    assert built.check() == {path: "edited"}


def test_a_file_that_somebody_changed_is_edited_even_where_it_is_stale(
    built: Built,
) -> None:
    """The edit would be lost, which is what a person must know first."""
    text = (built.specs / "first.dwmap").read_text()
    (built.specs / "first.dwmap").write_text(text.replace('"a" = "b"', '"a" = "c"'))
    with (built.package / "_valuemaps.py").open("a") as file:
        file.write("# mine\n")

    assert built.check()["_valuemaps.py"] == "edited"


def test_what_nobody_writes_any_more_is_left_over(built: Built) -> None:
    """A file of a map that is gone, which a build removes; a stranger's, which it leaves alone."""
    (built.specs / "second.dwmap").unlink()
    (built.package / "notes.txt").write_text("mine")

    found = {path for path, kind in built.check().items() if kind == "left over"}
    built.run("build")

    assert found == {"second.py", "docs/maps/Second.md", "notes.txt"}
    assert built.check() == {"notes.txt": "left over"}
    assert (built.package / "notes.txt").read_text() == "mine"


def test_line_endings_count(built: Built) -> None:
    """What a checkout has turned to CRLF is not what is written."""
    place = built.package / "first.py"
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))

    assert built.check() == {"first.py": "edited"}


def test_a_check_writes_nothing(built: Built) -> None:
    """Neither below the package nor beside it."""
    (built.specs / "second.dwmap").unlink()
    (built.package / "first.py").unlink()

    def seen() -> dict[str, Any]:
        files = (path for path in built.package.rglob("*") if path.is_file())
        return {path.as_posix(): path.stat().st_mtime_ns for path in files}

    before = seen()
    built.check()

    assert seen() == before


def test_text_that_is_no_text_is_no_missing_file(built: Built) -> None:
    """A file that cannot be read as UTF-8 is there, and somebody made it so."""
    (built.package / "first.py").write_bytes(b"\xff\xfe")

    assert built.check() == {"first.py": "edited"}
