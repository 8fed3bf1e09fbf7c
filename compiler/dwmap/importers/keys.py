"""
Integration keys, as a deployment tool lists them.

A CSV file whose first line names at least the columns `map` and `keys`. A row's `map` is the set of the
Dataverse table and the label of the other entity (`accounts - Customers V3`), its `keys` the columns of
the key, separated by commas.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from dwmap.diagnostics.report import Report
from dwmap.importers.problems import BrokenKeyFile, ConflictingKey
from dwmap.source import SourceFile, Span

_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_COMPANY = "cdm_companycode"

Path = tuple[str, ...]


@dataclass(frozen=True)
class IntegrationKey:
    """The columns by which a record is found, and where that is stated."""

    paths: tuple[Path, ...]
    span: Span

    @property
    def company(self) -> Path | None:
        """The part that is the company: of the entity itself, else of what it belongs to."""
        companies = [path for path in self.paths if is_company(path)]
        return min(companies, key=len) if companies else None

    @property
    def own_paths(self) -> tuple[Path, ...]:
        """The parts that tell records of one company apart."""
        return tuple(path for path in self.paths if not is_company(path))


def is_company(path: Path) -> bool:
    """Whether a path leads to the company of what it passes through."""
    return len(path) > 1 and path[-1].lower() == _COMPANY


def read_keys(source: SourceFile, report: Report) -> dict[str, IntegrationKey]:
    """The key of each set."""
    found: dict[str, IntegrationKey] = {}
    rows = _rows(source, report)
    head = next(rows, None)
    names = [cell.strip().lower() for cell in head[0]] if head else []
    if head is None or "map" not in names or "keys" not in names:
        span = head[1] if head else source.span(0, 0)
        reason = "the first line does not name the columns `map` and `keys`"
        report.add(BrokenKeyFile(span, reason))
        return found
    for cells, span in rows:
        if any(cell.strip() for cell in cells):
            _read_row(dict(zip(names, cells, strict=False)), span, found, report)
    return found


def _rows(source: SourceFile, report: Report) -> Iterator[tuple[list[str], Span]]:
    reader = csv.reader(StringIO(source.text), strict=True)
    while True:
        start = source.line_starts[min(reader.line_num, len(source.line_starts) - 1)]
        end = start + len(source.line(source.position(start).line))
        line = source.text[start:end]
        indent = len(line) - len(line.lstrip())
        span = source.span(start + indent, start + max(indent, len(line.rstrip())))
        try:
            yield next(reader), span
        except StopIteration:
            return
        except csv.Error as error:
            report.add(BrokenKeyFile(span, "this is no CSV", str(error)))
            return


def _read_row(
    row: dict[str, str], span: Span, found: dict[str, IntegrationKey], report: Report
) -> None:
    set_name, dash, _ = row["map"].partition(" - ")
    parts = [part.strip() for part in row.get("keys", "").split(",")]
    if not dash or not _PATH.fullmatch(set_name.strip()):
        reason = f"`{row['map']}` does not name a set and an entity"
        report.add(BrokenKeyFile(span, reason))
    elif not all(_PATH.fullmatch(part) for part in parts):
        reason = f"the key of `{row['map']}` is no list of columns"
        report.add(BrokenKeyFile(span, reason))
    else:
        name = set_name.strip().lower()
        key = IntegrationKey(tuple(tuple(part.split(".")) for part in parts), span)
        kept = found.setdefault(name, key)
        if set(kept.paths) != set(key.paths):
            report.add(ConflictingKey(span, name, _shown(kept), _shown(key)))


def _shown(key: IntegrationKey) -> str:
    return ", ".join(".".join(path) for path in key.paths)
