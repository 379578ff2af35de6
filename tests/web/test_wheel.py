"""What browsers and templates need is in the wheel, and what is not ours is as its makers published it."""

import fnmatch
import tomllib
from pathlib import Path

import pytest

import upheld.web
from tests.npm_packages import npm_file

_WEB = Path(upheld.web.__file__).parent
_ROOT = Path(__file__).parents[2]


def test_every_file_of_the_web_is_packed() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["upheld"]
    files = [one for one in _WEB.rglob("*") if one.is_file() and "__pycache__" not in one.parts]
    left = [
        one.name
        for one in files
        if one.suffix != ".py"
        and not any(fnmatch.fnmatch(one.name, pattern.rpartition("/")[2]) for pattern in patterns)
    ]
    assert left == []
    assert len(files) > 40


@pytest.mark.slow
@pytest.mark.parametrize(
    ("package", "version", "path", "ours"),
    [
        ("@digital-go-jp/design-tokens", "1.1.9", "dist/tokens.css", "tokens.css"),
        ("@digital-go-jp/design-tokens", "1.1.9", "LICENSE", "tokens.LICENSE.txt"),
    ],
)
def test_what_others_made_is_unchanged(package: str, version: str, path: str, ours: str) -> None:
    assert (_WEB / "look" / ours).read_bytes() == npm_file(package, version, path).read_bytes()
