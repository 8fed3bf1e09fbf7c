"""`dwmap rules`, the table of all rules, and `dwmap explain --all`, their pages."""

from __future__ import annotations

import json
import re

import pytest
from dwmap.changes.rule_table import RULES
from dwmap.cli.app import CANNOT, CLEAN, run
from dwmap.diagnostics.page import page
from dwmap.problems import load_problems

KEYS = """\
rule                   severity  fix     what it finds

keys
  key-one-way          warning           A map has two-way lines and maps a part of its key one way only. [DIPV1004]
  key-unmapped         warning           A part of the integration key is not mapped. [DIPV1014, DIPV1015]
  lookup-key-unmapped  warning           The lines that fill a lookup do not map a whole key of the table that it points at. [DIPV1015, DIPV1027, DIPV1028]
  split-company        warning           A company-specific entity is mapped to one that is shared by all companies. [DIPV1002]
  unkeyed-map          warning           Nothing says by which key the map finds a record's partner. [DIPV1003]
"""


def _out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments) == CLEAN
    return capsys.readouterr().out


def test_a_topic(capsys: pytest.CaptureFixture[str]) -> None:
    """The rules of one topic by name: severity, fix, sentence, codes of the product."""
    assert _out(capsys, "rules", "--topic", "keys") == KEYS


def test_every_rule_is_there_once(capsys: pytest.CaptureFixture[str]) -> None:
    """By topic and by name, in the same order every time."""
    found = load_problems()
    expected = sorted(found, key=lambda code: (found[code].topic, code))

    text = _out(capsys, "rules")

    assert re.findall(r"^  ([\w-]+)", text, re.MULTILINE) == expected
    assert _out(capsys, "rules") == text


def test_json_is_the_same_table(capsys: pytest.CaptureFixture[str]) -> None:
    """A row for each rule, with its fix and the codes of the product."""
    rows = json.loads(_out(capsys, "rules", "--format", "json"))

    assert {row["rule"] for row in rows} == set(load_problems())
    assert {
        "rule": "operator-mismatch",
        "topic": "lines",
        "severity": "error",
        "was": "",
        "since": "2026",
        "fix": "safe",
        "summary": "The operator says that there is a transform and there is none, or the other way.",
        "product_codes": [],
    } in rows
    assert rows == sorted(rows, key=lambda row: (row["topic"], row["rule"]))


def test_several_topics(capsys: pytest.CaptureFixture[str]) -> None:
    """The option may be repeated."""
    topics = ("--topic", "order", "--topic", "keys")
    rows = json.loads(_out(capsys, "rules", *topics, "--format", "json"))

    assert {row["topic"] for row in rows} == {"keys", "order"}


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("kyes", "no topic is called `kyes`; did you mean `keys`?"),
        ("zzz", "no topic is called `zzz`; there are `export`, `filters`, "),
    ],
)
def test_an_unknown_topic(
    topic: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip is answered with what was meant, or with all topics."""
    assert run(["rules", "--topic", topic]) == CANNOT
    assert said in capsys.readouterr().err


def test_topics_may_be_painted(capsys: pytest.CaptureFixture[str]) -> None:
    """As everything else that is printed."""
    text = _out(capsys, "--color", "always", "rules", "--topic", "order")

    assert "\x1b[1morder\x1b[0m\n" in text


def test_all_pages(capsys: pytest.CaptureFixture[str]) -> None:
    """Each page is printed as it is alone."""
    text = _out(capsys, "explain", "--all")

    for code in (*load_problems(), *(one.code for one in RULES)):
        assert _out(capsys, "explain", code) in f"{text}\n"


def test_all_pages_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    """One document: topics, rules and sections are headings, examples stay fenced."""
    text = _out(capsys, "explain", "--all", "--format", "markdown")

    assert re.findall(r"^### `(.+)`$", text, re.MULTILINE) == [
        row["rule"]
        for words in (("rules",), ("rules", "--changes"))
        for row in json.loads(_out(capsys, *words, "--format", "json"))
    ]
    assert text.count("```") % 2 == 0
    assert "## keys\n\n### `key-one-way`\n\n*warning, keys, DIPV1004*\n" in text


def test_one_page_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    """A page by itself begins with a heading of the first level."""
    text = _out(capsys, "explain", "self-dependency", "--format", "markdown")

    assert text.startswith("# `self-dependency`\n\n*error, order*\n\nA map depends")
    assert "\n## Example\n\n```dwmap\nmap Customers" in text


def test_all_pages_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The pages as data."""
    pages = json.loads(_out(capsys, "explain", "--all", "--format", "json"))

    assert pages == [page(kind) for kind in load_problems().values()]
