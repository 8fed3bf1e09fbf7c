"""Metadata of services: read, compared with what specs declare, and carried into them in place."""

from dwmap.importers.metadata.declared import systems_of
from dwmap.importers.metadata.entities import Wishes
from dwmap.importers.metadata.model import Column, Members, Metadata, Product, Table
from dwmap.importers.metadata.reading import LARGEST_XML, read_metadata
from dwmap.importers.metadata.update import Additions, Updated, update_specs

__all__ = [
    "Additions",
    "Column",
    "LARGEST_XML",
    "Members",
    "Metadata",
    "Product",
    "Table",
    "Updated",
    "Wishes",
    "read_metadata",
    "systems_of",
    "update_specs",
]
