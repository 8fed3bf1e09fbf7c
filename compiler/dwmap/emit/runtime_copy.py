"""The runtime as it goes into a package: its own text under one line that says where it comes from."""

from __future__ import annotations

from dwmap.resources import runtime_sources

FOLDER = "_runtime"
HEADER = "# Copied by dwmap from its runtime. Do not edit.\n"


def copy_runtime() -> dict[str, str]:
    """Every file of the runtime, by its path in the package."""
    return {
        f"{FOLDER}/{path}": HEADER + text if path.endswith(".py") else text
        for path, text in runtime_sources().items()
    }
