"""
What a running sync tells others: log records with fields, and OpenTelemetry where it is installed.

The logger is called `dwmap`. Its records carry their facts as `record.dwmap`, a dictionary, which
`JsonLines` writes as one object a line. Keys of records appear, and of their values only the one that an error
is about.

Metrics: `dwmap.records` counts outcomes by map, direction and status; `dwmap.errors` counts them by map and
code; `dwmap.duration` is a histogram of seconds by kind of work. Spans are called `dwmap live`,
`dwmap initial-sync` and so on.
"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from ._errors import EndError
from ._keys import key_text, plain_value
from ._outcome import InitialResult, Outcome

LOG = logging.getLogger("dwmap")


class JsonLines(logging.Formatter):
    """One JSON object a line: time in UTC, level, message, and the facts of the record."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "dwmap", {}),
        }
        return json.dumps(told, default=plain_value, ensure_ascii=False)


@contextmanager
def work(kind: str) -> Iterator[None]:
    """Measure what is done inside, as a span and a duration."""
    begun = time.perf_counter()
    tracer = _instruments().tracer
    try:
        if tracer is None:
            yield
        else:
            with tracer.start_as_current_span(f"dwmap {kind}"):
                yield
    except EndError as error:
        LOG.error("%s: %s", kind, error, extra={"dwmap": {"kind": kind}})
        raise
    finally:
        seconds = time.perf_counter() - begun
        if (histogram := _instruments().duration) is not None:
            histogram.record(seconds, {"kind": kind})


def told_outcomes(outcomes: Iterable[Outcome]) -> None:
    """Log what became of changes, each error by itself and the rest as counts of each map."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in outcomes:
        counts[one.map, one.direction, one.status] += 1
        if one.failure is not None:
            _error(one)
    for (name, direction, status), count in sorted(counts.items()):
        if status != "echo":
            facts = {"map": name, "direction": direction, "status": status}
            LOG.info(
                "%s %s: %d %s",
                name,
                direction,
                count,
                status,
                extra={"dwmap": facts | {"count": count}},
            )
        _count("records", count, map=name, direction=direction, status=status)


def told_initial(result: InitialResult) -> None:
    """Log the legs of an initial synchronization."""
    for leg in result.legs:
        told = {name: count for name, count in leg.counts.as_dict().items() if count}
        facts = {
            "map": leg.map,
            "direction": leg.direction,
            "seconds": round(leg.seconds, 3),
        }
        text = ", ".join(f"{count} {name}" for name, count in told.items())
        LOG.info(
            "%s %s: %s", leg.map, leg.direction, text, extra={"dwmap": facts | told}
        )
        for name, count in told.items():
            if name != "read":
                _count(
                    "records", count, map=leg.map, direction=leg.direction, status=name
                )


def _error(one: Outcome) -> None:
    failure = one.failure
    if failure is None:
        return
    facts = {
        "map": one.map,
        "direction": one.direction,
        "key": key_text(one.key),
        "company": failure.company,
        "field": failure.field,
        "code": failure.code,
        "failure": failure.id,
        "help": failure.help,
    }
    LOG.warning(
        "%s %s %s: %s",
        one.map,
        one.direction,
        facts["key"],
        failure.message,
        extra={"dwmap": facts},
    )
    _count("errors", 1, map=one.map, code=failure.code)


class _Instruments:
    """The instruments of OpenTelemetry, None where it is not installed."""

    def __init__(self) -> None:
        self.tracer: Any = None
        self.duration: Any = None
        self.counters: dict[str, Any] = {}
        try:
            from opentelemetry import metrics, trace
        except ImportError:
            return
        meter = metrics.get_meter("dwmap")
        self.tracer = trace.get_tracer("dwmap")
        self.duration = meter.create_histogram("dwmap.duration", unit="s")
        for name in ("records", "errors"):
            self.counters[name] = meter.create_counter(f"dwmap.{name}")


@cache
def _instruments() -> _Instruments:
    return _Instruments()


def _count(name: str, count: int, **attributes: str) -> None:
    counter = _instruments().counters.get(name)
    if counter is not None:
        counter.add(count, attributes)
