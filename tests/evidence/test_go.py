"""Go's checksum database packages verify an exported log. On Debian: golang-go and golang-golang-x-mod-dev."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.evidence.ledgers import Trial
from upheld.evidence.ledger import export_tiles

PROGRAM = Path(__file__).parents[1] / "go" / "verify.go"
VECTORS = Path(__file__).parents[1] / "vectors" / "tree.json"


@pytest.fixture(scope="module")
def verify(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, built once. A missing Go is a failure: this evidence is not optional."""
    go = shutil.which("go")
    assert go, "install golang-go and golang-golang-x-mod-dev"
    folder = tmp_path_factory.mktemp("go")
    subprocess.run(
        [go, "build", "-o", str(folder / "verify"), str(PROGRAM)],
        env={
            **os.environ,
            "GO111MODULE": "off",
            "GOPATH": "/usr/share/gocode",
            "GOCACHE": str(folder / "cache"),
            "GOFLAGS": "",
        },
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / "verify"


def run(verify: Path, *arguments: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [verify, *arguments], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(1,), (256,), (300, 700), (255, 2, 65536)])
def test_go_opens_the_checkpoint_and_proves_every_entry(
    trial: Trial, tmp_path: Path, verify: Path, sizes: tuple[int, ...]
) -> None:
    for size in sizes:
        trial.grow(size)
    export_tiles(trial.engine, tmp_path / "log")
    (tmp_path / "upheld.pub").write_text(trial.public.text() + "\n")
    done = run(verify, tmp_path / "log", tmp_path / "upheld.pub", VECTORS)
    assert done.returncode == 0, done.stderr
    assert f"ok size={sum(sizes)} records={sum(sizes)}" in done.stdout
    assert "vectors inclusion=210 consistency=210" in done.stdout


@pytest.mark.parametrize("name", ["checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"])
def test_go_notices_a_changed_byte_in_each_kind_of_file(
    trial: Trial, tmp_path: Path, verify: Path, name: str
) -> None:
    trial.grow(300)
    export_tiles(trial.engine, tmp_path / "log")
    (tmp_path / "upheld.pub").write_text(trial.public.text() + "\n")
    data = bytearray((tmp_path / "log" / name).read_bytes())
    data[20] ^= 1
    (tmp_path / "log" / name).write_bytes(data)
    assert run(verify, tmp_path / "log", tmp_path / "upheld.pub").returncode == 1
