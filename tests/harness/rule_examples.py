"""The examples of manual pages as projects: what a page leaves out is declared here, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from dwmap.config import CONFIG, read_settings
from dwmap.diagnostics import Problem, Report
from dwmap.diagnostics.page import Part, page, parts
from dwmap.driver import check_sources
from dwmap.importers import (
    SolutionFiles,
    Sources,
    import_sources,
    open_solution,
)
from dwmap.source import SourceFile

PRELUDE = """
enum fo.NoYes { No, Yes }

entity fo.Customers {
  integration key CustomerAccount
  CustomerAccount string(20)
  Name            string(100)?
  SearchName      string(100)?
  CustomerGroup   string(20)?
  CreditLimit     decimal(18, 2)?
  Discount        decimal(18, 2)?
  IsOneTime       NoYes?
  Memo            text?
  Created         date?
}

entity fo.Groups { Code string(20) }

entity ce.accounts {
  integration key accountnumber
  accountnumber    string(20)
  name             string(100)?
  creditlimit      decimal(18, 2)?
  customertypecode int?
  onetime          bool?
  description      text?
  group            -> ce.groups?
}

entity ce.groups {
  integration key code
  code string(20)
}

valuemap YesNo : fo.NoYes <-> bool {
  No  = false
  Yes = true
}

map Groups : fo.Groups <-> ce.groups {
  Code = code
}
"""

TABLE = """
### Customers V3 (accounts)

Finance and operations field | Map type | Customer engagement column | Default value
---|---|---|---
CUSTOMERACCOUNT | = | accountnumber |
"""

KEYS = """
map,keys
accounts - Customers V3,accountnumber
contacts - Contacts V2,contactnumber
"""

_DECLARED = re.compile(r"^(?:entity|enum|map|valuemap) \S+", re.MULTILINE)
_SUFFIXES = {
    "markdown": ".md",
    "csv": ".csv",
    "json": ".json",
    "toml": ".toml",
    "xml": ".xml",
}


def examples(kind: type[Problem], heading: str) -> list[Part]:
    """The code under a heading of a manual page: the files of one example."""
    texts = [one["text"] for one in page(kind)["sections"] if one["heading"] == heading]
    return [part for text in texts for part in parts(text) if part.language]


def sources(example: list[Part]) -> tuple[SourceFile, ...]:
    """The files of an example with what it leaves out: declarations, or the sources of an import."""
    if any(part.language in _SUFFIXES and not part.file for part in example):
        return tuple(_imported(example))
    files = [SourceFile(part.file or "example.dwmap", part.text) for part in example]
    made = {name for part in example for name in _DECLARED.findall(part.text)}
    declarations = PRELUDE.strip().split("\n\n")
    rest = [one for one in declarations if _DECLARED.findall(one)[0] not in made]
    return (*files, SourceFile("prelude.dwmap", "\n\n".join(rest)))


def _imported(example: list[Part]) -> Iterator[SourceFile]:
    given = {part.language: part.text for part in example}
    rows = given.get("markdown", "")
    given["markdown"] = rows if "---|" in rows or "###" in rows else TABLE + rows
    for language, text in ({"csv": KEYS.lstrip()} | given).items():
        yield SourceFile(f"example{_SUFFIXES[language]}", f"{text.rstrip()}\n")


def check(files: tuple[SourceFile, ...]) -> Report:
    """What the compiler says of the files, laws included, or the importer of its sources."""
    report = Report()
    if files[0].path.endswith(".dwmap"):
        specs = [file for file in files if file.path.endswith(".dwmap")]
        settings = [file for file in files if file.path == CONFIG]
        volumes = [read_settings(each, "example", report).volumes for each in settings]
        check_sources(specs, report, volumes=next(iter(volumes), None))
        return report
    of: dict[str, list[SourceFile]] = {suffix: [] for suffix in _SUFFIXES.values()}
    for file in files:
        of[PurePath(file.path).suffix].append(file)
    keys, plan = next(iter(of[".csv"]), None), next(iter(of[".toml"]), None)
    maps = [file for file in of[".json"] if '"legs"' in file.text]
    schemas = [file for file in of[".json"] if file not in maps]
    solutions = [_opened(file, report) for file in (*of[".xml"], *maps)]
    tables = [] if solutions else of[".md"]
    import_sources(Sources(tables, keys, schemas, plan, solutions), report)
    return report


def _opened(file: SourceFile, report: Report) -> SolutionFiles:
    opened = open_solution(file.path, file.text.encode(), report)
    if opened is None:
        raise ValueError(f"{file.path} cannot be opened")
    return opened
