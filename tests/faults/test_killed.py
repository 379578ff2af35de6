"""kill -9 at any moment: of us, of the database's server, in the middle of chunks and copies."""

import os
import random
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests import servers
from tests.faults import shop
from tests.faults.crash_world import check_points, make_world
from tests.faults.crashing import DIED, in_child, killed_after, points_of
from tests.faults.workspace import Office, make_office

WITH_FOLDER = (
    shop.MAP
    + 'derived:\n  - {of: customer, in: uploads, key: "avatars/{id}.txt"}\n'
    + '  - {of: orders, in: uploads, key: "invoices/{id}-*.txt"}\n'
)


def _fill_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("avatars/1.txt", "avatars/2.txt", "avatars/11.txt", "invoices/11-a.txt",
                 "invoices/13-b.txt", "invoices/12-a.txt", "invoices/111-a.txt"):  # fmt: skip
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def _files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*.txt"))


@pytest.fixture
def with_copies(office: Office, tmp_path: Path) -> tuple[Office, Path]:
    """A shop whose avatars and invoices lie in a folder."""
    folder = tmp_path / "uploads"
    _fill_folder(folder)
    with (office.folder / "upheld.yaml").open("a") as settings:
        settings.write(f'  uploads: {{url: "folder://{folder}"}}\n')
    (office.folder / "datamap" / "shop.yaml").write_text(WITH_FOLDER, encoding="utf-8")
    return office, folder


@pytest.mark.slow
def test_copies_in_another_place_go_too_wherever_we_were_killed(
    with_copies: tuple[Office, Path], tmp_path: Path
) -> None:
    office, folder = with_copies
    world = make_world(office, office.ready(), tmp_path)

    def put_back() -> None:
        world.reset_database()
        _fill_folder(folder)

    whole = replace(world, reset_database=put_back)
    check_points(whole, tmp_path, 0, 60)
    left = _files(folder)
    assert "avatars/2.txt" in left
    assert "avatars/11.txt" in left
    assert "avatars/1.txt" not in left
    assert "invoices/11-a.txt" not in left
    assert "invoices/13-b.txt" not in left
    assert {"invoices/12-a.txt", "invoices/111-a.txt"} <= set(left)


@pytest.mark.slow
def test_ten_thousand_rows_in_chunks_are_finished_wherever_we_were_killed(
    office: Office, tmp_path: Path
) -> None:
    rows = [(1000 + n, 1, "page") for n in range(12_000)]
    lines = [(1000 + n, 11, "z") for n in range(3_000)]
    shop.insert(office.url, [("event", rows), ("order_line", lines)])
    world = make_world(office, office.ready(), tmp_path)
    world.warm_up()
    whole = tmp_path / "whole.json"
    assert world.apply(whole) == 0, whole.read_text()
    after = shop.dump(office.url)
    points = points_of(whole)
    # Where the work is done: looking for the person is sampled by the other tests.
    chosen = range(points // 3, points, max(1, points // 45))
    broken: list[tuple[int, int | str, str]] = []
    for point in chosen:
        world.reset()
        first, again = tmp_path / "first.json", tmp_path / "again.json"
        assert world.apply(first, point) == DIED
        code = world.apply(again)
        if code != 0 or shop.dump(office.url) != after:
            broken.append((point, code, again.read_text()[:300]))
        elif _steps(again) != _steps(whole):
            broken.append((point, "another report", f"{_steps(again) ^ _steps(whole)}"))
    assert broken == [], f"{len(broken)} of {len(chosen)}: {broken[:3]}"


def _steps(out: Path) -> set[tuple[str, ...]]:
    import json

    return {
        tuple(str(step[k]) for k in ("table", "action", "outcome", "rows", "clause", "until"))
        for step in json.loads(out.read_text())["steps"]
    }


@pytest.mark.slow
def test_killed_at_random_moments_the_same_end_is_reached(office: Office, tmp_path: Path) -> None:
    world = make_world(office, office.ready(), tmp_path)
    out = tmp_path / "out.json"
    began = time.monotonic()
    assert world.apply(out) == 0
    usual = time.monotonic() - began
    rows, told = world.seen()
    chance = random.Random(20261122)
    words = ["-C", str(office.folder), "--json", "request", "apply", world.unit]
    died = 0
    for _ in range(12):
        world.reset()
        died += killed_after(words, out, chance.uniform(0.02, usual)) == -signal.SIGKILL
        began = time.monotonic()
        assert world.apply(out) == 0, out.read_text()
        assert time.monotonic() - began < 5 + usual, "it goes on within five seconds"
        assert world.seen() == (rows, told)
    assert died


@pytest.mark.slow
def test_a_batch_killed_anywhere_ends_as_if_nothing_had_happened(
    office: Office, tmp_path: Path
) -> None:
    listed = tmp_path / "people.csv"
    listed.write_text(f"email\n{shop.EMAIL}\njiro@example.jp\nnobody@example.jp\n")
    unit = office.open("--subjects-file", str(listed))
    office.approve(unit)
    check_points(make_world(office, unit, tmp_path), tmp_path, 1, 80)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.6, 1.2])
def test_a_server_killed_in_the_middle_is_no_loss(
    seconds: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    durable = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    server = servers.start_postgresql(durable)
    try:
        url = servers.create_database(server)
        shop.fill(url)
        shop.insert(url, [("event", [(1000 + n, 1, "page") for n in range(60_000)])])
        office = make_office(tmp_path, url, capsys)
        unit = office.ready()
        child = os.fork()
        if child == 0:
            words = ["-C", str(office.folder), "--json", "request", "apply", unit]
            os._exit(in_child(words, tmp_path / "first.json"))
        time.sleep(seconds)
        os.kill(server.pid, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        first = os.waitstatus_to_exitcode(status)
        assert first in (0, 1, 3), (tmp_path / "first.json").read_text()
        assert "Traceback" not in (tmp_path / "first.json").read_text()
        server = _started_again(server, durable)
        last = office.run("request", "apply", unit)
        if last.code == 1:
            # The run was told of the failure and reported it; a new plan takes the rest.
            office.approve(unit)
            last = office.run("request", "apply", unit)
        assert last.code == 0, last.out + last.err
        left = shop.dump(url)
        assert {row[1] for row in left["event"]} == {"2", "3"}
        assert "1" not in {row[0] for row in left["customer"]}
        assert office.run("ledger", "check").code == 0
    finally:
        servers.stop(server)


def _started_again(server: servers.Server, settings: dict[str, str]) -> servers.Server:
    """Start the killed server on its own data and port again."""
    import psycopg

    data = Path(server.folder) / "data"
    while servers._alive(server.pid):  # reaps it too: a zombie still counts as running
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)
    binaries = servers._newest_postgresql()
    as_user = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        if os.geteuid() == 0
        else []
    )
    chosen = {
        "port": str(server.port), "listen_addresses": "127.0.0.1",
        "unix_socket_directories": server.folder, **settings,
    }  # fmt: skip
    options = [part for key, value in chosen.items() for part in ("-c", f"{key}={value}")]
    time.sleep(1)  # its children see that it is gone, and go
    command = [*as_user, str(binaries / "postgres"), "-D", str(data), *options]
    again = replace(server, pid=servers._launch(command, Path(server.folder)))
    servers._wait(again, lambda: psycopg.connect(again.url("postgres"), connect_timeout=2).close())
    return again
