"""The pages of a wiki: they lie as Azure DevOps wants them, lead to each other, and mention nobody."""

from __future__ import annotations

import json
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


@pytest.fixture
def wiki(tmp_path: Path) -> Path:
    """A wiki with a page of its own, and beside it a project of two maps in `specs`."""
    project = tmp_path / "specs"
    project.mkdir()
    text = (CASES[1].values[0] / "input.dwmap").read_text("utf-8")
    (project / "a.dwmap").write_text(text, "utf-8")
    extra = "map Extra : fo.CustomerGroups <-> ce.msdyn_groups {\n  GroupId > msdyn_name\n}\n"
    (project / "b.dwmap").write_text(extra, "utf-8")
    folder = tmp_path / "wiki"
    folder.mkdir()
    (folder / ".order").write_text("Home\n", "utf-8")
    return folder


def _export(wiki: Path, *more: str, title: str = "Maps") -> int:
    project = wiki.parent / "specs"
    return run(
        ["export", "wiki", str(project), "--out", str(wiki), "--title", title, *more]
    )


def _page(wiki: Path, words: str) -> Path:
    [found] = [one for one in wiki.rglob("*.md") if one.stem.startswith(words)]
    return found


def test_the_command(wiki: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run writes nothing; pages that are gone go and are named; the rest of a wiki stays."""
    assert _export(wiki) == 0
    assert "new or changed" in capsys.readouterr().out
    assert _export(wiki) == 0
    assert ", 0 new or changed:" in capsys.readouterr().out
    gone = _page(wiki, "Extra").relative_to(wiki).as_posix()
    (wiki.parent / "specs" / "b.dwmap").unlink()
    assert _export(wiki) == 0
    told = capsys.readouterr().out

    assert "1 removed" in told
    assert f"\nremoved: {gone}\n" in told
    assert (wiki / ".order").read_text("utf-8") == "Home\n"
    assert (wiki / "Maps.md").exists()


def test_another_title(wiki: Path) -> None:
    """Pages below the old title go with it; a page of that name that nobody exported stays."""
    assert _export(wiki, title="Old") == 0
    (wiki / "Old" / "Mine.md").write_text("mine", "utf-8")
    assert _export(wiki, title="New") == 0

    left = {one.relative_to(wiki).as_posix() for one in wiki.rglob("*.md")}
    assert {one for one in left if not one.startswith("New")} == {"Old/Mine.md"}
    assert not (wiki / "Old" / ".dwmap-wiki").exists()
    assert (wiki / "New.md").exists()


def test_another_project_of_the_wiki_stays(wiki: Path) -> None:
    """Two projects have each their pages in one wiki."""
    assert _export(wiki, title="First") == 0
    config = wiki.parent / "specs" / "dwmap.toml"
    config.write_text('name = "second"\n', "utf-8")
    assert _export(wiki, title="Second") == 0

    assert (wiki / "First.md").exists()
    assert (wiki / "Second.md").exists()


def test_an_edited_page_is_kept(wiki: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named until it is as it was, or --force is given, also when its map is gone; line endings are no edit."""
    (wiki / "Maps.md").write_text("ours", "utf-8")
    assert _export(wiki) == 1
    assert "  Maps.md: it was there before\n" in capsys.readouterr().err
    assert _export(wiki, "--force") == 0
    page = _page(wiki, "Extra")
    written = page.read_bytes()
    name = page.relative_to(wiki).as_posix()

    page.write_bytes(written.replace(b"\n", b"\r\n"))
    assert _export(wiki) == 0
    page.write_bytes(written + b"by hand\n")
    capsys.readouterr()
    assert _export(wiki) == 1
    assert f"  {name}: it was edited\n" in capsys.readouterr().err
    (wiki.parent / "specs" / "b.dwmap").unlink()
    assert _export(wiki, "--format", "json") == 1
    [kept] = json.loads(capsys.readouterr().out)["kept"]
    assert kept["path"] == name
    assert "no page for it" in kept["why"]
    assert page.read_bytes().endswith(b"by hand\n")
    assert _export(wiki, "--force") == 0
    assert not page.exists()


@pytest.mark.parametrize(
    "listing",
    [
        "",
        "{",
        "[]",
        '{"project": 1}',
        "Maps.md\n",
        '{"project": "specs", "files": []}',
        '{"project": "specs", "files": {"../mine.md": "x", "/etc/x": "y", "": "z"}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_listing(wiki: Path, listing: str) -> None:
    """It is as good as none: what is there is kept, and nothing outside is touched."""
    mine = wiki.parent / "mine.md"
    mine.write_text("mine", "utf-8")
    (wiki / "Maps").mkdir()
    (wiki / "Maps" / ".dwmap-wiki").write_text(listing, "utf-8")
    (wiki / "Maps.md").write_text("ours", "utf-8")

    assert _export(wiki) == 1
    assert (wiki / "Maps.md").read_text("utf-8") == "ours"
    assert mine.read_text("utf-8") == "mine"
    assert _export(wiki, "--force") == 0
    assert mine.read_text("utf-8") == "mine"


def test_a_folder_in_the_way_of_a_page(
    wiki: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named, and not the file that would have taken its place."""
    (wiki / "Maps.md").mkdir(parents=True)

    assert _export(wiki) == 2
    assert f"{wiki / 'Maps.md'}: Is a directory" in capsys.readouterr().err
