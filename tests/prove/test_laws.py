"""Each law on small maps: where it holds, where it is broken, and with which witness."""

from __future__ import annotations

from dwmap.interpret.show import show_value
from dwmap.prove.law_table import LAWS, law_page
from dwmap.prove.project import prove
from dwmap.prove.verdict import Status, Verdict
from harness.projects import compile_text

ENDS = """
enum fo.Kind { Person, Organization, Robot }

entity fo.Customers {
  key Account
  Account  string(20)
  Name     string(100)?
  Kind     Kind?
  Since    date?
  Limit    decimal(9, 2)?
  Group    string(10)?
}

entity ce.groups {
  key             groupid
  integration key code
  groupid  guid        readonly
  code     string(10)
}

entity ce.accounts {
  key             accountid
  integration key number
  accountid  guid           readonly
  number     string(20)
  name       string(100)    required
  code       int?
  stamp      datetime?
  limit      decimal(9, 2)?
  groupid    -> ce.groups?
  nickname   string(100)?
}

entity fo.Groups {
  key Code
  Code  string(10)
}
"""
GROUPS = "map Groups : fo.Groups <-> ce.groups {\n  Code  =  code\n}\n"


def _prove(text: str, law: str, subject: str = "") -> list[Verdict]:
    project, report = compile_text(ENDS + text)
    assert project is not None, report.diagnostics
    return [one for one in prove(project, subject) if one.law == law]


def _map(lines: str, head: str = "") -> str:
    return (
        f"{head}\nmap M : fo.Customers <-> ce.accounts {{\n"
        f'  Account  =   number\n  Name     ><  name  default "-"\n{lines}\n}}\n'
    )


def test_every_law_has_a_page_and_a_name() -> None:
    """What `dwmap explain LAW` prints, and what the command line offers."""
    from dwmap.cli.prove import LAW_NAMES

    assert tuple(LAWS) == LAW_NAMES
    assert all(law_page(law)["text"] for law in LAWS)


def test_a_plain_line_of_one_type_brings_everything_back() -> None:
    """It is proved without a sample."""
    found = _prove(_map("  Limit = limit"), "round-trip", "M.Limit")

    assert [one.status for one in found] == [Status.PROVED]


def test_values_that_are_merged_do_not_come_back() -> None:
    """The witness is the value that returns as another."""
    merged = (
        "valuemap V : fo.Kind <-> int {\n"
        "  Person = 1\n  Organization = 2\n  Robot > 2\n}"
    )
    found = _prove(_map("  Kind >< code : V", merged), "round-trip", "M.Kind")

    assert [one.status for one in found] == [Status.BROKEN]
    shown = [show_value(step.values[0][1]) for step in found[0].witness]
    assert shown == ['"Robot"', "2", '"Organization"']


def test_a_named_loss_is_accepted() -> None:
    """It stays in the report, with its reason."""
    lossy = _map('  Kind >< code : V lossy "robots are firms"')
    merged = "valuemap V : fo.Kind <-> int {\n  Person = 1\n  Robot > 1\n}\n"
    (found,) = _prove(merged + lossy, "round-trip", "M.Kind")

    assert (found.status, found.accepted) == (Status.BROKEN, "robots are firms")


def _of_transform(text: str, line: str, law: str = "round-trip") -> Verdict:
    field = line.split()[0]
    (found,) = _prove(text + _map(f"  {line}"), law, f"M.{field}")
    return found


def test_formulas_that_undo_each_other_are_proved() -> None:
    """For all numbers, without trying them: the digits of either way are counted."""
    text = (
        "transform Cents(x: decimal(9, 2)) -> int {\n"
        "  forward x * 100\n  backward decimal(x) / 100\n}\n"
        "transform Scale(x: decimal(9, 2), f: int) -> decimal(9, 2) {\n"
        "  forward 3 - x * f\n  backward (3 - x) / f\n}\n"
    )
    for line in ("Limit >< code : Cents", "Limit >< limit : Scale(8)"):
        for law in ("round-trip", "rest"):
            assert _of_transform(text, line, law).status is Status.PROVED, line
    found = _of_transform(text, "Limit >< code : Cents")
    assert found.reason.startswith("the two formulas undo each other exactly")


def test_a_third_does_not_come_back() -> None:
    """A quotient that no decimal writes down is rounded, and the witness shows what is lost."""
    text = (
        "transform Third(x: decimal(9, 2)) -> decimal(9, 2) {\n"
        "  forward round(x / 3, 2)\n  backward x * 3\n}\n"
    )

    assert _of_transform(text, "Limit >< limit : Third").status is Status.BROKEN


def test_a_choice_is_proved_by_the_values_that_it_names() -> None:
    """One value that is not named stands for all others."""
    text = (
        "transform Dash(x: string(100)) -> string(100) {\n"
        '  forward if x == "n/a" then "-" else x\n'
        '  backward if x == "-" then "n/a" else x\n}\n'
    )
    found = _of_transform(text, "Group >< nickname : Dash")

    # `-` itself goes over as it is and comes back as `n/a`.
    assert found.status is Status.BROKEN
    assert [show_value(step.values[0][1]) for step in found.witness][0] == '"-"'


def test_a_choice_that_swaps_is_proved() -> None:
    """It is its own inverse, for every value there is."""
    text = (
        "transform Swap(x: string(10)) -> string(10) {\n"
        '  forward if x == "a" then "b" else (if x == "b" then "a" else x)\n'
        '  backward if x == "a" then "b" else (if x == "b" then "a" else x)\n}\n'
    )

    assert _of_transform(text, "Group >< nickname : Swap").status is Status.PROVED


