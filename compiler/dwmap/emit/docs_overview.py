"""The pages above the maps: the overview, folders and solutions, the order of the first synchronization."""

from __future__ import annotations

from dwmap.counting import of_number
from dwmap.emit.docs_figures import folders_figure, group_figure
from dwmap.emit.docs_index import Index
from dwmap.emit.docs_maps import map_row
from dwmap.emit.docs_view import (
    FolderView,
    GroupView,
    OrderView,
    Overview,
    StepView,
    WaveView,
)
from dwmap.emit.docs_view_map import MapView
from dwmap.emit.docs_view_parts import CheckView, Fact
from dwmap.emit.graph_text import mermaid, mermaid_folders
from dwmap.ir.model import Map, Solution, Step

MOST_IN_MERMAID = 40


def overview(index: Index, maps: tuple[MapView, ...]) -> Overview:
    """The first page."""
    project = index.project
    fields = sum(len(one.fields) for one in project.maps)
    numbers = (
        (len(project.maps), "map", "maps", "folders"),
        (fields, "mapping line", "mapping lines", ""),
        (len(list(index.entity_names())), "entity", "entities", "entities"),
        (len(project.value_maps), "value map", "value maps", "value-maps"),
    )
    losses = [(view.ref, line, why) for view in maps for line, why in view.losses]
    variants = tuple(
        Fact(v.name, f"{v.chosen} (of {', '.join(v.choices)})")
        for v in project.variants
    )
    return Overview(
        title=project.name,
        figures=tuple(
            (f"{number:,}", of_number(number, noun, nouns), page)
            for number, noun, nouns, page in numbers
        ),
        folders=folder_list(index),
        solutions=tuple(
            filter(None, (index.solution(s.name) for s in project.solutions))
        ),
        figure=folders_figure(index) if index.figures else None,
        mermaid=mermaid_folders(index.graph),
        losses=tuple(losses),
        check=_sum_checks([view.check for view in maps]),
        variants=variants,
    )


def folder_list(index: Index) -> tuple[FolderView, ...]:
    """The folders with their maps, as the navigation shows them."""
    members: dict[str, list[Map]] = {}
    for one in index.project.maps:
        members.setdefault(one.folder, []).append(one)
    return tuple(
        FolderView(ref, tuple(index.map(one.name) for one in _by_label(members[path])))
        for path, ref in index.folders.items()
        if path in members
    )


def group_views(index: Index) -> tuple[GroupView, ...]:
    """A page for each folder, and one for each solution."""
    maps = index.project.maps
    folders = [
        _group(index, path, [one for one in maps if one.folder == path])
        for path in index.folders
    ]
    solutions = [
        _solution(index, one, [m for m in maps if m.solution == one.name])
        for one in index.project.solutions
    ]
    return (*folders, *solutions)


def order_view(index: Index) -> OrderView:
    """The page of the order."""
    graph = index.graph
    waves: dict[int, list[str]] = {}
    for node in graph.nodes:
        waves.setdefault(node.wave, []).append(node.name)
    plan = index.project.plan or tuple(Step(map=node.name) for node in graph.nodes)
    steps = tuple(
        _step(index, number, step) for number, step in enumerate(plan, start=1)
    )
    later = tuple(
        (index.map(e.then), index.map(e.first), ", ".join(e.lookups) or "declared")
        for e in graph.edges
        if e.later
    )
    return OrderView(
        waves=tuple(
            WaveView(number, tuple(index.map(name) for name in sorted(names)))
            for number, names in sorted(waves.items())
        ),
        steps=steps,
        later=later,
        second=tuple(step for step in steps if step.only),
    )


def _step(index: Index, number: int, step: Step) -> StepView:
    node = index.graph.by_name.get(step.map)
    wave = node.wave if node is not None else 0
    return StepView(number, index.map(step.map), wave, step.without, step.only)


def _group(index: Index, path: str, maps: list[Map]) -> GroupView:
    ref = index.folders[path]
    names = [one.name for one in maps]
    facts = (Fact("Folder", path, code=True),) if path else ()
    return GroupView(
        ref=ref,
        title=ref.text,
        kind="Folder",
        doc="",
        facts=facts,
        maps=tuple(map_row(index, one) for one in _by_label(maps)),
        figure=group_figure(index, names) if index.figures else None,
        mermaid=_mermaid(index, names),
    )


def _solution(index: Index, one: Solution, maps: list[Map]) -> GroupView:
    ref = index.solution(one.name)
    if ref is None:
        raise KeyError(one.name)
    names = [each.name for each in maps]
    requires = ", ".join(f"{need.name} {need.version}" for need in one.requires)
    texts = (
        ("Name", one.name),
        ("Publisher", one.publisher),
        ("Version", one.version),
        ("Requires", requires),
    )
    return GroupView(
        ref=ref,
        title=ref.text,
        kind="Solution",
        doc=one.doc,
        facts=tuple(Fact(label, text) for label, text in texts if text),
        maps=tuple(map_row(index, each) for each in _by_label(maps)),
        figure=group_figure(index, names) if index.figures else None,
        mermaid=_mermaid(index, names),
    )


def _mermaid(index: Index, names: list[str]) -> str:
    part = index.graph.part(set(names))
    return mermaid(part) if part.edges and len(names) <= MOST_IN_MERMAID else ""


def _by_label(maps: list[Map]) -> list[Map]:
    return sorted(maps, key=lambda one: ((one.label or one.name).casefold(), one.name))


def _sum_checks(checks: list[CheckView]) -> CheckView:
    lines = sum(one.lines for one in checks)
    unchecked = sum(one.unchecked for one in checks)
    return CheckView(
        lines=lines,
        checked=sum(one.checked for one in checks),
        inferred=sum(one.inferred for one in checks),
        unchecked=unchecked,
        share=(lines - unchecked) * 100 // lines if lines else 100,
    )
