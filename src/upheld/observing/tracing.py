"""Traces by OpenTelemetry (extra `otel`): silent, and not even imported, until it is set up.

    with tracing.span("deletion-act", system="shop"):
        …

Attributes pass the same gate as log fields. The exporter reads the usual variables, such as
`OTEL_EXPORTER_OTLP_ENDPOINT`; resources name the program and its version, no host and no user.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from upheld.observing import harmless

_TRACER: list[Any] = []
"""Empty, or the one tracer of the process."""


def set_up(exporter: Any = None) -> bool:
    """Begin to trace; say whether the libraries are there.

    Args:
        exporter: Where spans go; OTLP over HTTP by default.
    """
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

        if exporter is None:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        return False
    from upheld import __version__

    named = {"service.name": "upheld", "service.version": __version__}
    # `Resource.create` would add host and process; these two are all that is told.
    provider = TracerProvider(resource=Resource(named))
    processor = (
        BatchSpanProcessor(OTLPSpanExporter())
        if exporter is None
        else SimpleSpanProcessor(exporter)
    )
    provider.add_span_processor(processor)
    _TRACER[:] = [provider.get_tracer("upheld")]
    return True


@contextmanager
def span(name: str, /, **fields: object) -> Iterator[None]:
    """Trace what happens within; an exception is told by its type alone."""
    if not _TRACER:
        yield
        return
    from opentelemetry.trace import Status, StatusCode

    told = str(harmless.value("event", name))
    attributes = {f"upheld.{k}": _plain(v) for k, v in harmless.fields(fields).items()}
    # The library would record an exception with its message, which can hold a person's value.
    with _TRACER[0].start_as_current_span(
        told, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except BaseException as error:
            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def _plain(value: object) -> Any:
    return value if isinstance(value, str | bool | int | float) else str(value)
