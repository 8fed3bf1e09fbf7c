"""
Column lists with types: what is known of the entities beyond the mapping tables.

A column list is a JSON object. Each of its members is an entity; `//` members are skipped:

    {
      "account": {                                     a Dataverse table, by its logical name
        "$set":  "accounts",                           its set; left out, it is formed from the name
        "$key":  "accountid",                          its primary key; left out, `<table>id` if it is there
        "$keys": [["accountnumber", "msdyn_company"]], its alternate keys
        "$type": "virtual",                            `virtual` or `elastic`, where it is no ordinary table
        "accountnumber": {"type": "string", "maxlength": 20, "required": "required"},
        "creditlimit":   {"type": "decimal", "precision": 19, "scale": 4},
        "primarycontactid": {"type": "lookup", "targets": ["contact"]},
        "customertypecode": {"type": "choice", "options": {"1": "Competitor", "3": "Customer"}},
        "name": "string"                               just the type
      },
      "Customers V3": {                                a finance and operations entity, by its label
        "entity": "CustCustomerV3Entity",              its name
        "fields": {
          "CustomerAccount": "mandatory",              `mandatory` or `nullable` where no type is known
          "CreditLimit": {"type": "decimal", "required": "none"}
        }
      }
    }

A column may say: `type` (a type of the language, `choice`, `lookup`, or one of the names that the Common
Data Model uses), `maxlength`, `precision`, `scale`, `options` (code to label), `targets` (tables),
`required` (`none`, `recommended`, `required`, `systemrequired`), `create` and `update` (false where it
cannot be written then), `computed` (true where the system computes it). Everything but the type may be left out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from dwmap.diagnostics.report import Report
from dwmap.importers.names import fold, set_of
from dwmap.importers.problems import BrokenSchema, UnknownColumnType
from dwmap.source import SourceFile, Span

_TEXT = (
    "string text memo name phone email url addressLine city country postalCode county "
    "stateOrProvince fullName middleName firstName lastName tickerSymbol governmentId"
)
TYPES: dict[str, str] = {
    **dict.fromkeys(_TEXT.split(), "string"),
    **dict.fromkeys("int integer timezone".split(), "int"),
    **dict.fromkeys("long bigInteger".split(), "long"),
    **dict.fromkeys("decimal currency baseCurrency money".split(), "decimal"),
    **dict.fromkeys("double float latitude longitude".split(), "double"),
    **dict.fromkeys("bool boolean".split(), "bool"),
    **dict.fromkeys("datetime dateTime".split(), "datetime"),
    **dict.fromkeys("guid entityId".split(), "guid"),
    **dict.fromkeys("choice options listLookup listLookupCorrelated".split(), "choice"),
    **dict.fromkeys("lookup owner customer".split(), "lookup"),
    "date": "date",
    "time": "time",
    "any": "any",
}
_NULLABILITY = {"nullable": "none", "mandatory": "required"}
_LEVELS = {
    "none": "none",
    "recommended": "none",
    "required": "required",
    "applicationrequired": "required",
    "systemrequired": "system",
}

_TABLE_KINDS = ("", "virtual", "elastic")
Level = Literal["unknown", "none", "required", "system"]


@dataclass(frozen=True)
class Column:
    """What is known of a column. `kind` is a type of the language, `choice` or `lookup`."""

    name: str
    kind: str = "any"
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    options: tuple[tuple[int, str], ...] = ()
    targets: tuple[str, ...] = ()
    level: str = "unknown"
    can_create: bool = True
    can_update: bool = True
    is_computed: bool = False
    option_set: str = ""
    """The name of the option set where it is one that columns share."""

    @property
    def options_name(self) -> str:
        """What its options are called, folded."""
        return (self.option_set or self.name).lower()


@dataclass(frozen=True)
class Table:
    """
    A Dataverse table or a finance and operations entity; columns by their folded names.

    `kind` is `virtual`, `elastic`, or empty for an ordinary table.
    """

    name: str
    set_name: str
    columns: dict[str, Column]
    primary: str | None = None
    keys: tuple[tuple[str, ...], ...] = ()
    kind: str = ""
    is_whole: bool = False
    """Whether all of its columns are to be declared, used or not."""


@dataclass
class Schema:
    """Everything that the column lists say: entities by folded label, tables by logical name."""

    entities: dict[str, Table] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def table_of_set(self, set_name: str) -> Table | None:
        """The table with this set."""
        wanted = set_name.lower()
        for table in self.tables.values():
            if table.set_name.lower() == wanted:
                return table
        return None


def read_schema(source: SourceFile, schema: Schema, report: Report) -> None:
    """Add what a column list says."""
    try:
        content = json.loads(source.text)
    except json.JSONDecodeError as error:
        at, reason = error.pos, error.msg.removesuffix(" at")
        ends = source.text[at : at + 1] in ("", "\n")
        span = source.span(at, at + (not ends))
        reason = reason[:1].lower() + reason[1:]
        report.add(BrokenSchema(span, "this is no JSON", reason))
        return
    except (RecursionError, ValueError):
        report.add(BrokenSchema(source.span(0, 0), "this is no JSON that can be read"))
        return
    if not isinstance(content, dict):
        reason = "a column list is an object of entities"
        at = len(source.text) - len(source.text.lstrip())
        report.add(BrokenSchema(source.span(at, at + 1), reason))
        return
    reader = _Reader(source, report)
    for name, entity in content.items():
        if name.startswith("//"):
            continue
        if not isinstance(entity, dict):
            reader.complain((name,), f"`{name}` is no object of columns")
        elif isinstance(entity.get("fields"), dict):
            columns = reader.columns(name, entity["fields"])
            own = str(entity.get("entity") or name)
            schema.entities[fold(name)] = Table(own, "", columns)
        else:
            schema.tables[name.lower()] = reader.table(name, entity)


class _Reader:
    """Reads entities and says where a faulty part stands."""

    def __init__(self, source: SourceFile, report: Report) -> None:
        self.source = source
        self.report = report

    def place(self, path: tuple[str, ...]) -> Span:
        """Where the names of `path` stand, one after the other."""
        at, name = 0, ""
        for name in path:
            quoted = re.escape(json.dumps(name, ensure_ascii=False))
            found = re.compile(rf"{quoted}\s*:").search(self.source.text, at)
            if found is None:
                return self.source.span(at, at)
            at = found.start()
        return self.source.span(at + 1, at + 1 + len(name))

    def complain(self, path: tuple[str, ...], reason: str) -> None:
        self.report.add(BrokenSchema(self.place(path), reason))

    def table(self, name: str, entity: dict[str, Any]) -> Table:
        columns = self.columns(name, entity)
        keys = entity.get("$keys", [])
        good = isinstance(keys, list) and all(_is_key(key) for key in keys)
        if not good:
            self.complain((name, "$keys"), "`$keys` is a list of lists of columns")
        kind = entity.get("$type", "")
        if kind not in _TABLE_KINDS:
            self.complain((name, "$type"), "`$type` is `virtual` or `elastic`")
            kind = ""
        primary = entity.get("$key", f"{name}id")
        return Table(
            name,
            str(entity.get("$set") or set_of(name)),
            columns,
            primary if str(primary).lower() in columns else None,
            tuple(tuple(key) for key in keys) if good else (),
            kind,
        )

    def columns(self, entity: str, content: dict[str, Any]) -> dict[str, Column]:
        found = {}
        for name, facts in content.items():
            if name.startswith(("$", "//")):
                continue
            column = self.column((entity, name), facts)
            if column is not None:
                found[name.lower()] = column
        return found

    def column(self, path: tuple[str, str], facts: object) -> Column | None:
        if isinstance(facts, str):
            if facts in _NULLABILITY:
                return Column(path[1], level=_NULLABILITY[facts])
            facts = {"type": facts}
        if not isinstance(facts, dict):
            self.complain(path, f"`{path[1]}` is neither a type name nor an object")
            return None
        try:
            return self._column(path, facts)
        except (TypeError, ValueError):
            self.complain(path, f"`{path[1]}` has a part of the wrong kind")
            return None

    def _column(self, path: tuple[str, str], facts: dict[str, Any]) -> Column:
        written = str(facts.get("type", "any"))
        kind = TYPES.get(written)
        if kind is None:
            known = tuple(TYPES)
            span = self.place(path)
            self.report.add(UnknownColumnType(span, path[1], written, known))
        required = facts.get("required")
        if required is not None and required not in _LEVELS:
            raise ValueError(required)
        options = {int(code): str(label) for code, label in _items(facts, "options")}
        return Column(
            path[1],
            kind or "any",
            _number(facts, "maxlength"),
            _number(facts, "precision"),
            _number(facts, "scale"),
            tuple(sorted(options.items())),
            tuple(str(target) for target in facts.get("targets") or ()),
            _LEVELS[required] if required is not None else "unknown",
            facts.get("create") is not False,
            facts.get("update") is not False,
            facts.get("computed") is True,
        )


def _is_key(key: object) -> bool:
    return isinstance(key, list) and all(isinstance(one, str) for one in key)


def _items(facts: dict[str, Any], name: str) -> list[tuple[str, Any]]:
    part = facts.get(name) or {}
    if not isinstance(part, dict):
        raise TypeError(name)
    return list(part.items())


def _number(facts: dict[str, Any], name: str) -> int | None:
    value = facts.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(name)
    return value
