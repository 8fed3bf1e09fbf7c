"""What a running sync tells: log records with fields, metrics and spans, and no values of records."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dwmap.runtime import _telemetry
from dwmap.runtime._cli import main
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from runtime.bench import Bench, customer
from runtime.sample_project import PROJECT

SECRET = "Only the two ends know this name"


@pytest.fixture
def running() -> Iterator[Bench]:
    """The sample project between two ends in memory."""
    bench = Bench(PROJECT, {"fo": "memory:", "ce": "memory:"})
    bench.seed()
    yield bench
    bench.sync.close()


def test_errors_are_logged_with_their_facts(
    running: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """Map, key, company, field, code and what to do; counts for what went well; no values."""
    caplog.set_level(logging.INFO, "dwmap")
    running.settled()
    running.put("fo.Customers", customer("C9", OrganizationName=SECRET, Blocked="?"))
    running.sync.propagate()

    lines = [json.loads(_telemetry.JsonLines().format(one)) for one in caplog.records]
    (error,) = [line for line in lines if line["level"] == "warning"]
    assert error["map"] == "Customers" and error["key"] == '["USMF","C9"]'
    assert (error["code"], error["company"]) == ("value-map-miss", "USMF")
    assert error["help"] and error["at"].endswith("+00:00")
    assert any(line.get("created") == 3 for line in lines)
    assert SECRET not in str(lines)


def test_metrics_and_spans(running: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outcomes by map and status, errors by code, seconds by kind of work."""
    reader, spans = InMemoryMetricReader(), InMemorySpanExporter()
    meters, tracers = MeterProvider([reader]), TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    monkeypatch.setattr(metrics, "get_meter", meters.get_meter)
    monkeypatch.setattr(trace, "get_tracer", tracers.get_tracer)
    _telemetry._instruments.cache_clear()

    running.settled()
    running.put("fo.Customers", customer("C8"), customer("C9", Blocked="?"))
    running.sync.propagate()

    _telemetry._instruments.cache_clear()
    points = _points(reader)
    created = {"map": "Customers", "direction": "forward", "status": "created"}
    assert points["dwmap.records"][tuple(sorted(created.items()))] == 3 + 1
    wrong = {"map": "Customers", "code": "value-map-miss"}
    assert points["dwmap.errors"] == {tuple(sorted(wrong.items())): 1}
    assert {span.name for span in spans.get_finished_spans()} == {
        "dwmap initial-sync",
        "dwmap live",
        "dwmap replay",
    }


def _points(reader: InMemoryMetricReader) -> dict[str, dict[Any, Any]]:
    data = reader.get_metrics_data()
    found: dict[str, dict[Any, Any]] = {}
    for resource in data.resource_metrics if data else ():
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                for point in metric.data.data_points:
                    key = tuple(sorted((point.attributes or {}).items()))
                    value = getattr(point, "value", None)
                    found.setdefault(metric.name, {})[key] = value
    return found


def test_a_log_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines of JSON are appended; a file that cannot be written is said."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    bench = Bench(PROJECT, urls)
    bench.seed()
    bench.sync.close()
    given = [word for name, url in urls.items() for word in ("--end", f"{name}={url}")]
    given += ["--state", f"{tmp_path}/state.db"]

    assert main(PROJECT, ["initial-sync", *given, "--log", f"{tmp_path}/log"]) == 0
    first = (tmp_path / "log").read_text("utf-8").splitlines()
    assert main(PROJECT, ["live", *given, "--log", f"{tmp_path}/log"]) == 0
    assert main(PROJECT, ["live", *given, "--log", f"{tmp_path}/no/log"]) == 2

    lines = (tmp_path / "log").read_text("utf-8").splitlines()
    assert [json.loads(line)["level"] for line in first] == ["info"] * len(first)
    assert lines[: len(first)] == first
    assert "cannot write the log" in capsys.readouterr().err
