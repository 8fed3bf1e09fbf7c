"""`dwmap check --changed-since REF` in real repositories: what a change brings, and nothing else."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run

ENTITIES = """\
entity fo.A {
  Id    string(5)
  Name  string(50)
  Memo  string(50)
}

entity ce.b {
  integration key id
  id    string(5)
  name  string(20)
  memo  string(50)
}
"""
MAP = """\
map {name} : fo.A <-> ce.b {{
  Id    =  id
  Name  =  name
}}
"""
NARROW = (
    "`Name` (a text of 50 characters) may not fit into `name` (a text of 20 characters)"
)


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own configuration, and a name to commit under."""
    for name in [one for one in os.environ if one.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.com")


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True
    )


def _commit(folder: Path) -> None:
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", "a state")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with the project `my specs` in a folder of it, two maps of which have a warning each."""
    folder = tmp_path / "repo"
    specs = folder / "my specs"
    (specs / "mäps").mkdir(parents=True)
    _git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(folder))
    (folder / "outside.dwmap").write_text("no part of the project")
    (specs / "dwmap.toml").write_text('name = "example"\n')
    (specs / "entities.dwmap").write_text(ENTITIES)
    (specs / "mäps" / "two maps.dwmap").write_text(
        MAP.format(name="M") + "\n" + MAP.format(name="N")
    )
    _commit(folder)
    return folder


@pytest.fixture
def specs(repo: Path) -> Path:
    """The folder of the project."""
    return repo / "my specs"


def _found(
    specs: Path, capsys: pytest.CaptureFixture[str], ref: str = "main"
) -> list[str]:
    """Where findings are, as `FILE:LINE [RULE]`."""
    capsys.readouterr()
    arguments = ["check", str(specs), "--format", "concise", "--changed-since", ref]
    assert run(arguments) in (CLEAN, FINDINGS)
    out = capsys.readouterr().out
    return [
        f"{Path(path).name}:{line} {rule}"
        for path, line, rule in re.findall(
            r"^(.*?):(\d+):\d+: \w+\[([\w-]+)\]", out, re.MULTILINE
        )
    ]


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

    assert _found(specs, capsys) == ["two maps.dwmap:4 narrower-target"]
    _git(specs, "add", "--all")
    assert _found(specs, capsys) == ["two maps.dwmap:4 narrower-target"]
    _commit(specs)
    assert _found(specs, capsys, "HEAD~1") == ["two maps.dwmap:4 narrower-target"]
    assert _found(specs, capsys) == []


