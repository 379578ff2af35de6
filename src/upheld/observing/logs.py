"""One line of JSON for each record, whoever wrote it, with nothing of anybody in it.

    from upheld.observing import logs
    _LOG = logs.log("upheld.web")
    _LOG.info("request-answered", request="R-2026-0001", milliseconds=12)

Built on `logging`, which every library here writes to as well: one handler at the root is one
gate. Our own messages are told as their template, with arguments withheld unless they are
plainly harmless. Of any other library level, name and place are told and the message is withheld:
it may have been put together before it came here.
"""

import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

from upheld.observing import harmless

OURS = "upheld"
_FIELDS = "upheld_fields"
_FRAMES = 12
_PLAIN = re.compile(r"[\x20-\x3f\x41-\x7e]*")
"""ASCII without the sign of mail addresses."""
_SERVER = "uvicorn.error"
_SENTENCES = frozenset(
    {
        "Waiting for application startup.",
        "Application startup complete.",
        "Application startup failed. Exiting.",
        "Waiting for application shutdown.",
        "Application shutdown complete.",
        "Application shutdown failed. Exiting.",
        "Shutting down",
        "Waiting for connections to close. (CTRL+C to force quit)",
        "Waiting for background tasks to complete. (CTRL+C to force quit)",
        "Invalid HTTP request received.",
        "Unsupported upgrade request.",
        "Exception in ASGI application",
        "ASGI callable returned without starting response.",
        "ASGI callable returned without completing response.",
    }
)
"""What the server says word for word. Any other message without arguments may have been put together."""
_NUMBERED = re.compile(r"\d[\d ().-]{4,}")


@dataclass(frozen=True, slots=True)
class Log:
    """Writes events with fields; see `harmless.FIELDS` for those that may be told."""

    to: logging.Logger

    def info(self, event: str, **fields: object) -> None:
        """Something happened as it should."""
        self.to.info(event, extra={_FIELDS: fields})

    def warning(self, event: str, **fields: object) -> None:
        """Something is tried again, or will need somebody."""
        self.to.warning(event, extra={_FIELDS: fields})

    def error(self, event: str, error: BaseException | None = None, **fields: object) -> None:
        """Something failed; of an exception its type and places are told, never its message."""
        told = {**fields, **(of_exception(error) if error is not None else {})}
        self.to.error(event, extra={_FIELDS: told})


def log(name: str) -> Log:
    """Return the log of a room, e.g. `upheld.web`."""
    return Log(logging.getLogger(name))


def of_exception(error: BaseException) -> dict[str, object]:
    """An exception's type and the places it passed. Its message can hold a value of a person."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return {
        "exception": type(error).__name__,
        "places": [f"{f.filename.rpartition('/')[2]}:{f.lineno} {f.name}" for f in frames],
    }


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its line feed."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": harmless.value("logger", record.name),
            **_said(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= harmless.fields(of_exception(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=True)


def _said(record: logging.LogRecord) -> dict[str, object]:
    fields = getattr(record, _FIELDS, None)
    if isinstance(fields, Mapping):
        return {"event": harmless.value("event", record.msg), **harmless.fields(fields)}
    if record.name.partition(".")[0] == OURS and isinstance(record.msg, str) and not record.args:
        told = _object(record.msg)
        if told is not None:
            return harmless.fields(told)
    place = f"{record.filename}:{record.lineno} {record.funcName}"
    where = {"place": harmless.value("place", place)}
    if record.args and isinstance(record.msg, str) and _constant(record.name):
        # A template is a constant of the program; what is put into it may be anything.
        given = record.args.values() if isinstance(record.args, Mapping) else record.args
        return {
            "event": "message",
            "template": _template(record.msg),
            "arguments": harmless.listed([*given]),
            **where,
        }
    sentence = record.msg.strip() if isinstance(record.msg, str) else ""
    if record.name == _SERVER and sentence in _SENTENCES:
        return {"event": "message", "template": sentence, **where}
    return {"event": "message", "template": harmless.WITHHELD, **where}


def _constant(logger: str) -> bool:
    """Whether a logger's messages are constants: ours by the lint, the server's as we have read them."""
    return logger == _SERVER or logger.partition(".")[0] == OURS


def _template(text: str) -> str:
    """A message before its arguments; one that was partly put together before may hold anything."""
    return (
        text[:300] if _PLAIN.fullmatch(text) and not _NUMBERED.search(text) else harmless.WITHHELD
    )


def _object(text: str) -> dict[str, Any] | None:
    if not text.startswith("{"):
        return None
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def set_up(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Make every record of this process one line of JSON on a stream; safe to call again."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old.formatter, JsonFormatter):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    # How the store's tables are compared is its makers' business, in words that the gate withholds.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # Python prints what a broken handler was to write, message and arguments, to stderr.
    logging.raiseExceptions = False
    # Warnings quote source lines and values; through here they pass the gate like the rest.
    logging.captureWarnings(True)
    _close_side_doors()


def set_up_service() -> None:
    """How a process that runs for long logs: everything for a collector, warnings for a person.

    Traces too, where an exporter is named.
    """
    from upheld.observing import tracing

    # A person at a terminal reads what is printed; the lines are for a collector of logs.
    set_up(level=logging.WARNING if sys.stderr.isatty() else logging.INFO)
    sys.excepthook = uncaught
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        tracing.set_up()


def _close_side_doors() -> None:
    """Libraries that were set up before may have handlers of their own: those write past the gate."""
    for name in list(logging.root.manager.loggerDict):
        found = logging.getLogger(name)
        for handler in list(found.handlers):
            if isinstance(handler, logging.StreamHandler) and not isinstance(
                handler, logging.FileHandler
            ):
                found.removeHandler(handler)
        found.propagate = True


def uncaught(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """Instead of a traceback with values: for `sys.excepthook` of a service."""
    del kind, trace
    log(OURS).error("uncaught", error)
