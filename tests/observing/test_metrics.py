"""What Prometheus and OpenTelemetry are told: bounded, and about nobody."""

import subprocess
import sys
import urllib.request
from collections.abc import Callable
from typing import get_args

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import create_engine

from tests.evidence.ledgers import HandClock
from tests.migrations import dumping
from tests.servers import free_port
from upheld.assembly import open_store
from upheld.deletion.steps import Outcome
from upheld.migrations.opening import bring_up_to_date
from upheld.observing import metrics, tracing
from upheld.operation.store_metrics import StoreNumbers
from upheld.policy.language.rights import RightKind

PERSONAL = ("hanako@example.jp", "森花子", "09012345678", "/requests/hanako", "GET森")


def _series(name: str) -> list[str]:
    return [line for line in metrics.rendered().decode().splitlines() if line.startswith(name)]


def test_a_request_is_counted_by_route_method_and_class_of_status() -> None:
    # A route of this test alone: other tests of the same process call the real ones.
    metrics.know_routes(["/counted/{once}"])
    metrics.web_request("/counted/{once}", "GET", 404, 0.01)
    (found,) = (s for s in _series("upheld_http_requests_total") if "{once}" in s)
    assert 'method="GET"' in found
    assert 'status="4xx"' in found


@pytest.mark.parametrize("value", PERSONAL)
def test_no_label_takes_a_value_from_outside(value: str) -> None:
    metrics.web_request(value, value, 200, 0.01)
    metrics.web_request(f"/x/{value}", "GET", 999, 0.01)
    metrics.received(value)
    metrics.step(value)
    assert value not in metrics.rendered().decode()


def test_the_rights_and_outcomes_that_are_told_apart_are_all_there_are() -> None:
    assert set(get_args(RightKind)) == metrics.RIGHTS
    assert set(get_args(Outcome)) == metrics.OUTCOMES


def test_ten_thousand_odd_routes_are_one_series() -> None:
    before = len(_series("upheld_http_requests_total"))
    for number in range(10_000):
        metrics.web_request(f"/odd/{number}/%zz", f"M{number}", 200, 0)
    assert len(_series("upheld_http_requests_total")) <= before + 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_store_is_read_at_each_scrape(kind: str, fresh_database: Callable[[str], str]) -> None:
    from prometheus_client import CollectorRegistry, generate_latest

    engine = open_store(fresh_database(kind))
    bring_up_to_date(engine)
    dumping.fill(engine)
    registry = CollectorRegistry()
    registry.register(StoreNumbers(engine, HandClock()))
    told = generate_latest(registry).decode()
    engine.dispose()
    assert "upheld_store_up 1.0" in told
    assert "upheld_ledger_entries 305.0" in told
    assert "upheld_outbox_waiting" in told
    assert "upheld_systems_closed" in told


def test_a_store_that_does_not_answer_is_a_number_and_no_error() -> None:
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    registry.register(StoreNumbers(create_engine("sqlite:////nowhere/store.db"), HandClock()))
    told = generate_latest(registry).decode()
    assert "upheld_store_up 0.0" in told
    assert "upheld_cases{" not in told


def test_the_numbers_are_served_on_loopback_alone() -> None:
    port = free_port()
    server = metrics.listen(port)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            assert b"upheld_http_requests" in answer.read()
        assert server.server_address[0] == "127.0.0.1"
    finally:
        server.shutdown()
        server.server_close()


def test_spans_carry_no_value_and_no_message() -> None:
    exporter = InMemorySpanExporter()
    assert tracing.set_up(exporter)
    try:
        with (
            pytest.raises(ValueError, match="hanako"),
            tracing.span("deletion-act", system="shop", name=PERSONAL[0], request="R-2026-0001"),
        ):
            raise ValueError(PERSONAL[0])
        with tracing.span(PERSONAL[1]):
            pass
    finally:
        tracing._TRACER.clear()
    first, second = exporter.get_finished_spans()
    assert first.name == "deletion-act"
    assert dict(first.attributes or {}) == {
        "upheld.system": "shop",
        "upheld.request": "R-2026-0001",
        "upheld.name": "[withheld]",
    }
    assert set(first.resource.attributes) == {"service.name", "service.version"}
    for span in (first, second):
        assert not any(value in span.to_json() for value in PERSONAL)


def test_nothing_is_loaded_until_it_is_wanted() -> None:
    code = (
        "import sys\n"
        "from upheld.observing import logs, metrics, tracing\n"
        "with tracing.span('x'): pass\n"
        "logs.log('upheld').info('x')\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('opentelemetry', 'prometheus_client')))\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