def test_a_file_that_git_does_not_know(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is new as a whole."""
    (specs / "new map.dwmap").write_text(MAP.format(name="New"))

    assert _found(specs, capsys) == ["new map.dwmap:3 narrower-target"]


def test_what_was_moved_has_not_changed(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a file under another name, nor a declaration in another file or place."""
    target = specs / "elsewhere" / "maps.dwmap"
    target.parent.mkdir()
    _git(specs, "mv", "mäps/two maps.dwmap", str(target))
    assert _found(specs, capsys) == []

    text = target.read_text()
    target.write_text("// a comment above\n\n" + "\n".join(text.split("\n\n")[::-1]))
    assert _found(specs, capsys) == []


def test_other_line_endings_are_no_change(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor a byte-order mark, nor blanks at the end of a line."""
    text = _maps(specs).read_text().replace("{\n", "{  \n")
    _maps(specs).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert _found(specs, capsys) == []


def test_what_a_change_does_elsewhere(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding that was not there counts, though its own file is as it was."""
    text = ENTITIES.replace("  Name  string(50)\n", "")
    (specs / "entities.dwmap").write_text(text)

    assert _found(specs, capsys) == [
        "two maps.dwmap:3 undeclared-field",
        "two maps.dwmap:8 undeclared-field",
    ]


def test_a_file_that_is_gone(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What missed it says so."""
    (specs / "entities.dwmap").unlink()

    assert {one.partition(" ")[2] for one in _found(specs, capsys)} == {
        "maps.dwmap:1 undeclared-entity"
    }


def test_a_finding_that_points_at_a_change(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its first place is old, its second one is not."""
    required = ENTITIES.replace("memo  string(50)", "memo  string(50)  required")
    (specs / "entities.dwmap").write_text(required)
    _commit(specs)
    assert _found(specs, capsys) == []

    owned = required.replace("required", "required owner us")
    (specs / "entities.dwmap").write_text(owned)

    assert _found(specs, capsys) == [
        "two maps.dwmap:1 required-target",
        "two maps.dwmap:6 required-target",
    ]


def test_a_branch_is_held_against_where_it_began(
    repo: Path, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the other branch has changed since is no change of this one."""
    _git(repo, "switch", "--quiet", "--create", "feature")
    (specs / "new map.dwmap").write_text(MAP.format(name="New"))
    _commit(repo)
    _git(repo, "switch", "--quiet", "main")
    _maps(specs).write_text(MAP.format(name="M"))
    _commit(repo)
    _git(repo, "switch", "--quiet", "feature")

    assert _found(specs, capsys) == ["new map.dwmap:3 narrower-target"]


def test_a_mistake_of_syntax(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The broken declaration has changed; a file that was broken before is old."""
    text = _maps(specs).read_text()
    _maps(specs).write_text(text.replace("  Id    =  id\n", "  Id  =  =  id\n", 1))
    assert _found(specs, capsys) == [
        "two maps.dwmap:2 unexpected-text",
        "two maps.dwmap:3 narrower-target",
    ]

    _commit(specs)
    assert _found(specs, capsys, "HEAD") == []


def test_settings_are_a_file_like_others(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding in them counts when they have changed."""
    (specs / "dwmap.toml").write_text('name = "example"\nnmae = "x"\n')
    assert _found(specs, capsys) == ["dwmap.toml:2 wrong-setting"]

    _commit(specs)
    assert _found(specs, capsys) == []


def test_a_baseline(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is known stays hidden; a line that a change makes idle is told, one that was idle is not."""
    (specs / "dwmap.toml").write_text('[check]\nbaseline = "known.txt"\n')
    run(["check", str(specs), "--write-baseline", str(specs / "known.txt")])
    _commit(specs)
    assert _found(specs, capsys) == []

    _maps(specs).write_text(MAP.format(name="M"))
    assert _found(specs, capsys) == ["known.txt:3 unused-baseline"]

    _commit(specs)
    assert _found(specs, capsys) == []


def test_the_exit_code_is_that_of_what_is_shown(specs: Path) -> None:
    """For CI: old findings do not fail a pull request."""
    arguments = ["check", str(specs), "--fail-on", "warning", "--changed-since", "main"]
    assert run(arguments) == CLEAN

    (specs / "new map.dwmap").write_text(MAP.format(name="New"))

    assert run(arguments) == FINDINGS


def _error(folder: Path, capsys: pytest.CaptureFixture[str], ref: str = "main") -> str:
    assert run(["check", str(folder), f"--changed-since={ref}"]) == CANNOT
    return capsys.readouterr().err


def test_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder is named."""
    (tmp_path / "a.dwmap").write_text(ENTITIES)

    assert f"{tmp_path} is in no git repository" in _error(tmp_path, capsys)


def test_no_commit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A repository that was just made."""
    _git(tmp_path, "init", "--quiet")
    (tmp_path / "a.dwmap").write_text(ENTITIES)

    assert "the git repository has no commit yet" in _error(tmp_path, capsys)


def test_no_git(
    specs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a bug of dwmap."""
    monkeypatch.setenv("PATH", "")

    assert "git is not installed" in _error(specs, capsys)


@pytest.mark.parametrize("ref", ["nowhere", "--help", "", "a b", "HEAD:nothing", "-v"])
def test_a_ref_that_git_does_not_know(
    ref: str, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is never taken for an option."""
    said = _error(specs, capsys, ref)

    assert f"git knows no commit `{ref}`; there is no remote to fetch it from" in said


def test_no_common_commit(
    repo: Path, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two histories that have nothing to do with each other."""
    _git(repo, "switch", "--quiet", "--orphan", "other")
    _git(repo, "commit", "--quiet", "--allow-empty", "--message", "another beginning")
    _git(repo, "switch", "--quiet", "main")

    assert "`other` and HEAD have no commit in common" in _error(specs, capsys, "other")


@pytest.fixture
def clone(repo: Path, tmp_path: Path) -> Path:
    """What a CI makes of a branch: its last commit, and nothing of the branch that it goes to."""
    _git(repo, "switch", "--quiet", "--create", "feature/one")
    (repo / "my specs" / "new map.dwmap").write_text(MAP.format(name="New"))
    _commit(repo)
    _git(repo, "switch", "--quiet", "main")
    folder = tmp_path / "clone"
    source = repo.as_uri()
    _git(
        tmp_path,
        "clone",
        "--quiet",
        "--depth=1",
        "--branch=feature/one",
        source,
        str(folder),
    )
    return folder


@pytest.mark.parametrize(
    ("ref", "line"),
    [
        ("origin/main", "git fetch --unshallow origin main:refs/remotes/origin/main"),
        ("main", "git fetch --unshallow origin main:main"),
        ("HEAD~1", "git fetch --unshallow origin"),
    ],
)
def test_a_shallow_clone(
    ref: str, line: str, clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line that is said brings what is missing."""
    specs = clone / "my specs"
    assert f"run `{line}`" in _error(specs, capsys, ref)

    _git(clone, *shlex.split(line)[1:])

    assert _found(specs, capsys, ref) == ["new map.dwmap:3 narrower-target"]


def test_a_shallow_clone_that_does_not_reach_back(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both commits are there, and where they part is not."""
    _git(
        clone,
        "fetch",
        "--quiet",
        "--depth=1",
        "origin",
        "main:refs/remotes/origin/main",
    )
    specs = clone / "my specs"

    said = _error(specs, capsys, "origin/main")

    assert "does not reach back to where `origin/main` and HEAD part" in said
    assert "`git fetch --unshallow origin main:refs/remotes/origin/main`" in said


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
        assert _found(Path(project), capsys) == ["new map.dwmap:3 narrower-target"]
    shutil.rmtree(specs / "mäps")
