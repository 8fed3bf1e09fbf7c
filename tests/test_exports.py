"""A package that binds public names promises exactly them, in `__all__`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import dwmap
import pytest

PACKAGES = ["dwmap"] + [
    module.name for module in walk_packages(dwmap.__path__, "dwmap.") if module.ispkg
]


def _public_names(package: ModuleType) -> list[str]:
    return sorted(
        name
        for name, value in vars(package).items()
        if not (
            name.startswith("_")
            or name == "annotations"
            or isinstance(value, ModuleType)
        )
    )


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_lists_what_it_promises(name: str) -> None:
    """Neither a name by accident nor a promise without a name."""
    package = import_module(name)

    promised = [
        name for name in getattr(package, "__all__", []) if not name.startswith("__")
    ]

    assert sorted(promised) == _public_names(package)


@pytest.mark.parametrize("name", PACKAGES)
def test_promises_are_sorted_and_unique(name: str) -> None:
    """A list that two people edit merges best when it is sorted."""
    promised = list(getattr(import_module(name), "__all__", []))

    assert promised == sorted(set(promised))
