"""The options and fixtures that every test may use."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

import pytest
from harness.golden import Golden
from hypothesis import HealthCheck, settings

# No test fails on a clock, and a busy machine is no bug. The gate says the same of the same code: what is
# drawn at random is the same in every run of it, and new in every run of the long tests, which look for more.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", _PATIENT, derandomize=True)
settings.register_profile("search", _PATIENT)

pytest_plugins = ["harness.cap", "harness.services"]

_GOLDEN = pytest.StashKey[Golden]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update-golden."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite golden files that differ; the run fails if any did",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep one record of rewritten files for the whole run."""
    config.stash[_GOLDEN] = Golden(update=config.getoption("--update-golden"))
    settings.load_profile("search" if config.option.markexpr == "long" else "gate")
    # What the compiler remembers of the projects of tests is nobody's but theirs.
    folder = TemporaryDirectory(prefix="dwmap-cache-")
    config.add_cleanup(folder.cleanup)
    os.environ["XDG_CACHE_HOME"] = folder.name


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name the golden files that this run rewrote."""
    rewritten = config.stash[_GOLDEN].rewritten
    if rewritten:
        terminalreporter.section("golden files", red=True)
        terminalreporter.write_line("\n".join(rewritten))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares outputs with the golden files of a case."""
    return request.config.stash[_GOLDEN]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Tests on PostgreSQL run one after the other, on one worker.

    A change is passed on once every transaction that began before it has ended, in the whole server; a test
    next door that holds one open would delay what another test waits for.
    """
    for item in items:
        if "postgresql" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("postgresql"))
