# Copied by dwmap from its runtime. Do not edit.
"""The ends a map can run between, opened by URL. SQLAlchemy and httpx are imported only when a URL asks for them."""

from __future__ import annotations

from ._base import Change, End
from ._open import open_end
from .memory import MemoryEnd

__all__ = ["Change", "End", "MemoryEnd", "open_end"]
