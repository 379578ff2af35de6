"""Every refusal is documented in both languages, with the exit code it really has."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import upheld
from upheld.refusal import RefusalError

DOCS = Path(__file__).parents[1] / "docs"
_ROW = re.compile(r"^\| `([a-z-]+)` \| (\d) \|", re.MULTILINE)


def _codes_in_the_code() -> dict[str, int]:
    for module in pkgutil.walk_packages(upheld.__path__, "upheld."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: dict[str, int] = {}
    waiting: list[type[RefusalError]] = [RefusalError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("upheld."):
            assert found.setdefault(kind.code, int(kind.exit_code)) == int(kind.exit_code), kind
    return found


@pytest.mark.parametrize("page", ["errors.md", "ja/errors.md"])
def test_every_refusal_is_listed_with_its_exit_code(page: str) -> None:
    text = DOCS.joinpath(page).read_text("utf-8")
    listed = {code: int(exit_code) for code, exit_code in _ROW.findall(text)}
    assert listed == _codes_in_the_code()


def test_every_page_exists_in_both_languages() -> None:
    english = {page.name for page in DOCS.glob("*.md")}
    japanese = {page.name for page in DOCS.glob("ja/*.md")}
    assert english - japanese <= {"performance.md"}
    assert japanese <= english
