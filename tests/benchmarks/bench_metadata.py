"""
How long `$metadata` of 30 MB takes into the entities of a project, and how much memory, against expat alone.

    python tests/benchmarks/bench_metadata.py [MEGABYTES]

The metadata has the form of finance and operations: entities of 60 fields with annotations, enums, actions. The project declares
100 of the entities in 50 maps; one text in two is shorter in the service. Each command runs in a process of its own; of three
runs the median counts. Exit code 1 when one of the first two takes more than 10 seconds by the clock; the third writes an
entity for each of the service, a spec as long as the metadata.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from xml.parsers import expat

FIELDS = 60
MAPS = 50
LIMIT = 10.0
RUNS = 3
NAMESPACE = "Microsoft.Dynamics.DataEntities"
TERM = "Microsoft.Dynamics.OData.Core.V1"
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
    f'<Schema Namespace="{NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">\n'
)
KINDS = (
    ("Edm.String", "String", "string(20)?"),
    ("Edm.Int32", "Integer", "int?"),
    ("Edm.Decimal", "Real", "decimal(10, 2)?"),
    ("Edm.DateTimeOffset", "UtcDateTime", "datetime?"),
    (f"{NAMESPACE}.Enum1", "Enum", "Enum1?"),
)
"""The type of a field there, the one behind it, and how a spec declares it."""


def entity_type(number: int) -> str:
    """An entity with a key of two parts."""
    lines = [
        f'<EntityType Name="Entity{number}"><Key><PropertyRef Name="dataAreaId"/><PropertyRef Name="Code"/></Key>'
    ]
    names = ["dataAreaId", "Code", *(f"Field{place}" for place in range(2, FIELDS))]
    for place, name in enumerate(names):
        kind, plain, _ = KINDS[place % len(KINDS) if place > 1 else 0]
        size = ' MaxLength="15"' if place % 10 == 5 else ""
        lines.append(
            f'<Property Name="{name}" Type="{kind}"{size}><Annotation Term="{TERM}.LabelId" String="@SYS{place}"/>'
            f'<Annotation Term="{TERM}.AXType" EnumMember="{TERM}.AXType/{plain}"/></Property>'
        )
    lines.append(f"</EntityType>\n<Action Name='act{number}' IsBound='true'/>\n")
    return "".join(lines)


def metadata(size: int) -> bytes:
    """So many bytes of it."""
    parts, length, number = [HEAD], 0, 0
    while length < size or number < 2 * MAPS:
        parts.append(entity_type(number))
        length += len(parts[-1])
        number += 1
    parts += (
        f'<EnumType Name="Enum{n}"><Member Name="A" Value="0"/></EnumType>'
        for n in range(100)
    )
    sets = (
        f'<EntitySet Name="Entities{n}" EntityType="{NAMESPACE}.Entity{n}"/>'
        for n in range(number)
    )
    container = f'<EntityContainer Name="Resources">{"".join(sets)}</EntityContainer>'
    parts.append(f"\n{container}</Schema></edmx:DataServices></edmx:Edmx>\n")
    return "".join(parts).encode()


def specs() -> Iterator[str]:
    """The entities, and maps between each two of them."""
    yield "system other finops\nenum fo.Enum1 { A }\n"
    for number in range(2 * MAPS):
        fields = (
            f"  Field{place} {KINDS[place % len(KINDS)][2]}\n"
            for place in range(2, FIELDS)
            if place % len(KINDS) != 4 or number < MAPS
        )
        system = "other" if number >= MAPS else "fo"
        head = f"entity {system}.Entities{number} {{\n  key dataAreaId, Code\n"
        key = "  dataAreaId string(4)\n  Code string(20)\n"
        yield f"{head}{key}{''.join(fields)}}}\n"
    for number in range(MAPS):
        places = (place for place in range(2, FIELDS) if place % len(KINDS) != 4)
        lines = (f"  Field{place} = Field{place}\n" for place in places)
        sides = f"fo.Entities{number} <-> other.Entities{number + MAPS}"
        key = "  dataAreaId = dataAreaId\n  Code = Code\n"
        yield f"map M{number} : {sides} {{\n{key}{''.join(lines)}}}\n"


def bare(data: bytes) -> None:
    """What no reader can do without."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: None
    parser.Parse(data, True)


def median(work: Callable[[], object]) -> float:
    """Seconds by the clock."""
    waits = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        waits.append(time.perf_counter() - began)
    return statistics.median(waits)


def dwmap(*words: str, cache: Path) -> None:
    """A command, without what an earlier one remembers."""
    environment = os.environ | {"XDG_CACHE_HOME": str(cache / str(time.time_ns()))}
    command = [sys.executable, "-m", "dwmap", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode > 1:
        raise SystemExit(done.stdout + done.stderr[-2000:])


def peak() -> float:
    """Megabytes of the largest process that has ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measure, print, judge."""
    data = metadata(int(sys.argv[1] if len(sys.argv) > 1 else 30) * 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "fo.xml").write_bytes(data)
        for name, text in (
            ("one", ["entity fo.Entities1 { table Entity1 }\n"]),
            ("all", specs()),
        ):
            (place / name).mkdir()
            (place / name / "dwmap.toml").write_text('name = "bench"\n')
            (place / name / "maps.dwmap").write_text("\n".join(text))
        least = median(lambda: bare(data))
        print(f"{len(data) / 1e6:.1f} MB; expat alone {least:.2f} s")
        slowest = 0.0
        for title, name, options in (
            ("one entity", "one", ()),
            ("100 entities in 50 maps", "all", ()),
            ("all entities declared", "one", ("--all",)),
        ):
            words = (
                "import",
                "metadata",
                str(place / "fo.xml"),
                "-p",
                str(place / name),
            )
            words = (*words, "--system", "fo", "--check", "-q", *options)
            taken = median(partial(dwmap, *words, cache=place))
            slowest = max(slowest, taken if not options else 0.0)
            times = f"{taken / least:.0f} times expat"
            print(f"{title}: {taken:.2f} s, {times}, {peak():.0f} MB at most")
    if slowest > LIMIT:
        raise SystemExit(f"more than {LIMIT:.0f} s")


if __name__ == "__main__":
    main()
