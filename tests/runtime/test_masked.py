"""A value of a masked field is shown nowhere: not in what is printed, logged or exported, and not in what is kept to be shown."""

from __future__ import annotations

import importlib
import json
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy
from dwmap.runtime import Column, EndError, System, Table, open_end, path
from dwmap.runtime._masks import MASK
from harness.packages import write_package
from harness.projects import compile_text
from runtime.bench import wait_for_feed

SECRET = "Zq7Hidden"
"""Every value of a masked field holds this, in letters of either case, or the number below."""
NUMBER = Decimal("918273.55")
DERIVED = "h.i.d.d.e.n"
"""What a transform of the maps makes of a part of it."""

SPEC = """\
entity fo.People {
  key Id

  Id     string(20)
  Kind   string(60)?      masked
  Note   string(60)?      masked
  Pay    string(60)?      masked
  Rate   decimal(20, 6)?  masked
  Boss   string(60)?      masked
  Grade  string(60)?      masked
  Tag    string(60)?      masked
  Plain  string(60)?
  Phone  string(60)?      masked
}

entity ce.people {
  table person
  key personid
  integration key number

  personid guid readonly
  number   string(20)
  kind     int?
  note     string(20)?
  pay      decimal(12, 2)?
  rate     decimal(5, 2)?
  boss     -> ce.people?
  grade    int?
  tag      string(60)     required
  plain    string(60)?
  phone    string(60)?    masked
}

entity fo.Cards {
  key Card

  Card   string(60)  masked
  Holder string(60)?
  Pin    string(60)?  masked
}

entity ce.cards {
  table card
  key cardid
  integration key number

  cardid guid readonly
  number string(60) masked
  holder string(20)?
  pin    string(60)?
}

valuemap Kinds : string <-> int {
  one = 1
}

transform Number(value: string(60)) -> decimal(12, 2) {
  forward decimal(replace(value, "Hidden", "h.i.d.d.e.n"))
}

states Grades(grade: string(60)) -> int {
  "x" -> 1
  else error
}

map People_people "People" : fo.People <-> ce.people {
  conflict error

  Id     =   number
  Kind   >>  kind         : Kinds
  Note   >   note
  Pay    >>  pay          : Number
  Rate   >   rate
  Boss   >   boss.number
  Grade  >>  grade        : Grades
  Tag    >   tag
  Plain  =   plain
  Phone  =   phone
}

map Cards_cards "Cards" : fo.Cards <-> ce.cards {
  Card   =  number
  Holder =  holder
  Pin    =  pin
}
"""

WRONG: dict[str, dict[str, Any]] = {
    "value-map-miss": {"Kind": f"{SECRET} kind"},
    "value-too-long": {"Note": f"{SECRET} exceeds twenty of them"},
    "wrong-type": {"Pay": f"{SECRET} pay"},
    "value-out-of-range": {"Rate": NUMBER},
    "missing-reference": {"Boss": f"{SECRET} boss"},
    "no-state-row": {"Grade": f"{SECRET} grade"},
    "missing-value": {"Tag": None},
}
"""For each code a record that fails with it."""


KINDS = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.postgresql),
    pytest.param("mariadb", marks=pytest.mark.mariadb),
]


@pytest.fixture
def package(tmp_path: Path) -> str:
    """The generated package of the maps above."""
    project, report = compile_text(SPEC)
    assert project is not None, report.diagnostics
    return write_package(project, tmp_path, f"masked_{uuid4().hex[:8]}")


