"""Foreign descriptions of maps and entities to declarations of the language."""

from dwmap.importers.decoding import LARGEST_FILE, decode
from dwmap.importers.importer import Imported, Sources, import_sources

__all__ = ["Imported", "LARGEST_FILE", "Sources", "decode", "import_sources"]