def test_what_is_no_formula_and_no_choice_is_sampled() -> None:
    """It says how many values were tried."""
    text = (
        "transform Twice(x: string(10)) -> string(20) {\n"
        "  forward concat(x, x)\n  backward substring(x, 0, 1)\n}\n"
        "transform Same(x: string(20)) -> string(20) {\n"
        "  forward substring(x, 0)\n  backward substring(x, 0)\n}\n"
    )

    assert _of_transform(text, "Group >< nickname : Twice").status is Status.BROKEN
    found = _of_transform(text, "Group >< nickname : Same")
    assert found.status is Status.SAMPLED
    assert found.tried > 10


def test_a_transform_that_is_no_inverse_is_found() -> None:
    """By the values that are tried."""
    text = (
        "transform Round(x: decimal(9, 2)) -> decimal(9, 2) {\n"
        "  forward round(x, 0)\n  backward x\n}\n"
    )
    (found,) = _prove(text + _map("  Limit >< limit : Round"), "round-trip", "M.Limit")

    assert found.status is Status.BROKEN


def test_a_map_may_settle_although_it_loses() -> None:
    """The second round writes what the first did."""
    merged = "valuemap V : fo.Kind <-> int {\n  Person = 1\n  Robot > 1\n}\n"
    text = merged + _map("  Kind >< code : V")

    assert [one.status for one in _prove(text, "rest", "M.Kind")] == [Status.PROVED]


def test_a_map_that_never_comes_to_rest() -> None:
    """Each round moves the value on."""
    turning = (
        "valuemap V : fo.Kind <-> int {\n"
        "  Person > 1\n  Organization > 2\n  Robot > 3\n"
        "  Organization < 1\n  Robot < 2\n  Person < 3\n}\n"
    )
    (found,) = _prove(turning + _map("  Kind >< code : V"), "rest", "M.Kind")

    assert found.status is Status.BROKEN
    assert len(found.witness) == 5


def test_a_filter_that_the_map_fulfils() -> None:
    """A constant, a value map and the other filter together decide."""
    kinds = "valuemap V : fo.Kind <-> int {\n  Person = 1\n  Organization = 2\n}\n"
    filters = '  where fo Kind in ["Person", "Organization"]\n  where ce code > 0'
    found = _prove(kinds + _map(f"{filters}\n  Kind >< code : V"), "scope-closure")

    assert [one.status for one in found] == [Status.PROVED, Status.PROVED]


def test_a_filter_that_a_border_case_misses() -> None:
    """The witness lies on the border."""
    filters = "  where fo Limit >= 100\n  where ce limit > 100"
    found = _prove(_map(f"{filters}\n  Limit = limit"), "scope-closure")

    there, back = found
    assert there.status is Status.BROKEN
    assert there.witness[0].values == (("Limit", there.witness[1].values[0][1]),)
    assert show_value(there.witness[0].values[0][1]) == "100.00"
    assert back.status is Status.PROVED


def test_a_filter_on_what_nobody_writes() -> None:
    """A new row has no value there."""
    filters = "  where ce code == 3"
    found = _prove(_map(filters), "scope-closure")

    assert [one.status for one in found] == [Status.BROKEN]
    assert "a new row has no `code`" in found[0].reason


def test_two_maps_on_one_entity() -> None:
    """They may share it if no record is in both scopes."""
    both = (
        "map A : fo.Customers <-> ce.accounts {\n  where ce code == 1\n"
        '  Account = number\n  Name >< name default "-"\n}\n'
        "map B : fo.Customers <-> ce.accounts {\n  where ce code == 2\n"
        '  Account = number\n  Name >< name default "-"\n}\n'
    )
    apart = [one for one in _prove(both, "single-writer", "A") if "ce." in one.subject]
    overlapping = both.replace("code == 2", "code < 2")
    meeting = [
        one for one in _prove(overlapping, "single-writer", "A") if "ce." in one.subject
    ]

    assert [one.status for one in apart] == [Status.PROVED]
    assert [one.status for one in meeting] == [Status.BROKEN]
    assert dict(meeting[0].witness[0].values) == {"code": 1}


def test_a_required_field_without_a_source() -> None:
    """And one whose source may be empty; a default mends it."""
    bare = "map M : fo.Customers <-> ce.accounts {\n  Account = number\n}\n"
    unsure = bare.replace("}", "  Name = name\n}")

    assert [one.reason for one in _prove(bare, "completeness")] == ["no line fills it"]
    assert "may have no value" in _prove(unsure, "completeness")[0].reason
    assert [one.status for one in _prove(_map(""), "completeness")] == [Status.PROVED]


def test_a_lookup_into_an_entity_that_nothing_fills() -> None:
    """With a map that fills it, the order is proved as well."""
    line = _map("  Group = groupid.code")

    assert [one.status for one in _prove(line, "reference")] == [Status.BROKEN]
    assert [one.status for one in _prove(GROUPS + line, "reference")] == [Status.PROVED]
    assert [one.status for one in _prove(GROUPS + line, "order", "M")] == [
        Status.PROVED
    ]


def test_an_undeclared_type_proves_nothing() -> None:
    """It says which type is missing."""
    text = (
        "entity fo.X {\n  key Id\n  Id  string(5)\n  Any  any\n}\n"
        "entity ce.x {\n  integration key id\n  id  string(5)\n  some  text?\n}\n"
        "map X : fo.X <-> ce.x {\n  Id = id\n  Any = some\n}\n"
    )
    (found,) = _prove(text, "round-trip", "X.Any")

    assert (found.status, found.reason) == (
        Status.UNKNOWN,
        "the type of `Any` is not declared",
    )
