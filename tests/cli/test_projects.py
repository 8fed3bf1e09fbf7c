"""Commands on whole projects: starting one, and where findings are said to be."""

from __future__ import annotations

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run

WRONG = "map A : fo.Nothing -> ce.nothing {\n  x = y\n}\n"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A folder `here` with a project `specs`, which has one file with errors."""
    specs = tmp_path / "here" / "specs"
    (specs / "maps").mkdir(parents=True)
    (specs / "dwmap.toml").write_text('name = "wrong"\n')
    (specs / "maps" / "a.dwmap").write_text(WRONG)
    return specs


def test_a_new_project_is_clean_and_formatted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to find, nothing to format, and it builds."""
    folder = tmp_path / "acme_maps"

    assert run(["init", str(folder)]) == CLEAN
    capsys.readouterr()

    assert run(["check", "--fail-on", "note", str(folder)]) == CLEAN
    assert capsys.readouterr().out == ""
    assert run(["fmt", "--check", str(folder)]) == CLEAN
    assert run(["build", str(folder)]) == CLEAN
    assert (folder / "generated/acme_maps/__main__.py").is_file()
    assert "solution AcmeMaps" in (folder / "first.dwmap").read_text()


def test_init_leaves_alone_what_is_there(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A project that has maps gets no example among them."""
    before = (wrong / "dwmap.toml").read_text()

    assert run(["init", str(wrong)]) == CLEAN

    assert f"kept   {wrong / 'dwmap.toml'}" in capsys.readouterr().out
    assert (wrong / "dwmap.toml").read_text() == before
    assert not (wrong / "first.dwmap").exists()


@pytest.mark.parametrize("name", ['x"y', "class", "1st", "Upper", "a-b"])
def test_init_refuses_a_name_that_no_package_can_have(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is written."""
    assert run(["init", str(tmp_path / "new"), "--name", name]) == CANNOT
    assert "a Python package has lower-case letters" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("folder", "project", "named"),
    [
        ("here", "specs", "specs/maps/a.dwmap"),
        ("here/specs", ".", "maps/a.dwmap"),
        ("here/specs/maps", ".", "a.dwmap"),
        (".", "here/specs/maps/a.dwmap", "here/specs/maps/a.dwmap"),
    ],
)
@pytest.mark.parametrize("form", ["text", "concise", "json", "github"])
def test_files_are_named_from_the_current_folder(
    folder: str,
    project: str,
    named: str,
    form: str,
    wrong: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """So that an editor, a terminal and GitHub find them."""
    monkeypatch.chdir(wrong.parents[1] / folder)

    assert run(["check", project, "--format", form]) == FINDINGS

    out = capsys.readouterr().out
    if form == "json":
        found = json.loads(out)["diagnostics"]
        assert {one["primary"]["path"] for one in found} == {named}
    else:
        start = {"text": "--> ", "concise": "", "github": "file="}[form]
        end = "," if form == "github" else ":1:"
        assert f"{start}{named}{end}" in out


@pytest.mark.parametrize("command", ["build", "docs", "graph"])
def test_other_commands_name_them_alike(
    command: str,
    wrong: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A finding has one place, whoever reports it."""
    monkeypatch.chdir(wrong.parent)

    assert run([command, "specs"]) == FINDINGS
    assert "--> specs/maps/a.dwmap:1:" in capsys.readouterr().err


def test_run_says_what_is_wrong_with_the_settings(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rather than looking for a package under another name."""
    (wrong / "dwmap.toml").write_text('nmae = "x"\n')

    assert run(["run", "-p", str(wrong), "maps"]) == FINDINGS
    assert "no setting is called `nmae`" in capsys.readouterr().err


def test_run_without_a_package_explains_itself(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--help` is the package's own only when there is one."""
    assert run(["run", "-p", str(wrong), "--help"]) == CLEAN
    assert "Usage: dwmap run" in capsys.readouterr().out
    assert run(["run", "-p", str(wrong), "maps"]) == CANNOT
    assert "`dwmap build" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["check", "-"], ["fmt", "-"], ["fmt", "here"]])
def test_what_is_too_large_is_refused_wherever_it_comes_from(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file, a folder or standard input: no more is read than may be there."""
    monkeypatch.setattr("dwmap.project.MOST_BYTES", 100)
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"/" * 1000)))
    monkeypatch.chdir(tmp_path)
    Path("here").mkdir()
    Path("here", "a.dwmap").write_text("/" * 1000)

    assert run(arguments) == FINDINGS
    assert "it is larger than 0 MB" in "".join(capsys.readouterr())
