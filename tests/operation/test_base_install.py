"""Without the desk's libraries the store opens, is backed up and is restored all the same."""

import subprocess
import sys
from pathlib import Path

import pytest

DESK = (
    "aiosmtpd", "argon2", "authlib", "dbos", "fastapi", "httpcore", "httpx", "idna", "joserfc",
    "multipart", "prometheus_client", "python_multipart", "standardwebhooks", "starlette",
    "uvicorn", "webauthn", "opentelemetry",
)  # fmt: skip

_CODE = """
import importlib.abc, sys

class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {names}:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Absent())
from upheld.terminal.main import main
for words in {commands}:
    code = main(words)
    assert code == 0, (words, code)
"""


@pytest.mark.slow
def test_a_store_is_opened_backed_up_and_restored_by_the_base_install(tmp_path: Path) -> None:
    folder, copy, file = tmp_path / "co", tmp_path / "copy", tmp_path / "b.zip"
    commands = [
        ["-C", str(tmp_path), "init", "co"],
        ["-C", str(folder), "request", "list"],
        ["-C", str(folder), "backup", str(file)],
        ["-C", str(copy), "restore", str(file), "--check"],
        ["-C", str(copy), "restore", str(file)],
        ["-C", str(copy), "request", "list"],
    ]
    code = _CODE.format(names=set(DESK), commands=commands)
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
