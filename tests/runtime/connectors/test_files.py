"""A folder of files as an end: what CSV can say, what is wrong in a file, and nothing half written."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from dwmap.runtime import EndError, Sync
from dwmap.runtime.connectors import End, open_end
from runtime.bench import Bench
from runtime.connectors.contract_tables import KINDS, SYSTEM, TABLES
from runtime.connectors.test_contract import HOSTILE, VALUES, kind, put, rows_of
from runtime.sample_project import PROJECT

HEAD = "company,code,name,amount,whole,ratio,flag,day,moment,clock,ident"


@pytest.fixture
def csv_end(tmp_path: Path) -> End:
    """A folder with an empty CSV file for each table."""
    end = open_end(f"files:{tmp_path}", SYSTEM, TABLES)
    end.create_tables()
    return end


def test_every_value_goes_through_csv(csv_end: End, tmp_path: Path) -> None:
    """An empty text comes back as no value; all others as they went, for another process too."""
    wanted = []
    for column, values in VALUES.items():
        for n, value in enumerate(values):
            put(csv_end, KINDS, kind(f"{column}{n}", **{column: value}))
            wanted.append((f"{column}{n}", column, None if value == "" else value))
    for n, text in enumerate(HOSTILE):
        put(csv_end, KINDS, kind(f"hostile{n}", name=text))
        wanted.append((f"hostile{n}", "name", text))

    again = open_end(f"files:{tmp_path}", SYSTEM, TABLES)
    for code, column, value in wanted:
        rows = rows_of(again, KINDS, "code", column)
        assert (code, value) in rows, (code, value)


WRONG = {
    "a number": (
        f"{HEAD}\nA,B,x,1.5.0,,,,,,,\n",
        "line 2: amount: '1.5.0' is no decimal",
    ),
    "not finite": (
        f"{HEAD}\nA,B,x,NaN,,,,,,,\n",
        "line 2: amount: 'NaN' is no decimal",
    ),
    "a truth": (f"{HEAD}\nA,B,,,,,maybe,,,,\n", "line 2: flag: 'maybe' is no bool"),
    "a day": (
        f"{HEAD}\nA,B,,,,,,2024-02-30,,,\n",
        "line 2: day: '2024-02-30' is no date",
    ),
    "too few fields": (f"{HEAD}\nA,B\n", "line 2: 2 fields, where the head has 11"),
    "a quote": (f'{HEAD}\nA,B,"x\n', "line 2: unexpected end of data"),
    "a head": ("company,code\nA,B\n", "line 1: the head lacks name, amount"),
    "a head twice": (f"{HEAD},name\n", "line 1: the head has name more than once"),
    "a key twice": (f"{HEAD}\n" + "A,B,,,,,,,,,\n" * 2, "line 3: a row with the key"),
    "no head": ("", "line 1: the head lacks company"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_in_a_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    """With the file, the line, the column and the value."""
    file = tmp_path / "Kinds.csv"
    file.write_text(text, "utf-8")
    end = open_end(f"files:{tmp_path}", SYSTEM, TABLES)

    with pytest.raises(EndError) as error:
        rows_of(end, KINDS, "code")

    assert str(error.value).startswith(str(file))
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Kinds.csv", b"\xff\xfe\x00binary"),
        ("Kinds.jsonl", b'{"code": 1}\n'),
        ("Kinds.jsonl", b"[1]\n"),
        ("Kinds.jsonl", b"{\n"),
        ("Kinds.jsonl", b"[" * 100_000),
        ("Kinds.parquet", b"no parquet"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, name: str, data: bytes) -> None:
    """Never a traceback."""
    (tmp_path / name).write_bytes(data)
    end = open_end(f"files:{tmp_path}", SYSTEM, TABLES)
    with pytest.raises(EndError, match=name):
        rows_of(end, KINDS, "code")


def test_folders_and_formats_that_are_not_there(tmp_path: Path) -> None:
    """Each refusal says what there is."""
    for url, told in (
        (f"files:{tmp_path}/none", "there is no folder"),
        (
            f"files:{tmp_path}?format=xlsx",
            "no format xlsx; there are csv, jsonl, parquet",
        ),
    ):
        with pytest.raises(EndError, match=told):
            open_end(url, SYSTEM, TABLES)
    end = open_end(f"files:{tmp_path}", SYSTEM, TABLES)
    with pytest.raises(EndError, match=r"no file Kinds\.csv"):
        rows_of(end, KINDS, "code")
    for suffix in ("csv", "jsonl"):
        (tmp_path / f"Kinds.{suffix}").touch()
    with pytest.raises(EndError, match="which counts"):
        rows_of(end, KINDS, "code")
    with pytest.raises(EndError, match="tell no changes"):
        end.capture([KINDS])


def test_columns_that_no_map_knows_stay(tmp_path: Path) -> None:
    """With their values, in every row that is written again."""
    file = tmp_path / "Kinds.csv"
    file.write_text(f"{HEAD},Memo\nUSMF,A,x,,,,,,,,,keep me\n", "utf-8-sig")
    end = open_end(f"files:{tmp_path}", SYSTEM, TABLES)
    with end.transaction():
        end.update(KINDS, ("amount",), [(Decimal("1.5"), "USMF", "A")])
        end.insert(KINDS, ("company", "code"), [("USMF", "B")])

    head, first, second = file.read_text("utf-8").splitlines()
    assert head == f"{HEAD},Memo"
    assert first == "USMF,A,x,1.5,,,,,,,,keep me"
    assert second == "USMF,B,,,,,,,,,,"


def test_a_transaction_that_fails_leaves_the_file_alone(
    csv_end: End, tmp_path: Path
) -> None:
    """Byte for byte, and nothing beside it."""
    put(csv_end, KINDS, kind("A", name="x"))
    before = (tmp_path / "Kinds.csv").read_bytes()

    with pytest.raises(RuntimeError), csv_end.transaction():
        csv_end.insert(KINDS, ("company", "code"), [("USMF", "B")])
        raise RuntimeError

    assert (tmp_path / "Kinds.csv").read_bytes() == before
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]
    assert rows_of(csv_end, KINDS, "code") == [("A",)]


def test_a_value_that_a_file_cannot_hold(tmp_path: Path) -> None:
    """Parquet types its columns; what does not fit is told, and the file stands."""
    end = open_end(f"files:{tmp_path}?format=parquet", SYSTEM, TABLES)
    end.create_tables()
    put(end, KINDS, kind("A"))
    with pytest.raises(EndError, match=r"cannot write .*Kinds\.parquet"):
        put(end, KINDS, kind("B", amount=Decimal(10**30)))
    assert rows_of(end, KINDS, "code") == [("A",)]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_an_initial_synchronization_from_and_to_files(
    tmp_path: Path, form: str, request: Any
) -> None:
    """A database goes out to files, and from them into another database; a second run writes nothing."""
    folder = tmp_path / "out"
    folder.mkdir()
    urls = {"fo": f"sqlite:///{tmp_path}/fo.db", "ce": f"files:{folder}?format={form}"}
    bench = Bench(PROJECT, urls)
    bench.seed()
    assert bench.sync.initial().ok
    assert bench.sync.initial().counts.written == 0
    accounts = bench.rows("ce.accounts", "accountnumber", "name", "creditlimit")
    assert len(accounts) == 3
    assert not [
        one
        for one in bench.sync.preflight()
        if one.name == "table-can-be-read" and one.verdict != "ok"
    ]
    bench.sync.close()

    other = {"fo": f"sqlite:///{tmp_path}/new.db", "ce": urls["ce"]}
    again = Bench(PROJECT, other)
    assert again.sync.initial().ok
    assert again.rows("ce.accounts", "accountnumber", "name", "creditlimit") == accounts
    assert len(again.rows("fo.Customers", "CustomerAccount")) == 3
    assert again.sync.reconcile(["Customers"]).differences == []
    again.sync.close()


def test_json_lines_are_one_a_line(tmp_path: Path) -> None:
    """Whatever is in a text, and decimals to the last digit."""
    end = open_end(f"files:{tmp_path}?format=jsonl", SYSTEM, TABLES)
    end.create_tables()
    amount = Decimal("12345678901234.123456")
    put(end, KINDS, kind("A", name="a\u2028b\u0085c\nd", amount=amount))

    (line,) = (tmp_path / "Kinds.jsonl").read_bytes().splitlines()
    assert json.loads(line)["amount"] == str(amount)


def test_live_needs_an_end_that_tells(tmp_path: Path) -> None:
    """Said before anything is carried over."""
    with Sync(PROJECT, {"fo": "memory:", "ce": f"files:{tmp_path}"}) as sync:
        sync.create_tables()
        with pytest.raises(EndError, match="files tell no changes"):
            sync.start()
