"""A site on a real port of the loopback, for real browsers."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import uvicorn

from tests.web.sites import World, world

_PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def served(folder: Path, **more: Any) -> Iterator[World]:
    """Serve a fresh site at `http://localhost:PORT`."""
    port = free_port()
    made = world(folder, address=f"http://localhost:{port}", **more)
    # A browser that walks every page is no attacker: to the limits, which have tests of their
    # own, a minute passes between its requests.
    made.app.state.buckets.now = count(step=60.0).__next__
    with running(made.app, port):
        yield made
    made.engine.dispose()


@contextmanager
def running(app: Any, port: int) -> Iterator[None]:
    """Run an application until the end of the block."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + _PATIENCE_SECONDS
    while not server.started:
        assert time.monotonic() < ends, "the server did not start"
        time.sleep(0.02)
    yield
    server.should_exit = True
    thread.join(_PATIENCE_SECONDS)
