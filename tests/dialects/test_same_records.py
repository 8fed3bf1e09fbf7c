"""Whoever carries out a filter lets the same records pass: interpreter, generated Python, databases, OData."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
import sqlalchemy
from dwmap.diagnostics import Report
from dwmap.dialects.parts import CannotSay, Notes
from dwmap.dialects.sql import Database, sql_filter
from dwmap.dialects.texts import Dialect, FilterText, filter_text
from dwmap.dialects.writer import Reading
from dwmap.formatter.layout import flat
from dwmap.formatter.print_expr import ExpressionPrinter
from dwmap.formatter.trivia import Notes as Comments
from dwmap.interpret.values import Value
from dwmap.ir.model import Expr
from dwmap.ir.scope import Scope
from dwmap.prove.filters import Relation, compare, passes
from dwmap.runtime import System
from dwmap.runtime.connectors._open import open_end
from dwmap.source import SourceFile, Span
from dwmap.syntax.dialects import parse_odata_filter, parse_query_range
from harness import odata_reader
from harness.packages import ways, write_package
from harness.random_filters import compile_filters, random_filter, random_records

COUNTS = [
    pytest.param(150, 120, id="some"),
    pytest.param(6_000, 300, id="many", marks=pytest.mark.long),
]
SYSTEMS: list[Literal["fo", "ce"]] = ["fo", "ce"]


@dataclass(frozen=True)
class Sample:
    """Filters of one end, and records of it."""

    system: Literal["fo", "ce"]
    scope: Scope
    texts: list[str]
    filters: list[Expr]
    records: list[dict[str, Value]]

    @property
    def kind(self) -> Literal["finops", "dataverse"]:
        """The kind of the end."""
        return "finops" if self.system == "fo" else "dataverse"

    def expected(self, expr: Expr) -> set[Value]:
        """The records that pass, by number, as the interpreter has it."""
        return {each["id"] for each in self.records if passes(expr, each, self.scope)}


def _sample(system: Literal["fo", "ce"], filters: int, records: int) -> Sample:
    chance = random.Random(f"{system} {filters}")
    scope, _ = compile_filters(["count is blank"], system)
    texts = [random_filter(scope, system, chance, 2) for _ in range(filters)]
    scope, exprs = compile_filters(texts, system)
    return Sample(
        system, scope, texts, exprs, random_records(scope, system, records, chance)
    )


@pytest.mark.parametrize(("filters", "records"), COUNTS)
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(
    "database",
    [
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgresql),
        pytest.param("mariadb", marks=pytest.mark.mariadb),
    ],
)
def test_databases(
    database: Database,
    system: Literal["fo", "ce"],
    filters: int,
    records: int,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    """What SQL says is what the interpreter says, on the tables that the generated packages make."""
    sample = _sample(system, filters, records)
    url = f"sqlite:///{tmp_path}/ends.db"
    if database != "sqlite":
        url = request.getfixturevalue(f"{database}_url")
    said = 0
    for rows, expr, text in _selected(sample, database, url, tmp_path):
        said += 1
        assert rows == sample.expected(expr), text
    assert said > filters * 0.7


def _selected(
    sample: Sample, database: Database, url: str, folder: Path
) -> Iterator[tuple[set[Value], Expr, str]]:
    """The numbers of the rows that each sayable filter selects."""
    package = write_package(
        sample.scope.project, folder, f"on_{database}_{sample.system}"
    )
    table = _fill(sample, package, url)
    reading = Reading(sample.kind, sample.scope.enums, Notes())
    engine = sqlalchemy.create_engine(url)
    quote = engine.dialect.identifier_preparer.quote_identifier
    with engine.connect() as connection:
        for expr in sample.filters:
            try:
                filter = sql_filter(expr, database, reading)
            except CannotSay:
                continue
            query = sqlalchemy.text(
                f"SELECT {quote('id')} FROM {quote(table)} WHERE {filter.text}"
            ).bindparams(**_stored(filter.values, database))
            yield set(connection.execute(query).scalars()), expr, filter.text
        connection.execute(sqlalchemy.text(f"DROP TABLE {quote(table)}"))
        connection.commit()
    engine.dispose()


def _fill(sample: Sample, package: str, url: str) -> str:
    """Write the records with the connector of generated packages; the name of the table."""
    project: Any = __import__(package).PROJECT
    table = project.tables[f"{sample.system}.things"]
    end = open_end(url, System(sample.system, sample.kind), {table.name: table})
    end.create_tables()
    names = [column.name for column in table.columns]
    rows = [tuple(each[name.casefold()] for name in names) for each in sample.records]
    with end.transaction():
        end.insert(table, names, rows)
    end.close()
    return str(table.table)


def _stored(values: Any, database: Database) -> dict[str, Any]:
    """Parameters as the tables of the database keep values: SQLite has text for days and moments."""
    if database != "sqlite":
        return dict(values)
    return {
        name: (
            value.isoformat(sep=" ")
            if hasattr(value, "astimezone")
            else (
                value.isoformat()
                if hasattr(value, "isoformat")
                else float(value) if hasattr(value, "as_tuple") else value
            )
        )
        for name, value in values.items()
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_generated_python(system: Literal["fo", "ce"], tmp_path: Path) -> None:
    """The `in_…_scope` functions of a package let the same records pass."""
    sample = _sample(system, 60, 120)
    package = write_package(sample.scope.project, tmp_path, f"filters_of_{system}")
    side = "left" if system == "fo" else "right"
    filters = {f"M{number}": each for number, each in enumerate(sample.filters)}

    for way in ways(sample.scope.project, package):
        if way.side != side:
            continue
        passed = {
            each["id"]
            for each in sample.records
            if way.in_scope(
                {
                    f.ref.text.casefold(): each[f.ref.text.casefold()]
                    for f in way.source.fields
                }
            )
        }
        assert passed == sample.expected(filters[way.map.name]), way.map.name


@pytest.mark.parametrize(("filters", "records"), COUNTS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_odata_as_a_service_reads_it(
    system: Literal["fo", "ce"], filters: int, records: int
) -> None:
    """Another parser and the rules of the standard give the same records."""
    sample = _sample(system, filters, records)
    rows = [_as_kept(each, sample) for each in sample.records]
    said = 0
    for expr in sample.filters:
        written = filter_text(expr, "odata", sample.scope.enums, sample.kind)
        if not isinstance(written, FilterText) or "0001-01-01" in written.text:
            continue  # The other parser knows no year before 1000.
        said += 1
        read = odata_reader.parse(written.text.replace(_ENUM, ""))
        passed = {row["id"] for row in rows if odata_reader.passes(read, row)}
        assert passed == sample.expected(expr), written.text
    assert said > filters * (0.8 if system == "ce" else 0.4)


_ENUM = "Microsoft.Dynamics.DataEntities.Kind"
"""The other parser knows no enum literals; the value alone says as much."""


def _as_kept(record: dict[str, Value], sample: Sample) -> dict[str, Value]:
    """The record as its end keeps it: finance and operations has empty values in the place of none."""
    if sample.kind == "dataverse":
        return record
    return {
        name: EMPTIES.get(name) if value is None else value
        for name, value in record.items()
    }


EMPTIES: dict[str, Value] = {
    "name": "",
    "day": date(1900, 1, 1),
    "at": datetime(1900, 1, 1, tzinfo=UTC),
}


READERS = {"odata": parse_odata_filter, "query_range": parse_query_range}


@pytest.mark.parametrize(("filters", "records"), COUNTS)
@pytest.mark.parametrize(
    ("dialect", "system"), [("odata", "ce"), ("query_range", "fo")]
)
def test_read_back(
    dialect: Dialect, system: Literal["fo", "ce"], filters: int, records: int
) -> None:
    """What a dialect says is, read by the importer, the same filter: no record tells them apart."""
    sample = _sample(system, filters, records)
    said = [
        (expr, written.text, _read(written.text, dialect))
        for expr, text in zip(sample.filters, sample.texts, strict=True)
        # A day in quotes is read as a day; only the importer knows where the column holds text.
        if '"1900-01-01"' not in text.replace('date "1900-01-01"', "")
        and isinstance(
            written := filter_text(expr, dialect, sample.scope.enums, sample.kind),
            FilterText,
        )
    ]
    assert len(said) > filters * (0.8 if system == "ce" else 0.2)

    _, again = compile_filters([text for *_, text in said], system)

    for (expr, written_text, _), back in zip(said, again, strict=True):
        relation = compare(expr, back, sample.scope)
        assert relation.relation is Relation.EQUAL, written_text
        assert sample.expected(expr) == sample.expected(back), written_text


def _read(text: str, dialect: Dialect) -> str:
    report = Report()
    read = READERS[dialect](Span(SourceFile("filter", text), 0, len(text)), report)
    assert read is not None, (text, [each.message for each in report])
    assert not report.diagnostics
    return flat(ExpressionPrinter(Comments()).part(read)) or ""
