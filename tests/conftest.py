"""The options and fixtures that every test may use."""

from __future__ import annotations

import gc
import os
from tempfile import TemporaryDirectory

import pytest
from harness.golden import Golden
from harness.scheduling import POSTGRESQL, GroupScheduling, group_of
from hypothesis import HealthCheck, settings
from xdist.remote import Producer  # type: ignore[import-untyped]  # it has none

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
    """Tests on PostgreSQL run one after the other, on one worker."""
    for item in items:
        if item.get_closest_marker(POSTGRESQL) and group_of(item.nodeid) != POSTGRESQL:
            raise pytest.UsageError(f"harness/scheduling.py must know {item.nodeid}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Producer
) -> GroupScheduling | None:
    """Keep together what would disturb others or cost twice."""
    return (
        GroupScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None
    )


def pytest_collection_finish() -> None:
    """
    Let the garbage collector look at what tests make only, and seldom.

    The tests themselves live until the end: to look through them time and again took a seventh of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
