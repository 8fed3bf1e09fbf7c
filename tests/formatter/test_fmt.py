"""The command: which files it takes, what it writes, how it ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dwmap.cli.app import cli
from dwmap.formatter import safety

UGLY = "enum fo.NoYes {No,\n Yes}\n"
FORM = "enum fo.NoYes { No, Yes }\n"
BROKEN = "enum fo.NoYes { No, Yes\n"


def _fmt(*arguments: str | Path, stdin: bytes | None = None) -> tuple[int, Result]:
    runner = CliRunner()
    words = ["fmt", *map(str, arguments)]
    result = runner.invoke(cli, words, input=stdin, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return (result.return_value or 0, result)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of each kind, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "maps").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "ugly.dwmap").write_text(UGLY)
    (tmp_path / "maps" / "form.dwmap").write_text(FORM)
    (tmp_path / ".hidden" / "ugly.dwmap").write_text(UGLY)
    (tmp_path / "notes.txt").write_text(UGLY)
    return tmp_path


def test_every_file_below_the_folder_is_formatted(folder: Path) -> None:
    """Only what needs it is touched; hidden folders and other files are left alone."""
    form = folder / "maps" / "form.dwmap"
    os.utime(form, ns=(1, 1))

    code, result = _fmt()

    assert (0, "1 file reformatted, 1 file unchanged\n") == (code, result.stderr)
    assert (folder / "ugly.dwmap").read_text() == FORM
    assert form.stat().st_mtime_ns == 1
    assert (folder / ".hidden" / "ugly.dwmap").read_text() == UGLY
    assert (folder / "notes.txt").read_text() == UGLY
    assert sorted(path.name for path in folder.iterdir()) == [
        ".hidden",
        "maps",
        "notes.txt",
        "ugly.dwmap",
    ]


def test_mode_and_links_survive(folder: Path) -> None:
    """A file is exchanged whole, and a link still is one."""
    ugly = folder / "ugly.dwmap"
    ugly.chmod(0o640)
    link = folder / "maps" / "link.dwmap"
    link.symlink_to(ugly)

    code, _ = _fmt(link)

    assert (0, FORM, 0o640) == (code, ugly.read_text(), ugly.stat().st_mode & 0o777)
    assert link.is_symlink()


def test_check_writes_nothing_and_tells_by_its_exit_code(folder: Path) -> None:
    """For CI."""
    code, result = _fmt("--check")

    assert (1, "1 file would change, 1 file would stay\n") == (code, result.stderr)
    assert (folder / "ugly.dwmap").read_text() == UGLY
    assert _fmt("--check", folder / "maps")[0] == 0


def test_diff_shows_what_would_change(folder: Path) -> None:
    """Line endings and a mark of byte order are shown, too."""
    (folder / "ugly.dwmap").write_bytes(
        b"\xef\xbb\xbf" + UGLY.replace("\n", "\r\n").encode()
    )

    code, result = _fmt("--diff", "ugly.dwmap")

    assert code == 0
    assert result.stdout == (
        "--- ugly.dwmap\n+++ ugly.dwmap (formatted)\n@@ -1,2 +1 @@\n"
        "-⟨BOM⟩enum fo.NoYes {No,␍\n- Yes}␍\n+enum fo.NoYes { No, Yes }\n"
    )
    assert _fmt("--diff", "--check", "ugly.dwmap")[0] == 1


def test_a_broken_file_is_shown_and_the_others_are_formatted(folder: Path) -> None:
    """One mistake does not stop the rest."""
    (folder / "broken.dwmap").write_text(BROKEN)
    (folder / "binary.dwmap").write_bytes(b"\xff\xfe\x00")

    code, result = _fmt()

    assert code == 1
    assert "error[unclosed-block]" in result.stderr
    assert "error[unreadable-file]" in result.stderr
    assert result.stderr.endswith(
        "1 file reformatted, 1 file unchanged, 2 files cannot be read\n"
    )
    assert (folder / "broken.dwmap").read_text() == BROKEN


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "stdout"),
    [
        (["-"], UGLY, 0, FORM),
        (["-"], BROKEN, 1, ""),
        (["-", "--check"], UGLY, 1, ""),
        (["-", "--check"], FORM, 0, ""),
    ],
)
def test_stdin_goes_to_stdout(
    arguments: list[str], stdin: str, code: int, stdout: str
) -> None:
    """For editors."""
    actual, result = _fmt(*arguments, stdin=stdin.encode())

    assert (code, stdout) == (actual, result.stdout)


def test_what_is_not_trusted_is_never_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug of the formatter has an exit code of its own."""
    monkeypatch.setattr(safety, "print_file", lambda file: "enum fo.NoYes { No }\n")

    code, result = _fmt("ugly.dwmap")

    assert code == 2
    assert "error[unsafe-format]" in result.stderr
    assert result.stderr.endswith("1 file left as it was by a bug in dwmap\n")
    assert (folder / "ugly.dwmap").read_text() == UGLY


def test_a_file_is_taken_once(folder: Path) -> None:
    """However often it is named."""
    _, result = _fmt("--check", folder, "ugly.dwmap", folder / "maps")

    assert result.stderr == "1 file would change, 1 file would stay\n"
