"""Numbers for Prometheus. Labels come from closed sets, so that no person can be one.

Without `prometheus-client` (extra `desk`) every function here does nothing.

A label's value that is not in its set is counted as `other`: whoever sends odd requests cannot
fill the memory with new series, nor write a name into them.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

OTHER = "other"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
RIGHTS = frozenset(
    {
        "purpose-notice", "disclosure", "provision-records", "correction", "addition",
        "content-deletion", "suspension", "provision-stop", "suspension-unneeded", "deletion",
        "complaint", "child-report", "know", "delete", "correct", "opt-out-sale-sharing",
        "limit-use", "export",
    }
)  # fmt: skip
"""Those of `policy.language.rights.RightKind`; a test compares."""
OUTCOMES = frozenset(
    {"verified", "remaining", "failed", "not_attempted", "retained", "pending", "out_of_scope"}
)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def bounded(value: object, allowed: Collection[str]) -> str:
    """A label's value, or `other`."""
    return str(value) if str(value) in allowed else OTHER


@cache
def _meters() -> "_Meters | None":
    try:
        return _Meters()
    except ImportError:
        return None


class _Meters:
    """The process's own counters, in a registry of their own: nothing of the platform's default."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.registry: CollectorRegistry = CollectorRegistry()
        self.routes: set[str] = set()
        self.answers = Counter(
            "upheld_http_requests", "Requests answered, by route and class of status.",
            ["route", "method", "status"], registry=self.registry,
        )  # fmt: skip
        self.answering = Histogram(
            "upheld_http_seconds", "How long answers took.", ["route"], buckets=_SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self.received = Counter(
            "upheld_requests_received", "Requests of people, by right.", ["right"],
            registry=self.registry,
        )  # fmt: skip
        self.steps = Counter(
            "upheld_steps", "Acts on tables, by what was seen afterwards.", ["outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.jobs = Counter(
            "upheld_jobs", "Pieces of work that ended.", ["ended"], registry=self.registry
        )


def know_routes(paths: Iterable[str]) -> None:
    """Say which routes there are, as patterns: told once by the application, before it serves.

    An address looks like a pattern as soon as nothing in it is in braces, so that only these
    are told apart.
    """
    if (meters := _meters()) is not None:
        meters.routes.update(paths)


def web_request(route: object, method: object, status: int, seconds: float) -> None:
    """A request of the web was answered; `route` is the pattern, never the address."""
    meters = _meters()
    if meters is None:
        return
    told = bounded(route, meters.routes)
    kind = f"{status // 100}xx" if 100 <= status < 600 else OTHER  # noqa: PLR2004 - RFC 9110
    meters.answers.labels(told, bounded(method, METHODS), kind).inc()
    meters.answering.labels(told).observe(seconds)


def received(right: object) -> None:
    """A person's request was received."""
    if (meters := _meters()) is not None:
        meters.received.labels(bounded(right, RIGHTS)).inc()


def step(outcome: object) -> None:
    """An act on a table was read back."""
    if (meters := _meters()) is not None:
        meters.steps.labels(bounded(outcome, OUTCOMES)).inc()


def job(*, failed: bool) -> None:
    """A piece of work ended."""
    if (meters := _meters()) is not None:
        meters.jobs.labels("failed" if failed else "done").inc()


def watch(collector: Any) -> None:
    """Add what is read at each scrape, e.g. `operation.store_metrics.StoreNumbers`."""
    if (meters := _meters()) is not None:
        meters.registry.register(collector)


def rendered() -> bytes:
    """Everything, in Prometheus's text format; empty without the library."""
    meters = _meters()
    if meters is None:
        return b""
    from prometheus_client import generate_latest

    return generate_latest(meters.registry)


def listen(port: int, host: str = "127.0.0.1") -> Any:
    """Serve the numbers on an address of their own, which no proxy publishes.

    Returns:
        The server; `shutdown()` ends it. `None` without the library.
    """
    meters = _meters()
    if meters is None:
        return None
    from prometheus_client import start_http_server

    server, _thread = start_http_server(port, addr=host, registry=meters.registry)
    return server
