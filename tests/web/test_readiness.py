"""`/readyz` says when nobody does any more what is due."""

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.sites import Browser, world
from upheld.durable import tables
from upheld.durable.direct import DirectDurable
from upheld.observing.logs import JsonFormatter
from upheld.worker import Beside


def _until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_a_site_whose_worker_ended_by_itself_is_not_ready_and_the_log_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    beside = Beside()
    made = world(tmp_path, works=beside.works)
    browser = Browser(made.app)
    (tmp_path / "workers").write_text("where the locks of workers should be")
    durable = DirectDurable(made.engine, made.site.clock)
    with caplog.at_level(logging.ERROR, "upheld.worker"), beside.working(durable):
        _until(lambda: not beside.works())
        answer = browser.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "worker\n")
    assert browser.get("/healthz").status_code == 200
    # Other loggers may have been turned up by whoever started a service in this process before.
    said = [one for one in caplog.records if one.name == "upheld.worker"]
    (told,) = [json.loads(JsonFormatter().format(one)) for one in said]
    assert (told["event"], told["exception"]) == ("work-ended", "FileExistsError")
    made.engine.dispose()


def test_a_worker_that_was_asked_to_stop_leaves_the_site_ready(tmp_path: Path) -> None:
    beside = Beside()
    made = world(tmp_path, works=beside.works)
    tables.metadata.create_all(made.engine)
    with beside.working(DirectDurable(made.engine, made.site.clock)):
        assert Browser(made.app).get("/readyz").status_code == 200
    assert Browser(made.app).get("/readyz").status_code == 200
    made.engine.dispose()
