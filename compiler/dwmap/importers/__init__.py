"""Foreign descriptions of maps and entities to declarations of the language."""

from dwmap.importers.decoding import LARGEST_FILE, decode
from dwmap.importers.importer import Imported, Sources, import_sources
from dwmap.importers.solution.opening import (
    chosen_files,
    is_solution,
    is_solution_folder,
    open_solution,
    solution_roots,
)
from dwmap.importers.solution.reading import SolutionFiles

__all__ = [
    "Imported",
    "LARGEST_FILE",
    "SolutionFiles",
    "Sources",
    "chosen_files",
    "decode",
    "import_sources",
    "is_solution",
    "is_solution_folder",
    "open_solution",
    "solution_roots",
]
