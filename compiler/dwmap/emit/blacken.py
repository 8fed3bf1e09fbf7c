"""
The only module that knows of code formatters.

ruff formats all files in one process, a hundred times faster than black; black is the reference that the
tests and CI compare with, and does the work where ruff is missing.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

TARGET = "py311"


class UnformattedCode(Exception):
    """Generated text is no Python: a bug of the compiler."""


def format_files(texts: Mapping[str, str]) -> dict[str, str]:
    """The Python files, by path, in black's default style."""
    if not texts:
        return {}
    program = _find_ruff()
    return _run_ruff(program, texts) if program is not None else blacken(texts)


def blacken(texts: Mapping[str, str]) -> dict[str, str]:
    """What black makes of the files, one after the other."""
    import black
    from black.mode import TargetVersion
    from black.parsing import InvalidInput

    mode = black.Mode(target_versions={TargetVersion.PY311})
    try:
        return {path: black.format_str(text, mode=mode) for path, text in texts.items()}
    except InvalidInput as error:
        raise UnformattedCode(str(error)) from error


def _find_ruff() -> str | None:
    """The program that the package `ruff` brings along."""
    try:
        from ruff import find_ruff_bin  # type: ignore[import-untyped]  # ruff ships no types

        return str(find_ruff_bin())
    except (ImportError, FileNotFoundError):
        return None


def _run_ruff(program: str, texts: Mapping[str, str]) -> dict[str, str]:
    names = {f"{number}.py": path for number, path in enumerate(texts)}
    with tempfile.TemporaryDirectory(prefix="dwmap-") as folder:
        for name, path in names.items():
            Path(folder, name).write_bytes(texts[path].encode("utf-8"))
        command = [program, "format", "--isolated", "--no-cache", "--quiet"]
        done = subprocess.run(
            [*command, "--target-version", TARGET, folder],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            broken = done.stderr.strip() or f"exit code {done.returncode}"
            for name, path in names.items():
                broken = broken.replace(str(Path(folder, name)), path)
            raise UnformattedCode(broken)
        return {
            path: Path(folder, name).read_bytes().decode("utf-8")
            for name, path in names.items()
        }
