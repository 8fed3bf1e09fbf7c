"""The command line around the commands: exit codes, global options, completion, start-up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from dwmap import __version__
from dwmap.cli import app
from dwmap.cli.app import BUG, CANNOT, CLEAN, INTERRUPTED, Dwmap, run
from dwmap.cli.lazy import Entry
from dwmap.cli.settings import current_settings, wants_color

HEAVY = {"black", "jinja2", "lark", "pydantic"}
ENTRIES = [row for rows in Dwmap.sections.values() for row in rows.values()]


def _outside(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs dwmap in a process of its own."""
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """A command `planted` that does what the test puts under "action"."""
    plan: dict[str, object] = {}

    @click.command()
    def command() -> object:
        action = plan["action"]
        return action() if callable(action) else action

    monkeypatch.setattr(sys.modules[__name__], "command", command, raising=False)
    monkeypatch.setattr(
        Dwmap, "sections", {"Test": {"planted": Entry(__name__, "Planted.")}}
    )
    yield plan


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.module)
def test_every_listed_command_exists(entry: Entry) -> None:
    """The table is written by hand, so it is compared with the modules."""
    command = getattr(import_module(entry.module), entry.attribute)

    assert isinstance(command, click.Command)
    assert command.help


def test_version_and_help_import_no_heavy_library() -> None:
    """What a person types first answers at once; a case cannot see what was imported."""
    code = f"""
import sys
from dwmap.cli.app import run
for arguments in (["--version"], ["--help"]):
    run(arguments)
print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)
"""
    done = _outside("-c", code)

    assert done.stdout.startswith(f"dwmap {__version__}\n")
    assert done.stderr == "[]\n"


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The list is made from the table alone."""
    code = run(["--help"])

    out = capsys.readouterr().out
    assert code == CLEAN
    assert all(entry.help in out for entry in ENTRIES)


@pytest.mark.parametrize(
    "words", [["check"], ["fmt"], ["import"], ["import", "metadata"], ["pull"]]
)
def test_diff_means_one_thing(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever command has it writes nothing then, and says so."""
    run([*words, "--help"])

    told = " ".join(capsys.readouterr().out.split())
    assert "--diff Write nothing; print what " in told


def test_a_mistyped_command_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    """The nearest name stands in the message."""
    code = run(["biuld"])

    assert code == CANNOT
    assert "no command `biuld`; did you mean `build`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (None, CLEAN),
        (1, 1),
        (lambda: click.get_current_context().exit(1), 1),
        (lambda: _raise(click.ClickException("no")), CANNOT),
        (lambda: _raise(FileNotFoundError(2, "No such file", "x.dwmap")), CANNOT),
        (lambda: _raise(ValueError("no")), BUG),
        (lambda: _raise(OSError("no")), BUG),
        (lambda: _raise(KeyboardInterrupt()), INTERRUPTED),
    ],
)
def test_how_a_command_ends_is_the_exit_code(
    planted: dict[str, object], action: object, expected: int
) -> None:
    """Every way to leave a command has its code."""
    planted["action"] = action

    assert run(["planted"]) == expected


def test_a_bug_says_how_to_report_it(
    planted: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    """Short by default; the whole trace on demand."""
    planted["action"] = lambda: _raise(ValueError("odd"))

    run(["planted"])
    short = capsys.readouterr().err
    run(["--traceback", "planted"])
    long = capsys.readouterr().err

    assert "ValueError: odd" in short and "--traceback" in short
    assert "Traceback" not in short
    assert "Traceback (most recent call last)" in long


def test_a_missing_file_is_named(
    planted: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    """What the system refuses is no bug of dwmap."""
    planted["action"] = lambda: _raise(FileNotFoundError(2, "No such file", "x.dwmap"))

    run(["planted"])

    assert capsys.readouterr().err == "Error: x.dwmap: No such file\n"


def test_global_options_reach_the_command(
    planted: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-C` changes the folder, `--color` decides for every stream."""
    seen: list[object] = []
    monkeypatch.chdir(Path.cwd())
    planted["action"] = lambda: seen.extend([Path.cwd(), wants_color(sys.stdout)])

    run(["-C", str(tmp_path), "--color", "always", "planted"])

    assert seen == [tmp_path, True]
    assert current_settings().color == "auto"


def test_unknown_options_are_usage_errors() -> None:
    """Not findings, not a bug."""
    assert run(["--wibble"]) == CANNOT


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_dwmap(shell: str) -> None:
    """Each script asks dwmap itself for the words."""
    result = CliRunner().invoke(app.cli, ["completion", shell])

    assert result.exit_code == CLEAN
    assert f"_DWMAP_COMPLETE={shell}_complete" in result.output


def test_completion_guesses_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an argument it is the shell in use."""
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    result = CliRunner().invoke(app.cli, ["completion"])

    assert "fish_complete" in result.output


def test_completion_offers_commands_without_importing_them() -> None:
    """A shell asks at every Tab."""
    done = _outside(
        "-X",
        "importtime",
        "-m",
        "dwmap",
        _DWMAP_COMPLETE="bash_complete",
        COMP_WORDS="dwmap e",
        COMP_CWORD="1",
    )

    assert done.stdout.split() == ["plain,explain", "plain,export"]
    assert not any(f" {name}\n" in done.stderr for name in HEAVY)
