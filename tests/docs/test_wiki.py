"""The pages of a wiki: they lie as Azure DevOps wants them, lead to each other, and mention nobody."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from docs.compiled import compiled
from docs.links import resolved
from dwmap.cli.app import run
from dwmap.emit.docs_wiki import ORDER, emit_wiki, file_name
from dwmap.ir.model import Project
from harness.golden import cases
from harness.solutions import specs
from hypothesis import given
from hypothesis import strategies as st

CASES = cases("docs")
_LINK = re.compile(r"(?<!\\)\]\(([^)]*)\)")


def _projects() -> list[Project]:
    inputs = [case.values[0] / "input.dwmap" for case in CASES]
    texts = [path.read_text("utf-8") for path in inputs]
    return [specs(), *(compiled({"customers/input.dwmap": one}) for one in texts)]


@pytest.mark.parametrize("project", _projects(), ids=lambda one: one.name)
def test_pages_and_their_lists(project: Project) -> None:
    """Below one page, each folder lists its pages and no other; every link leads to one of them; paths are short enough."""
    files = emit_wiki(project, "Dual-write maps")
    pages = {path for path in files if path.endswith(".md")}

    assert {path for path in pages if "/" not in path} == {"Dual-write-maps.md"}
    for path in pages:
        assert len(path) <= 235
        assert re.fullmatch(r"[\w./-]+", path)
        for link in _LINK.findall(files[path]):
            if not link.startswith("javascript:"):
                target = resolved(path, unquote(link))
                assert target in pages, (path, link)
    listed = {
        f"{path.removesuffix(ORDER)}{name}.md"
        for path, text in files.items()
        if path.endswith(f"/{ORDER}")
        for name in text.splitlines()
    }
    assert listed == pages - {"Dual-write-maps.md"}


def test_every_line_stands_on_a_page() -> None:
    """Each line of the 111 maps is a row of the page of its map, and each map a row of the overview."""
    files = emit_wiki(specs(), "Maps")
    rows = 0
    for text in files.values():
        _, _, fields = text.partition("\n## Fields\n\n| Finance and operations field |")
        rows += fields.partition("\n\n")[0].count("\n") - 1 if fields else 0

    assert rows == sum(len(one.fields) for one in specs().maps)
    assert files["Maps.md"].count("\n| [") == len(specs().maps)


def test_texts_mention_nobody() -> None:
    """Words that a wiki would take for a work item, a person or a pull request are words."""
    text = (
        'entity fo.A "See #12, @anna and !7" {\n  key Id\n  Id string(3)\n}\n'
        "entity ce.b {\n  integration key id\n  id string(3)\n}\n"
        'map A_b "Closes #12" : fo.A <-> ce.b {\n  Id = id\n}\n'
    )
    pages = emit_wiki(compiled({"a.dwmap": text})).values()

    found = [page for page in pages if "12" in page]
    assert found
    for page in found:
        assert not re.search(r"(?<!\\)[#@!](12|anna|7)", page)


@given(st.text(max_size=300))
def test_any_title_is_a_name(title: str) -> None:
    """Letters, digits, hyphens and dots within: what any system keeps, and a wiki reads as it was meant."""
    name = file_name(title)

    assert re.fullmatch(r"\w[\w.-]*", name) or name == "Page"
    assert not name.startswith((".", "-")) and not name.endswith((".", "-"))
    assert len(name) <= 100


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run writes nothing; pages that are gone go; the rest of a wiki stays."""
    project = tmp_path / "specs"
    project.mkdir()
    case = CASES[1].values[0]
    text = (case / "input.dwmap").read_text("utf-8")
    (project / "a.dwmap").write_text(text, "utf-8")
    extra = "map Extra : fo.CustomerGroups <-> ce.msdyn_groups {\n  GroupId > msdyn_name\n}\n"
    (project / "b.dwmap").write_text(extra, "utf-8")
    wiki = tmp_path / "wiki"
    wiki.mkdir()
    (wiki / ".order").write_text("Home\n", "utf-8")
    arguments = ["export", "wiki", str(project), "--out", str(wiki), "--title", "Maps"]

    assert run(arguments) == 0
    assert "new or changed" in capsys.readouterr().out
    assert run(arguments) == 0
    assert ", 0 new or changed:" in capsys.readouterr().out
    (project / "b.dwmap").unlink()
    assert run(arguments) == 0
    assert "1 removed" in capsys.readouterr().out

    assert (wiki / ".order").read_text("utf-8") == "Home\n"
    assert (wiki / "Maps.md").exists()
