"""`dwmap check --changed-since REF` in real repositories: what a change brings, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from harness.repositories import ENTITIES, MAP, commit, findings, git


def _maps(specs: Path) -> Path:
    return specs / "mäps" / "two maps.dwmap"


def test_nothing_has_changed(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All findings are old, and counted."""
    arguments = ["check", str(specs), "--changed-since", "HEAD", "--fail-on", "note"]

    assert run(arguments) == CLEAN
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 findings in what has not changed since HEAD not shown" in err


def test_a_declaration_that_changed(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its findings count, also old ones; those of its neighbour in the same file do not."""
    text = _maps(specs).read_text()
    more = "  Id    =  id\n  Memo  =  memo\n"
    _maps(specs).write_text(text.replace("  Id    =  id\n", more, 1))

    assert findings(specs, capsys) == ["two maps.dwmap:4 narrower-target"]
    git(specs, "add", "--all")
    assert findings(specs, capsys) == ["two maps.dwmap:4 narrower-target"]
    commit(specs)
    assert findings(specs, capsys, "HEAD~1") == ["two maps.dwmap:4 narrower-target"]
    assert findings(specs, capsys) == []


def test_a_file_that_git_does_not_know(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is new as a whole."""
    (specs / "new map.dwmap").write_text(MAP.format(name="New"))

    assert findings(specs, capsys) == ["new map.dwmap:3 narrower-target"]


def test_what_was_moved_has_not_changed(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a file under another name, nor a declaration in another file or place."""
    target = specs / "elsewhere" / "maps.dwmap"
    target.parent.mkdir()
    git(specs, "mv", "mäps/two maps.dwmap", str(target))
    assert findings(specs, capsys) == []

    text = target.read_text()
    target.write_text("// a comment above\n\n" + "\n".join(text.split("\n\n")[::-1]))
    assert findings(specs, capsys) == []


def test_other_line_endings_are_no_change(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor a byte-order mark, nor blanks at the end of a line."""
    text = _maps(specs).read_text().replace("{\n", "{  \n")
    _maps(specs).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert findings(specs, capsys) == []


def test_what_a_change_does_elsewhere(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding that was not there counts, though its own file is as it was."""
    text = ENTITIES.replace("  Name  string(50)\n", "")
    (specs / "entities.dwmap").write_text(text)

    assert findings(specs, capsys) == [
        "two maps.dwmap:3 undeclared-field",
        "two maps.dwmap:8 undeclared-field",
    ]


def test_a_file_that_is_gone(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What missed it says so."""
    (specs / "entities.dwmap").unlink()

    assert {one.partition(" ")[2] for one in findings(specs, capsys)} == {
        "maps.dwmap:1 undeclared-entity"
    }


def test_a_finding_that_points_at_a_change(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its first place is old, its second one is not."""
    required = ENTITIES.replace("memo  string(50)", "memo  string(50)  required")
    (specs / "entities.dwmap").write_text(required)
    commit(specs)
    assert findings(specs, capsys) == []

    owned = required.replace("required", "required owner us")
    (specs / "entities.dwmap").write_text(owned)

    assert findings(specs, capsys) == [
        "two maps.dwmap:1 required-target",
        "two maps.dwmap:6 required-target",
    ]


def test_a_branch_is_held_against_where_it_began(
    repo: Path, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the other branch has changed since is no change of this one."""
    git(repo, "switch", "--quiet", "--create", "feature")
    (specs / "new map.dwmap").write_text(MAP.format(name="New"))
    commit(repo)
    git(repo, "switch", "--quiet", "main")
    _maps(specs).write_text(MAP.format(name="M"))
    commit(repo)
    git(repo, "switch", "--quiet", "feature")

    assert findings(specs, capsys) == ["new map.dwmap:3 narrower-target"]


def test_a_mistake_of_syntax(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The broken declaration has changed; a file that was broken before is old."""
    text = _maps(specs).read_text()
    _maps(specs).write_text(text.replace("  Id    =  id\n", "  Id  =  =  id\n", 1))
    assert findings(specs, capsys) == [
        "two maps.dwmap:2 unexpected-text",
        "two maps.dwmap:3 narrower-target",
    ]

    commit(specs)
    assert findings(specs, capsys, "HEAD") == []


def test_settings_are_a_file_like_others(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding in them counts when they have changed."""
    (specs / "dwmap.toml").write_text('name = "example"\nnmae = "x"\n')
    assert findings(specs, capsys) == ["dwmap.toml:2 wrong-setting"]

    commit(specs)
    assert findings(specs, capsys) == []


def test_a_baseline(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is known stays hidden; a line that a change makes idle is told, one that was idle is not."""
    settings = '[check]\nbaseline = "known.txt"\nignore = ["laws"]\n'
    (specs / "dwmap.toml").write_text(settings)
    run(["check", str(specs), "--write-baseline", str(specs / "known.txt")])
    commit(specs)
    assert findings(specs, capsys) == []

    _maps(specs).write_text(MAP.format(name="M"))
    assert findings(specs, capsys) == ["known.txt:3 unused-baseline"]

    commit(specs)
    assert findings(specs, capsys) == []


def test_the_exit_code_is_that_of_what_is_shown(specs: Path) -> None:
    """For CI: old findings do not fail a pull request."""
    arguments = ["check", str(specs), "--fail-on", "warning", "--changed-since", "main"]
    assert run(arguments) == CLEAN

    (specs / "new map.dwmap").write_text(MAP.format(name="New"))

    assert run(arguments) == FINDINGS


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--fix"], "what it hides would be fixed"),
        (["--write-baseline", "known.txt"], "what it hides would be fixed or kept"),
    ],
)
def test_options_that_do_not_go_together(
    more: list[str], said: str, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A part of the findings is never taken for all of them."""
    assert run(["check", str(specs), "--changed-since", "main", *more]) == CANNOT
    assert said in capsys.readouterr().err.replace("\n", " ")


def test_standard_input_has_no_history(capsys: pytest.CaptureFixture[str]) -> None:
    """It is in no repository."""
    assert run(["check", "-", "--changed-since", "main"]) == CANNOT
    assert "standard input has no history" in capsys.readouterr().err


def test_the_place_of_the_command_does_not_matter(
    repo: Path,
    specs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From the top of the repository or from a folder of the project."""
    (specs / "new map.dwmap").write_text(MAP.format(name="New"))
    for folder, project in ((repo, "my specs"), (specs / "mäps", ".")):
        monkeypatch.chdir(folder)
        assert findings(Path(project), capsys) == ["new map.dwmap:3 narrower-target"]
