"""Checks what only mentions maps, entities and fields: examples, samples, bootstraps, chosen variants."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import isabs, join, normpath

from dwmap.diagnostics import Report
from dwmap.ir.model import Type
from dwmap.semantic.literals import read_value
from dwmap.semantic.paths import read_path, value_type
from dwmap.semantic.problems import (
    DuplicateMember,
    OutsideSamples,
    UnknownMap,
    UnknownVariant,
    WrongSystem,
)
from dwmap.semantic.renames import renamed_map
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.semantic.transformers import read_otherwise
from dwmap.semantic.types import ANY, check_entity_name
from dwmap.source import Span
from dwmap.syntax import ast


def check_mentions(scope: Scope, variants: Mapping[str, str], report: Report) -> None:
    """Report names that lead nowhere, and values that their fields cannot have."""
    for samples in scope.samples:
        _check_samples(samples, scope, report)
    for example in scope.examples:
        if _known_map(example.map, scope, report):
            _check_example(example, scope, report)
    for bootstrap in scope.bootstraps:
        _check_bootstrap(bootstrap, scope, report)
    _check_chosen(scope, variants, report)


def _known_map(name: ast.Name, scope: Scope, report: Report) -> bool:
    if name.text in scope.maps:
        return True
    if not scope.is_damaged(name.text):
        meant = scope.meant(name.text, scope.maps)
        now = renamed_map(name.text, scope)
        report.add(UnknownMap(name.text, name.span, meant, now))
    return False


def samples_path(decl: ast.SamplesDecl) -> str:
    """Where the samples lie, seen from the project: the path is relative to the file that names it."""
    folder = decl.span.file.path.rpartition("/")[0]
    return normpath(join(folder, decl.path))


def _check_samples(decl: ast.SamplesDecl, scope: Scope, report: Report) -> None:
    path = samples_path(decl)
    if isabs(path) or path.split("/")[0] == ".." or "\\" in path or ":" in path:
        report.add(OutsideSamples(decl.path, decl.span))
    if not _known_map(decl.map, scope, report) or decl.system is None:
        return
    map = scope.maps[decl.map.text]
    sides = (map.left.system.text, map.right.system.text)
    if decl.system.text not in sides:
        report.add(WrongSystem(decl.system.text, sides, decl.system.span))


def _check_example(example: ast.ExampleDecl, scope: Scope, report: Report) -> None:
    decl = scope.maps[example.map.text]
    sides = (decl.left.system.text, decl.right.system.text)
    for record in example.records:
        system = record.system
        if system.text not in sides:
            report.add(WrongSystem(system.text, sides, system.span))
            continue
        side = decl.left if system.text == sides[0] else decl.right
        _check_record(record, scope.entity(side.text), scope, report)


def _check_record(
    record: ast.ExampleRecord, entity: EntityFacts, scope: Scope, report: Report
) -> None:
    seen: dict[str, Span] = {}
    for field in record.fields:
        fold = field.path.text.lower()
        if fold in seen:
            report.add(DuplicateMember(field.path.text, seen[fold], field.path.span))
            continue
        seen[fold] = field.path.span
        path = read_path(field.path, entity, scope, report)
        type_ = value_type(path, entity, scope)
        read_value(field.value, type_, scope, report, end=scope.end_of(entity))


def _check_bootstrap(decl: ast.BootstrapDecl, scope: Scope, report: Report) -> None:
    check_entity_name(decl.qname, scope, report)
    entity = scope.entity(decl.qname.text)
    type_ = value_type(read_path(decl.source, entity, scope, report), entity, scope)
    company = _company_type(entity, scope)
    for value, code in decl.entries:
        read_value(value, type_, scope, report)
        read_value(code, company, scope, report)
    if decl.otherwise is not None:
        read_otherwise(decl.otherwise, company, scope, report)


def _company_type(entity: EntityFacts, scope: Scope) -> Type:
    decl = entity.decl
    if decl is None or decl.company is None:
        return ANY
    # What is wrong with the path is reported where the entity is read.
    path = read_path(decl.company, entity, scope, Report())
    return value_type(path, entity, scope)


def _check_chosen(scope: Scope, variants: Mapping[str, str], report: Report) -> None:
    for name, choice in sorted(variants.items()):
        variant = scope.variants.get(name)
        if variant is None:
            if not scope.is_damaged(name):
                report.add(
                    UnknownVariant(name, None, scope.meant(name, scope.variants))
                )
            continue
        choices = [each.text for each in variant.choices]
        if choice not in choices:
            report.add(UnknownVariant(choice, None, scope.meant(choice, choices)))
