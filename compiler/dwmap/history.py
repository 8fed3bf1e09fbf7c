"""
What a project was in git: the texts at a commit, such as the one where a ref and the present branch part.

Git is asked with fixed arguments, without a shell, and nothing is written.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

_HASH = re.compile(r"[0-9a-fA-F]{7,40}")
_SHORT = 10
_RELATIVE = re.compile(r"[~^:@]")


class GitProblem(Exception):
    """Git cannot say what was there; the text says why, and `fetch` are the words of `git` that would get it."""

    def __init__(self, text: str, fetch: tuple[str, ...] = ()) -> None:
        super().__init__(f"{text}; run `git {shlex.join(fetch)}`" if fetch else text)
        self.fetch = fetch


class History:
    """The repository around a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        done = self._run("rev-parse", "--git-dir")
        if done.returncode != 0:
            said = _first_line(done.stderr)
            unknown = "not a git repository" in said
            where = f"{root} is in no git repository"
            raise GitProblem(where if unknown else said or where)
        if self._run("rev-parse", "--verify", "--quiet", "HEAD").returncode != 0:
            raise GitProblem("the git repository has no commit yet")

    def knows(self, ref: str) -> bool:
        """Whether a ref is a commit of this repository."""
        return bool(self._commit(ref))

    def commit(self, ref: str) -> str:
        """The hash of the commit that `ref` names."""
        commit = self._commit(ref)
        if not commit:
            raise self._missing(f"git knows no commit `{ref}`", ref)
        return commit

    def default_branch(self) -> str | None:
        """The branch that others start from, as the remote says or by its usual names; None where there is none."""
        told = self._line(
            "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"
        )
        usual = ("origin/main", "origin/master", "main", "master")
        return next((one for one in (told, *usual) if one and self.knows(one)), None)

    def texts(
        self, commit: str, wanted: Callable[[str], bool], folder: str | None = None
    ) -> dict[str, str]:
        """The texts of the wanted files below the root, or below a folder of the repository, by path from there."""
        blobs = {
            path: blob for path, blob in self.files(commit, folder) if wanted(path)
        }
        texts = self.contents(list(blobs.values()))
        return {path: texts[blob] for path, blob in blobs.items()}

    @property
    def is_shallow(self) -> bool:
        """Whether this clone does not reach back to the first commit."""
        return self._line("rev-parse", "--is-shallow-repository") == "true"

    def prefix(self) -> str:
        """Where the root is in the repository."""
        return self._line("rev-parse", "--show-prefix")

    def merge_base(self, ref: str) -> str:
        """The commit from which both `ref` and HEAD come."""
        commit = self.commit(ref)
        base = self._line("merge-base", commit, "HEAD")
        if base:
            return base
        if self.is_shallow:
            where = f"this clone does not reach back to where `{ref}` and HEAD part"
            raise self._missing(where, ref)
        raise GitProblem(f"`{ref}` and HEAD have no commit in common")

    def files(
        self, commit: str, folder: str | None = None
    ) -> Iterator[tuple[str, str]]:
        """Path and blob of every file below the folder; links and other repositories are none."""
        if folder is None:
            listed = self._run("ls-tree", "-r", "-z", commit, "--", ".")
        else:
            inside = folder.strip("/").removeprefix("./").removeprefix(".")
            tree = f"{commit}:{inside}"
            listed = self._run("ls-tree", "-r", "-z", "--full-tree", tree)
        if listed.returncode != 0:
            where = f"`{folder}` of `{commit[:10]}`" if folder else f"`{commit[:10]}`"
            raise GitProblem(f"git has no folder {where}")
        for entry in listed.stdout.split(b"\0"):
            facts, _, path = entry.partition(b"\t")
            if facts.startswith(b"100"):
                yield os.fsdecode(path), facts.split()[2].decode()

    def submodule(self, commit: str, folder: str) -> tuple[History, str, str] | None:
        """
        The repository that a folder of a commit was a part of, or that was linked there as a submodule: with the commit of it
        that was meant, and the folder in it. None where none was; raises GitProblem where that is not checked out.
        """
        parts = PurePosixPath(folder).parts
        for length in range(1, len(parts) + 1):
            place = "/".join(parts[:length])
            entry = self._line("ls-tree", "--full-tree", commit, "--", place).split()
            if entry[:1] == ["160000"]:
                root = Path(self._line("rev-parse", "--show-toplevel"), place)
                if not (root / ".git").exists():
                    what = f"the submodule `{place}` is not checked out"
                    raise GitProblem(f"{what}; run `git submodule update --init`")
                inside = "/".join(parts[length:])
                return History(root), entry[2], inside
        return None

    def past(self, suffix: str) -> Iterator[tuple[str, str]]:
        """
        Every blob that a file with an ending ever was, the newest first, with the commit in which it was last: the one that
        wrote it where it is still there, else the one before it was changed (`COMMIT^`).
        """
        listed = self._run(
            *("log", "--raw", "--no-abbrev", "--no-renames", "--format=commit %H"),
            *("--", f":(top)*{suffix}"),
        )
        if listed.returncode != 0:
            raise GitProblem(_first_line(listed.stderr) or "git has no history here")
        commit = ""
        for line in listed.stdout.decode("utf-8", "replace").splitlines():
            if line.startswith("commit "):
                commit = line.removeprefix("commit ")[:_SHORT]
            elif line.startswith(":"):
                _, _, old, new, *_ = line.split()
                yield from (
                    (name, blob)
                    for name, blob in ((commit, new), (f"{commit}^", old))
                    if blob.strip("0")
                )

    def contents(self, blobs: list[str]) -> dict[str, str]:
        """The text of each blob."""
        if not blobs:
            return {}
        asked = "".join(f"{blob}\n" for blob in blobs).encode()
        data = self._run("cat-file", "--batch", stdin=asked).stdout
        found: dict[str, str] = {}
        at = 0
        for blob in blobs:
            end = data.find(b"\n", at)
            _, kind, *size = data[at : max(end, at)].decode().split(" ") + ["", ""]
            if kind != "blob":
                line = ("fetch", self._remote() or "origin")
                raise GitProblem("a file of then is not in this clone", line)
            start = end + 1
            at = start + int(size[0])
            found[blob] = data[start:at].decode("utf-8-sig", "replace")
            at += 1
        return found

    def _commit(self, ref: str) -> str:
        return self._line(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
        )

    def fetch(self, problem: GitProblem) -> None:
        """Get what is missing, as the problem says; raises it again where git cannot."""
        done = self._run(*problem.fetch)
        if done.returncode != 0:
            said = _first_line(done.stderr)
            raise GitProblem(f"`git {shlex.join(problem.fetch)}` failed: {said}")

    def _missing(self, text: str, ref: str) -> GitProblem:
        """What is not in this clone, and how to get it."""
        remote = self._remote(ref)
        if remote is None:
            return GitProblem(f"{text}; there is no remote to fetch it from")
        deep = ("--unshallow",) if self.is_shallow else ()
        name = ref.removeprefix(f"{remote}/")
        what: tuple[str, ...]
        if _RELATIVE.search(ref) or ref == "HEAD":
            what = ()
        elif _HASH.fullmatch(ref):
            what = (ref,)
        elif name == ref:
            what = (f"{ref}:{ref}",)
        else:
            what = (f"{name}:refs/remotes/{remote}/{name}",)
        return GitProblem(text, ("fetch", *deep, remote, *what))

    def _remote(self, ref: str = "") -> str | None:
        """The remote that a ref begins with, else `origin`, else any."""
        names = sorted(self._run("remote").stdout.decode().split())
        named = [name for name in names if ref.startswith(f"{name}/")]
        return next(
            iter([*named, *(["origin"] if "origin" in names else []), *names]), None
        )

    def _line(self, *arguments: str) -> str:
        done = self._run(*arguments)
        return done.stdout.decode().strip() if done.returncode == 0 else ""

    def _run(
        self, *arguments: str, stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        command = ["git", "-C", str(self._root), *arguments]
        # Its messages are read here; a question for a password would wait for ever.
        quiet = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
        try:
            return subprocess.run(
                command,
                input=stdin,
                capture_output=True,
                check=False,
                env={**os.environ, **quiet},
            )
        except FileNotFoundError as error:
            raise GitProblem("git is not installed, or not on the PATH") from error


def _first_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else ""
