"""
How long a solution takes in and out, against the bare reading and writing of its zip, XML and JSON.

    python tests/benchmarks/bench_solutions.py [MAPS]

500 generated maps of 30 rules: plain ones, lookups, value maps, constants and filters, in both of the forms that the product
writes. Each command runs in a process of its own, as a user would start it; of three runs the median counts. Exit code 1
when one of them takes more than 5 seconds by the clock; those of processors tell how busy the machine was.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path[:0] = [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[2] / "compiler"),
]

from dwmap.solutions.safe_xml import parse_xml  # needs the paths above
from harness.solutions import customizations, row_of, zip_of  # needs the paths above

RULES = 30
LIMIT = 5.0
RUNS = 3


def rule(map_: int, place: int) -> dict[str, Any]:
    """A rule; every form has its turn."""
    numbers = map_ % 2
    made: dict[str, Any] = {
        "syncDirection": 3 if numbers else "3",
        "sourceField": f"FIELD{place}",
        "destinationField": f"new_field{place}",
        "isSystemGenerated": False,
    }
    transforms: list[dict[str, Any]] = []
    if place % 5 == 1:
        made["destinationField"] = f"new_lookup{place}.new_name"
    if place % 6 == 2:
        pairs = {f"value{n}x{map_ % 40}": str(100000 + n) for n in range(6)}
        transforms = [{"transformType": "ValueMap", "valueMap": pairs}]
    if place == 3:
        made |= {"syncDirection": 1, "sourceField": ""}
        transforms = [{"transformType": "Default", "defaultValue": "3"}]
    if transforms or not numbers:
        made["valueTransforms"] = transforms
    return made


def solution(maps: int) -> bytes:
    """The zip."""
    rows = []
    for number in range(maps):
        leg = {
            "id": "001",
            "sourceSchema": f"Generated entity {number}",
            "destinationSchema": f"new_generated{number}s",
            "sourceFilter": '((FIELD4 == "A"))' if number % 3 else "",
            "reversedSourceFilter": "new_field5 eq 3" if number % 4 else "",
            "fieldMappings": [rule(number, place) for place in range(RULES)],
        }
        rows.append(row_of({"name": f"Map {number}", "legs": [leg]}, f"Map {number}"))
    return zip_of({"customizations.xml": customizations(rows)})


def bare(data: bytes) -> None:
    """What no importer can do without: unpack, parse XML, parse JSON."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = parse_xml(archive.read("customizations.xml"))
    for column in root.iter("msdyn_mapping"):
        json.loads(column.text or "")


def median(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processors, and by the clock."""
    times, waits = [], []
    for _ in range(RUNS):
        start, began = _processors(), time.perf_counter()
        work()
        times.append(_processors() - start)
        waits.append(time.perf_counter() - began)
    return statistics.median(times), statistics.median(waits)


def _processors() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def dwmap(*words: str, cache: Path) -> None:
    """A command, without what an earlier one remembers."""
    environment = os.environ | {"XDG_CACHE_HOME": str(cache / str(time.time_ns()))}
    command = [sys.executable, "-m", "dwmap", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr[-2000:])


def main() -> None:
    """Measure, print, judge."""
    maps = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    data = solution(maps)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "in.zip").write_bytes(data)
        given, specs, out = (str(place / name) for name in ("in.zip", "specs", "o.zip"))
        least, _ = median(lambda: bare(data))
        there = ("import", given, "--out", specs, "--force", "-q", "--format", "json")
        taken = median(lambda: dwmap(*there, cache=place))
        back = ("export", "solution", specs, "-o", out)
        made = median(lambda: dwmap(*back, cache=place))
    print(f"{maps} maps of {RULES} rules, {len(data) / 1e6:.1f} MB zipped")
    for name, (seconds, clock) in (("import", taken), ("export", made)):
        times = f"{seconds / least:.0f} times a bare reading"
        each = f"{1000 * seconds / maps:.1f} ms a map"
        print(f"{name} {seconds:.2f} s of processors, {clock:.2f} s, {each}, {times}")
    if max(taken[1], made[1]) > LIMIT:
        raise SystemExit(f"more than {LIMIT:.0f} s")


if __name__ == "__main__":
    main()
