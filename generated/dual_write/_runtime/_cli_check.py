# Copied by dwmap from its runtime. Do not edit.
"""The commands that compare, check and prepare: `reconcile`, `preflight`, `companies`, `bootstrap`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeAlias

from . import _report as report
from ._bootstrap import StampRule
from ._masks import shown_difference
from ._model import Path, Project
from ._reconcile import Difference, Pairs, Reconciliation
from ._repair import direction_of
from ._sync import Sync

Add: TypeAlias = Callable[..., argparse.ArgumentParser]
Open: TypeAlias = Callable[[Project, argparse.Namespace], Sync]


def check_commands(add: Add, open_sync: Open) -> None:
    """Add the commands; `open_sync` opens the ends that are named."""

    def command(
        name: str, run: Callable[[Sync, argparse.Namespace], int], help: str
    ) -> argparse.ArgumentParser:
        def opened(project: Project, arguments: argparse.Namespace) -> int:
            with open_sync(project, arguments) as sync:
                return run(sync, arguments)

        return add(name, opened, help, ends=True)

    _reconcile_options(
        command(
            "reconcile", _reconcile, "compare both ends and say what differs, and why"
        )
    )
    command(
        "preflight", _preflight, "check what maps need before they start"
    ).add_argument("--quick", action="store_true", help="read no whole tables")
    _companies_options(
        command(
            "companies",
            _companies,
            "for each company and map the rows in scope, the pairs, what waits; link companies",
        )
    )
    _bootstrap_options(
        command("bootstrap", _bootstrap, "stamp the company on rows that have none")
    )


def _companies_options(command: argparse.ArgumentParser) -> None:
    one = command.add_mutually_exclusive_group()
    for flag, help in (
        ("--link", "let these take part; the first ones end that all do"),
        ("--unlink", "leave these alone from now on, on both ends"),
    ):
        one.add_argument(flag, nargs="+", metavar="COMPANY", default=[], help=help)
    one.add_argument(
        "--link-all", action="store_true", help="let all companies take part again"
    )


def _reconcile_options(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("maps", nargs="*", metavar="MAP", help="these maps; all without")
    add(
        "--company",
        action="append",
        default=[],
        help="only this company; may be repeated",
    )
    add(
        "--limit",
        type=int,
        default=100,
        metavar="N",
        help="show so many differences (default: 100)",
    )
    add(
        "--repair",
        choices=("left", "right", "newer"),
        help="make the rows equal: by this side, or by the one that was changed since",
    )
    add(
        "--delete",
        action="store_true",
        help="delete rows that the side which wins does not have, instead of creating them there",
    )
    add(
        "--apply",
        action="store_true",
        help="do it; without, --repair says what would be done",
    )


def _bootstrap_options(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("table", metavar="TABLE", help="as in the maps: ce.accounts")
    add(
        "--rule",
        action="append",
        default=[],
        type=_stamp_rule,
        metavar="FIELD=VALUE:COMPANY",
        help="rows whose field has this value belong to this company; the first rule that fits counts",
    )
    add(
        "--company",
        metavar="COMPANY",
        help="rows that no rule fits; without, they are faults",
    )
    add(
        "--max-faults",
        type=int,
        default=0,
        metavar="N",
        help="write nothing where there are more (default: 0)",
    )
    add(
        "--apply",
        action="store_true",
        help="do it; without, it is only said what would be done",
    )


def _companies(sync: Sync, arguments: argparse.Namespace) -> int:
    if arguments.link:
        sync.linked.link(arguments.link)
    elif arguments.unlink:
        sync.linked.unlink(arguments.unlink)
    elif arguments.link_all:
        sync.linked.link_all()
    found = sync.companies()
    report.print_records(found, arguments.format, "neither end has any row")
    return 1 if any(one.failures or one.waiting for one in found) else 0


def _stamp_rule(text: str) -> StampRule:
    field, equals, rest = text.partition("=")
    value, colon, company = rest.rpartition(":")
    if not (field and equals and colon and company):
        raise argparse.ArgumentTypeError("wants FIELD=VALUE:COMPANY")
    return StampRule(Path(tuple(field.split("."))), value, company)


def _bootstrap(sync: Sync, arguments: argparse.Namespace) -> int:
    done = sync.bootstrap(
        arguments.table,
        arguments.rule,
        arguments.company,
        max_faults=arguments.max_faults,
        apply=arguments.apply,
    )
    if arguments.format == "json":
        report.print_json(asdict(done) | {"faults": [f._asdict() for f in done.faults]})
        return 1 if done.faults else 0
    verb = "got" if done.written else "would get"
    for company, count in sorted(done.companies.items()):
        print(f"{count} rows of {done.table} {verb} the company {company}")
    for fault in done.faults[:20]:
        print(f"fault: {fault.row}: {fault.reason}")
    print(f"{sum(done.companies.values())} rows, {len(done.faults)} faults")
    if not done.written:
        print("nothing was written" + ("" if arguments.apply else "; --apply does it"))
    return 1 if done.faults else 0


def _reconcile(sync: Sync, arguments: argparse.Namespace) -> int:
    found = sync.reconcile(arguments.maps, arguments.company)
    if arguments.repair is None:
        _print(found, arguments, [_row(one) for one in found.differences])
        return 1 if found.differences else 0
    if not arguments.apply:
        rows = [
            _row(one) | {"repair": _planned(one, arguments)}
            for one in found.differences
        ]
        _print(found, arguments, rows)
        if arguments.format == "text" and rows:
            print("\nnothing was written; --apply does what stands under repair")
        return 1 if found.differences else 0
    outcomes, left_over = sync.repair(
        found.differences, arguments.repair, delete=arguments.delete
    )
    report.print_outcomes(outcomes, arguments.format)
    report.print_records(
        [shown_difference(sync.project, one) for one in left_over[: arguments.limit]],
        arguments.format,
        "nothing is left for a person to look at",
    )
    refused = any(outcome.status == "refused" for outcome in outcomes)
    return 1 if refused or left_over else 0


def _planned(one: Difference, arguments: argparse.Namespace) -> str:
    way = direction_of(one, arguments.repair, arguments.delete)
    if way is None:
        return "by a person"
    source, target = ("left", "right") if way == "forward" else ("right", "left")
    missing = one.status == f"missing-{source}"
    return f"delete on the {target}" if missing else f"{source} to {target}"


def _row(one: Difference) -> dict[str, object]:
    return {
        "map": one.map,
        "status": one.status,
        "key": one.key,
        "newer": one.newer or "",
        "fields": [each._asdict() for each in one.fields],
        "cause": one.cause,
        "code": one.code,
    }


def _print(
    found: Reconciliation,
    arguments: argparse.Namespace,
    rows: Sequence[dict[str, object]],
) -> None:
    if arguments.format == "json":
        report.print_json(
            {
                "maps": [_counts(each) for each in found.pairs],
                "differences": rows[: arguments.limit],
                "left_off": max(0, len(rows) - arguments.limit),
            }
        )
        return
    counts = [_counts(each) for each in found.pairs]
    filled = [each for each in counts if any(list(each.values())[1:])]
    report.print_dicts(filled, "neither end has any row")
    if filled and len(filled) < len(counts):
        print(f"{len(counts) - len(filled)} maps have no rows on either end")
    for row in rows[: arguments.limit]:
        _print_row(row)
    if len(rows) > arguments.limit:
        print(f"\n{len(rows) - arguments.limit} more; see them with --limit")
    if not rows:
        print("\nboth ends are equal")


def _print_row(row: dict[str, object]) -> None:
    print(f"\n{row['map']} {row['key']}: {row['status']}: {row['cause']}")
    fields = row["fields"]
    for each in fields if isinstance(fields, list) else ():
        print(
            f"    {each['field']}: {each['before']!r}, and would be {each['after']!r}"
        )
    if "repair" in row:
        print(f"    repair: {row['repair']}")


def _counts(each: Pairs) -> dict[str, object]:
    names = (
        "differs",
        "missing-left",
        "missing-right",
        "duplicate-key",
        "cannot-travel",
    )
    return {
        "map": each.map,
        "equal": each.equal,
        "out of scope": each.out_of_scope,
        **{name.replace("-", " "): each.counts.get(name, 0) for name in names},
    }


def _preflight(sync: Sync, arguments: argparse.Namespace) -> int:
    checks = sync.preflight(quick=arguments.quick)
    failed = sum(each.verdict == "failed" for each in checks)
    warned = sum(each.verdict == "warning" for each in checks)
    if arguments.format == "json":
        report.print_json([each._asdict() for each in checks])
    else:
        for each in checks:
            if each.verdict != "ok":
                print(f"{each.verdict}: {each.of}: {each.name}: {each.message}")
                print(f"    what to do: {each.help}")
        print(f"{len(checks)} checks, {failed} failed, {warned} warnings")
    return 1 if failed else 0
