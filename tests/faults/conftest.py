"""Two schemas of a PostgreSQL database, which outlive the processes that are killed over them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from runtime.conftest import _schemas


@pytest.fixture
def postgresql_schemas(postgresql_url: str) -> Iterator[dict[str, str]]:
    """The addresses of two new, empty schemas."""
    yield from _schemas(postgresql_url)