class Scene:
    """The package between two ends, and everything that its commands have printed."""

    def __init__(self, package: str, urls: dict[str, str], folder: Path) -> None:
        self.project = importlib.import_module(package).PROJECT
        self.runtime: Any = importlib.import_module(f"{package}._runtime")
        self._main = importlib.import_module(f"{package}._runtime._cli").main
        self.urls, self.state = urls, str(folder / "state.db")
        self.log = str(folder / "log.jsonl")
        with self.runtime.Sync(self.project, urls) as sync:
            sync.create_tables()

    def put(self, table: str, **values: Any) -> None:
        """Somebody creates a row, or changes the one of the same key."""
        with self.runtime.Sync(self.project, self.urls) as sync:
            end = sync.ends[table[:2]]
            with end.transaction():
                end.insert(
                    self.project.tables[table], tuple(values), [tuple(values.values())]
                )
            wait_for_feed(end)

    def change_right(self, name: str, number: str, **values: Any) -> None:
        """Somebody changes a row of the right end."""
        table = self.project.tables[name]
        paths = [self.runtime.path(column) for column in (table.row_id, "number")]
        with self.runtime.Sync(self.project, self.urls) as sync:
            end = sync.ends["ce"]
            rows = [row for batch in end.read(table, paths) for row in batch]
            (id,) = (row[0] for row in rows if row[1] == number)
            with end.transaction():
                end.update(table, tuple(values), [(*values.values(), id)])
            wait_for_feed(end)

    def run(self, *words: str, ends: bool = True, log: bool = False) -> int:
        """A command in text and as JSON; the exit code of the second."""
        if ends:
            for name, url in self.urls.items():
                words += ("--end", f"{name}={url}")
        if log:
            words += ("--log", self.log)
        words += ("--state", self.state)
        self._main(self.project, words)
        return int(self._main(self.project, [*words, "--format", "json"]))


def _person(number: str, **values: Any) -> dict[str, Any]:
    return {
        "Id": number,
        "Kind": "one",
        "Note": "nn",
        "Pay": "1",
        "Rate": Decimal("1"),
        "Boss": None,
        "Grade": "x",
        "Tag": "tt",
        "Plain": "p",
        "Phone": f"{SECRET} phone {number}",
        **values,
    }


def _unique_phones(urls: dict[str, str]) -> None:
    """The database refuses two rows with one phone, and some databases tell which."""
    engine = sqlalchemy.create_engine(urls["ce"])
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE UNIQUE INDEX phones ON person (phone)")
    engine.dispose()


def _fail(scene: Scene) -> None:
    """A failure of every class, at first and live."""
    for number, (code, values) in enumerate(WRONG.items()):
        scene.put("fo.People", **_person(f"first-{number}-{code}"[:20], **values))
    scene.put("fo.People", **_person("good"))
    scene.put("fo.People", **_person("twin", Phone=f"{SECRET} phone good"))
    scene.put("fo.Cards", Card=f"{SECRET} card", Holder="o" * 40)
    scene.put("fo.Cards", Card=f"{SECRET} good", Holder="o")
    scene.run("initial-sync", log=True)
    scene.run("start")
    for number, (code, values) in enumerate(WRONG.items()):
        scene.put("fo.People", **_person(f"live-{number}-{code}"[:20], **values))
    scene.put("fo.People", **_person("live twin", Phone=f"{SECRET} phone good"))
    scene.put("fo.Cards", Card=f"{SECRET} live", Holder="o" * 40)
    scene.put("fo.Cards", Card=f"{SECRET} good", Holder="other")
    scene.run("live", log=True)
    # Both ends change one field: a person has to decide, or the newest wins.
    scene.put("fo.People", **_person("good", Phone=f"{SECRET} left"))
    scene.change_right("ce.people", "good", phone=f"{SECRET} right")
    scene.put("fo.Cards", Card=f"{SECRET} good", Pin=f"{SECRET} left")
    scene.change_right("ce.cards", f"{SECRET} good", pin=f"{SECRET} right")
    scene.run("live", log=True)


def _look(scene: Scene, folder: Path) -> None:
    """Everything that shows records."""
    scene.run("preflight")
    scene.run("reconcile")
    scene.run("reconcile", "--repair", "left")
    scene.run("reconcile", "--repair", "left", "--apply", log=True)
    scene.run("pause", ends=False)
    scene.put("fo.Cards", Card=f"{SECRET} queued", Holder="o")
    scene.put("fo.People", **_person("queued"))
    scene.run("live", log=True)
    for words in (["queue", "list"], ["activity"], ["status"], ["errors", "list"]):
        scene.run(*words, ends=False)
    scene.run("errors", "retry", log=True)
    with sqlite3.connect(scene.state) as store:
        ids = [row[0] for row in store.execute("SELECT id FROM failure")]
    for each in ids:
        scene.run("errors", "show", each, ends=False)
    for name in ("failures.csv", "failures.json"):
        scene.run("errors", "export", str(folder / name), ends=False)


