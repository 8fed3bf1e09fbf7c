"""What holds for every update of specs, whatever they look like and whatever a service says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dwmap.diagnostics import Report
from dwmap.formatter.safety import Formatted, format_source
from dwmap.importers.metadata import (
    Additions,
    Column,
    Members,
    Metadata,
    Product,
    Table,
    Updated,
    Wishes,
    update_specs,
)
from dwmap.source import SourceFile
from dwmap.syntax.parser import parse_file
from hypothesis import given, settings
from hypothesis import strategies as st

NAMES = ["id", "code", "name", "Kind", "state", "table", "owner", "required", "size"]
TYPES = [
    "",
    "any",
    "text",
    "text?",
    "string(20)",
    "string(20)?",
    "int",
    "long?",
    "bool",
    "decimal",
    "decimal(9, 2)?",
    "date?",
    "datetime",
    "guid",
    "Colours",
    "Colours?",
    "States?",
    "-> ce.others",
    "-> ce.others | ce.things?",
]
MODIFIERS = ["required", "readonly", "createonly", "computed", "masked", "inferred"]
COMMENTS = ["", " // why", " //", '  // `a` { "b" }']
CLAUSES = ["", " renamed from old", " owner sales", ' allow unknown-type "later"']
KINDS = ["any", "string", "int", "long", "decimal", "bool", "date", "datetime", "guid"]
UNTOUCHED = """\
entity ce.others { // not in the metadata
    code string( 9 )
}

enum fo.Colours   { Red }

