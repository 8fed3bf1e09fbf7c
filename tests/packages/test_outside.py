"""Packages that are not simply folders of the project: around it, outside of its repository, in a repository of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from dwmap.config import read_settings
from dwmap.diagnostics import Report
from dwmap.packages import OutsidePackage
from dwmap.source import SourceFile
from harness.golden import CASES, Golden
from harness.messages import message_files
from harness.repositories import commit, git, own_git

__all__ = ["own_git"]

Capture = pytest.CaptureFixture[str]
CORE = (
    CASES / "semantic" / "overlay-conflict" / "core" / "customers.dwmap"
).read_text()
MANIFEST = 'name = "base"\nversion = "1.0.0.0"\npublisher = "p"\n'


def write_package(folder: Path, text: str = CORE) -> None:
    """The package of the base."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dwmap.package.toml").write_text(MANIFEST)
    (folder / "core.dwmap").write_text(text)


def write_project(folder: Path, path: str) -> Path:
    """A project that names it."""
    folder.mkdir(parents=True, exist_ok=True)
    toml = f'name = "shop"\n\n[packages]\nbase = {{ path = "{path}" }}\n'
    (folder / "dwmap.toml").write_text(toml)
    (folder / "own.dwmap").write_text("enum fo.Colour { Red }\n")
    return folder


@pytest.mark.parametrize("path", [".", "./", "..", "../specs", "../specs/inner/.."])
def test_a_package_around_the_project(
    path: str, tmp_path: Path, capsys: Capture
) -> None:
    """Is one error: files that are the project's are read once, whether there is a manifest or not."""
    project = write_project(tmp_path / "specs", path)
    (project / "inner").mkdir()
    (tmp_path / "other.dwmap").write_text("enum fo.Colour { Blue }\n")

    assert run(["check", str(project), "--format", "json"]) == FINDINGS
    (one,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert one["code"] == "missing-package"
    assert f"`{path}` is the folder of the project, or around it" in one["message"]
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    write_project(project, "../base")
    write_package(tmp_path / "base")
    assert run(["diff", str(project), "--against", "HEAD"]) == CANNOT
    err = capsys.readouterr().err
    assert err.count("error[") == 1
    assert "is the folder of the project, or around it" in err


def test_what_is_said(golden: Golden) -> None:
    """Of the one package that is in no commit."""
    case = CASES / "packages" / "outside-package"
    report = Report()
    source = SourceFile("dwmap.toml", (case / "dwmap.toml").read_text("utf-8"))
    for one in read_settings(source, "shop", report).packages:
        if one.path.startswith(".."):
            report.add(OutsidePackage(one.name, one.span))

    golden.check(case, message_files(report))


@pytest.mark.parametrize("command", ["diff", "plan", "changelog"])
def test_a_package_outside_of_the_repository(
    command: str, tmp_path: Path, capsys: Capture
) -> None:
    """Nobody knows what it was; that is said once, at the line that names it, with a way out."""
    write_package(tmp_path / "isv")
    project = write_project(tmp_path / "shop", "../isv")
    git(project, "init", "--quiet")
    commit(project)
    write_package(
        tmp_path / "isv", CORE.replace("  Memo            = description\n", "")
    )

    assert run([command, str(project), "--against", "HEAD"]) == CLEAN
    told = capsys.readouterr()
    assert "line-removed" not in told.out
    assert told.err.count("note[outside-package]") == 1
    assert "lies outside of the repository" in told.err
    assert "dwmap.toml:4:1" in told.err
    assert "submodule of git" in told.err


@pytest.mark.parametrize("path", ["isv", "isv/maps"])
def test_a_package_in_a_submodule(path: str, tmp_path: Path, capsys: Capture) -> None:
    """Each commit of the project says which commit of it was meant, so that a diff knows what changed."""
    origin = tmp_path / "origin"
    inner = path.partition("/")[2] or "."
    write_package(origin / inner)
    git(origin, "init", "--quiet", "--initial-branch", "main")
    commit(origin)
    project = write_project(tmp_path / "shop", path)
    git(project, "init", "--quiet")
    allowed = ("-c", "protocol.file.allow=always")
    git(project, *allowed, "submodule", "--quiet", "add", str(origin), "isv")
    commit(project)
    less = CORE.replace("  Memo            = description\n", "")
    write_package(project / path, less)
    assert run(["diff", str(project), "--against", "HEAD"]) == FINDINGS
    assert "[line-removed]" in capsys.readouterr().out
    commit(project / "isv")
    commit(project)

    assert run(["diff", str(project), "--against", "HEAD~1"]) == FINDINGS
    told = capsys.readouterr()
    assert "[line-removed]" in told.out
    assert "outside-package" not in told.err
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(project), str(clone))
    write_package(clone / path)
    assert run(["diff", str(clone), "--against", "HEAD"]) == CANNOT
    assert "the submodule `isv` is not checked out" in capsys.readouterr().err