def _state_texts(path: str) -> str:
    """What the state keeps, but for what tells rows apart."""
    apart = {"left_row", "right_row", "source_row", "row_key", "was"}
    found: list[object] = []
    with sqlite3.connect(path) as store:
        store.row_factory = sqlite3.Row
        names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in names.fetchall():
            for row in store.execute(f"SELECT * FROM {table}"):  # our own names
                found += [row[key] for key in row.keys() if key not in apart]
    return "\n".join(map(str, found))


@pytest.mark.parametrize("urls", KINDS, indirect=True)
def test_nothing_that_is_said_or_kept_shows_a_masked_value(
    package: str,
    urls: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every class of failure, by every command, in text and as JSON; all of them are there, without the values."""
    scene = Scene(package, urls, tmp_path)
    _unique_phones(urls)
    _fail(scene)
    _look(scene, tmp_path)

    told = capsys.readouterr()
    texts = {
        "printed": told.out + told.err,
        "log": Path(scene.log).read_text(encoding="utf-8"),
        "state": _state_texts(scene.state),
        "csv": (tmp_path / "failures.csv").read_text(encoding="utf-8"),
        "json": (tmp_path / "failures.json").read_text(encoding="utf-8"),
    }
    codes = {one["code"] for one in json.loads(texts["json"])}
    assert codes >= {*WRONG, "refused-by-end"} - {"missing-value"}
    assert "conflicting-change" in texts["printed"]
    assert "both ends changed it" in texts["printed"]
    assert "missing-value" in codes
    for name, text in texts.items():
        assert MASK in text, name
        low = text.casefold()
        at = low.find(SECRET.casefold())
        assert at < 0, (name, text[max(0, at - 300) : at + 60])
        assert "918273" not in low, name
        assert DERIVED not in low, name


SECRETS = Table(
    "fo.Secrets",
    "fo",
    "Secrets",
    (
        Column("Code", "text", nullable=False, length=40, masked=True),
        Column("Amount", "decimal", precision=10, scale=2, masked=True),
    ),
    ("Code",),
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Code,Amount\na,{SECRET}\n", "Amount: a masked value is no decimal"),
        (f"Code,Amount\n{SECRET},1\n{SECRET},2\n", f"the key ('{MASK}',) is there"),
    ],
    ids=["no such value", "a key twice"],
)
def test_what_is_wrong_in_a_file_is_told_without_the_value(
    tmp_path: Path, text: str, told: str
) -> None:
    """The line and the column are enough to find it."""
    (tmp_path / "Secrets.csv").write_text(text, "utf-8")
    end = open_end(f"files:{tmp_path}", System("fo", "sql"), {"fo.Secrets": SECRETS})
    with pytest.raises(EndError) as error:
        list(end.read(SECRETS, [path("Code")]))

    assert told in str(error.value)
    assert SECRET not in str(error.value)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "urls", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_a_database_that_quotes_what_it_was_asked_is_not_quoted(
    urls: dict[str, str],
) -> None:
    """The column is a number there, so that the question itself is refused, with the text that was no number."""
    engine = sqlalchemy.create_engine(urls["fo"])
    with engine.begin() as connection:
        connection.exec_driver_sql(
            'CREATE TABLE "Secrets" ("Code" int, "Amount" numeric)'
        )
    engine.dispose()
    end = open_end(urls["fo"], System("fo", "sql"), {"fo.Secrets": SECRETS})
    with pytest.raises(EndError, match="cannot read fo") as error:
        end.find(SECRETS, [path("Amount")], [path("Code")], [(SECRET,)])
    end.close()

    assert SECRET not in str(error.value)
