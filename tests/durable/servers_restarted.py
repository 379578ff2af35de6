"""PostgreSQL of a test's own, restarted as an administrator would."""

import os
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import psycopg

from tests import servers
from tests.servers import Server


def restarted(server: Server) -> Server:
    """Stop the server ("fast": clients are cut off) and start it again on the same data."""
    command = Path(f"/proc/{server.pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    os.kill(server.pid, signal.SIGINT)
    while servers._alive(server.pid):
        time.sleep(0.02)
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    words = [*(as_user if os.geteuid() == 0 else []), *(part.decode() for part in command)]
    with (Path(server.folder) / "log").open("ab") as log:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True
        )
    servers._CHILDREN[process.pid] = process
    again = replace(server, pid=process.pid)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            psycopg.connect(again.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return again
    raise AssertionError((Path(server.folder) / "log").read_text()[-2000:])
