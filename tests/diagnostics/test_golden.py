"""The golden-file harness itself, which everything else leans on."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import golden
from harness.golden import Golden, cases, compare_files


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with one golden file."""
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "input.dwmap").write_text("map a {}\n")
    (folder / "stderr.txt").write_text("one\ntwo\n")
    return folder


def test_equal_files_are_no_complaint(case: Path) -> None:
    """The input is known, the output is as expected, and no file means no text."""
    outputs = {"stderr.txt": "one\ntwo\n", "ast.txt": ""}

    assert [] == compare_files(case, outputs)


def test_a_difference_is_shown(case: Path) -> None:
    """The complaint is a diff from what was expected to what came."""
    (complaint,) = compare_files(case, {"stderr.txt": "one\nthree\r\nend"})

    assert [
        f"--- {case.as_posix()}/stderr.txt (expected)",
        "+++ actual",
        "@@ -1,2 +1,3 @@",
        " one",
        "-two",
        "+three␍",
        "+end⟨no newline⟩",
        "to accept: pytest --update-golden",
    ] == complaint.split("\n")


def test_a_missing_file_expects_nothing(case: Path) -> None:
    """An output without a golden file is a difference from the empty text."""
    (complaint,) = compare_files(case, {"stderr.txt": "one\ntwo\n", "out/a.py": "x\n"})

    assert "@@ -0,0 +1 @@\n+x" in complaint
    assert not (case / "out").exists()


def test_a_left_over_file_is_a_complaint(case: Path) -> None:
    """A file that is neither input nor output belongs to no test."""
    (case / "out").mkdir()
    (case / "out" / "old.py").write_text("")

    expected = [f"left over, no test produces it: {case.as_posix()}/out/old.py"]
    assert expected == compare_files(case, {"stderr.txt": "one\ntwo\n"})
    assert [] == compare_files(
        case, {"stderr.txt": "one\ntwo\n"}, known=("input.*", "out/*")
    )


def test_updating_rewrites_and_complains(case: Path) -> None:
    """What differs is written, what is empty goes, and each is named."""
    outputs = {"stderr.txt": "", "out/a.py": "x\r\n"}

    complaints = compare_files(case, outputs, update=True)

    assert [
        f"rewritten, review it and run again: {case.as_posix()}/out/a.py",
        f"rewritten, review it and run again: {case.as_posix()}/stderr.txt",
    ] == complaints
    assert b"x\r\n" == (case / "out" / "a.py").read_bytes()
    assert not (case / "stderr.txt").exists()
    assert [] == compare_files(case, outputs, update=True)


def test_a_case_may_be_a_file(tmp_path: Path) -> None:
    """Outputs of a file lie beside it, under its name."""
    case = tmp_path / "a.dwmap"
    case.write_text("map a {}\n")
    (tmp_path / "a.dwmap.stderr.txt").write_text("x\n")
    (tmp_path / "ab.dwmap").write_text("")

    assert [] == compare_files(case, {"stderr.txt": "x\n"})
    (left,) = compare_files(case, {})
    assert left.endswith("a.dwmap.stderr.txt")


def test_a_difference_fails_the_test(case: Path) -> None:
    """The fixture turns complaints into a failure, also after a rewrite."""
    compare, update = Golden(), Golden(update=True)

    with pytest.raises(pytest.fail.Exception, match="to accept"):
        compare.check(case, {"stderr.txt": "x\n"})
    with pytest.raises(pytest.fail.Exception, match="rewritten"):
        update.check(case, {"stderr.txt": "x\n"})
    compare.check(case, {"stderr.txt": "x\n"})
    assert ([], 1) == (compare.rewritten, len(update.rewritten))


def test_cases_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders by default, files by pattern; a golden file needs its input."""
    monkeypatch.setattr(golden, "CASES", tmp_path)
    for name in ("folders/b/x", "folders/a/x", "files/a.dwmap", "files/a.dwmap.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")

    assert ["a", "b"] == [one.id for one in cases("folders")]
    assert ["a.dwmap"] == [one.id for one in cases("files", "*.dwmap")]
    with pytest.raises(ValueError, match="no cases"):
        cases("nothing")
    (tmp_path / "files/gone.dwmap.txt").write_text("")
    with pytest.raises(ValueError, match="gone.dwmap.txt"):
        cases("files", "*.dwmap")