map M : fo.As <-> ce.things {
  Id = id // by hand
  Name  = `name`
}
"""


@dataclass(frozen=True)
class Situation:
    """A spec, and what a service says."""

    text: str
    metadata: Metadata
    wishes: Wishes
    all: bool

    def update(self, *texts: str) -> Updated:
        """The spec, or what came of it, with what the service says."""
        sources = [SourceFile(f"{n}.dwmap", each) for n, each in enumerate(texts)]
        return self.carry_into(sources)

    def carry_into(self, sources: list[SourceFile]) -> Updated:
        """The same for files."""
        report = Report()
        files = [parse_file(each, report) for each in sources]
        assert not report.has_errors, [one.message for one in report]
        additions = Additions(all=self.all)
        known = {"ce": self.metadata}
        return update_specs(files, known, Report(), self.wishes, additions)


@st.composite
def fields(draw: st.DrawFn) -> str:
    """Lines of fields in any layout."""
    lines = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=6)):
        if draw(st.booleans()):
            lines.append(draw(st.sampled_from(["", "  // above", "/// What it is."])))
        words = draw(st.lists(st.sampled_from(MODIFIERS), unique=True, max_size=2))
        parts = [f"`{name}`", draw(st.sampled_from(TYPES)), *words]
        blank = draw(st.sampled_from([" ", "   "]))
        clause = draw(st.sampled_from(CLAUSES)) + draw(st.sampled_from(COMMENTS))
        lines.append(blank + blank.join(filter(None, parts)) + clause)
    return "".join(f"{line}\n" for line in lines)


@st.composite
def columns(draw: st.DrawFn) -> Column:
    """A column about which anything is known."""
    name = draw(st.sampled_from([*NAMES, "new", "other"]))
    kind = draw(st.sampled_from([*KINDS, "enum", "choice", "lookup"]))
    named = {"enum": ["Colours", "Sizes"], "choice": ["States", "things_state", ""]}
    return Column(
        name,
        kind,
        draw(st.sampled_from([None, 20, 40])) if kind == "string" else None,
        *(
            (draw(st.sampled_from([(None, None), (9, 2), (12, 4)])))
            if kind == "decimal"
            else (None, None)
        ),
        named=draw(st.sampled_from(named.get(kind, [""]))),
        targets=(
            draw(st.sampled_from([(), ("others",), ("things", "far")]))
            if kind == "lookup"
            else ()
        ),
        level=draw(st.sampled_from(["unknown", "none", "required", "system"])),
        access=draw(
            st.sampled_from(["unknown", "write", "create", "read", "computed"])
        ),
    )


ENUMS = [
    "enum ce.Colours { Red, Green }\n",
    "enum ce.Colours {\n  Red // r\n  Black\n}\n",
    "enum ce.Colours {\n// none\n}\n",
]
OPTIONS = "options ce.States {\n  1 Open // o\n  /// Shut.\n  5 Shut\n  2 Half\n}\n"
STATES = [(1, "Open"), (2, "open"), (3, "Shut"), (7, "New one")]
COLOURS = [(0, "Red"), (1, "Green"), (2, "Blue"), (3, "Grey")]
KEYS = [None, (), (("name",), ("code", "id")), (("code",),)]


@st.composite
def specs(draw: st.DrawFn) -> str:
    """A file in any layout, or in the canonical one."""
    head = draw(st.sampled_from(["", "// first\n", "/// A thing.\n"]))
    clauses = draw(st.sampled_from(["", "key `id`\n", "key `id` // here\n\n"]))
    clauses += draw(st.sampled_from(["", "alternate key k code // there\n"]))
    body = f"{head}entity ce.things {{ // of ours\n{clauses}{draw(fields())}}}\n"
    text = "\n".join([OPTIONS, draw(st.sampled_from(ENUMS)), body, UNTOUCHED])
    if draw(st.booleans()):
        found = format_source(SourceFile("a", text))
        assert isinstance(found, Formatted)
        return found.text
    return text


@st.composite
def services(draw: st.DrawFn) -> Metadata:
    """Metadata that has some names in common with the specs."""
    things = Table(
        "thing",
        "things",
        {one.name.lower(): one for one in draw(st.lists(columns()))},
        draw(st.sampled_from([(), ("id",), ("code", "new")])),
        draw(st.sampled_from(KEYS)),
        is_whole=draw(st.booleans()),
    )
    far = Table("far", "fars", {"x": Column("x", "string", 5)}, ("x",))
    some = draw(st.lists(st.sampled_from(STATES), unique=True).map(sorted))
    colours = draw(st.permutations(COLOURS))[1:]
    enums = {
        "colours": Members("Colours", tuple(colours)),
        "sizes": Members("Sizes", ((0, "Small"),)),
    }
    names = ("States", "things_state") if some else ()
    sets = {name.lower(): Members(name, tuple(some)) for name in names}
    products: list[Product] = ["dataverse", "finops", "odata"]
    product = draw(st.sampled_from(products))
    tables = {"things": things, "fars": far}
    return Metadata(product, tables, enums, sets, is_whole=True)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """A spec, a service and wishes."""
    wishes = Wishes(all_fields=draw(st.booleans()), prune=draw(st.booleans()))
    return Situation(draw(specs()), draw(services()), wishes, draw(st.booleans()))


def _is_formatted(text: str) -> bool:
    found = format_source(SourceFile("a", text))
    return isinstance(found, Formatted) and not found.changed


@given(situations())
@settings(max_examples=400, deadline=None)
def test_a_second_time_changes_nothing(found: Situation) -> None:
    """The same metadata has nothing more to say."""
    once = found.update(found.text)
    again = found.carry_into(list(once.sources))

    assert [(one.path, one.text) for one in again.sources] == [
        (one.path, one.text) for one in once.sources
    ]


@given(situations())
@settings(max_examples=300, deadline=None)
def test_comments_survive(found: Situation) -> None:
    """Every comment is still there; documentation, unless what it is of is taken out."""
    report = Report()
    before = parse_file(SourceFile("a", found.text), report)
    first = found.update(found.text).sources[0]
    after = parse_file(SourceFile("a", first.text), report)

    gone = Counter(one.text.rstrip() for one in before.comments)
    gone -= Counter(one.text.rstrip() for one in after.comments)
    assert not report.has_errors
    assert all(found.wishes.prune and text.startswith("///") for text in gone)


@given(situations())
@settings(max_examples=300, deadline=None)
def test_what_no_service_speaks_of_is_untouched(found: Situation) -> None:
    """To the letter: entities that are not in the metadata, other systems, maps; in a file that is not laid out anew."""
    updated = found.update(found.text, UNTOUCHED.replace("M :", "N :"))

    assert updated.sources[1].text == UNTOUCHED.replace("M :", "N :")
    if not _is_formatted(found.text):
        assert updated.sources[0].text.endswith(UNTOUCHED)


@given(situations())
@settings(max_examples=200, deadline=None)
def test_canonical_form_stays(found: Situation) -> None:
    """A file that `dwmap fmt --check` passes is passed after an update."""
    updated = found.update(found.text)

    for one in updated.sources[1:]:
        assert _is_formatted(one.text)
    if _is_formatted(found.text):
        assert _is_formatted(updated.sources[0].text)


@given(situations())
@settings(max_examples=100, deadline=None)
def test_nothing_is_taken_out_unless_that_is_wished(found: Situation) -> None:
    """Every field, member and key that was declared is declared."""
    if found.wishes.prune:
        return
    report = Report()
    before = parse_file(SourceFile("a", found.text), report)
    after = parse_file(found.update(found.text).sources[0], report)

    assert _names(before) <= _names(after)


def _names(file: object) -> Counter[str]:
    found: Counter[str] = Counter()
    for decl in file.declarations:  # type: ignore[attr-defined]  # a parsed file
        for part in ("fields", "members"):
            for one in getattr(decl, part, ()):
                found[f"{decl.qname.text}.{one.name.text}"] += 1
    return found
