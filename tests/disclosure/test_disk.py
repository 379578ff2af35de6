"""A disk that is full or closed to us ends in a refusal, and leaves nothing half done."""

import os
import resource
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.disclosure.shops import Shop, shop
from tests.disclosure.test_procedure import disclosed
from upheld.disclosure.draft import BundleNotWrittenError
from upheld.disclosure.sealing import Seal, to_recipient

KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


@pytest.fixture
def world(fresh_database: Callable[[str], str]) -> Iterator[Shop]:
    made = shop(fresh_database("sqlite"))
    long = "x" * 20_000
    values = ", ".join(
        f"({n}, 1, 'cart', 1, '2026-01-01', '{long}', null, null)" for n in range(100, 300)
    )
    made.run(f"insert into orders values {values}")
    with closing(made):
        yield made


@pytest.mark.parametrize("seal", [None, to_recipient(KEY)], ids=["open", "sealed"])
def test_a_full_disk_is_refused_and_leaves_no_half_bundle(
    world: Shop, tmp_path: Path, seal: Seal | None
) -> None:
    out = tmp_path / "out"
    child = os.fork()
    if child == 0:
        code = 3
        try:
            code = _with_little_room(world, out, seal)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 42
    assert list(out.rglob("*")) == []


def _with_little_room(world: Shop, out: Path, seal: Seal | None) -> int:
    # The kernel refuses to let any file of this process grow beyond a megabyte.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    world.place.close()
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    try:
        disclosed(world, out, 1, seal=seal)
    except BundleNotWrittenError as error:
        shown = error.render("ja") + error.render("en")
        return 42 if "out" in shown and "佐藤" not in shown else 1
    return 0


def test_a_place_that_is_no_folder_is_refused(world: Shop, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(BundleNotWrittenError) as refused:
        disclosed(world, file / "out", 1)
    assert refused.value.exit_code == 1


def test_a_folder_that_may_not_be_written_is_refused(world: Shop, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(stat.S_IRUSR | stat.S_IXUSR)
    if os.access(out, os.W_OK):  # root may write anywhere: a system folder will do
        out = Path("/proc/upheld")
    with pytest.raises(BundleNotWrittenError):
        disclosed(world, out, 1)
