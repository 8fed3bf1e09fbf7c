"""
What users install: the wheel, built from the sdist, in an empty environment.

No case can show this. Everything else runs from the checkout, where grammar and templates lie
beside the package instead of in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from dwmap import __version__

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CHECKOUT = [sys.executable, "-m", "dwmap"]
CLEAN_ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}


def _run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=CLEAN_ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    _run(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        folder,
        ROOT,
        folder=folder,
    )
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    """The one wheel."""
    [found] = dist.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that holds the wheel and what it requires."""
    home = tmp_path_factory.mktemp("empty") / "env"
    venv.create(home, with_pip=False, clear=True)
    _pip(home / "bin", "install", "-qq", "--no-compile", wheel)
    return home / "bin"


def _pip(environment: Path, *words: str | Path) -> str:
    """Ours, on an environment that has none."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    python = environment / "python"
    return _run(*pip, "--python", python, *words, folder=environment)


def _shipped(folder: str, prefix: str) -> set[str]:
    paths = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    names = {path.relative_to(ROOT / folder).as_posix() for path in paths}
    return {prefix + name for name in names if "__pycache__" not in name}


def _texts(folder: Path) -> dict[str, bytes]:
    """Every file of a folder; caches tell about the machine, not about the specs."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.endswith("cache") for part in path.parts)
    }


def test_the_wheel_holds_the_package_and_its_data(wheel: Path) -> None:
    """Code, runtime, grammar and templates, and nothing that only lay around."""
    names = set(ZipFile(wheel).namelist())
    expected = (
        _shipped("compiler/dwmap", "dwmap/")
        | _shipped("grammar", "dwmap/grammar/")
        | _shipped("templates", "dwmap/templates/")
    )
    metadata = f"dwmap-{__version__}.dist-info/"

    assert {name for name in names if not name.startswith(metadata)} == expected
    assert f"{metadata}licenses/LICENSE" in names
    assert {"dwmap/py.typed", "dwmap/runtime/py.typed"} <= names


def test_the_sdist_holds_what_the_wheel_is_made_of(dist: Path) -> None:
    """Sources and data; neither tests nor specs, which need the repository."""
    [sdist] = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}

    assert {
        "compiler",
        "grammar",
        "templates",
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
    } <= tops
    assert tops.isdisjoint({"generated", "specs", "tests", ".venv"})


def test_the_environment_has_no_tools(installed: Path, tmp_path: Path) -> None:
    """A forgotten dependency would hide behind a tool that brings it along."""
    code = "import dwmap, sys; print(sys.prefix in dwmap.__file__)"
    listed = _pip(installed, "list").lower()

    assert _run(installed / "python", "-c", code, folder=tmp_path) == "True\n"
    assert "pydantic" in listed
    assert not any(
        name in listed for name in ("pytest", "mypy ", "sqlalchemy", "hatchling")
    )


def test_the_installed_command_tells_its_version(
    installed: Path, tmp_path: Path
) -> None:
    """Metadata, constant and command agree."""
    assert (
        _run(installed / "dwmap", "--version", folder=tmp_path)
        == f"dwmap {__version__}\n"
    )


def test_a_new_project_builds_alike(installed: Path, tmp_path: Path) -> None:
    """`init` and `build` in an empty folder give what the checkout gives, byte for byte."""
    results = []
    for name, dwmap in (("wheel", [installed / "dwmap"]), ("checkout", CHECKOUT)):
        folder = tmp_path / name / "project"
        folder.mkdir(parents=True)
        _run(*dwmap, "init", folder=folder)
        _run(*dwmap, "build", folder=folder)
        results.append(_texts(folder.parent))

    assert results[0] == results[1]
    assert any(path.endswith("_runtime/__init__.py") for path in results[0])


def test_the_specs_build_alike(installed: Path, tmp_path: Path) -> None:
    """The real maps, copied to another folder, compile to what the checkout makes of them."""
    results = []
    for name, dwmap in (("wheel", [installed / "dwmap"]), ("checkout", CHECKOUT)):
        shutil.copytree(ROOT / "specs", tmp_path / name / "specs")
        _run(*dwmap, "build", "specs", folder=tmp_path / name)
        results.append(_texts(tmp_path / name))

    assert results[0] == results[1]
