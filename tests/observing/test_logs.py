"""Whatever is written, by whomever, nobody's data leaves the process in a line of the log."""

import io
import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from upheld.observing import harmless, logs

PERSONAL = (
    "hanako.mori@example.jp",
    "森花子",
    "もり はなこ",
    "090-1234-5678",
    "09012345678",
    "+81 90 1234 5678",
    "Hanako Mori",
    "東京都千代田区1-1",
    "4111111111111111",
    "customer-40123456",
    "/requests/R-2026-0001?email=hanako.mori@example.jp",
    "203.0.113.7",
)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level, loud = list(root.handlers), root.level, logging.raiseExceptions
    stream = io.StringIO()
    logs.set_up(stream, logging.DEBUG)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    logging.raiseExceptions = loud


def _lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_first_start_says_nothing_of_how_the_stores_tables_are_compared(
    written: io.StringIO,
) -> None:
    logging.getLogger("alembic.runtime.migration").info("Context impl %s.", "SQLiteImpl")
    assert _lines(written) == []


def _raise(value: str) -> None:
    raise ValueError(value)


def _ours(value: str) -> None:
    logs.log("upheld.web").info("request-answered", request=value, route=value, name=value)
    logs.log("upheld.web").info(value)
    logs.log("upheld.web").info("x", places=[value, (value,)], system={"a": value})
    logs.log("upheld.web").info("x", **{value: 1})


def _ours_as_json(value: str) -> None:
    logging.getLogger("upheld.web").info(json.dumps({"event": value, "path": value, value: 1}))


def _ours_as_message(value: str) -> None:
    logging.getLogger("upheld.durable").error("%s of %s failed: %s", "mail", value, value)
    logging.getLogger("upheld.durable").error(f"the case of {value} failed")  # noqa: G004


def _of_an_exception(value: str) -> None:
    try:
        _raise(value)
    except ValueError as error:
        logs.log("upheld.desk").error("failed", error, code=value)
        logging.getLogger("upheld.desk").exception("failed")


def _uncaught(value: str) -> None:
    try:
        _raise(value)
    except ValueError as error:
        logs.uncaught(type(error), error, error.__traceback__)


def _of_a_library(value: str) -> None:
    logging.getLogger("uvicorn.access").info('%s - "%s"', value, value)
    logging.getLogger("sqlalchemy.engine.Engine").info("[generated] %r", {"email": value})
    logging.getLogger("sqlalchemy.engine.Engine").info("%(email)s", {"email": value})
    logging.getLogger("httpx").info(f"GET https://example.com/{value}")  # noqa: G004
    logging.getLogger("httpx").info(f"{value} took %d", 3)  # noqa: G004
    logging.getLogger(value).warning("x")


def _of_a_warning(value: str) -> None:
    warnings.warn(value, UserWarning, stacklevel=1)


def _broken(value: str) -> None:
    logging.getLogger("some.library").info("%d", value)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("value", PERSONAL)
@pytest.mark.parametrize(
    "write",
    [
        _ours, _ours_as_json, _ours_as_message, _of_an_exception, _uncaught, _of_a_library,
        _of_a_warning, _broken,
    ],
)  # fmt: skip
def test_a_planted_value_is_in_no_line(
    write: Callable[[str], None],
    value: str,
    written: io.StringIO,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(value)
    told = written.getvalue() + "".join(capsys.readouterr())
    assert written.getvalue(), "something was said"
    assert value not in told
    assert json.dumps(value)[1:-1] not in told
    for line in _lines(written):
        assert value not in str(line)


def test_what_is_harmless_is_told(written: io.StringIO) -> None:
    logs.log("upheld.web").info(
        "request-answered",
        request="R-2026-0001",
        route="/api/v1/requests/{reference}",
        status=201,
        milliseconds=12,
        system="shop",
    )
    (line,) = _lines(written)
    assert {k: line[k] for k in line if k not in ("at", "milliseconds")} == {
        "level": "info",
        "logger": "upheld.web",
        "event": "request-answered",
        "request": "R-2026-0001",
        "route": "/api/v1/requests/{reference}",
        "status": 201,
        "system": "shop",
    }


def test_numbers_are_told_and_large_ones_may_be_somebodys() -> None:
    assert harmless.fields({"rows": 12, "seconds": 0.5}) == {"rows": 12, "seconds": 0.5}
    assert harmless.fields({"rows": 9012345678}) == {"rows": harmless.WITHHELD}
    assert harmless.fields({"phone": 12}) == {"phone": harmless.WITHHELD}
    assert harmless.fields({"nobody-knows": "abc"}) == {"nobody-knows": harmless.WITHHELD}


def test_of_an_exception_type_and_places_are_told(written: io.StringIO) -> None:
    _of_an_exception("x")
    first, second = _lines(written)
    for line in (first, second):
        assert line["exception"] == "ValueError"
        assert line["places"][-1].endswith(" _raise")


def test_a_librarys_message_is_told_as_its_template(written: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 4711)
    (line,) = _lines(written)
    assert (line["template"], line["arguments"]) == ("Started server process [%d]", [4711])


def test_what_the_server_says_word_for_word_is_told_and_nothing_else(written: io.StringIO) -> None:
    server = logging.getLogger("uvicorn.error")
    server.info("Application startup complete.")
    server.error("Exception in ASGI application\n")
    server.info(f"Shutting down {PERSONAL[0]}")
    logging.getLogger("noisy.library").info("Shutting down")
    assert [line["template"] for line in _lines(written)] == [
        "Application startup complete.",
        "Exception in ASGI application",
        harmless.WITHHELD,
        harmless.WITHHELD,
    ]


def test_every_sentence_of_the_server_is_one_that_it_says() -> None:
    files = Path(uvicorn.__file__).parent.rglob("*.py")
    source = "\n".join(path.read_text("utf-8") for path in files)
    assert [one for one in sorted(logs._SENTENCES) if f'"{one}' not in source] == []


def test_a_handler_that_writes_past_the_gate_is_taken_away(
    written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    noisy = logging.getLogger("noisy.library")
    noisy.addHandler(logging.StreamHandler(sys.stderr))
    noisy.propagate = False
    logs.set_up(written, logging.DEBUG)
    noisy.warning("somebody: %s", PERSONAL[0])
    assert PERSONAL[0] not in capsys.readouterr().err
    assert len(_lines(written)) == 1


def test_setting_up_twice_writes_each_line_once(written: io.StringIO) -> None:
    logs.set_up(written, logging.DEBUG)
    logs.log("upheld").info("once")
    assert len(_lines(written)) == 1
