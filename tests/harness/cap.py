"""
A third party's OData 4 server: SAP CAP with a model of ours, in memory, on a free port.

It comes from npm, into a folder outside of the tree (`.ci/services` puts it there). Tests that need it are
skipped where it is missing, and fail in CI.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_FOLDER = Path(
    os.environ.get("DWMAP_TEST_CAP", Path.home() / ".cache" / "dwmap-tests" / "cap")
)
_MODEL = Path(__file__).with_name("sample.cds")
_LISTENING = re.compile(r"server listening on \{ url: '(.*)' \}")
_DATABASE = (
    '{"requires": {"db": {"kind": "sqlite", "credentials": {"url": ":memory:"}},'
    ' "auth": "dummy"}}'
)


@pytest.fixture(scope="session")
def cap_url() -> Iterator[str]:
    """The URL of an end on a new, empty server, stopped at the end."""
    with serving_cap() as url:
        yield url


@contextmanager
def serving_cap() -> Iterator[str]:
    """The same, outside of tests."""
    serve = _serve()
    with TemporaryDirectory(prefix="dwmap-cap-") as name:
        folder = Path(name)
        (folder / "node_modules").symlink_to(_FOLDER / "node_modules")
        (folder / "package.json").write_text(f'{{"cds": {_DATABASE}}}')
        (folder / "srv").mkdir()
        shutil.copy(_MODEL, folder / "srv")
        server = subprocess.Popen(
            [*serve, "all", "--in-memory"],
            cwd=folder,
            env={**os.environ, "PORT": "0", "NODE_NO_WARNINGS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield f"odata+{_address(server)}/odata/v4/sample/"
        finally:
            server.kill()
            server.communicate()


def _serve() -> list[str]:
    """The command that serves: with the machine's Node, or the one beside it if that is too old."""
    script = _FOLDER / "node_modules" / "@sap" / "cds" / "bin" / "serve.js"
    for node in (_FOLDER / "node_modules" / "node" / "bin" / "node", "node"):
        if script.exists() and shutil.which(node):
            return [str(node), str(script)]
    if os.environ.get("CI") == "true":
        pytest.fail(f"no SAP CAP in {_FOLDER}")
    pytest.skip(f"no SAP CAP in {_FOLDER}; in CI .ci/services installs it")


def _address(server: subprocess.Popen[str]) -> str:
    told = ""
    for line in server.stdout or ():
        told += line
        if found := _LISTENING.search(line):
            return found[1].replace("localhost", "127.0.0.1")
    raise RuntimeError(f"CAP did not start: {told}")
