"""
Mapping tables: maps as the product's documentation prints them.

`view.py` makes a table of what dual-write would store of a map, `cells.py` writes what stands in a cell, `write.py` makes
one file of all maps or a file for each. `importers/tables.py` reads them.
"""

from dwmap.tables.view import Rule, Table, tables_of
from dwmap.tables.write import file_each, one_file

__all__ = ["Rule", "Table", "file_each", "one_file", "tables_of"]
